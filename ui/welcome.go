package ui

import (
	"fyne.io/fyne/v2"
)

// welcomePage is the first start: where the shop's QRIS comes from.
type welcomePage struct {
	*page
	message string // why the last try was refused, or that one is under way
	busy    bool

	mark        *icon
	title, text *label
	said        *label
	card        *panel
	answers     []*answerTile
}

func newWelcomePage(a *App) *welcomePage {
	w := &welcomePage{page: newPage(a)}
	w.mark = w.icon("shop", colorAccent)
	w.title, w.text = w.page.text(colorInk, true, 2), w.page.text(colorQuiet, false, 3)
	w.card = w.panel(colorTintWaiting, colorNone)
	w.said = w.label(colorWaiting, true)
	w.said.lines = 3
	for range 3 {
		w.answers = append(w.answers, newAnswerTile(w.page))
	}
	return w
}

func (w *welcomePage) name() string { return "setup" }

// showWelcome opens the first page of set-up.
func (a *App) showWelcome() { a.welcome.say("", false) }

// say opens the page with a line about the last try.
func (w *welcomePage) say(message string, busy bool) {
	w.message, w.busy = message, busy
	w.a.open(w)
}

// dropped takes a picture that was dragged onto the window during set-up.
func (a *App) dropped(files []fyne.URI) {
	switch {
	case len(files) == 0 || a.welcome.busy:
	case a.now == a.picker:
		a.picker.w.done(files[0].Path())
	case a.now == a.welcome, a.now == a.check:
		a.readFor(a.hooks(), files[0].Path())
	}
}

func (w *welcomePage) key(fyne.KeyName) {}

func (w *welcomePage) fill() {
	a := w.a
	w.title.say(a.t("setup.title"))
	w.text.say(a.t("setup.text"))
	w.said.say(w.message)
	answers := []answer{
		{code: "setup.picture", words: a.t("setup.picture"), note: a.t("setup.picture.note"), mark: "picture", do: a.picker.show},
		{code: "setup.paste", words: a.t("setup.paste"), note: a.t("setup.paste.note"), mark: "paste", do: w.paste},
		{code: "setup.practice", words: a.t("setup.practice"), note: a.t("setup.practice.note"), mark: "play", do: a.o.Practice},
	}
	for i, answer := range answers {
		answer.dead = w.busy
		w.answers[i].set(answer)
	}
}

func (w *welcomePage) paste() { w.a.paste(setup{}, fyne.CurrentApp().Clipboard().Content()) }

func (w *welcomePage) place(area box) {
	m := w.a.m
	b := area.inset(m.of(air), m.of(margin))
	if m.Portrait {
		b = area.inset(m.of(margin), m.of(air))
	}
	n := len(w.answers)
	if w.a.o.Practice == nil || w.a.view.shop.Practice {
		n--
	}
	high, space := m.target(menuHeight), max(m.of(gap), m.mm(2))
	side := m.of(iconBig) * 1.4
	lines, _ := wrap(w.text.words, min(b.w, m.of(questionWidth)), m.text(textPlain), false, 2)
	said := m.line(textPlain)*float32(len(lines)) + 2
	body := side + m.line(textHead) + said + m.of(gap)*4 + float32(n)*(high+space)
	if w.message != "" {
		body += m.line(textBody)*2 + m.of(gap)*3.5
	}
	b = b.middle(min(b.w, m.of(questionWidth)), min(b.h, body))
	w.put(w.mark, b.top(side).start(side))
	b.top(m.of(gap))
	w.words(w.title, b.top(m.line(textHead)), textHead)
	w.words(w.text, b.top(said), textPlain)
	b.top(m.of(gap) * 1.5)
	rows := b.bottom(float32(n)*(high+space) - space)
	for i, row := range rows.rows(n, space) {
		w.answers[i].fitAnswer(row)
	}
	b.bottom(m.of(gap) * 1.5)
	if w.message != "" {
		card := b.top(min(b.h, m.line(textBody)*2+m.of(gap)*2))
		w.rect(w.card, card, radiusSoft, 0)
		w.words(w.said, card.inset(m.of(edge)*0.8, m.of(gap)*0.6), textBody)
	}
}
