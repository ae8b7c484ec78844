//go:build linux

package main

import (
	"net"
	"net/http"
	"time"

	"github.com/oklog/ulid/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// happenings are what can happen in a sale. Each leaves the empty keypad.
var happenings = []struct {
	name string
	do   func(c *cashier)
}{
	{"paid", (*cashier).paidAtOnce},
	{"by hand", (*cashier).byHand},
	{"wrong amount", (*cashier).wrongAmount},
	{"cash instead", (*cashier).cashInstead},
	{"changed mind", (*cashier).changedMind},
	{"shown again", (*cashier).shownAgain},
	{"short", (*cashier).short},
	{"over", (*cashier).tooMuch},
	{"wrong callback", (*cashier).wrongCallback},
	{"port busy", (*cashier).portBusy},
	{"note", (*cashier).withNote},
	{"cash", (*cashier).inCash},
	{"part cash", (*cashier).partCash},
	{"out of order", (*cashier).outOfOrder},
}

func (c *cashier) paidAtOnce() {
	v := c.charge(c.amount())
	c.tells(v, v.amount)
	c.green(v)
}

func (c *cashier) byHand() {
	v := c.charge(c.amount())
	c.confirm(v)
}

// confirm takes the cashier's own word for the code on the screen.
func (c *cashier) confirm(v *line) {
	c.d.taps("arrived", "seen.soundbox", "confirm.yes")
	v.received += v.amount
	c.green(v)
}

// wrongAmount shows ten times too much, and then the right amount in its place.
func (c *cashier) wrongAmount() {
	wrong := c.charge(c.amount() * 10)
	c.d.taps("more", "cancel", "reason.wrong_amount")
	c.d.see("keypad", words("keypad.instead", wrong.number, wrong.amount))
	wrong.state = pos.Cancelled
	v := c.charge(c.amount())
	c.tells(v, v.amount)
	c.green(v)
}

func (c *cashier) cashInstead() {
	v := c.charge(c.amount())
	c.d.taps("more", "cancel", "reason.cash")
	c.d.see("cash", v.amount.String())
	c.d.taps("cash.exact", "cash.take")
	v.cash = v.amount
	c.green(v)
}

func (c *cashier) changedMind() {
	v := c.charge(c.amount())
	c.d.taps("more", "cancel", "reason.changed_mind")
	v.state = pos.Cancelled
}

// shownAgain shows a code again whose time is over, and leaves one up for later.
func (c *cashier) shownAgain() {
	if v := c.later[0]; time.Now().After(v.over.Add(2 * time.Second)) {
		c.later = c.later[1:]
		c.d.tap("unpaid")
		c.d.see("unpaid")
		c.d.turnTo("order." + v.number)
		mark := c.d.frames.mark()
		c.d.tap("order." + v.number)
		c.shown(mark, v.amount, v.amount)
		c.tells(v, v.amount)
		c.green(v)
		c.emptied("shown again")
	}
	v := c.charge(c.amount())
	c.d.tap("next")
	c.later = append(c.later, v)
}

// short is paid too little, and the rest by another code.
func (c *cashier) short() {
	v := c.charge(c.amount())
	const missing = 1_500
	c.tells(v, v.amount-missing)
	c.d.see("code", words("code.short", pos.Rupiah(missing)))
	mark := c.d.frames.mark()
	c.d.tap("rest")
	c.shown(mark, v.amount, missing)
	c.tells(v, missing)
	c.green(v)
}

// tooMuch is paid too much, and the rest goes back from the drawer.
func (c *cashier) tooMuch() {
	v := c.charge(c.amount())
	const more = 2_500
	c.tells(v, v.amount+more)
	c.d.see("code", words("code.over", pos.Rupiah(more)))
	c.d.tap("giveback")
	c.d.see("refund", pos.Rupiah(more).String())
	c.d.taps("refund.how.cash", "refund.give")
	c.d.see("pin")
	c.d.enter("pad.", ownerPIN)
	v.returned = more
	c.green(v)
}

// wrongCallback hears words that must not be believed, and then the right one.
func (c *cashier) wrongCallback() {
	v := c.charge(c.amount())
	mark := c.d.frames.mark()
	liar := phone{[]byte("not the secret of any phone here!")}
	status, _, err := liar.tells(c.d.address(), v.amount, v.number)
	require.NoError(c.d.t, err)
	assert.Equal(c.d.t, http.StatusUnauthorized, status)
	c.d.reports(c.p, v.amount, "A-9999", pos.ResultUnmatched)
	status, _, err = c.p.post(c.d.address(), ulid.Make().String(), []byte(`{"type":"payment.detected","data":{"amount":"a lot"}}`))
	require.NoError(c.d.t, err)
	assert.Equal(c.d.t, http.StatusUnprocessableEntity, status)
	assert.False(c.d.t, c.d.frames.seen(mark, func(one traced) bool { return one.Screen == "paid" }), "a wrong callback paid")
	c.tells(v, v.amount)
	c.green(v)
}

// portBusy starts the till anew while another program has its port: it comes back
// on the open code and sells on.
func (c *cashier) portBusy() {
	v := c.charge(c.amount())
	c.d.stop()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(c.d.t, err)
	c.d.start(c.d.data, "--listen", taken.Addr().String())
	c.d.see("code", v.number)
	assert.Equal(c.d.t, v.payload, c.d.agrees(v.number+"-port-busy", v.amount))
	c.confirm(v)
	c.d.see("keypad", words("no_server"))
	c.d.stop()
	require.NoError(c.d.t, taken.Close())
	c.d.start(c.d.data)
	one := c.d.wait("the first screen", func(one traced) bool { return one.Screen != "" })
	if one.Screen == "code" { // another that was left up
		c.d.tap("next")
	}
}

func (c *cashier) withNote() {
	c.keyIn(c.amount())
	c.d.tap("note")
	c.d.see("write")
	c.d.taps("write.M", "write.e", "write.j", "write.a", "write.space", "write.signs", "write.4", "write.done")
	mark := c.d.frames.mark()
	c.d.tap("show")
	v := c.shown(mark, c.amount(), c.amount())
	v.note = "Meja 4"
	c.tells(v, v.amount)
	c.green(v)
}

func (c *cashier) inCash() {
	c.keyIn(c.amount())
	c.d.tap("cash")
	c.d.see("cash", c.amount().String())
	c.d.taps("cash.exact", "cash.take")
	one := c.d.see("paid", c.amount().String())
	v := &line{number: orderNumber.FindString(one.String()), amount: c.amount(), cash: c.amount()}
	c.book = append(c.book, v)
	c.green(v)
}

// partCash takes some of it in cash and shows a code for the rest.
func (c *cashier) partCash() {
	const part = 4_000
	c.keyIn(c.amount())
	c.d.tap("cash")
	c.d.see("cash", c.amount().String())
	c.d.taps("key.4", "key.000")
	mark := c.d.frames.mark()
	c.d.tap("cash.take")
	v := c.shown(mark, c.amount(), c.amount()-part)
	v.cash = part
	c.tells(v, v.amount-part)
	c.green(v)
}

// outOfOrder leaves three codes and has them paid in another order, while the next
// amount is keyed in.
func (c *cashier) outOfOrder() {
	var left []*line
	for i := range 3 {
		left = append(left, c.charge(c.amount()+pos.Rupiah(100*(i+1))))
		c.d.tap("next")
		c.d.see("keypad", left[i].number)
	}
	c.keyIn(7_500)
	mark := c.d.frames.mark()
	for _, i := range []int{1, 2, 0} {
		c.tells(left[i], left[i].amount)
		left[i].state = pos.Paid
		c.d.see("keypad", words("strip.paid", left[i].number, left[i].amount), "7.500")
		c.d.takeStrip()
	}
	assert.False(c.d.t, c.d.frames.seen(mark, func(one traced) bool { return one.Screen != "keypad" || !one.says("7.500") }))
	c.d.tap("key.clear")
}
