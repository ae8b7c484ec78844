package ui

import (
	"fyne.io/fyne/v2"

	"laci/pos"
)

func (h *historyPage) fill() {
	a := h.a
	h.title.say(a.t("history.title"))
	h.find.say(a.t("history.find"))
	for i, chip := range historyChips {
		choose(h.chips[i], a.t("chip."+either(chip == pos.ChipAll, "all", string(chip))), chip == h.chip)
	}
	h.sought.say(h.amount.String())
	switch {
	case h.err != nil:
		h.none.say(a.sentence(h.err))
	case h.amount > 0:
		h.none.say(a.t("history.none.amount", h.amount))
	default:
		h.none.say(a.t("history.none"))
	}
	h.count.say(a.t("page", len(h.pages)))
}

// place lays the chips over the rows and the arrows under them.
func (h *historyPage) place(area box) {
	m := h.a.m
	b := area.inset(m.of(edge), 0)
	b.bottom(m.of(gap))
	h.placeHead(b.top(m.header()))
	space := max(m.of(gap), m.mm(2))
	chips := b.top(m.target(pillHeight))
	for i, cell := range chips.columns(len(h.chips), space) {
		h.button(h.chips[i], cell, textSmall)
	}
	b.top(m.of(gap))
	foot := b.bottom(m.target(smallHeight))
	b.bottom(m.of(gap))
	high := max(m.of(listHeight), m.mm(targetMM))
	if m.Portrait {
		high = max(m.of(listHeight)*1.3, (m.line(textBody)+m.line(textFine))*1.05)
	}
	fit := max(1, min(int(b.h/high), historyRows))
	h.shown = min(fit, len(h.orders), h.left())
	if len(h.orders) == 0 {
		h.words(h.none, b.middle(b.w*0.8, min(b.h, m.line(textPlain)*3)), textPlain)
		return
	}
	for i := range h.shown {
		h.rows[i].set(h.orders[i])
		h.rows[i].place(b.top(high), i > 0)
	}
	h.placeArrows(foot)
}

func (h *historyPage) placeHead(head box) {
	m := h.a.m
	h.backAt(h.back, &head)
	head.left(m.of(gap) * 1.3)
	wide := h.find.label.width(m.text(textBody)) + m.of(iconPlain) + m.of(edge)*2
	h.button(h.find, head.right(min(wide, head.w*0.4)).middle(min(wide, head.w*0.4), m.target(pillHeight)), textBody)
	if h.amount > 0 {
		head.right(m.of(gap))
		wide = h.sought.label.width(m.text(textBody)) + m.of(iconPlain) + m.of(edge)*1.5
		h.button(h.sought, head.right(min(wide, head.w*0.5)).middle(min(wide, head.w*0.5), m.target(pillHeight)), textBody)
	}
	h.words(h.title, head, textStrong)
}

// placeArrows lays the arrows at both ends; there are none on a single page.
func (h *historyPage) placeArrows(foot box) {
	m := h.a.m
	more := len(h.orders) > h.shown
	if !more && len(h.pages) == 1 {
		return
	}
	wide := min(max(m.of(arrowWidth), m.mm(targetMM)), foot.w*0.32)
	h.button(h.previous, foot.left(wide), textPlain)
	h.button(h.next, foot.right(wide), textPlain)
	h.previous.enable(len(h.pages) > 1)
	h.next.enable(more)
	h.words(h.count, foot, textSmall)
}

// historyRow is one order: number, when, how it is known, where it stands, and
// its amount.
type historyRow struct {
	*tile
	p                              *page
	rule                           *panel
	number, when, how, state, sums *label
}

func newHistoryRow(p *page, tap func()) *historyRow {
	r := &historyRow{p: p, tile: newTile("", asRow, tap)}
	r.number, r.sums = newLabel(colorInk, true), newLabel(colorInk, true)
	r.when, r.how, r.state = newLabel(colorQuiet, false), newLabel(colorQuiet, false), newLabel(colorQuiet, false)
	r.sums.align, r.state.align = fyne.TextAlignTrailing, fyne.TextAlignTrailing
	r.parts = []fyne.CanvasObject{r.number, r.when, r.how, r.state, r.sums}
	r.lay = r.cells
	p.all.Add(r.tile)
	r.rule = p.panel(colorLine, colorNone)
	return r
}

// set takes what the row says of an order.
func (r *historyRow) set(o pos.Order) {
	a := r.p.a
	at := o.Placed
	if !o.PaidAt.IsZero() {
		at = o.PaidAt
	}
	r.code = "order." + o.Number
	r.number.say(o.Number)
	r.when.say(a.moment(at))
	how := ""
	if o.Evidence != "" {
		how = a.evidence(o.Evidence)
	}
	r.how.say(how)
	words, color := a.standing(o)
	r.state.say(words)
	r.state.tint(color)
	r.sums.say(o.Amount.String())
	r.sums.tint(either(o.State == pos.Paid, colorInk, colorQuiet))
}

// place puts the row on a box, with a hairline over all but the first.
func (r *historyRow) place(b box, ruled bool) {
	r.p.button(r.tile, b, textBody)
	r.tile.place()
	if ruled {
		r.p.rule(r.rule, b)
	}
}

// cells lays the words out in one line, or in two on an upright screen.
func (r *historyRow) cells(b box) {
	m := r.p.a.m
	size, small, least := m.text(textBody), m.text(textSmall), m.least()
	if !m.Portrait {
		r.number.fit(b.left(max(m.of(numberWidth), r.number.width(size)+m.of(gap))), size, least)
		r.when.fit(b.left(b.w*0.22), small, least)
		r.sums.fit(b.right(b.w*0.28), size, least)
		r.state.fit(b.right(b.w*0.42), small, least)
		b.right(m.of(gap))
		r.how.fit(b, small, least)
		return
	}
	b = b.middle(b.w, min(b.h, m.line(textBody)+m.line(textFine)))
	first := b.top(b.h * textBody / (textBody + textFine))
	r.number.fit(first.left(first.w*0.4), size, least)
	r.sums.fit(first, size, least)
	r.when.fit(b.left(b.w*0.36), m.text(textFine), least)
	r.how.fit(b.left(b.w*0.5), m.text(textFine), least)
	r.state.fit(b, m.text(textFine), least)
}
