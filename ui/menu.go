package ui

import (
	"laci/pos"
)

// first opens the screen a till starts with: set-up, the code that was up when
// it stopped, or the keypad.
func (a *App) first() {
	shop := a.view.shop
	switch {
	case !shop.Ready():
		a.open(a.welcome)
		return
	case !shop.HasPIN && !shop.Practice:
		code, _ := shop.Pinned()
		a.check.showPinned(code)
		return
	}
	a.keypad.fresh()
	unpaid, err := a.o.Till.OpenOrders(a.ctx)
	if err != nil {
		a.trouble.show(err, nil)
		return
	}
	a.view.unpaid = unpaid
	if o, ok := a.newestLive(unpaid); ok {
		a.showCode(o)
		return
	}
	a.open(a.keypad)
}

// newestLive finds the order whose code was shown last and is still up.
func (a *App) newestLive(unpaid []pos.Order) (newest pos.Order, ok bool) {
	for _, o := range unpaid {
		if o.Live(a.o.Now()) && (!ok || o.ShowUntil.After(newest.ShowUntil)) {
			newest, ok = o, true
		}
	}
	return newest, ok
}

// showMenu opens what is one tap away from the keypad.
func (a *App) showMenu() {
	q := question{screen: "menu", title: a.t("menu.title"), back: a.showHome, foot: a.t("menu.version", a.o.Version), held: a.Close}
	add := func(code, words, mark string, do func()) {
		q.answers = append(q.answers, answer{code: "menu." + code, words: words, mark: mark, do: do})
	}
	add("history", a.t("menu.history"), "clock", func() { a.allow(pos.MayLook, a.showMenu, a.history.show) })
	add("today", a.t("menu.today"), "chart", func() { a.allow(pos.MaySeeTotals, a.showMenu, a.today.show) })
	add("shift", a.t("menu.shift"), "cash", func() { a.allow(pos.MayShift, a.showMenu, func() { a.shift.show(a.showMenu) }) })
	add("inbox", a.t("menu.inbox"), "inbox", func() { a.allow(pos.MayAttach, a.showMenu, a.inbox.show) })
	if a.view.shop.HasPIN {
		add("crew", a.t("menu.crew"), "person", a.showCrew)
	}
	add("settings", a.t("menu.settings"), "lock", func() { a.settings.enter(a.showMenu, a.settings.root) })
	if a.lockAfter() > 0 {
		add("lock", a.t("menu.lock"), "lock", a.lock)
	}
	add("help", a.t("menu.help"), "keys", a.help.show)
	add("looks", a.t("menu.looks"), "language", func() { a.looks.show(a.showMenu) })
	if a.o.Practice != nil && !a.view.shop.Practice {
		add("practice", a.t("menu.practice"), "play", func() { a.allowAlways(pos.MaySettings, a.showMenu, a.o.Practice) })
	}
	if a.o.Leave != nil && a.view.shop.Practice {
		add("leave", a.t("menu.leave"), "exit", a.o.Leave)
	}
	a.choice.ask(q)
}

// showHome goes back to the keypad as it was left: what was keyed in stays.
func (a *App) showHome() { a.open(a.keypad) }

// showUnpaid lists every unpaid order; tap shows its code again.
func (a *App) showUnpaid() {
	q := question{screen: "unpaid", title: a.t("keypad.unpaid"), back: a.showHome}
	for _, o := range a.view.unpaid {
		q.answers = append(q.answers, answer{
			code: "order." + o.Number, words: o.Number + " · " + o.Payable.String(),
			note: a.minutes(o), mark: "clock", do: func() { a.showAgain(o) },
		})
	}
	a.choice.ask(q)
}
