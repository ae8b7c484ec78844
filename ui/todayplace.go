package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"laci/pos"
)

// place lays the figures beside the lists, or above them on an upright screen.
func (t *todayPage) place(area box) {
	m := t.a.m
	t.placeHead(area.top(m.header()).inset(m.of(edge), 0))
	b := area.inset(m.of(edge), 0)
	b.bottom(m.of(edge))
	var left box
	if m.Portrait {
		left = b.top(b.h * 0.44)
		b.top(m.of(gap) * 1.5)
	} else {
		left = b.left(b.w * columnToday)
		b.left(m.of(gap) * 2)
	}
	t.rect(t.left, left, radius, stroke)
	t.rect(t.right, b, radius, stroke)
	t.placeFigures(left.inset(m.of(edge)*1.15, m.of(edge)*0.9))
	t.placeLists(b.inset(m.of(edge)*1.15, m.of(edge)*0.7))
}

func (t *todayPage) placeHead(line box) {
	m := t.a.m
	t.backAt(t.back, &line)
	if len(t.a.view.inbox) > 0 && !m.Portrait {
		width := min(t.check.label.width(m.text(textSmall))+m.of(edge)*2, line.w*0.6)
		t.button(t.check, line.right(width).middle(width, m.target(pillHeight)), textSmall)
	}
	t.words(t.title, line.left(t.title.width(m.text(textSmall))+2), textSmall)
	line.left(m.of(gap) * 1.5)
	t.words(t.date, line, textFine)
}

func (t *todayPage) placeFigures(b box) {
	m := t.a.m
	t.words(t.salesHead, b.top(m.line(textSmall)), textSmall)
	t.words(t.total, b.top(min(m.of(textTotal)*1.3, b.h*0.3)), textTotal)
	b.top(m.of(gap) / 2)
	stats := b.top(m.line(textAction) + m.line(textSmall))
	for _, stat := range [][2]*label{{t.count, t.countHead}, {t.average, t.averageHead}} {
		width := max(stat[0].width(m.text(textAction)), stat[1].width(m.text(textSmall))) + 2
		cell := stats.left(min(width, stats.w))
		t.words(stat[0], cell.top(m.line(textAction)), textAction)
		t.words(stat[1], cell, textSmall)
		stats.left(m.of(margin) * 1.2)
	}
	b.top(m.of(gap) * 1.5)
	if t.none.words != "" {
		t.words(t.none, b.top(m.line(textPlain)*2), textPlain)
		return
	}
	t.bars.place(b)
}

// placeLists lays out how it was confirmed, then the orders.
func (t *todayPage) placeLists(b box) {
	m := t.a.m
	row := m.of(evidenceHeight)
	var shown []pos.Evidence
	for _, e := range evidences {
		if t.sum.Evidence[e].Count > 0 {
			shown = append(shown, e)
		}
	}
	for e := range t.sum.Evidence {
		if strings.HasPrefix(string(e), "api:") && len(shown) < len(t.how) {
			shown = append(shown, e)
		}
	}
	if len(shown) > 0 {
		t.words(t.howHead, b.top(m.line(textSmall)*1.2), textSmall)
		for i, e := range shown {
			t.how[i].set(e, t.sum.Evidence[e])
			t.how[i].place(b.top(max(row, m.line(textBody))))
		}
		b.top(m.of(gap))
		t.rule(t.line, b)
		b.top(m.of(gap) * 0.8)
	}
	t.words(t.ordersHead, b.top(m.line(textSmall)*1.2), textSmall)
	high := m.of(listHeight)
	n := min(int(b.h/high), orderRowsMost)
	if len(t.orders) > n {
		foot := b.bottom(m.target(smallHeight))
		b.bottom(m.of(gap) / 2)
		n = max(1, min(int(b.h/high), orderRowsMost))
		t.first = min(t.first, (len(t.orders)-1)/n*n)
		t.pager.place(foot, t.first, n, len(t.orders))
	}
	for i := range min(n, len(t.orders)-t.first) {
		t.rows[i].set(t.orders[t.first+i])
		t.rows[i].place(b.top(high), i > 0)
	}
}

// evidenceRow says how much was confirmed in one way.
type evidenceRow struct {
	p         *page
	mark      *icon
	name, sum *label
}

func newEvidenceRow(p *page) *evidenceRow {
	r := &evidenceRow{p: p, mark: p.icon("", colorAccent), name: p.label(colorInk, false), sum: p.label(colorInk, true)}
	r.sum.align = fyne.TextAlignTrailing
	return r
}

// set takes the words and the picture of a kind of evidence.
func (r *evidenceRow) set(e pos.Evidence, t pos.Tally) {
	r.name.say(r.p.a.evidence(e))
	r.sum.say(t.Sum.String())
	switch {
	case e == pos.GatewayVerified || e == pos.GatewayReported:
		r.mark.set("shield", colorPaidInk)
	case e == pos.ForwarderMatched:
		r.mark.set("phone", colorAccent)
	case e == pos.PracticeMoney:
		r.mark.set("play", colorQuiet)
	default:
		r.mark.set("hand", colorWaiting)
	}
}

func (r *evidenceRow) place(b box) {
	m := r.p.a.m
	side := m.of(iconSmall)
	r.p.put(r.mark, b.left(side).middle(side, side))
	b.left(m.of(gap))
	sum := r.sum.width(m.text(textBody)) + 2
	r.p.words(r.sum, b.right(min(sum, b.w*0.6)), textBody)
	b.right(m.of(gap) / 2)
	r.p.words(r.name, b, textBody)
}

// orderRow is one order of the day.
type orderRow struct {
	p                        *page
	rule                     *panel
	number, time, sum, state *label
}

// orderRowsMost is how many rows of orders there are at most on one page.
const orderRowsMost = 14

func newOrderRow(p *page) *orderRow {
	r := &orderRow{p: p, number: p.label(colorInk, true), time: p.label(colorQuiet, false)}
	r.sum, r.state = p.label(colorInk, true), p.label(colorQuiet, false)
	r.sum.align, r.state.align = fyne.TextAlignTrailing, fyne.TextAlignTrailing
	r.rule = p.panel(colorLine, colorNone)
	return r
}

// set takes what a row says of an order.
func (r *orderRow) set(o pos.Order) {
	a := r.p.a
	at, color, ink := o.Placed, colorQuiet, colorQuiet
	if o.State == pos.Paid {
		at, color, ink = o.PaidAt, colorPaidInk, colorInk
	}
	r.number.say(o.Number)
	r.time.say(a.clock(at, "15:04"))
	r.sum.say(o.Amount.String())
	r.sum.tint(ink)
	r.state.say(a.t("state." + string(o.State)))
	r.state.tint(color)
}

// place lays the number over the time at the left, the amount over the state at
// the right.
func (r *orderRow) place(b box, ruled bool) {
	m, p := r.p.a.m, r.p
	if ruled {
		p.rule(r.rule, b)
	}
	b = b.middle(b.w, min(b.h, m.line(textBody)+m.line(textFine)))
	first := b.top(b.h * textBody / (textBody + textFine))
	p.words(r.number, first.left(r.number.width(m.text(textBody))+2), textBody)
	first.left(m.of(gap) / 2)
	p.words(r.sum, first, textBody)
	p.words(r.time, b.left(b.w*0.4), textFine)
	p.words(r.state, b, textFine)
}
