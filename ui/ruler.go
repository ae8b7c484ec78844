package ui

import (
	"fyne.io/fyne/v2"
)

// rulerPage measures the screen once: a frame is made as large as a bank card
// that somebody holds to it. A screen that tells a wrong size of itself would
// make keys and codes too small.
type rulerPage struct {
	*page
	back  func()
	perMM float64 // pixels a millimetre, as far as is known

	leave       *tile
	title, text *label
	card        *panel
	hint        *label
	sizes       []*tile
	usual, done *tile
}

// A bank card, in millimetres: ISO/IEC 7810, ID-1.
const (
	cardWidth  = 85.6
	cardHeight = 53.98
	cardCorner = 3.18
)

// What pixels a millimetre can be: a beamer's to a phone's.
const (
	leastPerMM = 1.5
	mostPerMM  = 25
)

// rulerSteps are by how many pixels the frame grows.
var rulerSteps = []float64{-10, -1, 1, 10}

func newRulerPage(a *App) *rulerPage {
	r := &rulerPage{page: newPage(a)}
	r.leave = r.marked("back", asBare, "back", func() { r.back() })
	r.title, r.text = r.label(colorInk, true), r.page.text(colorQuiet, false, 4)
	r.card = r.panel(colorCard, colorAccent)
	r.hint = r.label(colorQuiet, false)
	r.hint.align, r.hint.lines = fyne.TextAlignCenter, 3
	for _, step := range rulerSteps {
		code := map[float64]string{-10: "smaller", -1: "less", 1: "more", 10: "larger"}[step]
		t := r.tile("ruler."+code, asKey, func() { r.grow(step) })
		t.say(map[float64]string{-10: "− −", -1: "−", 1: "+", 10: "+ +"}[step])
		r.sizes = append(r.sizes, t)
	}
	r.usual = r.tile("ruler.usual", asButton, func() { r.keep(0) })
	r.done = r.tile("ruler.done", asMain, func() { r.keep(r.perMM) })
	return r
}

func (r *rulerPage) name() string { return "ruler" }

// show opens the page with the frame as large as the till takes a card to be.
func (r *rulerPage) show(back func()) {
	r.back, r.perMM = back, float64(r.m.PerMM)*r.scale()
	r.a.open(r)
}

// scale is how many pixels a unit has.
func (r *rulerPage) scale() float64 { return float64(r.a.o.Window.Canvas().Scale()) }

// grow makes the frame wider by pixels.
func (r *rulerPage) grow(pixels float64) {
	r.perMM = min(max(r.perMM+pixels/cardWidth, leastPerMM), mostPerMM)
	r.a.render()
}

// keep remembers the measure; 0 goes by what the screen says.
func (r *rulerPage) keep(perMM float64) {
	chosen := r.a.prefs
	chosen.PerMM = perMM
	r.a.prefer(chosen)
	r.back()
}

func (r *rulerPage) key(name fyne.KeyName) {
	switch name {
	case fyne.KeyEscape:
		r.back()
	case fyne.KeyReturn, fyne.KeyEnter:
		r.keep(r.perMM)
	case fyne.KeyLeft, fyne.KeyMinus:
		r.grow(-1)
	case fyne.KeyRight, fyne.KeyPlus:
		r.grow(1)
	}
}

func (r *rulerPage) fill() {
	a := r.a
	r.title.say(a.t("ruler.title"))
	r.text.say(a.t("ruler.text"))
	r.hint.say(a.t("ruler.card"))
	r.usual.say(a.t("ruler.usual"))
	r.done.say(a.t("ruler.done"))
}

// place lays the frame between the words and the keys, in its real size.
func (r *rulerPage) place(area box) {
	m := r.m
	b := area.inset(m.of(edge), m.of(gap))
	head := b.top(m.target(pillHeight))
	r.backAt(r.leave, &head)
	head.left(m.of(gap) * 1.3)
	r.words(r.title, head, textStrong)
	space := max(m.of(gap), m.mm(2))
	foot := b.bottom(m.target(footHeight)).columns(2, space)
	r.button(r.usual, foot[0], textBody)
	r.button(r.done, foot[1], textStrong)
	b.bottom(space)
	lines, _ := wrap(r.text.words, b.w, m.text(textBody), false, 4)
	r.words(r.text, b.top(m.line(textBody)*float32(len(lines))+2), textBody)
	b.top(space)
	unit := float32(r.perMM / r.scale())
	keys := b.bottom(m.target(chipHeight))
	b.bottom(space)
	for i, cell := range keys.middle(min(keys.w, m.of(pairWidth)), keys.h).columns(len(r.sizes), space) {
		r.button(r.sizes[i], cell, textAction)
	}
	card := b.middle(min(cardWidth*unit, b.w), min(cardHeight*unit, b.h))
	r.card.fit(card, cardCorner*unit, m.of(strokeBold))
	r.put(r.card, card)
	r.words(r.hint, card.inset(m.of(gap), m.of(gap)), textBody)
}
