package ui

import (
	"slices"
	"time"
)

// screenAndSound are what is chosen for these screens: how they look, how large
// they are, how loud the till speaks, and what a customer's screen does.
func (s *settings) screenAndSound() {
	a := s.a
	var loud []string
	for _, sound := range sounds {
		loud = append(loud, a.t("set.sound."+sound))
	}
	customers := []string{"", CustomerOff}
	measured := a.t("set.ruler.screen")
	if a.prefs.PerMM > 0 {
		measured = a.t("set.ruler.card")
	}
	s.page(question{screen: "settings.screen", title: a.t("settings.screen"), back: s.root, answers: []answer{
		{code: "settings.looks", words: a.t("settings.looks"), note: a.t("settings.looks.note"), mark: "language", do: func() {
			s.until = time.Time{}
			a.looks.show(s.screenAndSound)
		}},
		s.prefer("sound", slices.Index(sounds, a.prefs.Sound), loud, func(p *Prefs, i int) { p.Sound = sounds[i] }),
		s.prefer("customer", slices.Index(customers, a.prefs.Customer), []string{a.t("set.customer.auto"), a.t("set.customer.off")},
			func(p *Prefs, i int) { p.Customer = customers[i] }),
		{code: "set.ruler", words: a.t("set.ruler"), note: measured, mark: "edit", do: func() {
			s.until = time.Time{}
			a.ruler.show(s.screenAndSound)
		}},
	}})
}

// prefer is an answer that leads to a few others, of which one is chosen for
// these screens alone.
func (s *settings) prefer(code string, chosen int, words []string, set func(p *Prefs, i int)) answer {
	return s.few(code, chosen, words, s.screenAndSound, func(i int) {
		p := s.a.prefs
		set(&p, i)
		s.a.prefer(p)
		s.screenAndSound()
	})
}
