package ui

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/oklog/ulid/v2"

	"laci/pos"
)

// phones lists who may tell of money, and leads to how notifications are read.
func (s *settings) phones(back func()) {
	a := s.a
	again := func() { s.phones(back) }
	q := question{screen: "access.sources", title: a.t("access.sources"), text: a.t("phones.text"), back: back}
	q.answers = append(q.answers,
		answer{code: "source.pair", words: a.t("source.pair"), note: a.t("source.pair.note"), mark: "plus", do: func() { s.pairPhone(again) }},
		answer{code: "source.add", words: a.t("source.add"), note: a.t("source.add.note"), mark: "plus", do: func() { s.addPhone(again) }},
		answer{code: "templates", words: a.t("templates"), note: a.t("templates.note", len(a.o.Till.Templates())), mark: "eye", do: func() { s.templates(again) }},
	)
	for _, source := range a.o.Till.Sources() {
		q.answers = append(q.answers, answer{code: "source." + source.Name, words: source.Name, note: dotted(s.heard(source), s.trusted(source)), mark: "phone",
			do: func() { s.phone(source.Name, again) }})
	}
	s.page(q)
}

// heard says when a source was heard last.
func (s *settings) heard(source pos.Source) string {
	if source.LastHeard.IsZero() {
		return s.a.t("source.unheard")
	}
	return s.a.t("source.heard", s.a.clock(source.LastHeard, "02-01 15:04"))
}

// trusted says what a source's word does to money that names no order.
func (s *settings) trusted(source pos.Source) string {
	switch {
	case source.Made == pos.MadeByHand:
		return s.a.t("source.hand")
	case source.Trust == pos.TrustAuto:
		return s.a.t("source.auto", source.Most.String())
	}
	return s.a.t(either(source.Trust == pos.TrustSuggest, "source.suggest", "source.codes"))
}

// pairPhone asks for a name and shows the code that the phone of that name
// fetches its secret by.
func (s *settings) pairPhone(again func()) {
	a := s.a
	s.askName(a.t("source.name"), again, func(name string) {
		var code string
		var until time.Time
		s.do(func(ctx context.Context, pin, actor string) (err error) {
			code, until, err = a.o.Till.PairingSource(ctx, name, pin, actor)
			return err
		}, func() { s.showPairing(code, until, name, func() bool { _, ok := s.source(name); return ok }, again) })
	})
}

// addPhone makes a phone into which somebody types the secret.
func (s *settings) addPhone(again func()) {
	a := s.a
	s.askName(a.t("source.name"), again, func(name string) {
		var secret string
		s.do(func(ctx context.Context, pin, actor string) (err error) {
			secret, err = a.o.Till.AddPhone(ctx, name, pin, actor)
			return err
		}, func() { s.told(name, []string{secret}, again) })
	})
}

// source finds one of the sources.
func (s *settings) source(name string) (pos.Source, bool) {
	all := s.a.o.Till.Sources()
	at := slices.IndexFunc(all, func(known pos.Source) bool { return known.Name == name })
	if at < 0 {
		return pos.Source{}, false
	}
	return all[at], true
}

// phone is what can be done with one of them.
func (s *settings) phone(name string, back func()) {
	a := s.a
	source, ok := s.source(name)
	if !ok {
		back() // it was revoked meanwhile
		return
	}
	again := func() { s.phone(name, back) }
	text := []string{s.heard(source), s.since(source.Added)}
	if !source.Unread.At.IsZero() {
		text = append(text, a.t("source.unread", a.clock(source.Unread.At, "15:04"), source.Unread.App))
	}
	s.page(question{screen: "source", title: name, text: dotted(text...), back: back, answers: []answer{
		{code: "source.trust", words: a.t("source.trust"), note: s.trusted(source), mark: "hand", dead: source.Made == pos.MadeByHand, do: func() { s.trust(source, again) }},
		{code: "source.replace", words: a.t("source.replace"), note: a.t("source.replace.note"), mark: "phone", do: func() { s.replace(name, back) }},
		{code: "source.revoke", words: a.t("source.revoke"), note: a.t("access.revoke.source"), mark: "close", do: func() {
			s.sure(a.t("access.revoke", name), a.t("access.revoke.source"), again, func() {
				s.do(func(ctx context.Context, pin, actor string) error {
					return a.o.Till.RevokeSource(ctx, name, pin, actor)
				}, back)
			})
		}},
	}})
}

// trust asks what a phone's word does to money that names no order.
func (s *settings) trust(source pos.Source, again func()) {
	a := s.a
	set := func(trust pos.Trust, most pos.Rupiah) {
		s.do(func(ctx context.Context, pin, actor string) error {
			return a.o.Till.TrustSource(ctx, pos.SourceTrust{Name: source.Name, Trust: trust, Most: most, PIN: pin, Actor: actor})
		}, again)
	}
	s.page(question{screen: "source.trust", title: a.t("source.trust"), text: a.t("source.trust.text"), back: again, answers: []answer{
		{code: "trust.suggest", words: a.t("trust.suggest"), note: a.t("trust.suggest.note"), mark: either(source.Trust == pos.TrustSuggest, "check", ""), do: func() { set(pos.TrustSuggest, 0) }},
		{code: "trust.auto", words: a.t("trust.auto"), note: a.t("trust.auto.note"), mark: either(source.Trust == pos.TrustAuto, "check", ""), do: func() {
			s.until = time.Time{}
			a.amount.ask(figure{screen: "trust.most", title: a.t("trust.most"), text: a.t("trust.most.text"), start: source.Most, back: again,
				answers: []figureAnswer{{code: "set.save", words: func(pos.Rupiah) string { return a.t("settings.save") }, do: func(most pos.Rupiah) { set(pos.TrustAuto, most) }}}})
		}},
	}})
}

// replace is Ganti HP, in its three steps: the newest phone takes the old one's
// place once it told of the money of a test order.
func (s *settings) replace(old string, back func()) {
	a := s.a
	was, ok := s.source(old)
	if !ok {
		back()
		return
	}
	again := func() { s.replace(old, back) }
	fresh := ""
	for _, source := range a.o.Till.Sources() {
		if source.Made.Phone() && source.Added.After(was.Added) {
			fresh = source.Name
		}
	}
	swap := func(test pos.ID, untested bool) {
		s.do(func(ctx context.Context, pin, actor string) error {
			return a.o.Till.ReplaceSource(ctx, pos.ReplaceSource{Old: old, New: fresh, Test: test, Untested: untested, PIN: pin, Actor: actor})
		}, again)
	}
	step := func(n int, code, note string, do func()) answer {
		return answer{code: "replace." + code, words: fmt.Sprintf("%d. %s", n, a.t("replace."+code)), note: note, mark: "phone", do: do, dead: do == nil}
	}
	var test, revoke, skip func()
	if fresh != "" {
		test = func() { s.testPhone(again) }
		revoke = func() { swap(s.tested, false) }
		skip = func() {
			s.sure(a.t("access.revoke", old), a.t("replace.skip.text"), again, func() { swap(pos.ID{}, true) })
		}
	}
	s.page(question{screen: "replace", title: a.t("source.replace") + ": " + old, text: a.t("replace.text"), back: back, answers: []answer{
		step(1, "pair", either(fresh == "", a.t("replace.pair.note"), fresh), func() { s.pairPhone(again) }),
		step(2, "test", a.t("replace.test.note"), test),
		step(3, "revoke", a.t("replace.revoke.note", old), revoke),
		{code: "replace.skip", words: a.t("replace.skip"), note: a.t("replace.skip.note"), mark: "warning", do: skip, dead: skip == nil},
	}})
}

// testAmount is what is paid to try a phone: money of the shop's own.
const testAmount = 1000

// testPhone makes a test order and shows its code.
func (s *settings) testPhone(again func()) {
	a, key := s.a, ulid.Make().String()
	var made pos.Order
	s.do(func(ctx context.Context, _, actor string) (err error) {
		made, err = a.o.Till.Charge(ctx, pos.Charge{Key: key, Amount: testAmount, Test: true, Actor: actor})
		return err
	}, func() {
		if made.ID.IsZero() {
			again()
			return
		}
		s.tested = made.ID
		s.forget() // whoever sells meanwhile gives the PIN to go on
		a.showCode(made)
	})
}
