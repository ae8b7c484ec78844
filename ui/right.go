package ui

import (
	"context"
	"errors"

	"laci/assets"
	"laci/pos"
)

// actor is who the journal names for what is pressed here: the cashier who is
// signed in, else the till.
func (a *App) actor() string {
	if a.view.shop.Cashier != "" {
		return a.view.shop.Cashier
	}
	return a.view.shop.TerminalName
}

// firstPerson is the till's name for the owner whose PIN set-up asks for.
const firstPerson = "owner"

// person writes an actor of the journal as people call each other.
func (a *App) person(name string) string { return assets.Actor(a.prefs.Lang, name) }

// mayAlone tells whether whoever is at the till may do something without
// anybody's PIN: the one signed in has the right, and no customer can touch the
// screen.
func (a *App) mayAlone(right pos.Right) bool {
	shop := a.view.shop
	return !shop.HasPIN || !shop.Facing.CustomerCanTouch() && a.o.Till.May(a.actor(), right)
}

// allow does something that needs a right: at once, or after the PIN of somebody
// who has it. back is where Kembali goes from the pad.
func (a *App) allow(right pos.Right, back, then func()) {
	if a.mayAlone(right) {
		then()
		return
	}
	a.allowAlways(right, back, then)
}

// allowAlways asks for the PIN whoever is signed in, once there is one.
func (a *App) allowAlways(right pos.Right, back, then func()) {
	a.approve(approval{right: right, back: back, then: then, do: func(ctx context.Context, pin string) error {
		_, err := a.o.Till.Approve(ctx, right, "", pin)
		return err
	}})
}

// approval is a PIN asked for one action.
type approval struct {
	right pos.Right
	text  string // what the PIN is for; a general sentence when empty
	back  func()
	do    func(ctx context.Context, pin string) error // does it, off the UI goroutine
	then  func()                                      // goes on from there
}

// approve asks for the PIN that an action needs and does it. A PIN that is wrong
// is said on the pad, where it is tried again; another refusal goes back.
func (a *App) approve(p approval) {
	if !a.view.shop.HasPIN {
		a.attempt(p, "")
		return
	}
	text := p.text
	if text == "" {
		text = a.t("pin.guard")
	}
	a.pin.ask(entry{
		title: a.t(holders(p.right)), text: text, least: leastPIN(p.right), length: pinLength, back: p.back,
		done: func(pin string) { a.attempt(p, pin) }, forgot: a.forgotFor(p.right, p.back),
	})
}

// forgotFor is the way for who has forgotten the PIN: the recovery code is the
// owner's, so it stands where the owner's PIN would do and a cashier's would not.
func (a *App) forgotFor(right pos.Right, back func()) func() {
	if holders(right) == "pin.anyone" {
		return nil
	}
	return func() { a.forgot(back) }
}

// attempt does an action with a PIN off the UI goroutine, for a PIN is slow to
// check on purpose.
func (a *App) attempt(p approval, pin string) {
	a.pin.busy = true
	visit := a.pin.visit
	a.work(func(ctx context.Context) func() {
		err := p.do(ctx, pin)
		return func() {
			a.pin.busy, a.pin.digits = false, ""
			if visit != a.pin.visit || a.now != a.pin && pin != "" {
				if err == nil {
					a.ask() // it was done; the order was paid meanwhile
				}
				return
			}
			switch {
			case err == nil:
				p.then()
			case pin != "" && notThisPIN(err):
				a.pin.refusal = a.sentence(err)
				a.render()
			default:
				p.back()
				a.refuse(err, nil)
			}
		}
	})
	a.render()
}

// notThisPIN tells whether another PIN, or the same one later, may do.
func notThisPIN(err error) bool {
	for _, refusal := range []error{pos.ErrPINWrong, pos.ErrPINLocked, pos.ErrPINNeeded, pos.ErrSealed} {
		if errors.Is(err, refusal) {
			return true
		}
	}
	return false
}

// holders names whose PIN a right needs.
func holders(right pos.Right) string {
	switch {
	case pos.RoleCashier.May(right):
		return "pin.anyone"
	case pos.RoleSupervisor.May(right):
		return "pin.supervisor"
	}
	return "pin.owner"
}

// leastPIN is how many digits the shortest PIN of those with the right may have:
// an owner's has all six, of others four are enough.
func leastPIN(right pos.Right) int {
	if holders(right) == "pin.owner" {
		return pinLength
	}
	return pinShort
}
