package ui

import (
	"fmt"
	"time"

	"laci/pos"
)

// stage is where the order on the screen stands, for whoever looks at it.
type stage int

const (
	stageLive     stage = iota
	stageChecking       // money may be there: a person, a gateway or the owner says
	stageWrong          // too little or too much came: this code must not be paid again
	stageExpired
	stageCancelled
)

// hurry is when the countdown changes its colour.
const hurry = time.Minute

func (c *codePage) stage() stage {
	a, o := c.a, c.a.view.order
	switch {
	case o.State == pos.Cancelled || o.State == pos.Failed:
		return stageCancelled
	case o.Owed() < 0 || o.Has(pos.FlagShort):
		return stageWrong
	case !o.Live(a.o.Now()):
		return stageExpired
	case c.offered() || c.unsure() || o.State == pos.Awaiting || o.Has(pos.FlagClaimed) || a.verdict(o) == checking:
		return stageChecking
	}
	return stageLive
}

// offered tells whether money waits for a yes about this order.
func (c *codePage) offered() bool {
	_, ok := c.a.view.offerFor(c.a.view.order.ID)
	return ok
}

// unsure tells whether money waits that is this order's or another's.
func (c *codePage) unsure() bool {
	_, ok := c.a.view.unsure(c.a.view.order.ID)
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
	if c.forCashier() {
		c.fillCashier(o)
	} else {
		c.fillCustomer(o)
	}
	c.fillCards(o)
	c.fillEnd(o)
	for _, b := range []struct {
		t    *tile
		code string
	}{
		{c.next, "code.next"}, {c.arrived, "code.arrived"}, {c.extend, "code.extend"}, {c.more, "code.more"},
		{c.again, "code.again"}, {c.cancel, "code.cancel"}, {c.pay, "code.pay_practice"}, {c.cashier, "code.cashier"},
		{c.hidePane, "code.hide_panel"}, {c.offerYes, either(c.unsure() && !c.offered(), "code.choose", "strip.suggest.yes")},
	} {
		b.t.say(a.t(b.code))
		b.t.enable(!c.busy)
	}
	c.rest.say(a.t("order.rest", o.Owed()))
	c.giveBack.say(a.t("order.back", c.backDue(o)))
	c.giveBack.is(either(o.Owed() < 0, asMain, asButton))
	c.rest.enable(!c.busy)
}

// backDue is what may go back of an order with a wrong amount: what is too much,
// or all that came when it is too little.
func (c *codePage) backDue(o pos.Order) pos.Rupiah {
	if o.Owed() < 0 {
		return -o.Owed()
	}
	return o.Kept()
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

// fillCashier takes what to tell the cashier.
func (c *codePage) fillCashier(o pos.Order) {
	a := c.a
	c.number.say(lines(a.t("code.number", o.Number), c.pieces(o)))
	found := a.verdict(o)
	c.status.say(a.t(either(found == checking, "check.now", "code.waiting")))
	c.hint.tint(either(found > checking || !a.view.clock.Trusted(), colorWaiting, colorQuiet))
	switch {
	case found == notFound:
		c.hint.say(a.t("check.not_found"))
	case found == cannotCheck:
		c.hint.say(a.t("check.cannot"))
	case !a.view.clock.Trusted():
		c.hint.say(a.t("code.clock", wrongBy(a.view.clock)))
	case o.AsksOwner():
		c.hint.say(a.matter(o))
	case o.Has(pos.FlagClaimed):
		c.hint.say(a.t("code.claimed"))
	default:
		c.hint.say(a.byHand(o))
	}
}

// fillCustomer takes what to tell a customer: whatever may have happened, it says
// what to do if the money has left already.
func (c *codePage) fillCustomer(o pos.Order) {
	a := c.a
	number := a.t("code.number", o.Number)
	c.status.say(number)
	c.hint.say("")
	switch found := a.verdict(o); {
	case c.stage() == stageWrong, c.stage() == stageExpired, c.stage() == stageCancelled:
		c.number.say(number) // nothing to scan any more
	case found == notFound, found == cannotCheck:
		c.number.say(a.t("check.unseen"))
	case c.stage() == stageChecking:
		c.number.say(a.t("code.checking"))
	default:
		c.number.say(lines(a.t("code.scan"), c.pieces(o)))
	}
}

// pieces says why the amount asked for is not the amount of the sale: a part is
// paid already, or a little was taken off to make it unique.
func (c *codePage) pieces(o pos.Order) string {
	switch got := o.Received + o.Cash - o.Returned; {
	case got > 0 && o.Owed() > 0:
		return c.a.t("code.part", got, o.Total())
	case o.Off > 0:
		return c.a.t("code.off", o.Amount, o.Off)
	}
	return ""
}

// lines puts texts under each other, those there are.
func lines(first, second string) string {
	if second == "" {
		return first
	}
	return first + "\n" + second
}

// fillCards takes what needs a look: another code of the same amount, money that
// waits for a yes.
func (c *codePage) fillCards(o pos.Order) {
	a := c.a
	c.twin.say("")
	if other, ok := a.view.sameAmount(o); ok {
		c.twin.say(a.t("code.same_amount", o.Payable, other.Number))
	}
	if offer, ok := a.view.offerFor(o.ID); ok {
		c.offer.say(a.t("strip.suggest", offer.money.Amount, a.clock(offer.money.PaidAt, "15:04"), o.Number))
	} else if money, ok := a.view.unsure(o.ID); ok {
		c.offer.say(a.t("inbox.which", money.Amount))
	}
}

// fillEnd takes what stands in the code's place when it must not be paid.
func (c *codePage) fillEnd(o pos.Order) {
	a := c.a
	c.clock.set(either(c.stage() == stageWrong, "warning", "clock"), colorTileQuiet)
	switch {
	case c.stage() == stageCancelled:
		c.ended.say(a.t("code.cancelled"))
		c.endedText.say(a.t("code.cancelled.why"))
	case c.stage() == stageWrong && c.forCashier():
		c.ended.say(a.t(either(o.Owed() < 0, "code.over", "code.short"), max(o.Owed(), -o.Owed())))
		c.endedText.say(a.matter(o))
	case c.stage() == stageWrong && o.Owed() < 0:
		c.ended.say(a.t("code.check"))
		c.endedText.say(a.t("code.check.why"))
	case c.stage() == stageWrong:
		c.ended.say(a.t("code.short", o.Owed()))
		c.endedText.say(a.t("code.short.why"))
	case c.forCashier():
		c.ended.say(a.t("code.expired"))
		c.endedText.say(a.t("code.expired.cashier"))
	default:
		c.ended.say(a.t("code.expired"))
		c.endedText.say(a.t("code.expired.customer"))
	}
}
