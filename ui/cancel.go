package ui

import (
	"context"

	"laci/pos"
)

// askCancel gives an order up for a reason said in one tap: a wrong amount is
// replaced by the right one, cash is taken for the same order, and only a
// customer who does not buy ends it. back is where to return, gone where to go
// when it was given up.
func (a *App) askCancel(o pos.Order, back, gone func()) {
	q := question{title: a.t("cancel.title", o.Number), text: a.t("cancel.text"), back: back}
	add := func(reason, mark string, do func()) {
		q.answers = append(q.answers, answer{code: "reason." + reason, words: a.t("cancel." + reason), note: a.t("cancel." + reason + ".note"), mark: mark, do: do})
	}
	if o.Kept() == 0 {
		add(pos.ReasonWrongAmount, "edit", func() { a.keypad.replace(o) })
	}
	add(pos.ReasonCash, "cash", func() { a.cash.showFor(o, back) })
	add(pos.ReasonChangedMind, "close", func() { a.giveUp(o, back, gone) })
	a.choice.ask(q)
}

// giveUp cancels an order; money that comes all the same is kept.
func (a *App) giveUp(o pos.Order, back, gone func()) {
	actor := a.actor()
	a.work(func(ctx context.Context) func() {
		_, err := a.o.Till.Cancel(ctx, o.ID, pos.ReasonChangedMind, actor)
		return func() {
			if err != nil {
				back()
				a.refuse(err, func() { a.giveUp(o, back, gone) })
				return
			}
			gone()
			a.ask()
		}
	})
}
