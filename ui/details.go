package ui

import (
	"fyne.io/fyne/v2"

	"laci/pos"
)

// detailsPage asks for the till's name, its time zone and who faces its screen.
type detailsPage struct {
	*page
	s setup

	back    *tile
	title   *label
	heads   []*label
	note    *label
	names   []*tile
	zones   []*tile
	facings []*tile
	next    *tile
}

var (
	tillLetters = []string{"A", "B", "C", "D"}
	shopZones   = []string{"WIB", "WITA", "WIT"}
	facings     = []pos.Facing{pos.FacingCashier, pos.FacingCustomer, pos.FacingTurned}
)

func newDetailsPage(a *App) *detailsPage {
	d := &detailsPage{page: newPage(a)}
	d.back = d.marked("back", asBare, "back", func() { a.shared.show(d.s) })
	d.title = d.page.text(colorInk, true, 2)
	for range 3 {
		d.heads = append(d.heads, d.label(colorQuiet, false))
	}
	d.note = d.page.text(colorQuiet, false, 2)
	for _, letter := range tillLetters {
		d.names = append(d.names, d.tile("till."+letter, asButton, func() { d.s.name = a.t("till.name", letter); a.render() }))
	}
	for _, zone := range shopZones {
		d.zones = append(d.zones, d.tile("zone."+zone, asButton, func() { d.s.zone = zone; a.render() }))
	}
	for _, facing := range facings {
		d.facings = append(d.facings, d.tile("facing."+string(facing), asButton, func() { d.s.facing = facing; a.render() }))
	}
	d.next = d.tile("next", asMain, func() {
		if d.s.facing != pos.FacingUnknown {
			a.askPIN(d.s)
		}
	})
	return d
}

func (d *detailsPage) name() string { return "setup.details" }

// show opens the page for what set-up knows so far.
func (d *detailsPage) show(s setup) {
	d.s = s
	if d.s.name == "" {
		d.s.name = d.a.t("till.name", tillLetters[0])
	}
	if d.s.zone == "" {
		d.s.zone = shopZones[0]
	}
	d.a.open(d)
}

func (d *detailsPage) key(name fyne.KeyName) {
	if name == fyne.KeyEscape {
		d.a.shared.show(d.s)
	}
}

// choose says a tile's words and dresses it as chosen or not.
func choose(t *tile, words string, chosen bool) {
	t.say(words)
	t.is(either(chosen, asChosen, asButton))
}

func (d *detailsPage) fill() {
	a := d.a
	d.title.say(a.t("setup.details"))
	for i, code := range []string{"setup.name", "setup.zone", "setup.facing"} {
		d.heads[i].say(a.t(code))
	}
	for i, letter := range tillLetters {
		name := a.t("till.name", letter)
		choose(d.names[i], name, d.s.name == name)
	}
	for i, zone := range shopZones {
		choose(d.zones[i], zone, d.s.zone == zone)
	}
	for i, facing := range facings {
		choose(d.facings[i], a.t("setup.facing."+string(facing)), d.s.facing == facing)
	}
	d.note.say(a.t("setup.facing.note"))
	d.next.say(a.t("next"))
	d.next.enable(d.s.facing != pos.FacingUnknown)
}

func (d *detailsPage) place(area box) {
	m := d.a.m
	b := area.inset(m.of(air), m.of(edge))
	if m.Portrait {
		b = area.inset(m.of(margin), m.of(margin))
	}
	d.button(d.next, b.bottom(m.target(buttonHeight)), textStrong)
	b.bottom(m.of(gap))
	head := b.top(m.target(pillHeight))
	d.backAt(d.back, &head)
	head.left(m.of(gap))
	d.title.at(centred)
	d.words(d.title, head, textAction)
	b.top(m.of(gap))
	high, space := m.target(chipHeight), max(m.of(gap), m.mm(2))
	for i, chips := range [][]*tile{d.names, d.zones, d.facings} {
		d.words(d.heads[i], b.top(m.line(textBody)*1.2), textBody)
		b.top(m.of(gap) / 3)
		row := b.top(high)
		for j, cell := range row.columns(len(tillLetters), space)[:len(chips)] {
			d.button(chips[j], cell, textBody)
		}
		b.top(m.of(gap) * 1.2)
	}
	d.words(d.note, b.top(m.line(textSmall)*2+2), textSmall)
}
