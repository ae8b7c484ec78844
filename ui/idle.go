package ui

import "fyne.io/fyne/v2"

// idlePage is the neutral card between sales where a customer can touch the
// screen: whose shop this is, and nothing else of it.
type idlePage struct {
	*page
	alone            bool // on the customer's own window, where nothing is pressed
	only, shop, nmid *label
	start            *tile
}

func newIdlePage(p *page) *idlePage {
	i := &idlePage{page: p}
	i.only, i.shop, i.nmid = i.label(colorQuiet, false), i.page.text(colorInk, true, 2), i.label(colorQuiet, false)
	for _, l := range []*label{i.only, i.shop, i.nmid} {
		l.align = fyne.TextAlignCenter
	}
	i.start = i.tile("start", asMain, p.a.showKeypad)
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
	code, ready := i.a.view.shop.Pinned()
	i.only.say(either(ready, i.a.t("idle.only"), ""))
	i.shop.say(code.Name)
	i.nmid.say(either(ready, i.a.t("code.nmid", code.NMID), ""))
	i.start.say(i.a.t("idle.start"))
}

func (i *idlePage) place(area box) {
	m := i.m
	b := area.inset(m.of(air), m.of(air))
	if !i.alone {
		foot := b.bottom(m.target(footHeight))
		width := max(m.of(buttonWidth), i.start.label.width(m.text(textStrong))+m.of(edge)*2)
		i.button(i.start, foot.middle(min(width, foot.w), foot.h), textStrong)
	}
	i.shop.lines = either(measure(i.shop.words, m.text(textHead), true) <= b.w, 1, 2) // a little smaller rather than broken
	lines, _ := wrap(i.shop.words, b.w, m.of(textPage), true, i.shop.lines)
	name := m.of(textPage) * lineOverSize * float32(len(lines))
	b = b.middle(b.w, m.line(textStrong)+name+m.line(textPlain)+m.of(gap)*2)
	i.words(i.only, b.top(m.line(textStrong)), textStrong)
	b.top(m.of(gap))
	i.words(i.shop, b.top(name+2), textPage)
	b.top(m.of(gap))
	i.words(i.nmid, b, textPlain)
}
