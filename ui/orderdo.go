package ui

import (
	"context"

	"laci/pos"
)

// possible is what can be done with the order now, the most wanted first.
func (p *orderPage) possible() (all []answer) {
	o, a := p.order, p.a
	add := func(code, words, mark string, do func()) {
		all = append(all, answer{code: code, words: words, mark: mark, do: do})
	}
	waits := o.State == pos.Awaiting || o.State == pos.Expired || o.State == pos.Pending
	switch {
	case o.BackDue > 0:
		add("order.back", a.t("order.back", o.BackDue), "cash", func() { a.refund.show(o, o.BackDue, p.again) })
	case waits && o.Owed() < 0:
		add("order.back", a.t("order.back", -o.Owed()), "cash", func() { a.refund.show(o, -o.Owed(), p.again) })
	case waits && o.Has(pos.FlagShort):
		add("order.rest", a.t("order.rest", o.Owed()), "code", func() { p.do(a.o.Till.Complete, a.showCode) })
		add("order.back", a.t("order.back", o.Kept()), "cash", func() { a.refund.show(o, o.Kept(), p.again) })
	}
	if offer, ok := a.view.offerFor(o.ID); ok {
		add("order.yes", a.t("order.yes", offer.money.Amount, a.clock(offer.money.PaidAt, "15:04")), "check", func() { p.attach(offer.money.ID) })
	}
	if waits && o.Owed() > 0 {
		p.unpaid(o, add)
	}
	if o.State == pos.Paid && o.Kept() > 0 && o.BackDue == 0 {
		add("order.back", a.t("order.return"), "cash", func() { a.refund.show(o, o.Kept(), p.again) })
	}
	if o.State == pos.Paid && a.receipt.offered(o) {
		add("order.receipt", a.t("paid.receipt"), "receipt", func() { a.receipt.show(o, p.again) })
	}
	if money, ok := p.voidable(); ok {
		add("order.void", a.t("order.void"), "close", func() { p.void(money) })
	}
	return all
}

// unpaid is what can be done with an order that is not paid yet.
func (p *orderPage) unpaid(o pos.Order, add func(code, words, mark string, do func())) {
	a := p.a
	if o.Reshowable(a.o.Now()) && !o.Has(pos.FlagShort) {
		add("order.again", a.t("code.again"), "code", func() { a.showAgain(o) })
	}
	add("order.arrived", a.t("code.arrived"), "check", func() {
		a.watch(o)
		a.confirm.show(o, p.again)
	})
	add("order.cash", a.t("cancel.cash"), "cash", func() { a.cash.showFor(o, p.again) })
	if o.Kept() == 0 {
		add("order.cancel", a.t("code.cancel"), "close", func() { a.askCancel(o, p.again, p.again) })
	}
}

// voidable finds money that only a person vouched for.
func (p *orderPage) voidable() (pos.Payment, bool) {
	for _, money := range p.money {
		if money.State == pos.Matched && money.Evidence == pos.Manual && len(money.Witnesses) == 0 && p.order.Returned == 0 {
			return money, true
		}
	}
	return pos.Payment{}, false
}

// attach says yes to money that waits for this order.
func (p *orderPage) attach(money pos.ID) {
	p.do(func(ctx context.Context, id pos.ID, actor string) (pos.Order, error) {
		return p.a.o.Till.Attach(ctx, money, id, actor)
	}, func(pos.Order) { p.again() })
}

// void takes a confirmation by hand back, for a reason and with the PIN of
// somebody who may.
func (p *orderPage) void(money pos.Payment) {
	a := p.a
	a.askReason(a.t("void.title", money.Amount), []string{"void.absent", "void.other"}, p.again, func(why string) {
		actor := a.actor()
		a.approve(approval{right: pos.MayVoid, text: a.t("void.title", money.Amount), back: p.again, then: p.again,
			do: func(ctx context.Context, pin string) error {
				_, err := a.o.Till.Void(ctx, money.ID, pos.Approval{Actor: actor, PIN: pin, Why: why})
				return err
			}})
	})
}

// askReason asks why: for one of the usual reasons, or in own words.
func (a *App) askReason(title string, usual []string, back func(), then func(why string)) {
	q := question{screen: "why", title: title, text: a.t("why.text"), back: back}
	for _, code := range usual {
		q.answers = append(q.answers, answer{code: code, words: a.t(code), do: func() { then(a.t(code)) }})
	}
	q.answers = append(q.answers, answer{code: "why.other", words: a.t("why.other"), mark: "edit", do: func() {
		a.write.ask(writing{title: title, hint: a.t("why.hint"), most: noteMost, need: true, back: back, done: then})
	}})
	a.choice.ask(q)
}
