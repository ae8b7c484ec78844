package ui

import (
	"slices"

	"fyne.io/fyne/v2"
)

// sheet is a page of figures: titled rows with words on the left and, on the
// right, what they come to.
type sheet struct {
	screen  string // its name in traces
	title   string
	text    string // a quiet line under the title
	good    string // a line in green: it agrees
	bad     string // a line in amber: it does not
	rows    []sheetRow
	actions []answer // at most two; the first is the main one
	back    func()
}

// sheetRow is one of its rows. A head has no figures and stands over others.
type sheetRow struct {
	left, right string
	head        bool
	strong      bool // the words are bold
}

// sheetPage shows a sheet, in two columns where the screen is wide, page by page.
type sheetPage struct {
	*page
	s     sheet
	first int // number of the first row on the screen

	back        *tile
	title, text *label
	mark        *icon
	card        *panel
	left, right []*label
	actions     []*tile
	pager       *pager
}

const (
	sheetRowsMost    = 72 // on one screen
	sheetActionsMost = 2
)

func newSheetPage(a *App) *sheetPage {
	s := &sheetPage{page: newPage(a)}
	s.back = s.marked("back", asBare, "back", s.leave)
	s.title, s.text = s.page.text(colorInk, true, 2), s.page.text(colorQuiet, false, 3)
	s.mark = s.icon("", colorPaidInk)
	s.card = s.panel(colorCard, colorLine)
	for range sheetRowsMost {
		left, right := s.label(colorInk, false), s.figures(colorInk)
		right.align = fyne.TextAlignTrailing
		s.left, s.right = append(s.left, left), append(s.right, right)
	}
	for i := range sheetActionsMost {
		s.actions = append(s.actions, s.tile("", either(i == 0, asMain, asButton), nil))
	}
	s.pager = newPager(s.page, func(first int) { s.first = first; a.render() })
	return s
}

func (s *sheetPage) name() string { return s.s.screen }

// show opens the page.
func (s *sheetPage) show(sheet sheet) {
	s.s, s.first = sheet, 0
	s.a.open(s)
}

func (s *sheetPage) leave() { s.s.back() }

func (s *sheetPage) key(name fyne.KeyName) {
	switch name {
	case fyne.KeyEscape:
		s.leave()
	case fyne.KeyPageDown, fyne.KeyRight:
		s.pager.next.Tapped(nil)
	case fyne.KeyPageUp, fyne.KeyLeft:
		s.pager.previous.Tapped(nil)
	}
}

func (s *sheetPage) fill() {
	s.title.say(s.s.title)
	words, color := s.s.text, colorQuiet
	switch {
	case s.s.bad != "":
		words, color = s.s.bad, colorWaiting
		s.mark.set("warning", colorWaiting)
	case s.s.good != "":
		words, color = s.s.good, colorPaidInk
		s.mark.set("check", colorPaidInk)
	}
	s.text.say(words)
	s.text.tint(color)
	for i, action := range s.s.actions {
		s.actions[i].code, s.actions[i].tap = action.code, action.do
		s.actions[i].say(action.words)
		s.actions[i].enable(!action.dead)
	}
}

func (s *sheetPage) place(area box) {
	m := s.a.m
	b := area.inset(m.of(edge), m.of(gap))
	b.bottom(m.of(edge) - m.of(gap))
	head := b.top(m.target(pillHeight))
	s.backAt(s.back, &head)
	head.left(m.of(gap) * 1.3)
	s.title.at(centred)
	s.words(s.title, head, textStrong)
	b.top(m.of(gap) / 2)
	s.placeText(&b)
	if n := len(s.s.actions); n > 0 {
		space := max(m.of(gap), m.mm(2))
		foot := b.bottom(m.target(footHeight))
		foot.x, foot.w = foot.x+foot.w-min(foot.w, m.of(pairWidth)), min(foot.w, m.of(pairWidth))
		for i, cell := range foot.columns(n, space) {
			s.button(s.actions[n-1-i], cell, textStrong)
		}
		b.bottom(m.of(gap))
	}
	s.placeRows(b)
}

// placeText lays the line under the title, with a mark when it judges.
func (s *sheetPage) placeText(b *box) {
	m := s.a.m
	if s.text.words == "" {
		return
	}
	wide := b.w
	marked := s.s.good != "" || s.s.bad != ""
	side := m.of(iconPlain)
	if marked {
		wide -= side + m.of(gap)
	}
	lines, _ := wrap(s.text.words, wide, m.text(textBody), false, 3)
	line := b.top(max(m.line(textBody)*float32(len(lines))+2, either(marked, side, 0)))
	if marked {
		s.put(s.mark, line.left(side).middle(side, min(side, line.h)))
		line.left(m.of(gap))
	}
	s.words(s.text, line, textBody)
	b.top(m.of(gap))
}

// placeRows lays the rows on a card, in as many columns as have room.
func (s *sheetPage) placeRows(b box) {
	m := s.a.m
	high := m.line(textBody) * 1.28
	columns := either(m.Portrait, 1, 2)
	between := m.of(margin) * 1.5
	fit := func(h float32) int { return max(1, int((h-m.of(edge))/high)) }
	per := min(fit(b.h), sheetRowsMost/columns)
	if !m.Portrait && len(s.flow(b.w-m.of(edge)*2)) <= per {
		columns = 1
	}
	if columns == 1 {
		b.w = min(b.w, max(s.need()+m.of(edge)*2, m.of(answerWidth))) // words and figures not far apart
	}
	flow := s.flow((b.w - m.of(edge)*2 - between*float32(columns-1)) / float32(columns))
	rows := spread(flow, per)
	if len(rows) > per*columns {
		foot := b.bottom(m.target(smallHeight))
		b.bottom(m.of(gap))
		per = min(fit(b.h), sheetRowsMost/columns)
		rows = spread(flow, per)
		s.first = min(s.first, (len(rows)-1)/(per*columns)*per*columns)
		s.pager.place(foot, s.first, per*columns, len(rows))
	} else {
		s.first = 0
	}
	rows = rows[s.first:min(len(rows), s.first+per*columns)]
	card := b.top(min(b.h, high*float32(min(per, len(rows)))+m.of(edge)))
	s.rect(s.card, card, radius, stroke)
	inside := card.inset(m.of(edge), m.of(edge)/2).columns(columns, between)
	for i, row := range rows {
		s.placeRow(i, row, inside[i/per].rowAt(i%per, high))
	}
}

// flow gives the rows for a width: words that are too long go on in the next
// row, and figures beside which they have no room stand below.
func (s *sheetPage) flow(width float32) (flow []sheetRow) {
	m := s.a.m
	for _, row := range s.s.rows {
		size := m.text(either[float32](row.head, textSmall, textBody))
		right := measure(row.right, m.text(textBody), true)
		if row.right != "" && measure(row.left, size, row.strong)+right+m.of(gap)+4 <= width {
			flow = append(flow, row)
			continue
		}
		lines, _ := wrap(row.left, width, size, row.strong, sheetRowsMost)
		for _, line := range lines {
			flow = append(flow, sheetRow{left: line, head: row.head, strong: row.strong})
		}
		if row.right != "" {
			flow = append(flow, sheetRow{right: row.right})
		}
	}
	return flow
}

// need is how wide the widest row is.
func (s *sheetPage) need() (need float32) {
	m := s.a.m
	for _, row := range s.s.rows {
		need = max(need, measure(row.left, m.text(textBody), row.strong)+measure(row.right, m.text(textBody), true)+m.of(air))
	}
	return need
}

// rowAt is the n-th row of a height from the top of b.
func (b box) rowAt(n int, high float32) box { return box{b.x, b.y + float32(n)*high, b.w, high} }

// spread leaves rows free so that no head stands last in a column of so many
// rows, and each but the first has some air above it.
func spread(rows []sheetRow, per int) (spread []sheetRow) {
	for i, row := range rows {
		if row.head {
			if len(spread)%per != 0 {
				spread = append(spread, sheetRow{})
			}
			for len(spread)%per == per-1 && i < len(rows)-1 {
				spread = append(spread, sheetRow{})
			}
		}
		spread = append(spread, row)
	}
	return slices.Clip(spread)
}

// placeRow lays words and figures on one line; the figures are never cut.
func (s *sheetPage) placeRow(i int, row sheetRow, b box) {
	m := s.a.m
	left, right := s.left[i], s.right[i]
	left.say(row.left)
	left.tint(either(row.head, colorQuiet, colorInk))
	left.heavy(row.strong)
	right.say(row.right)
	if row.right != "" {
		s.words(right, b.right(min(right.width(m.text(textBody))+2, b.w)), textBody)
		b.right(m.of(gap))
	}
	if row.left != "" {
		s.words(left, b, either[float32](row.head, textSmall, textBody))
	}
}
