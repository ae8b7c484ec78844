package ui

import (
	"strconv"

	"fyne.io/fyne/v2"

	"laci/pos"
)

// counting is what the drawer is counted for.
type counting struct {
	title, text string
	words       string // of the button that takes the count
	skip        string // of the one that goes on without; "" for none
	back        func()
	done        func(count pos.Count) // nil: not counted
}

// countPage counts the notes and coins of a drawer, kind by kind, before anybody
// is told what should be there.
type countPage struct {
	*page
	c      counting
	count  pos.Count
	chosen int // which kind the keys write to

	back          *tile
	title, text   *label
	sumHead, sum  *label
	kinds         []*kindTile
	pad           *digitPad
	skip, take    *tile
	denominations []pos.Rupiah
}

// kindTile is a kind of note or coin and how many of it there are.
type kindTile struct {
	*tile
	p             *page
	value, pieces *label
}

func newCountPage(a *App) *countPage {
	c := &countPage{page: newPage(a), denominations: pos.Denominations()}
	c.back = c.marked("back", asBare, "back", func() { c.c.back() })
	c.title, c.text = c.label(colorInk, true), c.page.text(colorQuiet, false, 2)
	c.sumHead, c.sum = c.label(colorQuiet, false), c.figures(colorInk)
	c.sum.align = fyne.TextAlignTrailing
	for i, value := range c.denominations {
		t := &kindTile{tile: newTile("count."+strconv.FormatInt(int64(value), 10), asKey, func() { c.choose(i) }), p: c.page,
			value: newLabel(colorInk, true), pieces: newLabel(colorAccent, true)}
		t.pieces.align = fyne.TextAlignTrailing
		t.parts, t.lay = []fyne.CanvasObject{t.value, t.pieces}, t.cells
		t.value.say(value.Digits())
		c.all.Add(t.tile)
		c.kinds = append(c.kinds, t)
	}
	c.pad = newDigitPad(c.page, c.press, "back", "clear")
	c.skip = c.tile("count.skip", asButton, func() { c.c.done(nil) })
	c.take = c.tile("count.done", asMain, c.finish)
	return c
}

func (c *countPage) name() string { return "count" }

// ask opens the page with nothing counted yet.
func (c *countPage) ask(q counting) {
	c.c, c.count, c.chosen = q, pos.Count{}, 0
	c.a.open(c)
}

func (c *countPage) choose(i int) {
	c.chosen = i
	c.a.render()
}

// piecesMost is how many notes of a kind can be keyed in.
const piecesMost = 9999

// press writes to the chosen kind.
func (c *countPage) press(name string) {
	value := c.denominations[c.chosen]
	n := c.count[value]
	switch name {
	case "back":
		n /= 10
	case "clear":
		n = 0
	case "plus":
		return
	default:
		for _, digit := range name {
			if n = n*10 + int(digit-'0'); n > piecesMost {
				return
			}
		}
	}
	c.count[value] = n
	c.a.render()
}

func (c *countPage) finish() {
	count := pos.Count{}
	for value, n := range c.count {
		if n > 0 {
			count[value] = n
		}
	}
	c.c.done(count)
}

// key takes a hardware key: Enter goes on to the next kind, and at the last to
// the end.
func (c *countPage) key(name fyne.KeyName) {
	switch name {
	case fyne.KeyEscape:
		c.c.back()
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyDown:
		if c.chosen < len(c.kinds)-1 {
			c.choose(c.chosen + 1)
		} else if name != fyne.KeyDown {
			c.finish()
		}
	case fyne.KeyUp:
		c.choose(max(0, c.chosen-1))
	default:
		if key := digitKey(name); key != "" {
			c.press(key)
		}
	}
}

func (c *countPage) fill() {
	a := c.a
	c.title.say(c.c.title)
	c.text.say(c.c.text)
	sum, _ := c.count.Sum() // every kind is one of the known
	c.sumHead.say(a.t("count.sum"))
	c.sum.say(sum.String())
	for i, t := range c.kinds {
		n := c.count[c.denominations[i]]
		t.pieces.say(either(n > 0 || i == c.chosen, "× "+strconv.Itoa(n), ""))
		t.is(either(i == c.chosen, asChosen, asKey))
	}
	c.pad.fill(true)
	c.skip.say(c.c.skip)
	c.take.say(c.c.words)
}

// place lays the kinds beside the keys, or over them on an upright screen.
func (c *countPage) place(area box) {
	m := c.a.m
	b := area.inset(m.of(edge), m.of(gap))
	b.bottom(m.of(gap))
	head := b.top(m.target(pillHeight))
	c.backAt(c.back, &head)
	head.left(m.of(gap) * 1.3)
	c.words(c.title, head, textStrong)
	space := max(m.of(gap), m.mm(2))
	var left box
	if m.Portrait {
		left = b.top(b.h * 0.46)
		b.top(space)
	} else {
		left = b.left(b.w * columnCount)
		b.left(m.of(margin))
	}
	c.placeKinds(left)
	foot := b.bottom(min(max(m.of(buttonHeight), m.mm(targetMM)), b.h/5.5))
	b.bottom(space)
	if c.c.skip == "" {
		c.button(c.take, foot, textStrong)
	} else {
		two := foot.columns(2, space)
		c.button(c.skip, two[0], textBody)
		c.button(c.take, two[1], textStrong)
	}
	c.pad.place(b, space)
}

func (c *countPage) placeKinds(b box) {
	m := c.a.m
	lines, _ := wrap(c.text.words, b.w, m.text(textBody), false, 2)
	c.words(c.text, b.top(m.line(textBody)*float32(len(lines))+2), textBody)
	b.top(m.of(gap))
	line := b.bottom(m.line(textAction) + m.of(gap))
	c.words(c.sumHead, line.left(line.w*0.4), textPlain)
	c.words(c.sum, line, textAction)
	space := max(m.of(gap)*0.8, m.mm(2))
	columns := 3
	rows := b.rows((len(c.kinds)+columns-1)/columns, space)
	for i, t := range c.kinds {
		c.button(t.tile, rows[i/columns].columns(columns, space)[i%columns], textStrong)
	}
}

func (t *kindTile) cells(b box) {
	m := t.p.a.m
	inside := b.inset(m.of(edge)*0.7, 0)
	pieces := inside.right(max(t.pieces.width(m.text(textBody))+2, 0))
	t.pieces.fit(pieces, m.text(textBody), m.least())
	t.value.fit(inside, m.text(textBody), m.least())
}
