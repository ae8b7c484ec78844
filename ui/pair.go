package ui

import (
	"time"

	"fyne.io/fyne/v2"
)

// pairCode is what the page of a one-time code shows.
type pairCode struct {
	code   string // eight digits
	until  time.Time
	link   string // the same and where the till is, for a phone that scans; "" leaves the symbol out
	paired func() bool
	back   func()
}

// pairPage shows the digits by which one phone or screen is paired, and a symbol
// of them. It closes when they were used or are over.
type pairPage struct {
	*page
	p pairCode

	back                *tile
	digits, title, text *label
	done                *tile
	framed              *framedCode
}

func newPairPage(a *App) *pairPage {
	p := &pairPage{page: newPage(a)}
	p.framed = newFramedCode(p.page)
	p.back = p.marked("back", asBare, "back", func() { p.p.back() })
	p.title, p.text = p.page.text(colorInk, true, 2), p.page.text(colorQuiet, false, 5)
	p.digits = p.label(colorInk, true)
	p.done = p.tile("ok", asButton, func() { p.p.back() })
	return p
}

func (p *pairPage) name() string { return "pair" }

// show opens the page for a code.
func (p *pairPage) show(w pairCode) {
	p.p = w
	p.a.open(p)
}

// tick leaves when the code was used, or is worth nothing any more.
func (p *pairPage) tick(now time.Time) {
	if p.p.paired() || !now.Before(p.p.until) {
		p.p.back()
	}
}

func (p *pairPage) key(name fyne.KeyName) {
	switch name {
	case fyne.KeyEscape, fyne.KeyReturn, fyne.KeyEnter:
		p.p.back()
	}
}

func (p *pairPage) fill() {
	a := p.a
	p.title.say(a.t("pair.title"))
	p.digits.say(p.p.code[:4] + " " + p.p.code[4:])
	p.text.say(a.t("pair.text", a.clock(p.p.until, "15:04:05")))
	p.done.say(a.t("ok"))
	p.framed.fill(a.t("pair.not_a_code"), a.t("pair.scan"), p.p.link)
}

// place lays the digits beside the symbol.
func (p *pairPage) place(area box) {
	m := p.a.m
	b := area.inset(m.of(edge), m.of(edge))
	if p.p.link != "" {
		b = p.framed.place(b)
	} else {
		b = b.inset(m.of(either[float32](m.Portrait, gap, air)), 0)
	}
	head := b.top(m.target(pillHeight))
	p.backAt(p.back, &head)
	b.top(m.of(gap))
	p.words(p.title, b.top(m.line(textHead)*2), textHead)
	p.words(p.digits, b.top(min(m.line(textHead)*1.8, b.h*0.3)), textHead)
	p.button(p.done, b.bottom(m.target(footHeight)), textStrong)
	b.bottom(m.of(gap))
	p.words(p.text, b, textPlain)
}
