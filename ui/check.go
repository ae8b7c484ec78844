package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"laci/pos"
	"laci/qris"
)

// checkPage shows whose code it is before anything is stored: the payee has one
// door.
type checkPage struct {
	*page
	s      setup
	pinned bool // the code was added without a screen; there is nothing to change

	title, text   *label
	card          *panel
	shop          *label
	heads, values []*label
	warnCard      *panel
	warn          []*label
	yes, no       *tile
}

// warnMost is how many warnings are shown; the gravest come first.
const warnMost = 3

func newCheckPage(a *App) *checkPage {
	c := &checkPage{page: newPage(a)}
	c.title, c.text = c.page.text(colorInk, true, 2), c.page.text(colorQuiet, false, 2)
	c.card = c.panel(colorCard, colorLine)
	c.shop = c.page.text(colorInk, true, 2)
	c.shop.stand = centred
	for range 3 {
		c.heads = append(c.heads, c.label(colorQuiet, false))
		value := c.label(colorInk, true)
		value.lines = 2
		c.values = append(c.values, value)
	}
	c.warnCard = c.panel(colorTintWaiting, colorNone)
	for range warnMost {
		l := c.label(colorWaiting, false)
		l.lines = 2
		c.warn = append(c.warn, l)
	}
	c.no = c.tile("check.no", asButton, func() { a.leaveCode(c.s) })
	c.yes = c.tile("check.yes", asMain, func() { a.shared.show(c.s) })
	return c
}

func (c *checkPage) name() string { return "setup.check" }

// show opens the page for a payload.
func (c *checkPage) show(s setup) {
	c.s, c.pinned = s, s.text == ""
	c.a.open(c)
}

// showPinned opens it for the code that was added without a screen.
func (c *checkPage) showPinned(code pos.QRIS) {
	p, err := qris.Parse(code.Text)
	if err != nil {
		c.a.welcome.say(c.a.sentence(err), false)
		return
	}
	c.show(setup{payload: p, sticker: true, second: true})
}

// acquirers names whose accounts are in the code.
func (c *checkPage) acquirers() string {
	var names []string
	for _, account := range c.s.payload.Accounts() {
		name := account.Institution
		if name == "" && account.Tag != "51" {
			name = c.a.t("setup.acquirer.unknown")
		}
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// warnings are the sentences of what a person should look at.
func (c *checkPage) warnings() []string {
	var said []string
	for _, finding := range qris.Check(c.s.payload) {
		if finding.Severity == qris.Note && finding.Code != "tip_present" {
			continue
		}
		if words := c.a.t(finding.Code); !slices.Contains(said, words) {
			said = append(said, words)
		}
	}
	return said[:min(len(said), warnMost)]
}

func (c *checkPage) key(name fyne.KeyName) {
	if name == fyne.KeyEscape && !c.pinned {
		c.a.leaveCode(c.s)
	}
}

func (c *checkPage) fill() {
	a, merchant := c.a, c.s.payload.Merchant()
	c.title.say(a.t("setup.check"))
	c.text.say(a.t("setup.check.text"))
	c.shop.say(merchant.Name)
	nmid := c.s.payload.NMID()
	if nmid == "" {
		nmid = a.t("setup.nmid.none")
	}
	for i, row := range [][2]string{
		{a.t("setup.city"), merchant.City}, {a.t("setup.nmid"), nmid}, {a.t("setup.acquirer"), c.acquirers()},
	} {
		c.heads[i].say(row[0])
		c.values[i].say(row[1])
	}
	c.no.say(a.t("setup.no"))
	c.yes.say(a.t("setup.yes"))
	for i, l := range c.warn {
		if said := c.warnings(); i < len(said) {
			l.say(said[i])
		}
	}
}

func (c *checkPage) place(area box) {
	m := c.a.m
	b := area.inset(m.of(air), m.of(margin))
	if m.Portrait {
		b = area.inset(m.of(margin), m.of(margin))
	}
	buttons := b.bottom(m.target(buttonHeight))
	if c.pinned {
		c.button(c.yes, buttons, textStrong)
	} else {
		two := buttons.columns(2, m.of(gap)*1.3)
		c.button(c.no, two[0], textStrong)
		c.button(c.yes, two[1], textStrong)
	}
	b.bottom(m.of(edge))
	c.words(c.title, b.top(m.line(textHead)), textHead)
	c.words(c.text, b.top(m.line(textPlain)+2), textPlain)
	b.top(m.of(edge) * 0.8)
	if n := len(c.warnings()); n > 0 {
		c.placeWarnings(&b, n)
	}
	card := b.top(min(b.h, m.of(payeeHeight)))
	c.rect(c.card, card, radius, stroke)
	inside := card.inset(m.of(margin), m.of(edge)*0.8)
	c.words(c.shop, inside.top(inside.h*0.34), textHead)
	inside.top(m.of(gap) / 2)
	for i, row := range inside.rows(len(c.heads), 0) {
		c.words(c.heads[i], row.left(m.of(headWidth)), textBody)
		c.words(c.values[i], row, textBody)
	}
}

// placeWarnings lays the warnings on one amber card over the buttons.
func (c *checkPage) placeWarnings(b *box, n int) {
	m := c.a.m
	row := m.line(textSmall) * 1.15
	if m.Portrait {
		row = m.line(textSmall) * 2.1
	}
	card := b.bottom(row*float32(n) + m.of(gap)*1.6)
	c.rect(c.warnCard, card, radiusSoft, 0)
	for i, line := range card.inset(m.of(edge)*0.8, m.of(gap)*0.8).rows(n, 0) {
		c.words(c.warn[i], line, textSmall)
	}
	b.bottom(m.of(gap) * 1.3)
}
