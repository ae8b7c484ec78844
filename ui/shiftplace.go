package ui

import (
	"strconv"

	"laci/pos"
)

func (s *shiftPage) fill() {
	a := s.a
	s.title.say(a.t("shift.title"))
	said := ""
	switch {
	case s.err != nil:
		said = a.t("shift.unreadable")
	case s.ready && !s.mine.Opened:
		said = a.t("shift.unopened")
	}
	s.said.say(said)
	head := a.t("shift.number", s.mine.Number)
	if s.mine.Opened {
		head = a.t("shift.since", s.mine.Number, a.clock(s.shift.Opened, "15:04"), a.person(s.shift.OpenedBy))
	}
	s.head.say(head)
	for i, row := range s.figures() {
		s.rows[i].set(row[0], row[1])
	}
}

// figures are the rows of the card.
func (s *shiftPage) figures() [][2]string {
	a := s.a
	rows := [][2]string{
		{a.t("z.float"), s.mine.Float.String()},
		{a.t("z.in"), s.mine.In.String()},
		{a.t("z.out"), s.mine.Out.String()},
		{a.t("shift.mine"), strconv.Itoa(s.mine.Sales)},
	}
	if z := s.mine.Totals; z != nil {
		rows = append(rows, [2]string{a.t("z.total") + " (" + strconv.Itoa(z.Own.Sales.Count) + ")", z.Own.Sales.Sum.String()},
			[2]string{a.t("z.taken"), z.Drawer.Taken.String()})
	}
	return rows
}

// answers are what can be done with the shift.
func (s *shiftPage) answers() []answer {
	a := s.a
	var all []answer
	add := func(code, mark string, do func()) {
		all = append(all, answer{code: "shift." + code, words: a.t("shift.do." + code), mark: mark, do: do, dead: !s.ready})
	}
	if !s.mine.Opened {
		add("open", "play", s.openShift)
	}
	add("in", "cash", func() { s.moveCash(1) })
	add("out", "cash", func() { s.moveCash(-1) })
	if len(a.o.Till.People()) > 0 {
		add("hand", "person", s.handOver)
	}
	add("x", "chart", s.showX)
	add("zs", "file", s.showZs)
	add("close", "lock", s.closeShift)
	return all
}

// place lays the figures beside what can be done, or over it.
func (s *shiftPage) place(area box) {
	m := s.a.m
	b := area.inset(m.of(edge), m.of(gap))
	b.bottom(m.of(gap))
	head := b.top(m.target(pillHeight))
	s.backAt(s.leave, &head)
	head.left(m.of(gap) * 1.3)
	s.words(s.title, head, textStrong)
	b.top(m.of(gap))
	row := max(m.of(evidenceHeight), m.line(textBody)*1.15)
	lines := m.line(textStrong)*2 + row*float32(len(s.figures())) + m.of(edge)*2
	if s.said.words != "" {
		lines += m.line(textSmall)*4 + m.of(gap)
	}
	var left box
	if m.Portrait {
		left = b.top(min(lines, b.h*0.5))
		b.top(m.of(gap) * 1.5)
	} else {
		left = b.left(b.w * columnShift)
		b.left(m.of(gap) * 2)
		left.h = min(left.h, lines)
	}
	s.rect(s.card, left, radius, stroke)
	inside := left.inset(m.of(edge), m.of(edge)*0.8)
	s.words(s.head, inside.top(m.line(textStrong)*2), textStrong)
	for i := range s.figures() {
		s.rows[i].place(inside.top(row))
	}
	if s.said.words != "" {
		inside.top(m.of(gap))
		s.words(s.said, inside, textSmall)
	}
	s.placeAnswers(b)
}

// placeAnswers lays what can be done out in one column, or in two where they do
// not fit.
func (s *shiftPage) placeAnswers(b box) {
	m := s.a.m
	all := s.answers()
	space := max(m.of(gap), m.mm(2))
	high := m.target(menuHeight)
	columns := 1
	if float32(len(all))*(high+space)-space > b.h {
		columns = 2
	}
	rows := (len(all) + columns - 1) / columns
	high = max(m.mm(targetMM), min(high, (b.h+space)/float32(rows)-space))
	for i, answer := range all {
		cell := box{b.x, b.y + float32(i/columns)*(high+space), b.w, high}.columns(columns, space)[i%columns]
		s.actions[i].set(answer)
		s.actions[i].fitAnswer(cell)
	}
}

// handOver counts the drawer first, if somebody wants to, and asks who is next.
func (s *shiftPage) handOver() {
	a := s.a
	a.choice.ask(question{screen: "shift.hand", title: a.t("shift.hand"), text: a.t("shift.hand.text"), back: s.again, answers: []answer{
		{code: "hand.count", words: a.t("shift.hand.count"), mark: "cash", do: func() {
			a.count.ask(counting{title: a.t("shift.hand.count"), text: a.t("shift.count.text"), words: a.t("next"), back: s.handOver,
				done: func(count pos.Count) { a.changeCrew(count, s.handOver) }})
		}},
		{code: "hand.now", words: a.t("shift.hand.now"), mark: "person", do: func() { a.changeCrew(nil, s.handOver) }},
	}})
}
