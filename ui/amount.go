package ui

import (
	"fyne.io/fyne/v2"

	"laci/pos"
)

// figure is what the page of one amount is asked for.
type figure struct {
	screen      string // its name in traces
	title, text string
	start       pos.Rupiah
	most        pos.Rupiah // above it nothing is taken; 0: no limit
	nothing     bool       // 0 may be given
	plain       bool       // a number, no rupiah
	back        func()
	answers     []figureAnswer // at least one; the first is the main one
}

// figureAnswer is a button that takes the figure.
type figureAnswer struct {
	code  string
	words func(amount pos.Rupiah) string
	do    func(amount pos.Rupiah)
}

// amountPage asks for one amount with its own keys: what goes back, what a
// search looks for.
type amountPage struct {
	*page
	f   figure
	sum sum

	back        *tile
	title, text *label
	amount      *label
	pad         *digitPad
	answers     []*tile
}

// figureAnswersMost is how many ways a figure can be taken.
const figureAnswersMost = 2

func newAmountPage(a *App) *amountPage {
	p := &amountPage{page: newPage(a)}
	p.back = p.marked("back", asBare, "back", func() { p.f.back() })
	p.title, p.text = p.page.text(colorInk, true, 2), p.page.text(colorQuiet, false, 4)
	p.title.stand = atBottom
	p.amount = p.label(colorInk, true)
	p.pad = newDigitPad(p.page, p.press, "back", "clear")
	for i := range figureAnswersMost {
		p.answers = append(p.answers, p.tile("", asMain, func() { p.give(i) }))
	}
	return p
}

func (p *amountPage) name() string { return p.f.screen }

// ask opens the page for a figure.
func (p *amountPage) ask(f figure) {
	p.f, p.sum = f, sum{}
	if f.start > 0 {
		p.sum.add(f.start)
	}
	p.a.open(p)
}

func (p *amountPage) press(name string) {
	switch name {
	case "back":
		p.sum.back()
	case "clear":
		p.sum = sum{}
	case "plus":
		return
	default:
		p.sum.digits(name)
	}
	p.a.render()
}

// fits tells whether the figure may be given.
func (p *amountPage) fits() bool {
	amount := p.sum.total()
	return (amount > 0 || p.f.nothing) && (p.f.most == 0 || amount <= p.f.most)
}

func (p *amountPage) give(i int) {
	if p.fits() && i < len(p.f.answers) {
		p.f.answers[i].do(p.sum.total())
	}
}

func (p *amountPage) key(name fyne.KeyName) {
	switch name {
	case fyne.KeyEscape:
		p.f.back()
	case fyne.KeyReturn, fyne.KeyEnter:
		p.give(0)
	default:
		if key := digitKey(name); key != "" {
			p.press(key)
		}
	}
}

func (p *amountPage) fill() {
	amount := p.sum.total()
	p.title.say(p.f.title)
	p.text.say(p.f.text)
	p.text.tint(either(p.f.most > 0 && amount > p.f.most, colorFailed, colorQuiet))
	p.amount.say(either(p.f.plain, p.sum.open, amount.String()))
	p.amount.tint(either(amount == 0, colorFaint, colorInk))
	p.pad.fill(true)
	for i, answer := range p.f.answers {
		t := p.answers[i]
		t.code = answer.code
		t.say(answer.words(amount))
		t.is(either(i == 0, asMain, asButton))
		t.enable(p.fits())
	}
}

// place lays the words and the figure beside the keys, or over them on an upright
// screen.
func (p *amountPage) place(area box) {
	m := p.a.m
	b := area.inset(m.of(edge), m.of(edge))
	head := b.top(m.target(pillHeight))
	p.backAt(p.back, &head)
	b.top(m.of(gap))
	var words box
	if m.Portrait {
		words = b.top(b.h*0.3).inset(m.of(gap), 0)
		b.top(m.of(gap))
	} else {
		words = b.left(b.w*columnLeft).inset(m.of(margin), 0)
	}
	words = words.middle(words.w, min(words.h, m.of(padWords)))
	p.words(p.title, words.top(m.line(textAction)*2), textAction)
	p.words(p.amount, words.top(m.of(textPrice)*lineOverSize), textPrice)
	p.words(p.text, words, textBody)
	space := max(m.of(gap), m.mm(2))
	foot := b.bottom(min(max(m.of(buttonHeight), m.mm(targetMM)), b.h/5.5))
	b.bottom(space)
	p.pad.place(b, space)
	for i, cell := range foot.columns(len(p.f.answers), space) {
		p.button(p.answers[i], cell, textStrong)
	}
}
