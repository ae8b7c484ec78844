package ui

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"laci/pos"
)

func (t *todayPage) fill() {
	a, sales := t.a, t.o.Total.Sales
	running := t.running()
	t.title.say(a.t(either(running, "today.title", "today.past")))
	t.date.say(a.date(t.shown()) + " ▾")
	t.before.say("‹ " + a.t(either(running, "today.yesterday", "today.before")))
	t.after.say(a.t("today.after") + " ›")
	t.checkHead.say(a.t("today.check", t.waiting()))
	var what []string
	if n := len(a.view.inbox); n > 0 {
		what = append(what, a.t("strip.inbox", n))
	}
	if n := len(a.view.check); n > 0 {
		what = append(what, a.t("today.check.orders", n))
	}
	if t.saved != "" {
		what = append(what, a.t("backup.warning."+t.saved))
	}
	t.checkWhat.say(strings.Join(what, " · "))
	t.checkGo.say(a.t("strip.check") + " ›")
	t.salesHead.say(a.t("today.sales"))
	t.total.say(sales.Sum.String())
	t.fillStats(sales)
	t.howHead.say(a.t("today.how"))
	t.handsHead.say(a.t("today.cashiers"))
	t.match.say(a.t(either(running, "today.bank.yesterday", "today.bank")), a.matched(t.bank))
	t.all.say(a.t("today.all"), "")
	t.save.say(a.t("today.save"))
	t.shift.say(a.t("today.shift"))
	t.save.enable(t.ready)
	none := ""
	switch {
	case t.err != nil:
		none = a.t("today.unreadable")
	case t.ready && sales.Count == 0:
		none = a.t(either(running, "today.none", "today.none.past"))
	}
	t.none.say(none)
	t.bars.fill(t.o.Total.Hours, a.view.shop.CutOff, t.hour())
}

// waiting is how much waits for a person.
func (t *todayPage) waiting() int {
	return len(t.a.view.inbox) + len(t.a.view.check) + either(t.saved != "", 1, 0)
}

// shown is the day on the page.
func (t *todayPage) shown() pos.Day {
	if t.day == "" {
		return t.a.o.Till.Day()
	}
	return t.day
}

// fillStats takes how many sales there were, what one came to, and how the day
// stands beside the same weekday of the week before.
func (t *todayPage) fillStats(sales pos.Tally) {
	a := t.a
	t.stats[0][0].say(strconv.Itoa(sales.Count))
	t.stats[0][1].say(a.t("today.count"))
	t.stats[1][0].say(average(sales).String())
	t.stats[1][1].say(a.t("today.average"))
	t.stats[2][0].say("")
	l := t.o.Like
	if l == nil || l.Then.Sum == 0 {
		return
	}
	t.stats[2][0].say(change(l.Now.Sum, l.Then.Sum))
	words := a.t("today.like.whole", a.weekday(l.With))
	if !l.Whole {
		words = a.t("today.like", a.weekday(l.With))
	}
	t.stats[2][1].say(words)
}

// change is by how much of a hundred parts an amount stands above or below
// another one.
func change(now, then pos.Rupiah) string {
	half := either(now < then, -then, then)
	hundredths := ((now-then)*200 + half) / (2 * then)
	if hundredths > 0 {
		return "+" + strconv.FormatInt(int64(hundredths), 10) + "%"
	}
	return strings.Replace(strconv.FormatInt(int64(hundredths), 10), "-", "−", 1) + "%"
}

// matched says how a day agrees with the bank, over all acquirers.
func (a *App) matched(s pos.Summary) string {
	if len(s.Bank) == 0 {
		return a.t("bank.not_yet")
	}
	matched, expected, agrees := 0, 0, true
	for _, m := range s.Bank {
		matched, expected, agrees = matched+m.Matched.Count, expected+m.Expected.Count, agrees && m.Agrees
	}
	switch {
	case agrees:
		return a.t("bank.agrees.short")
	case matched == 0:
		return a.t("bank.differs.short")
	}
	return a.t("bank.of", matched, expected)
}

// place lays the figures beside the lists, or above them on an upright screen.
func (t *todayPage) place(area box) {
	m := t.a.m
	t.placeHead(area.top(m.header()).inset(m.of(edge), 0))
	b := area.inset(m.of(edge), 0)
	b.bottom(m.of(edge))
	if t.waiting() > 0 {
		t.placeCheck(&b)
	}
	var left box
	if m.Portrait {
		left = b.top(b.h * 0.42)
		b.top(m.of(gap) * 1.5)
	} else {
		left = b.left(b.w * columnToday)
		b.left(m.of(gap) * 2)
	}
	t.rect(t.left, left, radius, stroke)
	t.rect(t.right, b, radius, stroke)
	t.placeFigures(left.inset(m.of(edge)*1.15, m.of(edge)*0.9))
	t.placeLists(b.inset(m.of(edge)*1.15, m.of(edge)*0.7))
}

func (t *todayPage) placeHead(line box) {
	m := t.a.m
	t.backAt(t.back, &line)
	high := m.target(pillHeight)
	pill := func(tile *tile) {
		width := min(tile.label.width(m.text(textSmall))+high*0.75, line.w*0.45)
		t.button(tile, line.right(width).middle(width, high), textSmall)
		line.right(m.of(gap))
	}
	if !t.running() {
		pill(t.after)
	}
	pill(t.before)
	if !m.Portrait {
		line.left(m.of(gap) / 2)
		t.words(t.title, line.left(min(t.title.width(m.text(textSmall))+2, line.w*0.4)), textSmall)
		line.left(m.of(gap) * 0.6)
	}
	width := min(t.date.label.width(m.text(textSmall))+m.of(edge), line.w)
	t.button(t.date, line.left(width).middle(width, high), textSmall)
}

// placeCheck lays out what needs a hand, before all figures.
func (t *todayPage) placeCheck(b *box) {
	m := t.a.m
	card := b.top(m.target(pillHeight) + m.of(edge)*1.2)
	b.top(m.of(gap) * 1.5)
	t.rect(t.amber, card, radius, 0)
	inside := card.inset(m.of(edge), 0)
	width := t.checkGo.label.width(m.text(textBody)) + m.of(edge)*1.8
	t.button(t.checkGo, inside.right(width).middle(width, m.target(pillHeight)), textBody)
	inside.right(m.of(gap))
	if m.Portrait {
		inside = inside.inset(0, m.of(gap)*0.6)
		t.words(t.checkHead, inside.top(inside.h*0.44), textStrong)
		t.words(t.checkWhat, inside, textSmall)
		return
	}
	t.words(t.checkHead, inside.left(min(t.checkHead.width(m.text(textStrong))+2, inside.w*0.5)), textStrong)
	inside.left(m.of(gap) * 1.6)
	t.words(t.checkWhat, inside, textBody)
}

func (t *todayPage) placeFigures(b box) {
	m := t.a.m
	head := b.top(m.line(textSmall) * 1.2)
	link := head.right(min(t.all.wide(), head.w*0.6))
	t.all.place(link.middle(link.w, m.target(pillHeight)))
	t.words(t.salesHead, head, textSmall)
	t.words(t.total, b.top(min(m.of(textTotal)*1.3, b.h*0.3)), textTotal)
	b.top(m.of(gap) / 2)
	if t.none.words != "" {
		b.top(m.of(gap))
		t.words(t.none, b.top(m.line(textPlain)*2), textPlain)
		return
	}
	stats := b.top(m.line(textAction) + m.line(textSmall)*2)
	for i, stat := range t.stats {
		width := max(stat[0].width(m.text(textAction)), stat[1].width(m.text(textSmall))) + 2
		if i == len(t.stats)-1 {
			width = stats.w
		}
		cell := stats.left(min(width, stats.w))
		stat[1].at(atTop)
		if stat[0].words != "" {
			t.words(stat[0], cell.top(m.line(textAction)), textAction)
			t.words(stat[1], cell, textSmall)
		}
		stats.left(m.of(margin) * 1.2)
	}
	b.top(m.of(gap) * 0.6)
	t.bars.place(b)
}

// placeLists lays out how it was confirmed, by whom it was sold, the bank, and
// what can be done.
func (t *todayPage) placeLists(b box) {
	m := t.a.m
	space := max(m.of(gap), m.mm(2))
	foot := b.bottom(m.target(chipHeight)).columns(either(t.running(), 2, 1), space)
	t.button(t.save, foot[0], textBody)
	if t.running() {
		t.button(t.shift, foot[1], textBody)
	}
	b.bottom(m.of(gap))
	t.match.place(b.bottom(m.target(pillHeight)))
	row := max(m.of(evidenceHeight), m.line(textBody))
	fit := func() int { return int(b.h / row) }
	how := t.ways()
	if len(how) > 0 && fit() > 1 {
		t.words(t.howHead, b.top(m.line(textSmall)*1.2), textSmall)
		for i, e := range how[:min(len(how), fit())] {
			t.how[i].set(e, t.o.Total.Evidence[e])
			t.how[i].place(b.top(row))
		}
		b.top(m.of(gap) * 0.8)
	}
	if names := t.sellers(); len(names) > 0 && fit() > 2 {
		t.rule(t.between, b)
		b.top(m.of(gap) * 0.8)
		t.words(t.handsHead, b.top(m.line(textSmall)*1.2), textSmall)
		t.placeSellers(b, names, row)
	}
}

// placeSellers lays out who sold, and how many there is no room for.
func (t *todayPage) placeSellers(b box, names []string, row float32) {
	rows := min(int(b.h/row), handsMost)
	for i, name := range names[:min(len(names), rows)] {
		if i == rows-1 && len(names) > rows {
			var rest pos.Rupiah
			for _, other := range names[i:] {
				rest += t.o.Total.Hands[other].Sales.Sum
			}
			t.hands[i].set(t.a.t("today.more", len(names)-i), rest.String())
		} else {
			t.hands[i].set(t.a.person(name), t.o.Total.Hands[name].Sales.Sum.String())
		}
		t.hands[i].place(b.top(row))
	}
}

// sellers are the cashiers with sales, who sold most first.
func (t *todayPage) sellers() []string {
	names := slices.SortedFunc(maps.Keys(t.o.Total.Hands), func(x, y string) int {
		return cmp.Or(cmp.Compare(t.o.Total.Hands[y].Sales.Sum, t.o.Total.Hands[x].Sales.Sum), cmp.Compare(x, y))
	})
	return slices.DeleteFunc(names, func(name string) bool { return t.o.Total.Hands[name].Sales.Count == 0 })
}

// ways are the kinds of evidence the day's sales have, the surest first.
func (t *todayPage) ways() (how []pos.Evidence) {
	for _, e := range evidences {
		if t.o.Total.Evidence[e].Count > 0 {
			how = append(how, e)
		}
	}
	for _, e := range slices.Sorted(maps.Keys(t.o.Total.Evidence)) {
		if strings.HasPrefix(string(e), "api:") && len(how) < len(t.how) {
			how = append(how, e)
		}
	}
	return how
}
