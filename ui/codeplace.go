package ui

// place lays the code beside its words, or above them on an upright screen.
func (c *codePage) place(area box) {
	m := c.m
	if m.Portrait {
		// The code keeps a quarter more than its width; the rest is words and strip.
		high := min(area.w*1.12, area.h*0.64)
		c.placeCode(area.top(high))
		c.placeColumn(area.inset(m.of(margin), 0))
		return
	}
	c.placeCode(area.left(area.w * columnCode))
	if !c.alone {
		area.top(c.a.strip.beside())
	}
	c.placeColumn(area.inset(m.of(margin), 0))
}

// placeCode lays the symbol and the payee's name on white.
func (c *codePage) placeCode(b box) {
	m := c.m
	c.rect(c.white, b, 0, 0)
	if c.stage() >= stageWrong {
		side := m.of(badgeSize)
		middle := b.middle(b.w-2*m.of(margin), side+m.line(textHead)+m.line(textPlain)*4+m.of(gap)*2)
		c.put(c.clock, middle.top(side).middle(side, side))
		middle.top(m.of(gap))
		c.words(c.ended, middle.top(m.line(textHead)), textHead)
		middle.top(m.of(gap))
		c.words(c.endedText, middle.inset(m.of(margin), 0), textPlain)
		return
	}
	short := min(m.Size.Width, m.Size.Height)
	c.code.wanted = max(short*codeShare, m.mm(codeMM))
	b.top(m.of(gap))
	names := m.line(textAction) + m.line(textBody)
	if room := b.h - c.code.wanted*quietShare - m.of(gap)*2; m.words > 1 && names > room {
		names = max(room, m.of(textAction+textBody)*lineOverSize) // large words take nothing off the code
	}
	below := b.bottom(names + m.of(gap)*2)
	c.put(c.code, b)
	c.words(c.shop, below.top(names*textAction/(textAction+textBody)).inset(m.of(gap), 0), textAction)
	c.words(c.nmid, below.top(names*textBody/(textAction+textBody)).inset(m.of(gap), 0), textBody)
}

// placeColumn lays out amount, countdown and what can be pressed.
func (c *codePage) placeColumn(b box) {
	m := c.m
	b.bottom(m.of(edge))
	switch {
	case c.forCashier():
		c.placeButtons(&b)
	case !c.alone:
		high := m.target(smallHeight)
		line := b.bottom(high)
		c.button(c.cashier, line.right(max(m.of(actionHeight), c.cashier.label.width(m.text(textBody))+m.of(edge)*2)), textBody)
	}
	b.bottom(m.of(gap))
	b.top(m.of(gap) * 1.3)
	if m.Portrait && c.forCashier() {
		c.placeBrief(b)
		return
	}
	c.words(c.price, b.top(min(m.of(textPrice)*lineOverSize, b.h*0.4)), textPrice)
	said, _ := wrap(c.number.words, b.w, m.text(textPlain), false, c.number.lines)
	count := m.of(ringSize)*1.15 + m.of(gap)*2
	c.words(c.number, b.top(min(float32(len(said))*m.line(textPlain)+2, max(b.h-count, b.h*0.4))), textPlain)
	b.top(min(m.of(gap)*2, b.h*0.1))
	if c.stage() < stageWrong {
		c.placeCountdown(b.top(min(m.of(ringSize)*1.15, b.h)))
		b.top(m.of(gap))
		c.placeHint(&b)
	}
	c.placeCards(b)
}

// placeBrief lays amount and number beside the countdown, over the buttons of an
// upright screen.
func (c *codePage) placeBrief(b box) {
	m := c.m
	said, _ := wrap(c.number.words, b.w*0.5, m.text(textPlain), false, c.number.lines)
	words := m.line(textPlain) * float32(len(said))
	line := b.top(min(b.h, m.line(textCount)*1.3+words))
	if c.stage() < stageWrong {
		ring := line.right(line.w * 0.48)
		c.placeCountdown(ring.middle(ring.w, min(ring.h, m.of(ringSize)*1.15)))
		line.right(m.of(gap))
	}
	c.words(c.price, line.top(line.h-min(words, line.h*0.6)), textPage)
	c.words(c.number, line, textPlain)
	b.top(m.of(gap) / 2)
	if c.stage() < stageWrong {
		c.placeHint(&b)
	}
	c.placeCards(b)
}

// placeCountdown lays the ring beside the time and what is waited for.
func (c *codePage) placeCountdown(b box) {
	m := c.m
	side := min(m.of(ringSize), b.h)
	c.put(c.ring, b.left(side).middle(side, side))
	b.left(m.of(gap) * 1.7)
	head := min(m.text(textCount)*1.15, b.h*0.5)
	c.words(c.time, b.top(head), textCount)
	c.words(c.status, b, textBody)
}

// placeCards lays out what needs a look: money that waits for a yes, and another
// code of the same amount.
func (c *codePage) placeCards(b box) {
	m := c.m
	if (c.offered() || c.unsure()) && c.forCashier() {
		card := b.top(min(m.line(textBody)*2+m.of(gap)*1.5, b.h))
		c.rect(c.offerCard, card, radiusSoft, 0)
		c.words(c.offer, card.inset(m.of(gap)*1.5, m.of(gap)/2), textBody)
		return
	}
	if c.twin.words == "" || !c.forCashier() {
		return
	}
	lines, _ := wrap(c.twin.words, b.w-m.of(gap)*3, m.text(textSmall), false, 2)
	if high := m.line(textSmall)*float32(len(lines)) + m.of(gap); high <= b.h {
		card := b.top(min(high+m.of(gap)/2, b.h))
		c.rect(c.twinCard, card, radiusSoft, 0)
		c.words(c.twin, card.inset(m.of(gap)*1.5, m.of(gap)/2), textSmall)
	}
}

// placeButtons lays the cashier's buttons along the lower side.
func (c *codePage) placeButtons(b *box) {
	m := c.m
	space := max(m.of(gap), m.mm(2))
	row := func(t ...*tile) {
		for i, cell := range b.bottom(m.target(chipHeight)).columns(len(t), space) {
			c.button(t[i], cell, textBody)
		}
		b.bottom(space)
	}
	pay := c.arrived
	switch {
	case c.offered(), c.unsure():
		pay = c.offerYes
	case c.a.view.shop.Practice:
		pay = c.pay
	}
	switch c.stage() {
	case stageCancelled:
	case stageWrong:
		row(c.giveBack)
		if c.a.view.order.Owed() > 0 {
			row(c.rest)
		}
	case stageExpired:
		if m.Portrait {
			row(c.cancel, pay)
		} else {
			row(c.cancel)
			row(pay)
		}
		row(c.again)
	default:
		row(c.extend, c.more)
		row(pay)
	}
	line := b.bottom(max(m.of(nextHeight), m.mm(targetMM)))
	switch {
	case c.panel && m.Portrait:
		c.button(c.hidePane, line.left(line.w*0.3), textSmall)
		line.left(space)
	case c.panel:
		b.bottom(space)
		c.button(c.hidePane, b.bottom(m.mm(targetMM)), textSmall)
	}
	c.button(c.next, line, textStrong)
}

// placeHint says under the countdown what to do where nothing notices money.
func (c *codePage) placeHint(b *box) {
	m := c.m
	if c.hint.words == "" || c.offered() || c.unsure() {
		return
	}
	lines, _ := wrap(c.hint.words, b.w, m.text(textSmall), false, 3)
	high := m.line(textSmall)*float32(len(lines)) + 2
	if c.hint.color == colorWaiting {
		high = min(high, b.h) // smaller rather than not at all
	}
	if high <= b.h {
		c.words(c.hint, b.top(high), textSmall)
		b.top(m.of(gap))
	}
}
