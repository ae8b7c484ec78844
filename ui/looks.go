package ui

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"laci/assets"
)

// looksPage is how the screens look and in which language they speak.
type looksPage struct {
	*page
	back  func()
	leave *tile
	title *label
	rows  []*chipRow
}

func newLooksPage(a *App) *looksPage {
	l := &looksPage{page: newPage(a)}
	l.leave = l.marked("back", asBare, "back", func() { l.back() })
	l.title = l.label(colorInk, true)
	row := func(codes []string, choose func(p *Prefs, i int)) {
		var chips []chip
		for i, code := range codes {
			chips = append(chips, chip{code, func() {
				chosen := a.prefs
				choose(&chosen, i)
				a.prefer(chosen)
			}})
		}
		l.rows = append(l.rows, newChipRow(l.page, chips...))
	}
	codes := func(kind string, names []string) (all []string) {
		for _, name := range names {
			all = append(all, kind+"."+name)
		}
		return all
	}
	row(codes("lang", assets.Languages()), func(p *Prefs, i int) { p.Lang = assets.Languages()[i] })
	row(codes("look", []string{string(Light), string(Dark)}), func(p *Prefs, i int) { p.Look = []Look{Light, Dark}[i] })
	row(codes("text", sizeNames()), func(p *Prefs, i int) { p.Text = textSizes[i] })
	row(codes("accent", accentNames), func(p *Prefs, i int) { p.Accent = accentNames[i] })
	row(codes("keys", []string{"789", "123"}), func(p *Prefs, i int) { p.OneOnTop = i == 1 })
	return l
}

func sizeNames() (names []string) {
	for _, size := range textSizes {
		names = append(names, strconv.Itoa(size))
	}
	return names
}

func (l *looksPage) name() string { return "looks" }

// show opens the page; back is where Kembali goes.
func (l *looksPage) show(back func()) {
	l.back = back
	l.a.open(l)
}

func (l *looksPage) key(name fyne.KeyName) {
	if name == fyne.KeyEscape {
		l.back()
	}
}

func (l *looksPage) fill() {
	a := l.a
	l.title.say(a.t("looks.title"))
	chosen := []int{
		slices.Index(assets.Languages(), a.prefs.Lang), either(a.prefs.Look == Dark, 1, 0), slices.Index(textSizes, a.prefs.Text),
		slices.Index(accentNames, a.prefs.Accent), either(a.prefs.OneOnTop, 1, 0),
	}
	for i, head := range []string{"looks.lang", "looks.look", "looks.text", "looks.accent", "looks.keys"} {
		var words []string
		for _, t := range l.rows[i].tiles {
			words = append(words, a.t("looks."+t.code))
		}
		l.rows[i].fill(a.t(head), chosen[i], words...)
	}
}

func (l *looksPage) place(area box) {
	m := l.a.m
	b := area.inset(m.of(either[float32](m.Portrait, margin, air)), m.of(edge))
	head := b.top(m.target(pillHeight))
	l.backAt(l.leave, &head)
	head.left(m.of(gap))
	l.words(l.title, head, textAction)
	b.top(m.of(gap) * 2)
	high := m.target(chipHeight)
	if m.Portrait {
		high += m.line(textBody)*1.2 + m.of(gap)/2
	}
	most := 0
	for _, r := range l.rows {
		most = max(most, len(r.tiles))
	}
	for _, r := range l.rows {
		r.place(b.top(high), most)
		b.top(m.of(gap) * 1.5)
	}
}
