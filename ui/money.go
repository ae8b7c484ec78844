package ui

import (
	"context"
	"fmt"
	"slices"
	"time"

	"laci/pos"
)

// facts are what is known of money: when, where it was seen, who paid.
func (a *App) facts(p pos.Payment) string {
	note := a.t("inbox.facts", a.moment(p.PaidAt))
	for _, fact := range withoutEmpty([]string{p.App, p.Issuer, p.Payer, p.RRN, p.Source, p.OrderRef}) {
		note += " · " + fact
	}
	if p.MaybeWitness {
		note += " · " + a.t("money.maybe")
	}
	if slices.Contains(p.Flags, pos.FlagTimeDoubt) {
		note += " · " + a.t("money.time")
	}
	return note
}

// showMoney asks whose money it is: the orders it may belong to, any other one,
// or none.
func (a *App) showMoney(p pos.Payment, back func()) {
	a.work(func(ctx context.Context) func() {
		orders, err := a.candidates(ctx, p)
		return func() {
			if err != nil {
				a.refuse(err, nil)
				return
			}
			a.choice.ask(a.whose(p, orders, back))
		}
	})
}

// whose is the question about money that waits.
func (a *App) whose(p pos.Payment, orders []pos.Order, back func()) question {
	again := func() { a.showMoney(p, back) }
	q := question{screen: "whose", title: a.t("inbox.which", p.Amount), text: a.facts(p), back: back}
	for _, o := range orders {
		q.answers = append(q.answers, answer{
			code: "order." + o.Number, words: a.t("inbox.candidate", o.Number, a.clock(o.FirstShown, "15:04")),
			note: a.t("state." + string(o.State)), mark: "check", do: func() { a.attach(p, o, back) },
		})
	}
	if len(orders) == 0 {
		q.text += "\n" + a.t("inbox.no_order")
	}
	q.answers = append(q.answers,
		answer{code: "whose.unknown", words: a.t("inbox.unknown"), note: a.t("inbox.unknown.note"), mark: "clock", do: back},
		answer{code: "whose.other", words: a.t("money.other"), note: a.t("money.other.note"), mark: "search", do: func() { a.attachAny(p, again, back) }},
		answer{code: "whose.returned", words: a.t("money.returned"), note: a.t("money.returned.note"), mark: "cash", do: func() {
			a.close(p, "money.returned", []string{"money.why.wrong", "money.why.asked"}, a.o.Till.Return, again, back)
		}},
		answer{code: "whose.not_ours", words: a.t("money.not_ours"), note: a.t("money.not_ours.note"), mark: "close", do: func() {
			a.close(p, "money.not_ours", []string{"money.why.test", "money.why.foreign"}, a.o.Till.Disown, again, back)
		}})
	return q
}

// candidates are the orders the till named, and the open ones of that amount
// whose code was shown before the money came.
func (a *App) candidates(ctx context.Context, p pos.Payment) ([]pos.Order, error) {
	var orders []pos.Order
	for _, id := range p.Candidates {
		o, err := a.o.Till.Order(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("candidate: %w", err)
		}
		orders = append(orders, o)
	}
	open, err := a.o.Till.OpenOrders(ctx)
	if err != nil {
		return nil, err
	}
	for _, o := range open {
		known := slices.ContainsFunc(orders, func(other pos.Order) bool { return other.ID == o.ID })
		if !known && o.Payable == p.Amount && o.FirstShown.Before(p.PaidAt.Add(2*time.Minute)) {
			orders = append(orders, o)
		}
	}
	return orders, nil
}

// attach is the person's word whose money it is.
func (a *App) attach(p pos.Payment, o pos.Order, back func()) {
	actor := a.actor()
	a.work(func(ctx context.Context) func() {
		_, err := a.o.Till.Attach(ctx, p.ID, o.ID, actor)
		return func() {
			back()
			if err != nil {
				a.refuse(err, nil)
			}
			a.ask()
		}
	})
}

// attachAny gives money to an order by its number, whatever its amount and time,
// with the PIN of somebody who may.
func (a *App) attachAny(p pos.Payment, again, back func()) {
	a.amount.ask(figure{
		screen: "whose.number", title: a.t("money.other"), text: a.t("money.other.text"), plain: true, back: again,
		answers: []figureAnswer{{"whose.give", func(n pos.Rupiah) string { return a.t("money.give", p.Amount, a.history.number(n)) }, func(n pos.Rupiah) {
			number, actor := a.history.number(n), a.actor()
			a.approve(approval{right: pos.MayAttachAny, text: a.t("money.give", p.Amount, number), back: again, then: func() { back(); a.ask() },
				do: func(ctx context.Context, pin string) error {
					o, err := a.o.Till.OrderByNumber(ctx, number)
					if err == nil {
						_, err = a.o.Till.AttachAny(ctx, p.ID, o.ID, pos.Approval{Actor: actor, PIN: pin, Why: a.t("money.other")})
					}
					return err
				}})
		}}},
	})
}

// close takes waiting money out of the inbox for a reason, with the PIN of
// somebody who may.
func (a *App) close(p pos.Payment, title string, usual []string,
	end func(ctx context.Context, payment pos.ID, a pos.Approval) (pos.Payment, error), again, back func()) {
	a.askReason(a.t(title)+"?", usual, again, func(why string) {
		actor := a.actor()
		a.approve(approval{right: pos.MayReturn, text: a.t(title) + " · " + p.Amount.String(), back: again, then: func() { back(); a.ask() },
			do: func(ctx context.Context, pin string) error {
				_, err := end(ctx, p.ID, pos.Approval{Actor: actor, PIN: pin, Why: why})
				return err
			}})
	})
}
