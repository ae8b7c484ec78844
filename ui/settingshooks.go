package ui

import (
	"context"

	"laci/pos"
)

// hooks lists the programs elsewhere that are told what happens.
func (s *settings) hooks(back func()) {
	a := s.a
	again := func() { s.hooks(back) }
	q := question{screen: "access.hooks", title: a.t("access.hooks"), text: a.t("access.tap"), back: back}
	q.answers = append(q.answers, answer{code: "hook.add", words: a.t("hook.add"), note: a.t("hook.add.note"), mark: "play", do: func() {
		s.askName(a.t("hook.name"), again, func(name string) {
			a.write.ask(writing{title: a.t("hook.url"), hint: "https://hook.toko.example/laci", start: "https://", most: 400, need: true, plain: true, back: again,
				done: func(url string) {
					var secret string
					s.do(func(ctx context.Context, pin, actor string) (err error) {
						secret, err = a.o.Till.AddHook(ctx, pos.NewHook{Name: name, URL: url, PIN: pin, Actor: actor})
						return err
					}, func() { s.told(name, []string{secret}, again) })
				}})
		})
	}})
	for _, hook := range a.o.Till.Hooks() {
		q.answers = append(q.answers, s.shut("hook", hook.Name, dotted(hook.URL, s.since(hook.Added)), "next", again, a.o.Till.RevokeHook))
	}
	s.page(q)
}
