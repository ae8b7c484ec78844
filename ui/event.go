package ui

import (
	"fyne.io/fyne/v2"

	"laci/pos"
)

// eventRow is one thing that happened to an order: when, what, and who.
type eventRow struct {
	p               *page
	when, what, who *label
}

func newEventRow(p *page) *eventRow {
	r := &eventRow{p: p, when: p.label(colorQuiet, false), what: p.label(colorInk, false), who: p.label(colorQuiet, false)}
	r.who.align = fyne.TextAlignLeading
	return r
}

// set takes what the row tells.
func (r *eventRow) set(e pos.Event) {
	a := r.p.a
	r.when.say(a.clock(e.At, "15:04"))
	r.what.say(a.happened(e))
	who := a.person(e.Actor)
	if e.By != "" && e.By != e.Actor {
		who += " · " + a.t("event.by", a.person(e.By))
	}
	if a.moment(e.At) != a.clock(e.At, "15:04") {
		who = a.moment(e.At) + " · " + who // another day
	}
	r.who.say(who)
}

// happened says what an event was, in the past.
func (a *App) happened(e pos.Event) string {
	switch e.Kind {
	case pos.KindOrderShown:
		if e.Amount > 0 {
			return a.t("event.order.shown.new", e.Amount)
		}
	case pos.KindOrderCancelled:
		return a.t("event.order.cancelled", a.reason(pos.Order{Cancelled: e.What}))
	case pos.KindOrderAnswered:
		return a.t("event.order.answered." + e.What)
	case pos.KindPaymentWitness:
		return a.t("event.payment.witnessed", a.evidence(e.Evidence))
	case pos.KindPaymentSettled, pos.KindPaymentAttached, pos.KindPaymentReported:
		return a.t("event."+string(e.Kind), e.Amount, a.evidence(e.Evidence))
	case pos.KindOrderPlaced, pos.KindPaymentVoided:
		return a.t("event."+string(e.Kind), e.Amount)
	case pos.KindRefundGiven:
		return a.t("event.refund.given", e.Amount, a.t("refund.how."+e.What))
	}
	return a.t("event." + string(e.Kind))
}

// place lays the time beside what happened, and who did it under that.
func (r *eventRow) place(b box) {
	m, p := r.p.a.m, r.p
	b = b.middle(b.w, min(b.h, m.line(textSmall)+m.line(textFine)))
	first := b.h * textSmall / (textSmall + textFine)
	time := b.left(r.when.width(m.text(textSmall)) + m.of(gap))
	p.words(r.when, time.top(first), textSmall)
	p.words(r.what, b.top(first), textSmall)
	p.words(r.who, b, textFine)
}
