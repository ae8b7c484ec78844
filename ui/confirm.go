package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"laci/pos"
)

// confirmPage takes the cashier's word that the money is there: where it was
// seen, and on a look at what the same amount was used for already.
type confirmPage struct {
	*page
	seen   string // where: one of the places below
	digits string // last digits of the reference
	used   []pos.Payment
	names  map[pos.ID]string // numbers of the orders that used it
	busy   bool
	back   func()

	shown, title, where *label
	places              []*tile
	usedCard            *panel
	usedText            *label
	last                *tile
	yes, no             *tile
}

// seenPlaces are where a cashier can see money, by the till's words for them.
var seenPlaces = []string{"merchant_app", "soundbox", "sms", "owner"}

func newConfirmPage(a *App) *confirmPage {
	c := &confirmPage{page: newPage(a)}
	c.shown, c.title, c.where = c.label(colorQuiet, false), c.text(colorInk, true, 2), c.label(colorQuiet, false)
	for _, place := range seenPlaces {
		c.places = append(c.places, c.tile("seen."+place, asButton, func() { c.choose(place) }))
	}
	c.usedCard = c.panel(colorTintWaiting, colorNone)
	c.usedText = c.label(colorWaiting, true)
	c.usedText.lines = 3
	c.last = c.tile("last4", asQuiet, c.askDigits)
	c.no = c.tile("confirm.no", asButton, func() { c.back() })
	c.yes = c.tile("confirm.yes", asMain, c.confirm)
	return c
}

func (c *confirmPage) name() string { return "confirm" }

// show opens the page about the order on the screen; back is where Belum goes.
func (c *confirmPage) show(o pos.Order, back func()) {
	c.seen, c.digits, c.used, c.names, c.busy, c.back = "", "", nil, nil, false, back
	c.a.open(c)
	c.a.work(func(ctx context.Context) func() {
		used, err := c.a.o.Till.SameAmount(ctx, o.Payable)
		names := map[pos.ID]string{}
		for _, p := range used {
			if of, err := c.a.o.Till.Order(ctx, p.Order); err == nil {
				names[p.Order] = of.Number
			}
		}
		return func() {
			if err != nil {
				c.a.refuse(err, nil)
			}
			if c.a.view.order.ID == o.ID {
				c.used, c.names = used, names
				c.a.render()
			}
		}
	})
}

// seenByOwner is the place that is no place: the owner says so.
const seenByOwner = "owner"

// choose says where the money was seen. An owner with a paired phone is asked on
// it; without one the cashier asks, and it is the cashier's word.
func (c *confirmPage) choose(place string) {
	if place == seenByOwner && c.a.view.phone {
		c.askOwner()
		return
	}
	c.seen = place
	c.a.render()
}

// askOwner asks the owner's phone; the code says meanwhile that it waits.
func (c *confirmPage) askOwner() {
	if c.busy {
		return
	}
	c.busy = true
	id, actor := c.a.view.order.ID, c.a.actor()
	c.a.work(func(ctx context.Context) func() {
		o, err := c.a.o.Till.AskOwner(ctx, id, actor)
		return func() {
			c.busy = false
			if err != nil {
				c.a.refuse(err, nil)
				return
			}
			if o.ID == c.a.view.order.ID {
				c.a.watch(o)
			}
			c.back()
		}
	})
}

// askDigits lets the last digits of the reference be typed.
func (c *confirmPage) askDigits() {
	c.a.pin.ask(entry{
		title: c.a.t("confirm.last4"), text: c.a.t("confirm.last4.optional"), length: 4, open: true,
		back: func() { c.a.open(c) },
		done: func(digits string) { c.digits = digits; c.a.open(c) },
	})
}

// confirm tells the till; green comes with the nudge, after the commit.
func (c *confirmPage) confirm() {
	if c.busy || c.seen == "" {
		return
	}
	c.busy = true
	id, word := c.a.view.order.ID, pos.Confirmation{Actor: c.a.actor(), SeenAt: c.seen, LastDigits: c.digits}
	c.a.work(func(ctx context.Context) func() {
		o, err := c.a.o.Till.Confirm(ctx, id, word)
		return func() {
			c.busy = false
			switch {
			case errors.Is(err, pos.ErrManualLimit):
				c.askAbove(id, word)
			case err != nil:
				c.a.refuse(err, c.confirm)
			case o.ID == c.a.view.order.ID:
				c.a.watch(o)
				c.a.render()
			}
		}
	})
	c.a.render()
}

// askAbove asks for the PIN that a confirmation above the cashier's limits takes.
func (c *confirmPage) askAbove(id pos.ID, word pos.Confirmation) {
	a := c.a
	a.approve(approval{right: pos.MayConfirmAbove, text: a.t("confirm.above"), back: a.backTo(c),
		do: func(ctx context.Context, pin string) error {
			word.PIN = pin
			_, err := a.o.Till.Confirm(ctx, id, word)
			return err
		},
		then: func() {
			a.open(c)
			a.ask() // green comes with the next look
		}})
}

// key takes a hardware key; nothing that pays is on one.
func (c *confirmPage) key(name fyne.KeyName) {
	if name == fyne.KeyEscape {
		c.back()
	}
}

func (c *confirmPage) fill() {
	a, o := c.a, c.a.view.order
	c.shown.say(a.t("confirm.shown", o.Number, a.clock(o.FirstShown, "15:04")))
	c.title.say(a.t("confirm.title", o.Payable))
	c.where.say(a.t("confirm.where"))
	for i, t := range c.places {
		t.say(a.t("confirm." + either(seenPlaces[i] == seenByOwner && a.view.phone, "ask_owner", seenPlaces[i])))
		t.is(either(seenPlaces[i] == c.seen, asChosen, asButton))
	}
	used := ""
	if len(c.used) > 0 {
		p := c.used[0]
		used = a.t("confirm.used", p.Amount, a.clock(p.PaidAt, "15:04"), c.names[p.Order])
	}
	c.usedText.say(used)
	c.last.say(either(c.digits == "", a.t("confirm.last4"), a.t("confirm.last4.set", c.digits)))
	c.no.say(a.t("confirm.no"))
	c.yes.say(a.t(either(c.seen == "", "confirm.choose", "confirm.yes")))
	c.yes.enable(c.seen != "" && !c.busy)
}

func (c *confirmPage) place(area box) {
	m := c.a.m
	b := area.inset(m.of(air), m.of(edge)*1.6)
	if m.Portrait {
		b = area.inset(m.of(margin), m.of(air))
	}
	buttons := b.bottom(m.target(buttonHeight))
	c.button(c.no, buttons.left(buttons.w*0.26), textStrong)
	buttons.left(m.of(gap) * 1.3)
	c.button(c.yes, buttons, textStrong)
	b.bottom(m.of(gap))
	c.words(c.shown, b.top(m.line(textBody)), textBody)
	c.words(c.title, b.top(min(m.of(textPage)*lineOverSize*2, b.h*0.36)), textPage)
	b.top(m.of(gap) * 1.5)
	c.words(c.where, b.top(m.line(textBody)), textBody)
	b.top(m.of(gap))
	c.placePlaces(&b)
	b.top(m.of(gap) * 1.8)
	line := b.top(m.target(chipHeight))
	if c.usedText.words != "" {
		width := min(c.usedText.width(m.text(textPlain))+m.of(edge)*2, line.w)
		card := line.left(width)
		c.rect(c.usedCard, card, radiusSoft, 0)
		c.words(c.usedText, card.inset(m.of(edge)*0.8, 0), textPlain)
		line.left(m.of(gap))
	}
	width := c.last.label.width(m.text(textBody)) + m.of(edge)*2
	if line.w < width {
		b.top(m.of(gap))
		line = b.top(m.target(chipHeight))
	}
	c.button(c.last, line.left(width), textBody)
}

// placePlaces lays where it was seen in one row, or in two of two.
func (c *confirmPage) placePlaces(b *box) {
	m := c.a.m
	high, space := m.target(seenHeight), m.of(gap)*1.2
	if m.Portrait {
		for i, row := range b.top(high*2+space).rows(2, space) {
			for j, cell := range row.columns(2, space) {
				c.button(c.places[i*2+j], cell, textPlain)
			}
		}
		return
	}
	line, need := b.top(high), -space
	for _, t := range c.places {
		need += t.label.width(m.text(textStrong)) + m.of(air) + space
	}
	equal := line.columns(len(c.places), space)
	for i, t := range c.places {
		if need > equal[0].w*float32(len(equal)) {
			c.button(t, equal[i], textStrong) // too large to be as wide as their words
			continue
		}
		c.button(t, line.left(t.label.width(m.text(textStrong))+m.of(air)), textStrong)
		line.left(space)
	}
}
