package ui

import (
	"fmt"
	"time"

	"laci/pos"
)

// stage is where the order on the screen stands, for whoever looks at it.
type stage int

const (
	stageLive stage = iota
	stageChecking
	stageExpired
	stageCancelled
)

// hurry is when the countdown changes its colour.
const hurry = time.Minute

func (c *codePage) stage() stage {
	o, now := c.a.view.order, c.a.o.Now()
	switch {
	case o.State == pos.Cancelled || o.State == pos.Failed:
		return stageCancelled
	case !o.Live(now):
		return stageExpired
	case c.offered() || o.State == pos.Awaiting:
		return stageChecking
	}
	return stageLive
}

// offered tells whether money waits for a yes about this order.
func (c *codePage) offered() bool {
	_, ok := c.a.view.offerFor(c.a.view.order.ID)
	return ok
}

// fill takes the order and the time of now.
func (c *codePage) fill() {
	a, o := c.a, c.a.view.order
	c.code.show(o.Payload)
	c.shop.say(o.Name)
	c.nmid.say(a.t("code.nmid", o.NMID))
	c.price.say(o.Payable.String())
	c.fillTime(o)
	c.fillWords(o)
	c.fillEnd()
	for _, b := range []struct {
		t    *tile
		code string
	}{
		{c.next, "code.next"}, {c.arrived, "code.arrived"}, {c.extend, "code.extend"}, {c.more, "code.more"},
		{c.again, "code.again"}, {c.cancel, "code.cancel"}, {c.pay, "code.pay_practice"}, {c.cashier, "code.cashier"},
		{c.hidePane, "code.hide_panel"}, {c.offerYes, "strip.suggest.yes"},
	} {
		b.t.say(a.t(b.code))
		b.t.enable(!c.busy)
	}
}

// fillTime takes what is left of the countdown.
func (c *codePage) fillTime(o pos.Order) {
	left := o.Remaining(c.a.o.Now())
	whole := o.ShowUntil.Sub(o.FirstShown)
	if shown := time.Duration(c.a.view.shop.ShowSeconds) * time.Second; shown > 0 {
		whole = max(shown, left)
	}
	c.ring.set(float32(left)/float32(max(whole, 1)), either(left <= hurry, colorWaiting, colorAccent))
	seconds := int((left + time.Second - 1) / time.Second)
	c.time.say(fmt.Sprintf("%02d:%02d", seconds/60, seconds%60))
	c.time.tint(either(left <= hurry, colorWaiting, colorInk))
}

// fillWords takes what to tell the cashier, or the customer.
func (c *codePage) fillWords(o pos.Order) {
	a := c.a
	number := a.t("code.number", o.Number)
	if c.forCashier() {
		c.number.say(number)
		c.status.say(a.t("code.waiting"))
		c.hint.say(a.byHand(o))
	} else {
		switch c.stage() {
		case stageLive:
			c.number.say(a.t("code.scan"))
		case stageChecking:
			c.number.say(a.t("code.checking"))
		default:
			c.number.say(number) // nothing to scan any more
		}
		c.status.say(number)
		c.hint.say("")
	}
	if other, ok := a.view.sameAmount(o, a.o.Now()); ok {
		c.twin.say(a.t("code.same_amount", o.Payable, other.Number))
	} else {
		c.twin.say("")
	}
	if offer, ok := a.view.offerFor(o.ID); ok {
		c.offer.say(a.t("strip.suggest", offer.money.Amount, a.clock(offer.money.PaidAt, "15:04"), o.Number))
	}
}

// fillEnd takes what stands in the code's place when it is over.
func (c *codePage) fillEnd() {
	a := c.a
	switch {
	case c.stage() == stageCancelled:
		c.ended.say(a.t("code.cancelled"))
		c.endedText.say(a.t("code.cancelled.why"))
	case c.forCashier():
		c.ended.say(a.t("code.expired"))
		c.endedText.say(a.t("code.expired.cashier"))
	default:
		c.ended.say(a.t("code.expired"))
		c.endedText.say(a.t("code.expired.customer"))
	}
}

// place lays the code beside its words, or above them on an upright screen.
func (c *codePage) place(area box) {
	m := c.a.m
	if m.Portrait {
		// The code keeps a quarter more than its width; the rest is words and strip.
		high := min(area.w*1.12, area.h*0.64)
		c.placeCode(area.top(high))
		c.placeColumn(area.inset(m.of(margin), 0))
		return
	}
	c.placeCode(area.left(area.w * columnCode))
	area.top(c.a.strip.beside())
	c.placeColumn(area.inset(m.of(margin), 0))
}

// placeCode lays the symbol and the payee's name on white.
func (c *codePage) placeCode(b box) {
	m := c.a.m
	c.rect(c.white, b, 0, 0)
	if s := c.stage(); s == stageExpired || s == stageCancelled {
		side := m.of(badgeSize)
		middle := b.middle(b.w-2*m.of(margin), side+m.line(textHead)+m.line(textPlain)*4+m.of(gap)*2)
		c.put(c.clock, middle.top(side).middle(side, side))
		middle.top(m.of(gap))
		c.words(c.ended, middle.top(m.line(textHead)), textHead)
		middle.top(m.of(gap))
		c.words(c.endedText, middle.inset(m.of(margin), 0), textPlain)
		return
	}
	names := m.line(textAction) + m.line(textBody)
	below := b.bottom(names + m.of(gap)*2)
	b.top(m.of(gap))
	short := min(m.Size.Width, m.Size.Height)
	c.code.wanted = max(short*codeShare, m.mm(codeMM))
	c.put(c.code, b)
	c.words(c.shop, below.top(m.line(textAction)).inset(m.of(gap), 0), textAction)
	c.words(c.nmid, below.top(m.line(textBody)).inset(m.of(gap), 0), textBody)
}

// placeColumn lays out amount, countdown and what can be pressed.
func (c *codePage) placeColumn(b box) {
	m := c.a.m
	b.bottom(m.of(edge))
	if c.forCashier() {
		c.placeButtons(&b)
	} else {
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
	lines := float32(1)
	if !c.forCashier() {
		lines = 3
	}
	count := m.of(ringSize)*1.15 + m.of(gap)*2
	c.words(c.number, b.top(min(lines*m.line(textPlain)+2, max(b.h-count, b.h*0.4))), textPlain)
	b.top(min(m.of(gap)*2, b.h*0.1))
	if s := c.stage(); s == stageLive || s == stageChecking {
		c.placeCountdown(b.top(min(m.of(ringSize)*1.15, b.h)))
		b.top(m.of(gap))
		c.placeHint(&b)
	}
	c.placeCards(b)
}

// placeBrief lays amount and number beside the countdown, over the buttons of an
// upright screen.
func (c *codePage) placeBrief(b box) {
	m := c.a.m
	line := b.top(min(b.h, m.line(textCount)*1.3+m.line(textPlain)))
	if s := c.stage(); s == stageLive || s == stageChecking {
		ring := line.right(line.w * 0.48)
		c.placeCountdown(ring.middle(ring.w, min(ring.h, m.of(ringSize)*1.15)))
		line.right(m.of(gap))
	}
	c.words(c.price, line.top(line.h-m.line(textPlain)), textPage)
	c.words(c.number, line, textPlain)
	b.top(m.of(gap) / 2)
	c.placeCards(b)
}

// placeCountdown lays the ring beside the time and what is waited for.
func (c *codePage) placeCountdown(b box) {
	m := c.a.m
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
	m := c.a.m
	if c.offered() && c.forCashier() {
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
	m := c.a.m
	space := max(m.of(gap), m.mm(2))
	row := func(t ...*tile) {
		for i, cell := range b.bottom(m.target(chipHeight)).columns(len(t), space) {
			c.button(t[i], cell, textBody)
		}
		b.bottom(space)
	}
	pay := c.arrived
	switch {
	case c.offered():
		pay = c.offerYes
	case c.a.view.shop.Practice:
		pay = c.pay
	}
	switch c.stage() {
	case stageCancelled:
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
	m := c.a.m
	if c.hint.words == "" || c.offered() {
		return
	}
	lines, _ := wrap(c.hint.words, b.w, m.text(textSmall), false, 3)
	if high := m.line(textSmall)*float32(len(lines)) + 2; high <= b.h {
		c.words(c.hint, b.top(high), textSmall)
		b.top(m.of(gap))
	}
}
