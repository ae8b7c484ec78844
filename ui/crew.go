package ui

import (
	"context"
	"errors"

	"laci/pos"
)

// showCrew asks who is at the till now: a name, and then that person's own PIN.
// The shift goes on.
func (a *App) showCrew() { a.changeCrew(nil, a.showMenu) }

// changeCrew does so with the count of the drawer by the one who leaves, nil when
// nobody counted it; back is where Kembali goes.
func (a *App) changeCrew(count pos.Count, back func()) {
	q := question{screen: "crew", title: a.t("crew.title"), text: a.t("crew.text"), back: back}
	for _, p := range a.o.Till.People() {
		if p.Retired || p.Role.Web() {
			continue
		}
		here := p.Name == a.view.shop.Cashier
		name, note := a.person(p.Name), a.t("role."+string(p.Role))
		switch {
		case here:
			note = a.t("crew.here")
		case note == name:
			note = ""
		}
		q.answers = append(q.answers, answer{
			code: "crew." + p.Name, words: name, note: note, mark: "person", dead: here, do: func() { a.signIn(p, count, func() { a.changeCrew(count, back) }) },
		})
	}
	if a.view.shop.Cashier != "" {
		q.answers = append(q.answers, answer{code: "crew.out", words: a.t("crew.out"), note: a.t("crew.out.note"), mark: "exit", do: a.signOut})
	}
	a.choice.ask(q)
}

// signIn makes somebody the cashier of this till.
func (a *App) signIn(p pos.Person, count pos.Count, back func()) {
	a.pin.ask(entry{
		title: a.t("crew.pin", a.person(p.Name)), text: a.t("crew.pin.text"), length: pinLength, back: back,
		least: either(p.Role == pos.RoleOwner, pinLength, pinShort),
		done: func(pin string) {
			a.attempt(approval{right: pos.MaySell, back: back, then: a.welcomed, do: func(ctx context.Context, pin string) error {
				return a.o.Till.SignIn(ctx, pos.SignIn{Name: p.Name, PIN: pin, Count: count})
			}}, pin)
		},
	})
}

// signOut leaves the till without a cashier; what is sold then is the till's.
func (a *App) signOut() {
	actor := a.actor()
	a.work(func(ctx context.Context) func() {
		err := a.o.Till.SignOut(ctx, actor)
		return func() {
			if err != nil && !errors.Is(err, context.Canceled) {
				a.refuse(err, nil)
			}
			a.welcomed()
		}
	})
}

// welcomed goes home as the one who is at the till now.
func (a *App) welcomed() {
	a.view.shop = a.o.Till.Shop()
	a.showHome()
	a.ask()
}
