package ui

import "fyne.io/fyne/v2"

// idlePage is the neutral card between sales where a customer can touch the
// screen: whose shop this is, and nothing else of it.
type idlePage struct {
	*page
	only, shop, nmid *label
	start            *tile
}

func newIdlePage(a *App) *idlePage {
	i := &idlePage{page: newPage(a)}
	i.only, i.shop, i.nmid = i.label(colorQuiet, false), i.page.text(colorInk, true, 2), i.label(colorQuiet, false)
	for _, l := range []*label{i.only, i.shop, i.nmid} {
		l.align = fyne.TextAlignCenter
	}
	i.start = i.tile("start", asMain, a.showKeypad)
	return i
}

func (i *idlePage) name() string { return "idle" }

// key starts a sale with any hardware key.
func (i *idlePage) key(name fyne.KeyName) {
	i.a.showKeypad()
	if name != fyne.KeyReturn && name != fyne.KeyEnter && name != fyne.KeyEscape {
		i.a.keypad.key(name)
	}
}

func (i *idlePage) fill() {
	code, _ := i.a.view.shop.Pinned()
	i.only.say(i.a.t("idle.only"))
	i.shop.say(code.Name)
	i.nmid.say(i.a.t("code.nmid", code.NMID))
	i.start.say(i.a.t("idle.start"))
}

func (i *idlePage) place(area box) {
	m := i.a.m
	b := area.inset(m.of(air), m.of(air))
	foot := b.bottom(m.target(footHeight))
	width := max(m.of(buttonWidth), i.start.label.width(m.text(textStrong))+m.of(edge)*2)
	i.button(i.start, foot.middle(min(width, foot.w), foot.h), textStrong)
	lines, _ := wrap(i.shop.words, b.w, m.of(textPage), true, 2)
	name := m.of(textPage) * lineOverSize * float32(len(lines))
	b = b.middle(b.w, m.line(textStrong)+name+m.line(textPlain)+m.of(gap)*2)
	i.words(i.only, b.top(m.line(textStrong)), textStrong)
	b.top(m.of(gap))
	i.words(i.shop, b.top(name+2), textPage)
	b.top(m.of(gap))
	i.words(i.nmid, b, textPlain)
}
