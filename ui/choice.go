package ui

import (
	"slices"

	"fyne.io/fyne/v2"
)

// question is a page with a title, a sentence and answers to tap.
type question struct {
	screen  string // its name in traces; "choice" when empty
	title   string
	text    string
	answers []answer
	back    func() // where Kembali goes; nil leaves it out
	foot    string // small words at the lower edge
	held    func() // what a long press on them does; nil for nothing
}

// answer is one of them.
type answer struct {
	code  string
	words string
	note  string // smaller, under the words
	mark  string // an icon before them
	do    func()
	dead  bool
}

// choicePage asks one question at a time: why to cancel, which sale, the menu.
type choicePage struct {
	*page
	q     question
	first int // number of the first answer on this page of them

	back        *tile
	title, text *label
	foot        *tile
	answers     []*answerTile
	pager       *pager
}

// manyAnswers is how many answers stand closer when they have no notes.
const manyAnswers = 6

// answersMost is how many answers one page of them has at most.
const answersMost = 12

func newChoicePage(a *App) *choicePage {
	c := &choicePage{page: newPage(a)}
	c.back = c.marked("back", asBare, "back", c.leave)
	c.title, c.text = c.page.text(colorInk, true, 2), c.page.text(colorQuiet, false, 4)
	c.foot = c.tile("foot", asFoot, nil)
	for range answersMost {
		c.answers = append(c.answers, newAnswerTile(c.page))
	}
	c.pager = newPager(c.page, func(first int) { c.first = first; a.render() })
	return c
}

// ask opens the page with a question.
func (c *choicePage) ask(q question) {
	c.q, c.first = q, 0
	c.a.open(c)
}

// wait says that something takes a while; nothing can be pressed.
func (c *choicePage) wait(words string) { c.ask(question{screen: "wait", title: words}) }

// done says that something was done, or not, until somebody has read it.
func (a *App) done(title, text string, then func()) {
	a.choice.ask(question{screen: "done", title: title, text: text, back: then,
		answers: []answer{{code: "ok", words: a.t("ok"), mark: "check", do: then}}})
}

func (c *choicePage) leave() {
	if c.q.back != nil {
		c.q.back()
	}
}

func (c *choicePage) name() string {
	if c.q.screen != "" {
		return c.q.screen
	}
	return "choice"
}

func (c *choicePage) key(name fyne.KeyName) {
	if name == fyne.KeyEscape {
		c.leave()
	}
}

func (c *choicePage) fill() {
	c.title.say(c.q.title)
	c.text.say(c.q.text)
	c.foot.say(c.q.foot)
	c.foot.held = c.q.held
}

// place lays head and sentence over the answers: a column of them, or two where
// the screen is wide and they are many.
func (c *choicePage) place(area box) {
	m := c.a.m
	b := area.inset(m.of(air), m.of(edge))
	if m.Portrait {
		b = area.inset(m.of(margin), m.of(edge))
	}
	if c.q.back != nil {
		line := b.top(m.target(pillHeight))
		c.backAt(c.back, &line)
	}
	b.top(m.of(gap))
	if c.q.foot != "" {
		width := max(c.foot.label.width(m.text(textFine))+m.of(gap)*2, m.mm(targetMM))
		c.button(c.foot, b.bottom(m.mm(targetMM)).start(width), textFine)
		b.bottom(m.of(gap))
	}
	lines, _ := wrap(c.q.title, b.w, m.text(textHead), true, 2)
	c.words(c.title, b.top(float32(len(lines))*m.line(textHead)+2), textHead)
	b.top(m.of(gap) / 2)
	if c.q.text != "" {
		lines, _ := wrap(c.q.text, b.w, m.text(textPlain), false, 4)
		c.words(c.text, b.top(float32(len(lines))*m.line(textPlain)+2), textPlain)
	}
	b.top(m.of(edge))
	c.placeAnswers(b)
}

func (c *choicePage) placeAnswers(b box) {
	m := c.a.m
	columns, space, high := 1, max(m.of(gap), m.mm(2)), m.target(menuHeight)
	if len(c.q.answers) > manyAnswers && !slices.ContainsFunc(c.q.answers, func(a answer) bool { return a.note != "" }) {
		high = m.target(nextHeight) // a line of words each
	}
	if !m.Portrait && len(c.q.answers) > 3 {
		columns = 2
	}
	rows := max(1, int((b.h+space)/(high+space)))
	if fit := min(rows*columns, answersMost); len(c.q.answers) > fit {
		foot := b.bottom(m.target(chipHeight))
		b.bottom(space)
		rows = max(1, int((b.h+space)/(high+space)))
		c.pager.place(foot, c.first, min(rows*columns, answersMost), len(c.q.answers))
	}
	n := min(len(c.q.answers)-c.first, rows*columns, answersMost)
	for i := range n {
		row := b
		row.y += float32(i/columns) * (high + space)
		row.h = high
		cell := row.columns(columns, space)[i%columns]
		if columns == 1 {
			cell.w = min(cell.w, m.of(answerWidth))
		}
		c.answers[i].set(c.q.answers[c.first+i])
		c.answers[i].fitAnswer(cell)
	}
}

// answerTile is a wide tile with an icon, words and a note under them.
type answerTile struct {
	*tile
	p    *page
	note *label
	icon *icon
}

func newAnswerTile(p *page) *answerTile {
	t := &answerTile{tile: newTile("", asAnswer, nil), p: p, note: newLabel(colorQuiet, false), icon: newIcon("", colorAccent)}
	t.note.lines = 2
	t.label.align = fyne.TextAlignLeading
	t.parts = []fyne.CanvasObject{t.note, t.icon}
	t.lay = t.cells
	p.all.Add(t.tile)
	return t
}

// set takes what the tile says and does.
func (t *answerTile) set(a answer) {
	t.code, t.tap = a.code, a.do
	t.label.say(a.words)
	t.note.say(a.note)
	t.icon.set(a.mark, colorAccent)
	t.enable(!a.dead)
}

func (t *answerTile) fitAnswer(b box) { t.p.button(t.tile, b, textStrong) }

func (t *answerTile) cells(b box) {
	m := t.p.a.m
	inside := b.inset(m.of(edge), m.of(gap))
	hide[fyne.CanvasObject](t.icon, t.note)
	if t.icon.name != "" {
		side := m.of(iconBig)
		put(t.icon, inside.left(side).middle(side, side))
		inside.left(m.of(gap) * 1.6)
	}
	if t.note.words == "" {
		t.label.at(centred)
		t.label.fit(inside, m.text(textStrong), m.least())
		return
	}
	t.label.at(atBottom)
	t.note.at(atTop)
	lines, _ := wrap(t.note.words, inside.w, m.text(textSmall), false, t.note.lines)
	words, notes := m.line(textStrong), m.line(textSmall)*float32(len(lines))
	t.label.fit(inside.top(inside.h*words/(words+notes)), m.text(textStrong), m.least())
	t.note.fit(inside, m.text(textSmall), m.least())
}
