package ui

import (
	"strings"

	"fyne.io/fyne/v2"
)

// entry is what the pad is asked for.
type entry struct {
	screen      string // its name in traces; "pin" when empty
	title, text string
	least       int  // digits that are enough; 0: as many as length
	length      int  // and the most
	open        bool // digits are shown and none may be given too; else dots stand for them
	refusal     string
	back        func() // nil: no way back
	done        func(digits string)

	forgot     func() // for who has forgotten the PIN; nil leaves it out
	aside      func() // another way on; nil leaves it out
	asideWords string
}

// pinPage is a pad of digits: a PIN as dots whose keys never light up, or a few
// digits of a reference.
type pinPage struct {
	*page
	e       entry
	digits  string
	busy    bool
	refusal string
	visit   uint64 // numbers the questions: an answer to an old one moves nothing

	back        *tile
	title, text *label
	typed       *label
	dots        []*panel
	keys        []*tile
	done        *tile
	forgot      *tile
	aside       *tile
}

// How many digits a PIN has: the owner's, and at least anybody else's.
const (
	pinLength = 6
	pinShort  = 4
)

// padNames are the pad's keys in rows of three.
var padNames = []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "ok", "0", "back"}

// okKey is where the key stands that ends a PIN shorter than the longest.
const okKey = 9

func newPINPage(a *App) *pinPage {
	p := &pinPage{page: newPage(a)}
	p.back = p.marked("back", asBare, "back", p.leave)
	p.title, p.text = p.page.text(colorInk, true, 2), p.page.text(colorQuiet, false, 4)
	p.typed = p.label(colorInk, true)
	p.typed.align = fyne.TextAlignCenter
	p.title.align, p.text.align = fyne.TextAlignCenter, fyne.TextAlignCenter
	for range pinLength {
		p.dots = append(p.dots, p.panel(colorNone, colorEdge))
	}
	for _, name := range padNames {
		press := func() { p.press(name) }
		switch name {
		case "ok":
			p.keys = append(p.keys, p.marked("pad.ok", asSecretSign, "check", p.finish))
			continue
		case "back":
			p.keys = append(p.keys, p.marked("pad.back", asSecretSign, "backspace", press))
			continue
		}
		t := p.tile("pad."+name, asSecret, press)
		t.say(name)
		p.keys = append(p.keys, t)
	}
	p.done = p.tile("pad.done", asMain, p.finish)
	p.forgot = p.tile("forgot", asWay, func() { p.e.forgot() })
	p.aside = p.tile("aside", asButton, func() { p.e.aside() })
	return p
}

// ask opens the pad for something.
func (p *pinPage) ask(e entry) {
	if e.least == 0 {
		e.least = e.length
	}
	p.e, p.digits, p.busy, p.refusal = e, "", false, e.refusal
	p.visit++
	p.a.open(p)
}

func (p *pinPage) leave() {
	if p.e.back != nil && !p.busy {
		p.e.back()
	}
}

func (p *pinPage) name() string {
	if p.e.screen != "" {
		return p.e.screen
	}
	return "pin"
}

// short tells whether fewer digits than there is room for are enough, so that
// somebody has to say when it is all.
func (p *pinPage) short() bool { return !p.e.open && p.e.least < p.e.length }

// press takes a key of the pad; a PIN is done with its last digit.
func (p *pinPage) press(name string) {
	if p.busy {
		return
	}
	p.refusal = ""
	switch {
	case name == "back":
		p.digits = p.digits[:max(0, len(p.digits)-1)]
	case len(p.digits) < p.e.length:
		p.digits += name
	}
	p.a.render()
	if !p.e.open && len(p.digits) == p.e.length && name != "back" {
		p.finish()
	}
}

func (p *pinPage) finish() {
	if p.enough() {
		p.e.done(p.digits)
	}
}

// enough tells whether what was typed may be given.
func (p *pinPage) enough() bool {
	return !p.busy && (len(p.digits) >= p.e.least || p.e.open && p.digits == "")
}

func (p *pinPage) key(name fyne.KeyName) {
	switch name {
	case fyne.KeyEscape:
		p.leave()
	case fyne.KeyBackspace, fyne.KeyDelete:
		p.press("back")
	case fyne.KeyReturn, fyne.KeyEnter:
		p.finish()
	default:
		if len(name) == 1 && strings.Contains("0123456789", string(name)) {
			p.press(string(name))
		}
	}
}

func (p *pinPage) fill() {
	p.title.say(p.e.title)
	text, color := p.e.text, colorQuiet
	switch {
	case p.busy:
		text = p.a.t("pin.checking")
	case p.refusal != "":
		text, color = p.refusal, colorFailed
	}
	p.text.say(text)
	p.text.tint(color)
	p.typed.say(p.digits + strings.Repeat("·", p.e.length-len(p.digits)))
	for i, dot := range p.dots {
		full := i < len(p.digits)
		dot.set(either(full, colorInk, colorNone), either(full, colorInk, colorEdge))
	}
	p.done.say(p.a.t("pin.done"))
	p.done.enable(p.enough())
	p.keys[okKey].enable(p.enough())
	p.forgot.say(p.a.t("forgot.link"))
	p.forgot.enable(!p.busy)
	p.aside.say(p.e.asideWords)
}

// place lays the words over the pad, or beside it where the screen is low.
func (p *pinPage) place(area box) {
	m := p.a.m
	b := area.inset(m.of(edge), m.of(edge))
	if p.e.back != nil {
		corner := b
		line := corner.top(m.target(pillHeight))
		p.backAt(p.back, &line)
	}
	b.top(m.of(gap))
	if m.Portrait {
		words := b.top(b.h * 0.36)
		p.placeWords(words.inset(words.w*0.05, either(p.e.forgot == nil, words.h*0.1, 0)))
		p.placePad(b.middle(min(b.w, m.of(padWide)), min(b.h, m.of(padHeight))))
		return
	}
	left := b.left(b.w * 0.5)
	high := m.of(padWords)
	for _, way := range []func(){p.e.aside, p.e.forgot} {
		if way != nil {
			high += m.mm(targetMM) + m.of(gap)
		}
	}
	p.placeWords(left.inset(m.of(margin), 0).middle(left.w-2*m.of(margin), min(left.h, high)))
	p.placePad(b.middle(min(b.w, m.of(padWidth)), min(b.h, m.of(padHeight))))
}

func (p *pinPage) placeWords(b box) {
	m := p.a.m
	title := b.top(m.line(textHead) * 1.1)
	p.title.at(atBottom)
	p.words(p.title, title, textHead)
	b.top(m.of(gap) / 2)
	p.words(p.text, b.top(m.line(textBody)*3+2), textBody)
	b.top(m.of(gap))
	if p.e.open {
		p.words(p.typed, b.top(m.line(textHead)), textHead)
		return
	}
	dot, space := m.of(dotSize), m.of(gap)*1.5
	row := b.top(dot).middle(dot*pinLength+space*(pinLength-1), dot)
	for i, cell := range row.columns(pinLength, space) {
		p.rect(p.dots[i], cell, dotSize/2, strokeBold)
	}
	b.top(m.of(gap) * 2)
	p.placeWays(b)
}

// placeWays lays out the other ways on, under the dots.
func (p *pinPage) placeWays(b box) {
	m := p.a.m
	for _, way := range []struct {
		t  *tile
		do func()
	}{{p.aside, p.e.aside}, {p.forgot, p.e.forgot}} {
		if way.do == nil {
			continue
		}
		width := min(b.w, max(way.t.label.width(m.text(textBody))+m.of(edge)*2, m.mm(targetMM)))
		p.button(way.t, b.top(m.mm(targetMM)).middle(width, m.mm(targetMM)), textBody)
		b.top(m.of(gap) / 2)
	}
}

func (p *pinPage) placePad(b box) {
	m := p.a.m
	space := max(m.of(gap), m.mm(2))
	if p.e.open {
		p.button(p.done, b.bottom(m.target(chipHeight)), textStrong)
		b.bottom(space)
	}
	for i, row := range b.rows(len(padNames)/3, space) {
		for j, cell := range row.columns(3, space) {
			if n := i*3 + j; n != okKey || p.short() {
				p.button(p.keys[n], cell, textKey)
			}
		}
	}
}
