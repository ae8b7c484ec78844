package ui

import "fyne.io/fyne/v2"

// key takes a hardware key: Enter with nothing keyed in is the exact sum.
func (c *cashPage) key(name fyne.KeyName) {
	switch name {
	case fyne.KeyEscape:
		c.goBack()
	case fyne.KeyReturn, fyne.KeyEnter:
		if c.given.total() == 0 {
			c.hand(c.owed)
			return
		}
		c.accept()
	default:
		if key := digitKey(name); key != "" {
			c.press(key)
		}
	}
}

func (c *cashPage) fill() {
	a, given := c.a, c.given.total()
	c.title.say(a.t("cash.title"))
	c.number.say(either(c.order.ID.IsZero(), "", a.t("code.number", c.order.Number)))
	c.amount.say(c.owed.String())
	c.exact.say(a.t("cash.exact"))
	c.exact.is(either(given == c.owed, asChosen, asButton))
	for i, note := range notesAbove(c.owed) {
		c.notes[i].code = "cash." + note.Digits()
		c.notes[i].say(note.Digits())
		c.notes[i].is(either(given == note, asChosen, asKey))
	}
	c.gotHead.say(a.t("cash.got"))
	c.got.say(given.String())
	short := given > 0 && given < c.owed
	c.changeHead.say(a.t(either(short, "cash.rest", "cash.change")))
	c.left.say(either(short, c.owed-given, max(0, given-c.owed)).String())
	c.left.tint(either(given == 0, colorFaint, colorInk))
	c.pad.fill(!c.busy)
	switch {
	case given == 0:
		c.take.say(a.t("cash.nothing"))
	case short:
		c.take.say(a.t("cash.part", given))
	default:
		c.take.say(a.t("cash.take", given))
	}
	c.take.enable(given > 0 && !c.busy)
}

// place lays the figures beside the keys, or over them on an upright screen.
func (c *cashPage) place(area box) {
	m := c.a.m
	b := area.inset(m.of(edge), 0)
	b.bottom(m.of(edge))
	head := b.top(m.header())
	c.backAt(c.leave, &head)
	head.left(m.of(gap) * 1.3)
	c.words(c.title, head.left(min(c.title.width(m.text(textStrong))+2, head.w)), textStrong)
	if c.number.words != "" {
		head.left(m.of(gap) * 1.5)
		c.words(c.number, head, textBody)
	}
	if m.Portrait {
		c.placeFigures(b.top(b.h * 0.43))
		b.top(m.of(gap) * 1.5)
	} else {
		left := b.left(b.w * columnLeft)
		left.right(m.of(margin))
		c.placeFigures(left)
	}
	space := max(m.of(gap), m.mm(2))
	action := b.bottom(min(max(m.of(actionHeight), m.mm(targetMM)), b.h/5.5))
	b.bottom(space)
	c.pad.place(b, space)
	c.button(c.take, action, textAction)
}

// placeFigures lays out what is owed, what may be handed over, and what goes
// back: the figure a cashier looks for is the largest.
func (c *cashPage) placeFigures(b box) {
	m := c.a.m
	c.words(c.amount, b.top(min(m.of(textPrice)*lineOverSize, b.h*0.3)), textPrice)
	b.top(m.of(gap) / 2)
	space := max(m.of(gap), m.mm(2))
	chips := b.top(m.target(chipHeight))
	offered := append([]*tile{c.exact}, c.notes[:len(notesAbove(c.owed))]...)
	for i, cell := range chips.columns(notesMost+1, space)[:len(offered)] {
		c.button(offered[i], cell, textBody)
	}
	b.top(m.of(gap) * 1.5)
	card := b.top(min(b.h, m.line(textPlain)*2+m.of(textChange)*lineOverSize+m.of(edge)))
	c.rect(c.card, card, radius, stroke)
	inside := card.inset(m.of(edge), m.of(gap)*0.8)
	got := inside.top(inside.h * 0.24)
	c.words(c.gotHead, got.left(got.w*0.5), textPlain)
	c.got.align = fyne.TextAlignTrailing
	c.words(c.got, got, textPlain)
	c.words(c.changeHead, inside.top(inside.h*0.3), textPlain)
	c.words(c.left, inside, textChange)
}
