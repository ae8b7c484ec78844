package ui

import (
	"context"
	"errors"

	"laci/pos"
)

// recoveryMost is how many letters the words of a recovery code have at most.
const recoveryMost = 80

// forgot gives the owner a new PIN for the six words of the recovery code. back
// is where to return.
func (a *App) forgot(back func()) {
	if !a.o.Till.HasRecoveryCode() {
		a.choice.ask(question{screen: "forgot", title: a.t("forgot.title"), text: a.t("forgot.none"), back: back})
		return
	}
	a.askRecovery("", "", back)
}

// askRecovery takes the words, and says why the last ones were not those.
func (a *App) askRecovery(start, refusal string, back func()) {
	a.write.ask(writing{
		title: a.t("forgot.code"), hint: a.t("forgot.hint"), start: start, refuse: refusal, most: recoveryMost, need: true, plain: true, back: back,
		done: func(code string) {
			a.write.busy = true
			a.render()
			a.work(func(ctx context.Context) func() {
				err := a.o.Till.CheckRecoveryCode(ctx, code)
				return func() {
					a.write.busy = false
					if a.now != a.write {
						return
					}
					if err != nil {
						a.askRecovery(code, a.sentence(err), back)
						return
					}
					a.newPIN("", back, func(pin string) { a.recoverPIN(code, pin, back) })
				}
			})
		},
	})
}

// newPIN asks for a new PIN of the owner, twice.
func (a *App) newPIN(refusal string, back func(), then func(pin string)) {
	again := func(why string) { a.newPIN(why, back, then) }
	a.pin.ask(entry{
		title: a.t("pin.new"), text: a.t("pin.new.text"), length: pinLength, refusal: refusal, back: back,
		done: func(pin string) {
			if err := pos.StrongSecret(pos.RoleOwner, pin); err != nil {
				again(a.sentence(err))
				return
			}
			a.pin.ask(entry{
				title: a.t("pin.again"), text: a.t("pin.again.text"), length: pinLength, back: func() { again("") },
				done: func(twice string) {
					if twice != pin {
						again(a.t("pin.differs"))
						return
					}
					then(pin)
				},
			})
		},
	})
}

// recoverPIN stores the new PIN.
func (a *App) recoverPIN(code, pin string, back func()) {
	a.pin.busy = true
	a.render()
	actor := a.actor()
	a.work(func(ctx context.Context) func() {
		err := a.o.Till.RecoverPIN(ctx, code, pin, actor)
		return func() {
			a.pin.busy = false
			switch {
			case errors.Is(err, pos.ErrPINTaken):
				a.newPIN(a.sentence(err), back, func(pin string) { a.recoverPIN(code, pin, back) })
			case err != nil:
				back()
				a.refuse(err, nil)
			default:
				a.unlocked()
			}
		}
	})
}
