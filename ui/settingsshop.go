package ui

import (
	"context"
	"slices"

	"laci/pos"
)

// shop are the QRIS codes of the shop: the one the counter sells with, those
// beside it, and those that wait for the owner's yes.
func (s *settings) shop() {
	a := s.a
	q := question{screen: "settings.shop", title: a.t("settings.shop"), text: a.t("settings.shop.text"), back: s.root}
	q.answers = append(q.answers, answer{code: "qris.add", words: a.t("qris.add"), note: a.t("qris.add.note"), mark: "picture", do: func() {
		s.until = a.o.Now().Add(settingsFor)
		a.pickQRIS(setup{then: s.newCode, leave: s.shop})
	}})
	for _, code := range a.view.shop.Codes {
		stands := "qris.proposed"
		switch {
		case code.Pinned && code.Beside:
			stands = "qris.beside"
		case code.Pinned:
			stands = "qris.counter"
		}
		q.answers = append(q.answers, answer{code: "qris." + code.ID, words: code.Name, note: dotted(a.t(stands), code.NMID), mark: either(stands == "qris.counter", "check", "shop"),
			do: func() { s.code(code) }})
	}
	s.page(q)
}

// code is one stored code: whom it pays, beside whom the counter pays now.
func (s *settings) code(code pos.QRIS) {
	a := s.a
	now, _ := a.view.shop.Pinned()
	s.until = a.o.Now().Add(settingsFor)
	page := sheet{screen: "qris", title: code.Name, back: s.shop, rows: []sheetRow{
		{left: a.t("setup.city"), right: code.City},
		{left: "NMID", right: code.NMID},
		{left: a.t("qris.added"), right: a.clock(code.Added, "02-01-2006 15:04")},
		{left: a.t("setup.sticker"), right: a.t(either(code.Sticker, "yes", "no"))},
		{left: a.t("setup.second"), right: a.t(either(code.SecondTill, "yes", "no"))},
	}}
	if code.ID != now.ID {
		page.text = a.t("qris.instead", now.Name, now.NMID)
		page.actions = append(page.actions, answer{code: "qris.use", words: a.t("qris.use"), do: func() {
			s.sure(a.t("qris.sure", code.Name), a.t("qris.instead", now.Name, now.NMID), s.shop, func() {
				s.do(func(ctx context.Context, pin, actor string) error { return a.o.Till.PinQRIS(ctx, code.ID, pin, actor) }, s.shop)
			})
		}})
	}
	page.actions = append(page.actions, answer{code: "qris.share", words: a.t("qris.share"), do: func() {
		a.shared.show(setup{sticker: code.Sticker, second: code.SecondTill, then: s.share(code), leave: func() { s.code(code) }})
	}})
	a.sheet.show(page)
}

// share stores what else can bring money to a code.
func (s *settings) share(code pos.QRIS) func(setup) {
	return func(so setup) {
		s.do(func(ctx context.Context, pin, actor string) error {
			return s.a.o.Till.ShareQRIS(ctx, pos.ShareQRIS{ID: code.ID, Sticker: so.sticker, SecondTill: so.second, PIN: pin, Actor: actor})
		}, func() {
			codes := s.a.view.shop.Codes
			s.code(codes[slices.IndexFunc(codes, func(now pos.QRIS) bool { return now.ID == code.ID })]) // none is ever removed
		})
	}
}

// newCode pins a code that the owner looked at.
func (s *settings) newCode(so setup) {
	a := s.a
	s.do(func(ctx context.Context, pin, actor string) error {
		_, err := a.o.Till.AddQRIS(ctx, pos.AddQRIS{Text: so.text, Sticker: so.sticker, SecondTill: so.second, PIN: pin, Actor: actor})
		return err
	}, s.shop)
}

// bank says how the acquirer pays out: when, and what it keeps.
func (s *settings) bank() {
	a := s.a
	q := question{screen: "settings.bank", title: a.t("settings.bank"), text: a.t("settings.bank.text"), back: s.root}
	for _, rule := range a.o.Till.Settlements() {
		q.answers = append(q.answers, answer{code: "rule." + rule.Acquirer, words: rule.Acquirer, note: a.ruleWords(rule), mark: "cash", do: func() { s.rule(rule) }})
	}
	s.page(q)
}

// ruleWords says a rule in a line.
func (a *App) ruleWords(rule pos.Settlement) string {
	last := rule.Batches[len(rule.Batches)-1]
	return dotted(a.t("rule.closes", last.Closes/60, last.Closes%60), a.t("rule.after", last.After), rule.Criteria)
}

// The choices of a rule that a person can make here; finer ones are lacictl's.
var (
	batchCloses = []int{900, 1020, 1200, 1320, 1440}
	batchAfter  = []int{0, 1, 2, 3}
	criteria    = []string{"UMI", "UKE", "UME", "UBE", "URE", "PSO", "BLU", "EDU", "SPBU", "SOSIAL"}
)

// rule changes the rule of an acquirer.
func (s *settings) rule(rule pos.Settlement) {
	a := s.a
	last := len(rule.Batches) - 1
	several := last > 0 // batches of a day: changed with lacictl
	again := func() {
		for _, now := range a.o.Till.Settlements() {
			if now.Acquirer == rule.Acquirer {
				s.rule(now)
				return
			}
		}
		s.bank()
	}
	choose := func(code string, dead bool, note string, words []string, set func(rule *pos.Settlement, i int)) answer {
		return answer{code: "rule." + code, words: a.t("rule." + code), note: note, mark: "edit", dead: dead, do: func() {
			q := question{screen: "rule." + code, title: a.t("rule." + code), text: a.t("rule." + code + ".text"), back: again}
			for i, word := range words {
				q.answers = append(q.answers, answer{code: word, words: word, do: func() {
					changed := rule
					changed.Batches = append([]pos.Batch(nil), rule.Batches...)
					set(&changed, i)
					s.do(func(ctx context.Context, pin, actor string) error {
						return a.o.Till.SetSettlement(ctx, changed, pin, actor)
					}, again)
				}})
			}
			s.page(q)
		}}
	}
	var closes, after []string
	for _, minute := range batchCloses {
		closes = append(closes, a.t("rule.closes", minute/60, minute%60))
	}
	for _, days := range batchAfter {
		after = append(after, a.t("rule.after", days))
	}
	s.page(question{screen: "rule", title: rule.Acquirer, text: a.ruleWords(rule), back: s.bank, answers: []answer{
		choose("when", several, a.t("rule.closes", rule.Batches[last].Closes/60, rule.Batches[last].Closes%60), closes,
			func(rule *pos.Settlement, i int) {
				rule.Batches = []pos.Batch{{Closes: batchCloses[i], After: rule.Batches[last].After}}
			}),
		choose("days", several, a.t("rule.after", rule.Batches[last].After), after, func(rule *pos.Settlement, i int) { rule.Batches[last].After = batchAfter[i] }),
		choose("working", false, a.t(either(rule.Working, "yes", "no")), []string{a.t("no"), a.t("yes")}, func(rule *pos.Settlement, i int) { rule.Working = i == 1 }),
		choose("criteria", false, rule.Criteria, criteria, func(rule *pos.Settlement, i int) { rule.Criteria = criteria[i] }),
	}})
}

// net are the settings of who can reach the till's server and whom it calls.
func (s *settings) net() {
	a, is := s.a, s.a.view.shop.Settings
	none := a.t("set.nobody")
	list := func(code string, is pos.List, set func(s *pos.Settings, list pos.List)) answer {
		return s.text(code, is.String(), none, 400, s.net, func(now *pos.Settings, text string) { set(now, pos.ParseList(text)) })
	}
	s.page(question{screen: "settings.net", title: a.t("settings.net"), text: a.t("settings.net.text"), back: s.root, answers: []answer{
		s.toggle("lan", is.LAN, s.net, func(now *pos.Settings, on bool) { now.LAN = on }),
		s.text("public", is.PublicAddress, none, 200, s.net, func(now *pos.Settings, text string) { now.PublicAddress = text }),
		list("names", is.Names, func(now *pos.Settings, list pos.List) { now.Names = list }),
		list("proxies", is.TrustedProxies, func(now *pos.Settings, list pos.List) { now.TrustedProxies = list }),
		list("origins", is.Origins, func(now *pos.Settings, list pos.List) { now.Origins = list }),
		list("callbacks", is.CallbackHosts, func(now *pos.Settings, list pos.List) { now.CallbackHosts = list }),
		s.text("cert", is.CertFile, a.t("set.cert.none"), 400, s.net, func(now *pos.Settings, text string) { now.CertFile = text }),
		s.text("cert_key", is.CertKeyFile, a.t("set.cert.none"), 400, s.net, func(now *pos.Settings, text string) { now.CertKeyFile = text }),
		s.pick("rate", slices.Index(keyRates, is.KeyRate), s.rateWords(), s.net, func(now *pos.Settings, i int) { now.KeyRate = keyRates[i] }),
		list("services", is.LANServices, func(now *pos.Settings, list pos.List) { now.LANServices = list }),
	}})
}

// keyRates are how many requests a second one program may make; 0 is the usual.
var keyRates = []int{0, 10, 50, 200, 1000}

func (s *settings) rateWords() (words []string) {
	for _, n := range keyRates {
		words = append(words, either(n == 0, s.a.t("set.rate.usual"), s.a.t("set.rate.n", n)))
	}
	return words
}
