package ui

import (
	"context"
	"time"

	"laci/pos"
)

// eye shows the day's total beside the shop's name for a moment, to those who
// may see it.
type eye struct {
	p     *page
	tile  *tile
	today pos.Tally
	until time.Time // it closes by itself then; zero when it is closed
}

// eyeFor is how long the total stays.
const eyeFor = 10 * time.Second

func newEye(p *page) *eye {
	e := &eye{p: p}
	e.tile = p.marked("eye", asBare, "eye", e.touch)
	return e
}

// offered tells whether the one at the till has the right at all.
func (e *eye) offered() bool {
	a := e.p.a
	return !a.view.shop.HasPIN || a.o.Till.May(a.actor(), pos.MaySeeTotals)
}

func (e *eye) isOpen() bool { return !e.until.IsZero() }

func (e *eye) close() { e.until = time.Time{} }

// touch opens or closes it.
func (e *eye) touch() {
	a := e.p.a
	if e.isOpen() {
		e.close()
		a.render()
		return
	}
	a.allow(pos.MaySeeTotals, a.showHome, func() {
		a.showHome()
		a.work(func(ctx context.Context) func() {
			sum, err := a.o.Till.Today(ctx)
			return func() {
				if err != nil {
					a.refuse(err, nil)
					return
				}
				e.today, e.until = sum.Sales, a.o.Now().Add(eyeFor)
				a.render()
			}
		})
	})
}

// tick closes it when its time is over; it tells whether it did.
func (e *eye) tick(now time.Time) bool {
	if !e.isOpen() || now.Before(e.until) {
		return false
	}
	e.close()
	return true
}

// words are the total and how many sales it is of.
func (e *eye) words() string { return e.p.a.t("eye.today", e.today.Sum, e.today.Count) }
