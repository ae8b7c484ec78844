package ui

import (
	"context"
	"time"

	"laci/pos"
)

// follow reads the store after each nudge and whenever a screen asks, and hands
// what it saw to the UI goroutine. It is the only reader, so that looks arrive
// in the order in which they were taken.
func (a *App) follow(cursor pos.Cursor) {
	heads, end := a.o.Till.Watch()
	defer end()
	a.ask() // what happened between the first look and Watch
	for {
		select {
		case <-a.ctx.Done():
			return
		case _, open := <-heads:
			if !open {
				return // the till is closed
			}
		case <-a.poke:
		}
		seen, news, err := a.news(a.ctx, cursor)
		if err == nil {
			var v view
			if v, err = a.see(a.ctx); err == nil {
				cursor = seen
				a.o.Do(func() { a.take(v, news) })
			}
		}
		if err != nil && a.ctx.Err() == nil {
			a.o.Log.Warn("the screens could not read the store", "error", err)
		}
	}
}

// beat moves clocks and countdowns once a second.
func (a *App) beat() {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-a.ctx.Done():
			return
		case <-ticker.C:
			done := make(chan struct{})
			a.o.Do(func() { defer close(done); a.tick() })
			select { // a busy UI gets one tick, not a queue of them
			case <-done:
			case <-a.ctx.Done():
				return
			}
		}
	}
}

// ask wants a fresh view soon.
func (a *App) ask() {
	select {
	case a.poke <- struct{}{}:
	default:
	}
}

// work runs a task off the UI goroutine and then what it gives back on it.
func (a *App) work(task func(ctx context.Context) (then func())) {
	if a.ctx.Err() != nil {
		return
	}
	a.tasks.Go(func() {
		if then := task(a.ctx); then != nil {
			a.o.Do(then)
		}
	})
}

// take shows a new view, unless a newer one is shown already. News are told in
// any case: they come once.
func (a *App) take(v view, news []news) {
	if v.number > a.view.number {
		old := a.view
		a.view = v
		if v.order.ID != old.order.ID {
			a.view.order, a.view.money = old.order, old.money // read before the screen changed
		}
	}
	for _, n := range news {
		here := n.order.ID == a.view.order.ID
		a.strip.news(n, here)
		if n.paid && a.o.Paid != nil {
			a.o.Paid(n.order, here)
		}
	}
	a.settle()
	a.render()
}

// settle moves on when the store did: green when the order on the screen was
// paid, from its code and from every page opened about it.
func (a *App) settle() {
	if a.view.order.State == pos.Paid && a.now != a.paid {
		a.paid.show(a.view.order, a.view.money)
	}
	switch {
	case a.now == a.today:
		a.today.load()
	case a.now == a.order:
		a.order.load()
	case a.now == a.history:
		a.history.load()
	case a.now == a.shift:
		a.shift.load()
	case a.now == a.welcome && a.view.shop.Ready():
		a.first() // a code was added without a screen meanwhile
	}
}

// tick moves clocks and countdowns, and returns from pages that were left alone.
func (a *App) tick() {
	now := a.o.Now()
	switch a.now {
	case a.code:
		a.code.tick(now)
	case a.paid:
		a.paid.tick(now)
	case a.keypad:
		a.keypad.tick(now)
	case a.receipt:
		a.receipt.tick(now)
	case a.pair:
		a.pair.tick(now)
	}
	a.strip.tick(now)
	a.customer.tick(now)
	a.backToCode(now)
	a.idleSince(now)
	a.settings.tick(now)
}

// watch makes an order the one on the screen, as its commit left it: newer than
// every look taken before. The zero order is none.
func (a *App) watch(o pos.Order) {
	if o.ID != a.view.order.ID {
		a.view.money = pos.Payment{}
	}
	a.view.number, a.view.order = a.last.Add(1), o
	a.watched.Store(nil)
	if o.ID != (pos.ID{}) {
		a.watched.Store(&o.ID)
	}
	if a.o.Showing != nil {
		a.o.Showing(o.ID)
	}
	a.ask()
}
