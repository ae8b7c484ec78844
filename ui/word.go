package ui

import (
	"strings"

	"fyne.io/fyne/v2"
)

// says is what the customer is told when there is no code to scan.
type says int

const (
	saysThanks says = iota // the order on the counter is paid
	saysTwice              // and paid again
	saysStop               // the till cannot save
)

// wordPage tells the customer one thing, over the whole of the window.
type wordPage struct {
	*page
	what says

	back    *panel
	stripes *stripes
	disc    *panel
	mark    *icon
	amount  *label
	text    *label
}

func newWordPage(p *page) *wordPage {
	w := &wordPage{page: p}
	w.back = w.panel(colorPaid, colorNone)
	w.stripes = newStripes()
	w.all.Add(w.stripes)
	w.disc = w.panel(colorOnPaid, colorNone)
	w.mark = w.icon("check", colorPaid)
	w.amount, w.text = w.figures(colorOnPaid), w.page.text(colorOnPaid, true, 4)
	w.amount.align, w.text.align = fyne.TextAlignCenter, fyne.TextAlignCenter
	return w
}

func (w *wordPage) name() string { return "customer.word" }

func (w *wordPage) key(fyne.KeyName) {}

func (w *wordPage) say(what says) { w.what = what }

func (w *wordPage) fill() {
	a := w.a
	ground := either(w.what == saysThanks, colorPaid, colorFailedFill)
	w.back.set(ground, colorNone)
	w.mark.set(either(w.what == saysThanks, "check", "warning"), ground)
	w.amount.say("")
	switch w.what {
	case saysStop:
		w.text.say(a.t("trouble.customer"))
	case saysTwice:
		w.text.say(a.t("customer.twice"))
	default:
		w.amount.say(a.customer.paid.Amount.String())
		w.text.say(a.t(either(w.practice(), "customer.practice", "web.pay.paid")))
	}
}

// practice tells whether the thanks are for pretended money.
func (w *wordPage) practice() bool { return w.a.view.shop.Practice && w.what == saysThanks }

func (w *wordPage) place(area box) {
	m := w.m
	w.rect(w.back, area, 0, 0)
	if w.practice() {
		w.put(w.stripes, area)
	}
	b := area.inset(m.of(air), m.of(margin))
	side := m.of(badgeSize)
	if m.Portrait {
		w.text.say(strings.ReplaceAll(w.text.words, ". ", ".\n"))
	}
	lines, _ := wrap(w.text.words, b.w, m.text(textPage), true, w.text.lines)
	text := m.text(textPage)*lineOverSize*float32(len(lines)) + 2
	amount := either(w.amount.words == "", 0, m.of(textPaid)*lineOverSize)
	b = b.middle(b.w, min(b.h, side+m.of(gap)*2+amount+text))
	seal := b.top(side).middle(side, side)
	w.rect(w.disc, seal, badgeSize/2, 0)
	w.put(w.mark, seal.middle(side*0.62, side*0.62))
	b.top(m.of(gap) * 2)
	if w.amount.words != "" {
		w.words(w.amount, b.top(amount), textPaid)
	}
	w.words(w.text, b, textPage)
}
