package ui

import (
	"fyne.io/fyne/v2"

	"laci/pos"
)

// handsMost is how many cashiers the day's page names.
const handsMost = 12

// evidenceRow says how much was confirmed in one way.
type evidenceRow struct {
	p         *page
	mark      *icon
	name, sum *label
}

func newEvidenceRow(p *page) *evidenceRow {
	r := &evidenceRow{p: p, mark: p.icon("", colorAccent), name: p.label(colorInk, false), sum: p.figures(colorInk)}
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
	case e == pos.CashTaken:
		r.mark.set("cash", colorAccent)
	default:
		r.mark.set("hand", colorWaiting)
	}
}

func (r *evidenceRow) place(b box) {
	m := r.p.a.m
	side := m.of(iconSmall)
	r.p.put(r.mark, b.left(side).middle(side, side))
	b.left(m.of(gap))
	r.p.apart(r.name, r.sum, b)
}

// apart lays words at the left of a line and their figures at the right, which
// are never cut.
func (p *page) apart(words, figures *label, b box) {
	m := p.a.m
	p.words(figures, b.right(min(figures.width(m.text(textBody))+2, b.w*0.7)), textBody)
	b.right(m.of(gap) / 2)
	p.words(words, b, textBody)
}

// figureRow is words and what they come to.
type figureRow struct {
	p         *page
	name, sum *label
}

func newFigureRow(p *page) *figureRow {
	r := &figureRow{p: p, name: p.label(colorInk, false), sum: p.figures(colorInk)}
	r.sum.align = fyne.TextAlignTrailing
	return r
}

func (r *figureRow) set(words, figures string) {
	r.name.say(words)
	r.sum.say(figures)
}

func (r *figureRow) place(b box) { r.p.apart(r.name, r.sum, b) }

// linkRow is a row that leads to another page: what it is, how it stands, and an
// arrow.
type linkRow struct {
	*tile
	p           *page
	what, stand *label
}

func newLinkRow(p *page, code string, tap func()) *linkRow {
	r := &linkRow{tile: newTile(code, asLink, tap), p: p, what: newLabel(colorQuiet, false), stand: newLabel(colorInk, true)}
	r.stand.align, r.what.lines = fyne.TextAlignTrailing, 2
	r.parts = []fyne.CanvasObject{r.what, r.stand}
	r.lay = r.cells
	p.all.Add(r.tile)
	return r
}

func (r *linkRow) say(what, stand string) {
	r.what.say(what)
	r.stand.say(withSpace(stand) + "›")
}

// withSpace puts a space behind words that are there.
func withSpace(words string) string {
	if words == "" {
		return ""
	}
	return words + " "
}

// wide is how wide the row must be at least.
func (r *linkRow) wide() float32 {
	m := r.p.a.m
	return r.what.width(m.text(textBody)) + r.stand.width(m.text(textBody)) + m.of(gap) + 4
}

func (r *linkRow) place(b box) { r.p.button(r.tile, b, textBody) }

func (r *linkRow) cells(b box) {
	m := r.p.a.m
	stand := b.right(min(r.stand.width(m.text(textBody))+2, b.w*0.7))
	b.right(m.of(gap) / 2)
	r.stand.fit(stand, m.text(textBody), m.least())
	r.what.fit(b, m.text(textBody), m.least())
}
