package ui

import (
	"context"
	"slices"
	"strconv"
	"time"

	"laci/pos"
)

// settings are the owner's pages: a tree of questions whose answers say how each
// thing stands. The owner's PIN opens them and is kept for their changes until
// they are left.
type settings struct {
	a     *App
	pin   string
	until time.Time // the PIN is forgotten then, unless somebody goes on

	tested pos.ID // the test order by which a new phone is tried
}

// settingsFor is how long the pages stay open when nobody touches them.
const settingsFor = 3 * time.Minute

// enter asks for the owner's PIN and opens one of the pages.
func (s *settings) enter(back, page func()) {
	given := ""
	s.a.approve(approval{right: pos.MaySettings, text: s.a.t("settings.pin"), back: back,
		do: func(ctx context.Context, pin string) error {
			given = pin
			_, err := s.a.o.Till.Approve(ctx, pos.MaySettings, "", pin)
			return err
		},
		then: func() { s.pin = given; page() },
	})
}

// forget ends what the PIN opened.
func (s *settings) forget() { s.pin, s.until = "", time.Time{} }

// tick closes pages that nobody touches.
func (s *settings) tick(now time.Time) {
	if !s.until.IsZero() && now.After(s.until) {
		s.forget()
		s.a.showHome()
	}
}

// page opens one of the pages; it is made anew each time, so that it shows how
// things stand now.
func (s *settings) page(q question) {
	s.until = s.a.o.Now().Add(settingsFor)
	s.a.choice.ask(q)
}

// root lists what there is to choose.
func (s *settings) root() {
	a := s.a
	q := question{screen: "settings", title: a.t("settings.title"), back: func() { s.forget(); a.showMenu() }}
	add := func(code, mark string, do func()) {
		q.answers = append(q.answers, answer{code: "settings." + code, words: a.t("settings." + code), note: a.t("settings." + code + ".note"), mark: mark, do: do})
	}
	add("shop", "shop", s.shop)
	add("till", "clock", s.till)
	add("people", "person", s.people)
	add("limits", "hand", s.limits)
	add("paper", "file", s.paper)
	add("screen", "sun", s.screenAndSound)
	add("backup", "save", s.backup)
	add("access", "phone", s.access)
	add("bank", "cash", s.bank)
	add("net", "shield", s.net)
	add("lost", "warning", s.lost)
	add("about", "eye", s.about)
	s.page(q)
}

// do asks the till for something off the UI goroutine and comes back to a page;
// a refusal is said there.
func (s *settings) do(ask func(ctx context.Context, pin, actor string) error, again func()) {
	a, pin, actor := s.a, s.pin, s.a.actor()
	a.choice.wait(a.t("settings.saving"))
	a.work(func(ctx context.Context) func() {
		err := ask(ctx, pin, actor)
		return func() {
			a.view.shop = a.o.Till.Shop()
			if broken(err) {
				a.trouble.show(err, nil)
				return
			}
			again()
			if err != nil {
				a.refuse(err, nil)
			}
			a.ask()
		}
	})
}

// change stores a changed setting.
func (s *settings) change(change func(s *pos.Settings), again func()) {
	now := s.a.view.shop.Settings
	change(&now)
	s.do(func(ctx context.Context, pin, actor string) error { return s.a.o.Till.Change(ctx, now, pin, actor) }, again)
}

// toggle is an answer that turns something on or off.
func (s *settings) toggle(code string, on bool, again func(), turn func(s *pos.Settings, on bool)) answer {
	return answer{code: "set." + code, words: s.a.t("set." + code), note: s.a.t(either(on, "set.on", "set.off")), mark: either(on, "check", "close"),
		do: func() { s.change(func(now *pos.Settings) { turn(now, !on) }, again) }}
}

// amount is an answer that asks for an amount of rupiah; 0 may have a word of its
// own.
func (s *settings) amount(code string, is pos.Rupiah, nothing string, again func(), set func(s *pos.Settings, amount pos.Rupiah)) answer {
	a := s.a
	note := is.String()
	if is == 0 {
		note = nothing
	}
	return answer{code: "set." + code, words: a.t("set." + code), note: note, mark: "edit", do: func() {
		s.until = time.Time{}
		a.amount.ask(figure{screen: "set." + code, title: a.t("set." + code), text: a.t("set." + code + ".text"), start: is, nothing: nothing != "", back: again,
			answers: []figureAnswer{{code: "set.save", words: func(pos.Rupiah) string { return a.t("settings.save") }, do: func(amount pos.Rupiah) {
				s.change(func(now *pos.Settings) { set(now, amount) }, again)
			}}}})
	}}
}

// text is an answer that asks for words.
func (s *settings) text(code, is, nothing string, most int, again func(), set func(s *pos.Settings, text string)) answer {
	a := s.a
	note := is
	if is == "" {
		note = nothing
	}
	return answer{code: "set." + code, words: a.t("set." + code), note: note, mark: "edit", do: func() {
		s.until = time.Time{}
		a.write.ask(writing{title: a.t("set." + code), hint: a.t("set." + code + ".hint"), start: is, most: most, need: nothing == "", back: again,
			done: func(text string) { s.change(func(now *pos.Settings) { set(now, text) }, again) }})
	}}
}

// pick is an answer that leads to a few others, of which one is chosen and stored.
func (s *settings) pick(code string, chosen int, words []string, again func(), set func(s *pos.Settings, i int)) answer {
	return s.few(code, chosen, words, again, func(i int) { s.change(func(now *pos.Settings) { set(now, i) }, again) })
}

// few is an answer that leads to a few others, of which one is chosen.
func (s *settings) few(code string, chosen int, words []string, again func(), choose func(i int)) answer {
	a := s.a
	note := ""
	if chosen >= 0 {
		note = words[chosen]
	}
	return answer{code: "set." + code, words: a.t("set." + code), note: note, mark: "edit", do: func() {
		q := question{screen: "set." + code, title: a.t("set." + code), text: a.t("set." + code + ".text"), back: again}
		for i, word := range words {
			q.answers = append(q.answers, answer{code: code + "." + strconv.Itoa(i), words: word, mark: either(i == chosen, "check", ""),
				do: func() { choose(i) }})
		}
		s.page(q)
	}}
}

// till are the settings of this till: its name, its clock, who faces it.
func (s *settings) till() {
	a, is := s.a, s.a.view.shop.Settings
	var facing, hours, minutes []string
	for _, f := range facings {
		facing = append(facing, a.t("setup.facing."+string(f)))
	}
	for hour := range 7 {
		hours = append(hours, a.t("set.cut_off.hour", hour))
	}
	for _, n := range lockMinutes {
		minutes = append(minutes, either(n == 0, a.t("set.lock.never"), a.t("set.minutes", n)))
	}
	s.page(question{screen: "settings.till", title: a.t("settings.till"), back: s.root, answers: []answer{
		s.text("name", is.TerminalName, "", 40, s.till, func(now *pos.Settings, text string) { now.TerminalName = text }),
		s.pick("facing", slices.Index(facings, is.Facing), facing, s.till, func(now *pos.Settings, i int) { now.Facing = facings[i] }),
		s.pick("zone", slices.Index(shopZones, is.Zone), shopZones, s.till, func(now *pos.Settings, i int) { now.Zone = shopZones[i] }),
		s.pick("cut_off", is.CutOff, hours, s.till, func(now *pos.Settings, i int) { now.CutOff = i }),
		s.pick("show", slices.Index(showMinutes, is.ShowSeconds/60), s.minutes(showMinutes), s.till, func(now *pos.Settings, i int) { now.ShowSeconds = showMinutes[i] * 60 }),
		s.pick("lock", slices.Index(lockMinutes, is.LockAfter), minutes, s.till, func(now *pos.Settings, i int) { now.LockAfter = lockMinutes[i] }),
	}})
}

var (
	showMinutes = []int{1, 2, 3, 5, 10, 15, 30}
	lockMinutes = []int{0, 1, 2, 5, 10, 30}
)

func (s *settings) minutes(all []int) (words []string) {
	for _, n := range all {
		words = append(words, s.a.t("set.minutes", n))
	}
	return words
}

// limits are what a cashier may do alone.
func (s *settings) limits() {
	a, is := s.a, s.a.view.shop.Settings
	none := a.t("set.none")
	s.page(question{screen: "settings.limits", title: a.t("settings.limits"), text: a.t("settings.limits.text"), back: s.root, answers: []answer{
		s.amount("limit", is.Limit, "", s.limits, func(now *pos.Settings, amount pos.Rupiah) { now.Limit = amount }),
		s.amount("manual_order", is.ManualOrder, none, s.limits, func(now *pos.Settings, amount pos.Rupiah) { now.ManualOrder = amount }),
		s.amount("manual_shift", is.ManualShift, none, s.limits, func(now *pos.Settings, amount pos.Rupiah) { now.ManualShift = amount }),
		s.amount("manual_bare", is.ManualBare, none, s.limits, func(now *pos.Settings, amount pos.Rupiah) { now.ManualBare = amount }),
		s.amount("unusual", is.Unusual, a.t("set.unusual.usual"), s.limits, func(now *pos.Settings, amount pos.Rupiah) { now.Unusual = amount }),
		s.amount("discount", is.DiscountFree, a.t("set.discount.none"), s.limits, func(now *pos.Settings, amount pos.Rupiah) { now.DiscountFree = amount }),
		s.toggle("totals", is.CashierTotals, s.limits, func(now *pos.Settings, on bool) { now.CashierTotals = on }),
		s.toggle("unique", is.Unique, s.limits, func(now *pos.Settings, on bool) { now.Unique = on }),
		s.fee("fee_fixed", is.FeeFixed, either(is.FeeFixed == 0, a.t("set.fee.none"), is.FeeFixed.String()), false, func(now *pos.Settings, amount pos.Rupiah) { now.FeeFixed = amount }),
		s.fee("fee_basis", pos.Rupiah(is.FeeBasis), a.basisWords(is.FeeBasis), true, func(now *pos.Settings, basis pos.Rupiah) { now.FeeBasis = int(min(basis, wholeBasis+1)) }),
	}})
}

// paper are the settings of receipts and of what prints them.
func (s *settings) paper() {
	a, is := s.a, s.a.view.shop.Settings
	widths := []int{58, 80}
	q := question{screen: "settings.paper", title: a.t("settings.paper"), back: s.root, answers: []answer{
		s.text("printer", is.Printer, a.t("set.printer.none"), 200, s.paper, func(now *pos.Settings, text string) { now.Printer = text }),
		s.pick("paper_mm", either(is.PaperMM == 80, 1, 0), []string{"58 mm", "80 mm"}, s.paper, func(now *pos.Settings, i int) { now.PaperMM = widths[i] }),
		s.text("foot", is.Foot, a.t("set.foot.none"), 200, s.paper, func(now *pos.Settings, text string) { now.Foot = text }),
	}}
	if a.o.TestPrint != nil {
		q.answers = append(q.answers, answer{code: "set.print", words: a.t("set.print"), note: a.t("set.print.note"), mark: "play", dead: is.Printer == "", do: s.testPrint})
	}
	s.page(q)
}

// testPrint prints a slip, and says how it went.
func (s *settings) testPrint() {
	a := s.a
	a.choice.wait(a.t("set.print.busy"))
	a.o.TestPrint(a.prefs.Lang, func(err error) {
		a.o.Do(func() {
			if err != nil {
				a.done(a.t("set.print.failed"), a.sentence(err), s.paper)
				return
			}
			a.done(a.t("set.print.done"), "", s.paper)
		})
	})
}

// about says what runs here.
func (s *settings) about() {
	a, shop := s.a, s.a.view.shop
	code, _ := shop.Pinned()
	s.until = time.Time{}
	a.sheet.show(sheet{screen: "settings.about", title: a.t("settings.about"), back: s.root, rows: []sheetRow{
		{left: a.t("about.version"), right: a.o.Version},
		{left: a.t("about.shop"), right: code.Name},
		{left: "NMID", right: code.NMID},
		{left: a.t("about.till"), right: shop.TerminalName + " (" + shop.Terminal + ")"},
		{left: a.t("about.head"), right: a.o.Till.Head().String()},
		{left: a.t("about.anchor"), right: ""},
		{left: a.o.Till.Anchor()[:min(len(a.o.Till.Anchor()), 40)]},
	}})
}
