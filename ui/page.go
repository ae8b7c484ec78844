package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// screen is one page of the till. All of them are built once, when the app is
// made, and only filled and placed anew afterwards.
type screen interface {
	name() string       // stable word for traces
	base() *page        // what holds its objects
	fill()              // takes the words and figures of now
	place(area box)     // gives each object that is needed now its box
	key(k fyne.KeyName) // a hardware key
}

// writer is a screen that takes letters of a hardware keyboard, besides its keys.
type writer interface{ letter(r rune) }

// page holds the objects of a screen. What a pass of place leaves out is hidden.
type page struct {
	a      *App
	m      *Metrics // of the window it is on
	all    *fyne.Container
	placed map[fyne.CanvasObject]bool
}

// newPage makes a page of the counter's window.
func newPage(a *App) *page {
	p := pageOn(a, &a.m)
	a.pages = append(a.pages, p)
	return p
}

// pageOn makes a page of a window that is measured by m.
func pageOn(a *App, m *Metrics) *page {
	return &page{a: a, m: m, all: container.NewWithoutLayout(), placed: map[fyne.CanvasObject]bool{}}
}

func (p *page) base() *page { return p }

// render fills and places the screen that the page belongs to.
func (p *page) render(s screen, area box) {
	clear(p.placed)
	s.fill()
	s.place(area)
	for _, o := range p.all.Objects {
		if !p.placed[o] && o.Visible() {
			o.Hide()
		}
	}
}

// label makes words on the page.
func (p *page) label(color fyne.ThemeColorName, bold bool) *label {
	l := newLabel(color, bold)
	p.all.Add(l)
	return l
}

// figures makes one line of an amount, a number or a time on the page.
func (p *page) figures(color fyne.ThemeColorName) *label {
	l := p.label(color, true)
	l.apart = true
	return l
}

// text makes words on the page that may break into lines and start at the top.
func (p *page) text(color fyne.ThemeColorName, bold bool, lines int) *label {
	l := p.label(color, bold)
	l.lines, l.stand = lines, atTop
	return l
}

// tile makes a tile on the page.
func (p *page) tile(code string, m manner, tap func()) *tile {
	t := newTile(code, m, tap)
	p.all.Add(t)
	return t
}

// marked makes a tile with an icon on the page.
func (p *page) marked(code string, m manner, mark string, tap func()) *tile {
	t := newTile(code, m, tap).withMark(mark)
	p.all.Add(t)
	return t
}

// panel makes a rectangle on the page, over what was made before.
func (p *page) panel(fill, line fyne.ThemeColorName) *panel {
	panel := newPanel(fill, line)
	p.all.Add(panel)
	return panel
}

// icon makes a picture on the page.
func (p *page) icon(name string, color fyne.ThemeColorName) *icon {
	i := newIcon(name, color)
	p.all.Add(i)
	return i
}

// put places any object.
func (p *page) put(o fyne.CanvasObject, b box) {
	put(o, b)
	p.placed[o] = true
}

// words places a label with a text size of the design.
func (p *page) words(l *label, b box, size float32) {
	l.fit(b, p.m.text(size), p.m.least())
	p.placed[l] = true
}

// button places a tile with words of a size of the design.
func (p *page) button(t *tile, b box, size float32) {
	t.a = p.a
	t.fit(*p.m, b, size)
	p.placed[t] = true
}

// rect places a panel with round corners and an outline, of the design.
func (p *page) rect(r *panel, b box, round, width float32) {
	r.fit(b, p.m.of(round), p.m.of(width))
	p.placed[r] = true
}

// rule places a hairline along the upper side of a box.
func (p *page) rule(r *panel, b box) { p.rect(r, box{b.x, b.y, b.w, max(1, p.m.of(stroke))}, 0, 0) }

// backAt places the arrow that leaves a page so that the arrow itself, not its
// larger tile, stands on the left edge of a line; it cuts the tile off the line.
func (p *page) backAt(t *tile, line *box) {
	m := p.m
	side := m.target(pillHeight)
	cell := line.left(side).middle(side, side)
	cell.x -= (side - m.of(iconPlain)) / 2
	p.button(t, cell, textPlain)
}
