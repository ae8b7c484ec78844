package ui

import (
	"fyne.io/fyne/v2"
)

// header is the line over the keypad: whose till this is, who notices money,
// how many orders are unpaid, the time, the menu.
type header struct {
	p           *page
	shop, till  *label
	time        *label
	pill, count *tile
	menu        *tile
	eye         *eye
}

func newHeader(p *page) *header {
	h := &header{p: p, shop: p.label(colorInk, true), till: p.label(colorQuiet, false), time: p.label(colorQuiet, false)}
	h.time.align, h.shop.lines = fyne.TextAlignCenter, 2
	h.pill = p.tile("pill", asPill, h.explain)
	h.count = p.tile("unpaid", asAmber, func() { p.a.showUnpaid() })
	h.eye = newEye(p)
	h.menu = p.marked("menu", asBare, "menu", func() { p.a.showMenu() })
	return h
}

// fill takes the words of now.
func (h *header) fill() {
	a := h.p.a
	h.shop.say(either(h.eye.isOpen(), h.eye.words(), a.shopName()))
	h.till.say(a.tillName())
	h.time.say(a.clock(a.o.Now(), "15:04"))
	h.count.say(a.t("unpaid", len(a.view.unpaid)))
	words, manner, _ := a.pill()
	h.pill.say(words)
	h.pill.is(manner)
}

// explain says in a sentence what the pill means and what to do.
func (h *header) explain() {
	a := h.p.a
	_, _, why := a.pill()
	a.choice.ask(question{title: a.t("pill.title"), text: why, back: a.showKeypad})
}

// place lays the line out from both ends; on an upright screen the time and the
// till's name give way.
func (h *header) place(line box) {
	p, m := h.p, h.p.a.m
	high := m.target(pillHeight)
	space := m.of(gap) * 1.5
	p.button(h.menu, line.right(m.target(pillHeight)).middle(m.target(pillHeight), high), textPlain)
	line.right(space / 2)
	if !m.Portrait {
		p.words(h.time, line.right(h.time.width(m.text(textSmall))+2), textSmall)
		line.right(space)
	}
	if len(p.a.view.unpaid) > 0 {
		h.pillAt(h.count, &line, high)
		line.right(space)
	}
	h.pillAt(h.pill, &line, high)
	line.right(space)
	side := float32(0)
	if h.eye.offered() {
		side = m.target(pillHeight)
	}
	name := min(h.shop.width(m.text(textSmall))+2, line.w-side)
	p.words(h.shop, line.left(name), textSmall)
	if side > 0 {
		p.button(h.eye.tile, line.left(side).middle(side, high), textSmall)
	} else {
		line.left(space)
	}
	if till := h.till.width(m.text(textFine)) + 2; !m.Portrait && till <= line.w {
		p.words(h.till, line.left(till), textFine)
	}
}

// pillAt puts a pill of the width of its words at the right of a line.
func (h *header) pillAt(t *tile, line *box, high float32) {
	m := h.p.a.m
	width := t.label.width(m.text(textSmall)) + high*0.75
	h.p.button(t, line.right(min(width, line.w*0.6)).middle(min(width, line.w*0.6), high), textSmall)
}

// shopName is the name on the shop's code.
func (a *App) shopName() string {
	code, _ := a.view.shop.Pinned()
	return code.Name
}

// tillName is the till's name and who is at it: "Kasir A · Sari".
func (a *App) tillName() string {
	shop := a.view.shop
	if shop.Cashier == "" {
		return shop.TerminalName
	}
	return shop.TerminalName + " · " + a.person(shop.Cashier)
}
