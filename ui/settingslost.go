package ui

import "fmt"

// lost are the five steps after a tablet was lost or is replaced, in their
// order. Whoever has the old one has its files.
func (s *settings) lost() {
	a := s.a
	q := question{screen: "settings.lost", title: a.t("settings.lost"), text: a.t("settings.lost.text"), back: s.root}
	step := func(code, note string, do func()) {
		q.answers = append(q.answers, answer{code: "lost." + code, words: fmt.Sprintf("%d. %s", len(q.answers)+1, a.t("lost."+code)), note: note, mark: "warning", do: do, dead: do == nil})
	}
	var restore func()
	if a.o.Keeper != nil {
		restore = func() { a.restore(s.pin, s.lost) }
	}
	step("restore", a.t("lost.restore.note"), restore)
	step("sources", a.t("lost.sources.note", len(a.o.Till.Sources())+len(a.o.Till.Gateways())), s.lostSources)
	step("keys", a.t("lost.keys.note", len(a.o.Till.Keys())+len(a.o.Till.Devices())), s.lostKeys)
	step("pins", a.t("lost.pins.note"), s.people)
	step("code", a.t("lost.code.note"), func() { a.newRecovery(s.lost) })
	s.page(q)
}

// lostSources are what signed for the old tablet.
func (s *settings) lostSources() {
	a := s.a
	s.page(question{screen: "lost.sources", title: a.t("lost.sources"), back: s.lost, answers: []answer{
		{code: "access.sources", words: a.t("access.sources"), note: a.t("access.count", len(a.o.Till.Sources())), mark: "phone", do: func() { s.phones(s.lostSources) }},
		{code: "access.gateways", words: a.t("access.gateways"), note: a.t("access.count", len(a.o.Till.Gateways())), mark: "shield", do: func() { s.gateways(s.lostSources) }},
	}})
}

// lostKeys are what may still reach the till.
func (s *settings) lostKeys() {
	a := s.a
	s.page(question{screen: "lost.keys", title: a.t("lost.keys"), back: s.lost, answers: []answer{
		{code: "access.keys", words: a.t("access.keys"), note: a.t("access.count", len(a.o.Till.Keys())), mark: "lock", do: func() { s.keys(s.lostKeys) }},
		{code: "access.devices", words: a.t("access.devices"), note: a.t("access.count", len(a.o.Till.Devices())), mark: "phone", do: func() { s.devices(s.lostKeys) }},
	}})
}
