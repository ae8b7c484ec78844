package ui

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"laci/pos"
)

// access lists who and what may reach the till: sources of money, programs,
// paired devices, gateways, programs that are told.
func (s *settings) access() {
	a := s.a
	list := func(code, mark string, n int, do func()) answer {
		return answer{code: "access." + code, words: a.t("access." + code), note: a.t("access.count", n), mark: mark, do: do}
	}
	s.page(question{screen: "settings.access", title: a.t("settings.access"), text: a.t("settings.access.text"), back: s.root, answers: []answer{
		list("sources", "phone", len(a.o.Till.Sources()), func() { s.phones(s.access) }),
		list("keys", "lock", len(a.o.Till.Keys()), func() { s.keys(s.access) }),
		list("devices", "eye", len(a.o.Till.Devices()), func() { s.devices(s.access) }),
		list("gateways", "shield", len(a.o.Till.Gateways()), func() { s.gateways(s.access) }),
		list("hooks", "next", len(a.o.Till.Hooks()), func() { s.hooks(s.access) }),
	}})
}

// since says since when something may.
func (s *settings) since(at time.Time) string {
	return s.a.t("access.since", s.a.clock(at, "02-01-2006"))
}

// shut is an answer that takes a right away, once somebody is sure.
func (s *settings) shut(kind, name, note, mark string, again func(), revoke func(ctx context.Context, name, pin, actor string) error) answer {
	a := s.a
	return answer{code: kind + "." + name, words: name, note: note, mark: mark, do: func() {
		s.sure(a.t("access.revoke", name), a.t("access.revoke."+kind), again, func() {
			s.do(func(ctx context.Context, pin, actor string) error { return revoke(ctx, name, pin, actor) }, again)
		})
	}}
}

// keys lists the programs that may use the till.
func (s *settings) keys(back func()) {
	a := s.a
	again := func() { s.keys(back) }
	q := question{screen: "access.keys", title: a.t("access.keys"), text: a.t("access.tap"), back: back}
	q.answers = append(q.answers, answer{code: "key.add", words: a.t("key.add"), note: a.t("key.add.note"), mark: "plus", do: func() { s.addKey(again) }})
	for _, key := range a.o.Till.Keys() {
		note := dotted(strings.Join(append(withoutEmpty([]string{key.Dialect}), key.Scopes...), ", "), s.since(key.Added))
		q.answers = append(q.answers, s.shut("key", key.Name, note, "lock", again, a.o.Till.RevokeKey))
	}
	s.page(q)
}

// addKey asks what a program may do, and for its name.
func (s *settings) addKey(back func()) {
	a := s.a
	q := question{screen: "key.scope", title: a.t("key.scope"), back: back}
	for _, one := range []struct {
		code   string
		scopes []string
	}{
		{"read", []string{pos.ScopeRead}},
		{"charge", []string{pos.ScopeRead, pos.ScopeCharge}},
		{"settle", []string{pos.ScopeRead, pos.ScopeCharge, pos.ScopeSettle}},
		{"admin", []string{pos.ScopeAdmin}},
	} {
		q.answers = append(q.answers, answer{code: "scope." + one.code, words: a.t("scope." + one.code), note: a.t("scope." + one.code + ".note"), mark: "lock", do: func() {
			s.askName(a.t("key.name"), back, func(name string) {
				var shown pos.KeyShown
				s.do(func(ctx context.Context, pin, actor string) (err error) {
					shown, err = a.o.Till.AddKey(ctx, pos.NewKey{Name: name, Scopes: one.scopes, PIN: pin, Actor: actor})
					return err
				}, func() { s.told(name, []string{shown.Key}, back) })
			})
		}})
	}
	s.page(q)
}

// devices lists the paired phones and screens.
func (s *settings) devices(back func()) {
	a := s.a
	again := func() { s.devices(back) }
	q := question{screen: "access.devices", title: a.t("access.devices"), text: a.t("access.tap"), back: back}
	for _, scope := range []string{pos.ScopeOwnerConfirm, pos.ScopeDisplay, pos.ScopeOwnerRead, pos.ScopeOwnerBackup} {
		q.answers = append(q.answers, answer{code: "pair." + scope, words: a.t("pair." + scope), note: a.t("pair." + scope + ".note"), mark: "plus",
			do: func() { s.pair(scope, again) }})
	}
	for _, device := range a.o.Till.Devices() {
		q.answers = append(q.answers, s.shut("device", device.Name, dotted(a.t("pair."+device.Scope), s.since(device.Added)), "phone", again, a.o.Till.RevokeDevice))
	}
	s.page(q)
}

// pair shows a code that a phone types within two minutes.
func (s *settings) pair(scope string, again func()) {
	a := s.a
	var code string
	var until time.Time
	s.do(func(ctx context.Context, pin, actor string) (err error) {
		code, until, err = a.o.Till.PairingCode(ctx, scope, pin, actor)
		return err
	}, func() {
		had := len(a.o.Till.Devices())
		s.showPairing(code, until, "", func() bool { return len(a.o.Till.Devices()) > had }, again)
	})
}

// showPairing shows a code until it was used or is over.
func (s *settings) showPairing(code string, until time.Time, source string, paired func() bool, again func()) {
	a := s.a
	if code == "" {
		again() // it was refused, which is said there
		return
	}
	s.until = time.Time{}
	w := pairCode{code: code, until: until, paired: paired, back: again}
	if a.o.Link != nil {
		w.link = a.o.Link(code, source)
	}
	a.pair.show(w)
}

// askName asks for a short name in small letters.
func (s *settings) askName(title string, back func(), done func(name string)) {
	s.until = time.Time{}
	s.a.write.ask(writing{title: title, hint: s.a.t("access.name.hint"), most: 40, need: true, plain: true, back: back,
		done: func(text string) { done(strings.ToLower(strings.ReplaceAll(text, " ", "-"))) }})
}

// told shows what is told this once: a secret, in pieces that a person can copy.
func (s *settings) told(name string, secrets []string, back func()) {
	a := s.a
	secrets = withoutEmpty(secrets)
	if len(secrets) == 0 {
		back() // it was refused, which is said there
		return
	}
	s.until = time.Time{}
	page := sheet{screen: "secret", title: name, bad: a.t("secret.once"), back: back, actions: []answer{
		{code: "secret.done", words: a.t("secret.done"), do: back},
		{code: "secret.copy", words: a.t("secret.copy"), do: func() { fyne.CurrentApp().Clipboard().SetContent(strings.Join(secrets, "\n")) }},
	}}
	for _, secret := range secrets {
		for piece := range pieces(secret, secretPiece) {
			page.rows = append(page.rows, sheetRow{left: piece, strong: true})
		}
	}
	a.sheet.show(page)
}

// secretPiece is how many letters of a secret stand on a line.
const secretPiece = 24

// pieces cuts a text into pieces of so many letters.
func pieces(text string, most int) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for len(text) > 0 {
			n := min(most, len(text))
			if !yield(text[:n]) {
				return
			}
			text = text[n:]
		}
	}
}
