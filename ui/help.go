package ui

import "fyne.io/fyne/v2"

// helpPage lists what a keyboard can do here.
type helpPage struct {
	*page
	leave func()

	back       *tile
	title      *label
	keys, does []*label
	lines      []*panel
}

// shortcuts are the keys and the codes of what they do.
var shortcuts = [][2]string{
	{"0–9 + ⌫", "help.digits"}, {"Enter", "help.enter"}, {"Esc", "help.escape"}, {"F1", "help.help"}, {"F2", "help.cash"},
	{"F3", "help.history"}, {"F4", "help.inbox"}, {"F5", "help.extend"}, {"F6", "help.arrived"}, {"F9", "help.lock"}, {"F10", "help.menu"},
}

func newHelpPage(a *App) *helpPage {
	h := &helpPage{page: newPage(a)}
	h.back = h.marked("back", asBare, "back", func() { h.leave() })
	h.title = h.label(colorInk, true)
	for range shortcuts {
		h.lines = append(h.lines, h.panel(colorLine, colorNone))
		h.keys, h.does = append(h.keys, h.label(colorInk, true)), append(h.does, h.label(colorQuiet, false))
	}
	return h
}

func (h *helpPage) name() string { return "help" }

// show opens the list; it is left to where it was opened.
func (h *helpPage) show() {
	h.leave = h.a.backTo(h.a.now)
	h.a.open(h)
}

func (h *helpPage) key(name fyne.KeyName) {
	if name == fyne.KeyEscape || name == fyne.KeyF1 || name == fyne.KeyReturn || name == fyne.KeyEnter {
		h.leave()
	}
}

func (h *helpPage) fill() {
	h.title.say(h.a.t("help.title"))
	for i, s := range shortcuts {
		h.keys[i].say(s[0])
		h.does[i].say(h.a.t(s[1]))
	}
}

func (h *helpPage) place(area box) {
	m := h.a.m
	b := area.inset(m.of(either[float32](m.Portrait, margin, air)), m.of(gap))
	head := b.top(m.target(pillHeight))
	h.backAt(h.back, &head)
	head.left(m.of(gap) * 1.3)
	h.words(h.title, head, textStrong)
	rows := len(shortcuts)
	high := min(m.of(listHeight), b.h/float32(rows))
	for i, row := range b.top(high*float32(rows)).rows(rows, 0) {
		if i > 0 {
			h.rule(h.lines[i], row)
		}
		h.words(h.keys[i], row.left(max(m.of(headWidth), row.w*0.16)), textBody)
		h.words(h.does[i], row, textBody)
	}
}
