package ui

import (
	"time"

	"laci/pos"
)

// inquiry is how far "Cek lagi" has come: a gateway was asked whether an order's
// money is there.
type inquiry struct {
	order pos.ID
	asked time.Time
}

// verdict is what is known of it.
type verdict int

const (
	notAsked      verdict = iota
	checking              // the answer is not there yet
	notFound              // the gateway answered, and there is no money
	cannotCheck           // it did not answer: that says nothing about the money
	checkPatience = 15 * time.Second
)

// canCheck tells whether somebody can be asked about an order's money at all.
func (a *App) canCheck(o pos.Order) bool { return a.o.Check != nil && o.Asking() }

// inquire asks about an order's money and shows its code meanwhile.
func (a *App) inquire(o pos.Order) {
	a.inquiry = inquiry{o.ID, a.o.Now()}
	a.o.Check(o)
	a.open(a.code)
}

// verdict tells what came of asking about an order, as far as is known now.
func (a *App) verdict(o pos.Order) verdict {
	if a.inquiry.order != o.ID || o.ID.IsZero() || o.State == pos.Paid {
		return notAsked
	}
	g, known := a.view.gateway(o.Gateway)
	switch {
	case known && g.LastHeard.After(a.inquiry.asked):
		return notFound
	case known && !g.SilentSince.IsZero(), a.o.Now().Sub(a.inquiry.asked) > checkPatience:
		return cannotCheck
	}
	return checking
}

// lastHeardOf is how long ago an order's gateway last answered, in words; "" when
// it never did.
func (a *App) lastHeardOf(o pos.Order) string {
	g, known := a.view.gateway(o.Gateway)
	if !known || g.LastHeard.IsZero() {
		return ""
	}
	if ago := a.o.Now().Sub(g.LastHeard); ago < time.Minute {
		return a.t("check.seconds", int(ago.Seconds()))
	}
	return a.t("check.at", a.clock(g.LastHeard, "15:04"))
}
