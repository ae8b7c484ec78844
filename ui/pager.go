package ui

import "fyne.io/fyne/v2"

// pager turns the pages of a list with two large arrows: a finger cannot drag a
// list here.
type pager struct {
	p              *page
	turn           func(first int)
	previous, next *tile
	count          *label

	first, size, all int
}

func newPager(p *page, turn func(first int)) *pager {
	g := &pager{p: p, turn: turn, count: p.label(colorQuiet, false)}
	g.count.align = fyne.TextAlignCenter
	g.previous = p.marked("page.previous", asButton, "previous", func() { g.turn(max(0, g.first-g.size)) })
	g.next = p.marked("page.next", asButton, "next", func() { g.turn(g.first + g.size) })
	return g
}

// place lays the arrows at both ends of a box, for a page of size of all rows
// that starts with row number first.
func (g *pager) place(b box, first, size, all int) {
	m := g.p.a.m
	g.first, g.size, g.all = first, max(1, size), all
	wide := min(max(m.of(arrowWidth), m.mm(targetMM)), b.w*0.32)
	g.p.button(g.previous, b.left(wide), textPlain)
	g.p.button(g.next, b.right(wide), textPlain)
	g.previous.enable(first > 0)
	g.next.enable(first+g.size < all)
	g.count.say(g.p.a.t("page_of", first/g.size+1, (all+g.size-1)/g.size))
	g.p.words(g.count, b, textSmall)
}
