package ui

import (
	"errors"

	"fyne.io/fyne/v2"

	"laci/assets"
	"laci/pos"
)

// troublePage is the red page: the till could not save. It tells the cashier to
// stop and a customer not to pay.
type troublePage struct {
	*page
	err   error
	again func()

	red                   *panel
	mark                  *icon
	title, text, customer *label
	why                   *label
	retry, home           *tile
}

func newTroublePage(a *App) *troublePage {
	t := &troublePage{page: newPage(a)}
	t.red = t.panel(colorFailedFill, colorNone)
	t.mark = t.icon("warning", colorOnPaid)
	t.title, t.text = t.label(colorOnPaid, true), t.page.text(colorOnPaid, true, 2)
	t.customer, t.why = t.page.text(colorOnPaid, false, 3), t.page.text(colorOnPaid, false, 3)
	for _, l := range []*label{t.title, t.text, t.customer, t.why} {
		l.align = fyne.TextAlignCenter
	}
	t.retry = t.tile("retry", asOnFault, t.tryAgain)
	t.home = t.tile("home", asOnFaultQuiet, t.leave)
	return t
}

// show turns the screen red; again tries once more.
func (t *troublePage) show(err error, again func()) {
	t.a.o.Log.Error("the till could not save", "error", err)
	t.err, t.again = err, again
	t.a.open(t)
}

func (t *troublePage) name() string { return "trouble" }

// leave goes back to the keypad with its amount and charge key kept: whether the
// sale was saved is known when it is asked for again.
func (t *troublePage) leave() { t.a.open(t.a.keypad) }

func (t *troublePage) tryAgain() {
	t.leave()
	if t.again != nil {
		t.again()
	}
}

func (t *troublePage) key(name fyne.KeyName) {
	if name == fyne.KeyEscape {
		t.leave()
	}
}

func (t *troublePage) fill() {
	a := t.a
	t.title.say(a.t("trouble.title"))
	t.text.say(a.t("trouble.text"))
	t.customer.say(a.t("trouble.customer"))
	t.why.say(either(errors.Is(t.err, pos.ErrStorage), "", a.words(t.err)))
	t.retry.say(a.t("retry"))
	t.home.say(a.t("back"))
}

func (t *troublePage) place(area box) {
	m := t.a.m
	t.rect(t.red, area, 0, 0)
	b := area.inset(m.of(air), m.of(margin))
	foot := b.bottom(m.target(footHeight))
	two := foot.middle(min(foot.w, m.of(pairWidth)), foot.h).columns(2, m.of(gap)*1.3)
	t.button(t.home, two[0], textStrong)
	t.button(t.retry, two[1], textStrong)
	b = b.middle(b.w, min(b.h, m.of(troubleHeight)))
	side := m.of(badgeSize)
	t.put(t.mark, b.top(side).middle(side, side))
	t.words(t.title, b.top(m.of(textLunas)*1.3), textLunas)
	t.words(t.text, b.top(m.line(textAction)*1.2), textAction)
	b.top(m.of(gap))
	t.words(t.customer, b.top(m.line(textPlain)*2+2), textPlain)
	b.top(m.of(gap))
	if t.why.words != "" {
		t.words(t.why, b, textBody)
	}
}

// broken tells a till that cannot save from one that refuses.
func broken(err error) bool {
	for _, failure := range []error{pos.ErrStorage, pos.ErrDamaged, pos.ErrFork, pos.ErrClosed} {
		if errors.Is(err, failure) {
			return true
		}
	}
	return false
}

// words finds the words a person reads for an error.
func (a *App) words(err error) string {
	if code := pos.Code(err); assets.Has(a.prefs.Lang, code) {
		return a.t(code)
	}
	return a.t("unknown_error")
}

// sentence finds the words for an error and logs one that has none of its own.
func (a *App) sentence(err error) string {
	if !assets.Has(a.prefs.Lang, pos.Code(err)) {
		a.o.Log.Error("an error without words", "error", err)
	}
	return a.words(err)
}

// refuse says why something pressed was not done: the red page when the till
// cannot save, else a strip.
func (a *App) refuse(err error, again func()) {
	if broken(err) {
		a.trouble.show(err, again)
		return
	}
	a.strip.tell(a.sentence(err))
	a.render()
}
