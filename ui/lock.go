package ui

import (
	"context"
	"errors"
	"time"

	"laci/pos"
)

// touch notes that somebody is there: the idle time starts anew.
func (a *App) touch() { a.touched = a.o.Now() }

// lockAfter is how long the till waits untouched before it is locked; 0: never.
func (a *App) lockAfter() time.Duration {
	if !a.view.shop.HasPIN {
		return 0
	}
	return time.Duration(a.view.shop.LockAfter) * time.Minute
}

// idleSince locks a till that nobody touched for long. While a code is up, or the
// red page, the idle time does not run.
func (a *App) idleSince(now time.Time) {
	if a.view.order.Live(now) {
		a.shown = now
		return
	}
	since := a.touched
	if a.shown.After(since) {
		since = a.shown
	}
	if after := a.lockAfter(); after > 0 && !a.locked && a.now != a.trouble && now.Sub(since) >= after {
		a.lock()
	}
}

// backToCode brings a live code back from a page about it that was left alone
// where a customer can touch the screen: somebody waits to scan it.
func (a *App) backToCode(now time.Time) {
	switch a.now {
	case a.pin, a.choice, a.confirm, a.cash, a.write, a.amount, a.refund:
		if a.view.order.Live(now) && a.view.shop.Facing.CustomerCanTouch() && now.Sub(a.touched) > panelFor {
			a.code.panel = false
			a.open(a.code)
		}
	}
}

// lock hides the till behind the PIN of anybody who works here. What was keyed in
// is gone: another person may come back to it.
func (a *App) lock() {
	a.locked, a.lockDue = true, false
	a.watch(pos.Order{})
	a.keypad.fresh()
	a.askLock(false)
}

// askLock shows the locked screen; with the PINs locked out it offers to sell
// without a name, for nobody is kept from selling.
func (a *App) askLock(out bool) {
	q := entry{
		screen: "lock", title: a.t("lock.title"), text: a.t("lock.text"), least: pinShort, length: pinLength,
		done: a.unlock, forgot: func() { a.forgot(func() { a.askLock(out) }) },
	}
	if who := a.view.shop.Cashier; who != "" {
		q.text = a.t("lock.cashier", a.person(who))
	}
	if out {
		q.aside, q.asideWords = a.sellOn, a.t("lock.sell")
	}
	a.pin.ask(q)
}

// unlock opens the till for the one whose PIN it is. When somebody else was
// signed in, that person is at the till from now on.
func (a *App) unlock(pin string) {
	cashier := a.view.shop.Cashier
	a.attempt(approval{right: pos.MaySell, back: func() { a.askLock(false) }, then: a.unlocked,
		do: func(ctx context.Context, pin string) error {
			name, err := a.o.Till.Approve(ctx, pos.MaySell, "", pin)
			if err == nil && cashier != "" && name != cashier {
				err = a.o.Till.SignIn(ctx, pos.SignIn{Name: name, PIN: pin})
			}
			if errors.Is(err, pos.ErrPINLocked) {
				a.o.Do(func() {
					a.askLock(true)
					a.pin.refusal = a.sentence(err)
					a.render()
				})
			}
			return err
		}}, pin)
}

// sellOn leaves a locked till that takes no PIN now: nobody is signed in then.
func (a *App) sellOn() {
	actor := a.view.shop.TerminalName
	a.work(func(ctx context.Context) func() {
		err := a.o.Till.SignOut(ctx, actor)
		return func() {
			if err != nil {
				a.refuse(err, nil)
				return
			}
			a.unlocked()
		}
	})
}

// unlocked goes home.
func (a *App) unlocked() {
	a.locked = false
	a.touch()
	a.welcomed()
}
