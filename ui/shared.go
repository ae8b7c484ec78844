package ui

import "fyne.io/fyne/v2"

// sharedPage asks whether anything else can bring money to this QRIS; both
// answers are yes until somebody says no.
type sharedPage struct {
	*page
	s setup

	back           *tile
	title, text    *label
	none           *label
	sticker, other *answerTile
	next           *tile
}

func newSharedPage(a *App) *sharedPage {
	s := &sharedPage{page: newPage(a)}
	s.back = s.marked("back", asBare, "back", s.leave)
	s.title, s.text, s.none = s.page.text(colorInk, true, 2), s.page.text(colorQuiet, false, 2), s.page.text(colorQuiet, false, 2)
	s.sticker, s.other = newAnswerTile(s.page), newAnswerTile(s.page)
	s.next = s.tile("next", asMain, func() { s.s.next(a) })
	return s
}

func (s *sharedPage) name() string { return "setup.shared" }

// show opens the page for what set-up knows so far.
func (s *sharedPage) show(so setup) {
	s.s = so
	s.a.open(s)
}

func (s *sharedPage) key(name fyne.KeyName) {
	if name == fyne.KeyEscape {
		s.leave()
	}
}

// leave goes back to the code that is asked about: the one just read, or a stored
// one.
func (s *sharedPage) leave() {
	if s.stored() {
		s.s.leave()
		return
	}
	s.a.check.show(s.s)
}

// stored tells whether it is asked about a code that the till has already.
func (s *sharedPage) stored() bool { return s.s.text == "" && s.s.leave != nil }

// toggle dresses a tile as on or off.
func toggle(t *answerTile, on bool, a answer) {
	a.mark = either(on, "check", "close")
	t.is(either(on, asChosen, asButton))
	t.set(a)
}

func (s *sharedPage) fill() {
	a := s.a
	s.title.say(a.t("setup.shared"))
	s.text.say(a.t("setup.shared.text"))
	s.none.say(either(!s.s.sticker && !s.s.second, a.t("setup.shared.none"), ""))
	toggle(s.sticker, s.s.sticker, answer{code: "shared.sticker", words: a.t("setup.sticker"), note: a.t("setup.sticker.note"),
		do: func() { s.s.sticker = !s.s.sticker; a.render() }})
	toggle(s.other, s.s.second, answer{code: "shared.second", words: a.t("setup.second"), note: a.t("setup.second.note"),
		do: func() { s.s.second = !s.s.second; a.render() }})
	s.next.say(a.t(either(s.stored(), "settings.save", "next")))
}

func (s *sharedPage) place(area box) {
	m := s.a.m
	b := area.inset(m.of(air), m.of(margin))
	if m.Portrait {
		b = area.inset(m.of(margin), m.of(margin))
	}
	s.button(s.next, b.bottom(m.target(buttonHeight)), textStrong)
	line := b.top(m.target(pillHeight))
	s.backAt(s.back, &line)
	b.top(m.of(gap))
	lines, _ := wrap(s.title.words, b.w, m.text(textHead), true, 2)
	s.words(s.title, b.top(m.line(textHead)*float32(len(lines))+2), textHead)
	lines, _ = wrap(s.text.words, b.w, m.text(textPlain), false, 2)
	s.words(s.text, b.top(m.line(textPlain)*float32(len(lines))+2), textPlain)
	b.top(m.of(edge))
	high := m.target(menuHeight)
	s.sticker.fitAnswer(b.top(high))
	b.top(max(m.of(gap), m.mm(2)))
	s.other.fitAnswer(b.top(high))
	b.top(m.of(gap))
	s.words(s.none, b.top(m.line(textSmall)*2+2), textSmall)
}
