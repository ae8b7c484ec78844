package ui

import (
	"fyne.io/fyne/v2"

	"laci/pos"
)

// unpaidMost is how many unpaid orders the keypad lists.
const unpaidMost = 3

// unpaidList is the keypad's list of orders that are not paid yet.
type unpaidList struct {
	p     *page
	title *label
	more  *tile
	rows  []*unpaidRow
	shown []pos.Order
}

// unpaidRow is one of its rows: number, amount, minutes, and the way back to
// its code.
type unpaidRow struct {
	*tile
	rule                       *panel
	number, amount, time, link *label
}

func newUnpaidList(p *page) *unpaidList {
	l := &unpaidList{p: p, title: p.label(colorQuiet, false)}
	l.more = p.tile("unpaid.more", asBare, func() { p.a.showUnpaid() })
	for i := range unpaidMost {
		l.rows = append(l.rows, newUnpaidRow(p, func() { l.open(i) }))
	}
	return l
}

func newUnpaidRow(p *page, tap func()) *unpaidRow {
	r := &unpaidRow{tile: newTile("", asRow, tap)}
	r.number, r.amount = newLabel(colorInk, true), newLabel(colorInk, false)
	r.time, r.link = newLabel(colorQuiet, false), newLabel(colorAccent, true)
	r.number.apart, r.amount.apart = true, true
	r.link.align = fyne.TextAlignTrailing
	r.parts = []fyne.CanvasObject{r.number, r.amount, r.time, r.link}
	r.lay = func(b box) { r.cells(p.a.m, b) }
	p.all.Add(r.tile)
	r.rule = p.panel(colorLine, colorNone)
	return r
}

// cells lays the row's words out in columns.
func (r *unpaidRow) cells(m Metrics, b box) {
	size, least, space := m.text(textPlain), m.least(), m.of(gap)*1.6
	wide := func(l *label) float32 { return l.width(size) + space }
	need := func() float32 {
		return max(m.of(numberWidth), wide(r.number)) + wide(r.amount) + wide(r.time) + r.link.width(size)
	}
	for need() > b.w && size > least {
		size *= 0.96
	}
	r.link.fit(b.right(r.link.width(size)+2), size*textBody/textPlain, least)
	r.number.fit(b.left(max(m.of(numberWidth), wide(r.number))), size, least)
	r.amount.fit(b.left(wide(r.amount)), size, least)
	r.time.fit(b, size, least)
}

// open shows the code of a row's order again.
func (l *unpaidList) open(i int) {
	if i < len(l.shown) {
		l.p.a.showAgain(l.shown[i])
	}
}

// fill takes the newest unpaid orders.
func (l *unpaidList) fill() {
	a := l.p.a
	l.title.say(a.t("keypad.unpaid"))
	l.shown = a.view.unpaid[:min(len(a.view.unpaid), unpaidMost)]
	for i, o := range l.shown {
		r := l.rows[i]
		r.code = "order." + o.Number
		r.number.say(o.Number)
		r.amount.say(o.Payable.String())
		r.time.say(a.minutes(o))
		r.link.say(a.t("keypad.reshow") + " ›")
		r.place()
	}
}

// minutes says how long ago an order's code was first shown.
func (a *App) minutes(o pos.Order) string {
	if n := int(a.o.Now().Sub(o.FirstShown).Minutes()); n > 0 {
		return a.t("keypad.minutes", n)
	}
	return a.t("keypad.now")
}

// place lays the list along the lower side of a box, as many rows as fit.
func (l *unpaidList) place(b box) {
	m := l.p.a.m
	high := max(m.of(rowHeight), m.mm(rowMM))
	title := m.line(textSmall) * 1.35
	if m.Portrait {
		title = 0 // the rows speak for themselves, and the pill counts them
	}
	n := min(len(l.shown), int((b.h-title)/high))
	if n <= 0 {
		return
	}
	list := b.bottom(float32(n) * high)
	for i, row := range list.rows(n, 0) {
		l.p.button(l.rows[i].tile, row, textPlain)
		l.p.rule(l.rows[i].rule, row)
	}
	if m.Portrait {
		return
	}
	head := b.bottom(title)
	l.more.say(l.p.a.t("keypad.more", len(l.p.a.view.unpaid)-n))
	if len(l.p.a.view.unpaid) > n && head.h+b.h >= m.mm(targetMM) {
		wide := l.more.label.width(m.text(textSmall)) + m.of(gap)*2
		more := box{head.x + head.w - wide, head.y + head.h - m.mm(targetMM), wide, m.mm(targetMM)}
		l.p.button(l.more, more, textSmall)
	}
	l.p.words(l.title, head, textSmall)
}
