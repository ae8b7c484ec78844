package ui

import (
	"context"

	"github.com/oklog/ulid/v2"

	"laci/pos"
)

// trialAmount is what the owner pays once to see the money arrive, unless the
// counter's gateway makes no code for so little.
const trialAmount pos.Rupiah = 1_000

// trialCosts is what the test comes to here.
func (a *App) trialCosts() pos.Rupiah {
	gateway, _ := a.view.gateway(a.view.shop.Gateway)
	return max(trialAmount, gateway.Least)
}

// showTrial asks for one payment of the owner's own, from end to end: the name on
// the phone, the money in the shop's account, who noticed. It can wait, and is an
// amber line on the keypad until then.
func (a *App) showTrial() {
	if !a.view.shop.TestDue {
		a.showKeypad()
		return
	}
	amount, key := a.trialCosts(), ulid.Make().String()
	who := "trial.by_hand"
	if _, m, _ := a.pill(); m == asPill {
		who = "trial.by_itself"
	}
	a.choice.ask(question{screen: "trial", title: a.t("trial.title", amount), text: a.t("trial.text", a.shopName()) + "\n" + a.t(who), answers: []answer{
		{code: "trial.start", words: a.t("trial.start", amount), note: a.t("trial.start.note"), mark: "code", do: func() { a.startTrial(key, amount) }},
		{code: "trial.later", words: a.t("trial.later"), note: a.t("trial.later.note"), mark: "clock", do: a.showKeypad},
	}})
}

// startTrial shows the code of the test.
func (a *App) startTrial(key string, amount pos.Rupiah) {
	actor := a.actor()
	a.choice.wait(a.t("keypad.preparing"))
	a.work(func(ctx context.Context) func() {
		o, err := a.o.Till.Charge(ctx, pos.Charge{Key: key, Amount: amount, Test: true, Actor: actor})
		return func() {
			if err != nil {
				a.showTrial()
				a.refuse(err, func() { a.startTrial(key, amount) })
				return
			}
			a.showCode(o)
		}
	})
}

// showTried says what the test has shown, and goes on to the sale.
func (a *App) showTried(o pos.Order) {
	how := "trial.done.by_hand"
	if o.Evidence.Machine() {
		how = "trial.done.by_itself"
	}
	a.watch(pos.Order{})
	a.view.shop = a.o.Till.Shop()
	a.done(a.t("trial.done", o.Amount), a.t(how)+"\n"+a.t("trial.done.text", o.Name), a.showKeypad)
}
