package ui

import (
	"context"

	"laci/pos"
)

// people lists who works here.
func (s *settings) people() {
	a := s.a
	q := question{screen: "settings.people", title: a.t("settings.people"), back: s.root}
	q.answers = append(q.answers, answer{code: "person.add", words: a.t("person.add"), note: a.t("person.add.note"), mark: "plus", do: s.addPerson})
	for _, p := range a.o.Till.People() {
		if !p.Retired && !p.Role.Web() {
			q.answers = append(q.answers, answer{code: "person." + p.Name, words: a.person(p.Name), note: a.t("role." + string(p.Role)), mark: "person",
				do: func() { s.person(p) }})
		}
	}
	s.page(q)
}

// person is what can be done about somebody.
func (s *settings) person(p pos.Person) {
	a := s.a
	again := func() { s.person(p) }
	q := question{screen: "settings.person", title: a.person(p.Name), text: a.t("role." + string(p.Role)), back: s.people, answers: []answer{
		{code: "person.pin", words: a.t("person.pin"), note: a.t("person.pin.note"), mark: "lock", do: func() {
			s.newPIN(p.Role, a.t("person.pin.of", a.person(p.Name)), again, "", func(secret string) {
				changed := false
				s.do(func(ctx context.Context, pin, actor string) error {
					err := a.o.Till.SetSecret(ctx, p.Name, secret, pin, actor)
					changed = err == nil
					return err
				}, func() {
					if changed && p.Name == firstPerson {
						s.pin = secret // the one that opens these pages from now on
					}
					s.people()
				})
			})
		}},
	}}
	if p.Name != firstPerson {
		q.answers = append(q.answers, answer{code: "person.retire", words: a.t("person.retire"), note: a.t("person.retire.note"), mark: "exit", do: func() {
			s.sure(a.t("person.retire.sure", p.Name), a.t("person.retire.note"), again, func() {
				s.do(func(ctx context.Context, pin, actor string) error { return a.o.Till.Retire(ctx, p.Name, pin, actor) }, s.people)
			})
		}})
	}
	s.page(q)
}

// sure asks once more.
func (s *settings) sure(title, text string, back, yes func()) {
	s.page(question{screen: "sure", title: title, text: text, back: back, answers: []answer{
		{code: "sure.yes", words: s.a.t("sure.yes"), mark: "check", do: yes},
		{code: "sure.no", words: s.a.t("sure.no"), mark: "back", do: back},
	}})
}

// addPerson asks for a name, a role and a PIN.
func (s *settings) addPerson() {
	a := s.a
	a.write.ask(writing{title: a.t("person.name"), hint: a.t("person.name.hint"), most: 40, need: true, back: s.people, done: func(name string) {
		q := question{screen: "person.role", title: a.t("person.role", name), back: s.addPerson}
		for _, role := range []pos.Role{pos.RoleCashier, pos.RoleSupervisor, pos.RoleOwner} {
			q.answers = append(q.answers, answer{code: "role." + string(role), words: a.t("role." + string(role)), note: a.t("role." + string(role) + ".note"), mark: "person",
				do: func() {
					s.newPIN(role, a.t("person.pin.of", name), s.people, "", func(secret string) {
						s.do(func(ctx context.Context, pin, actor string) error {
							return a.o.Till.AddPerson(ctx, pos.AddPerson{Name: name, Role: role, Secret: secret, PIN: pin, Actor: actor})
						}, s.people)
					})
				}})
		}
		s.page(q)
	}})
}

// newPIN asks for a new PIN twice; a weak one is refused before it is asked for
// again.
func (s *settings) newPIN(role pos.Role, title string, back func(), refusal string, done func(secret string)) {
	a := s.a
	least := either(role == pos.RoleOwner, pinLength, pinShort)
	again := func(refusal string) { s.newPIN(role, title, back, refusal, done) }
	a.pin.ask(entry{title: title, text: a.t("person.pin.text"), least: least, length: pinLength, refusal: refusal, back: back, done: func(first string) {
		if err := pos.StrongSecret(role, first); err != nil {
			again(a.sentence(err))
			return
		}
		a.pin.ask(entry{title: a.t("pin.again"), text: a.t("pin.again.text"), least: least, length: pinLength, back: func() { again("") }, done: func(second string) {
			if second != first {
				again(a.t("pin.differs"))
				return
			}
			done(first)
		}})
	}})
}
