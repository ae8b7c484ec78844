//go:build linux

package main

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// cashier sells at a desk by the script of a busy day, and keeps a book of what
// every order must have come to.
type cashier struct {
	d      *desk
	p      phone
	random *rand.Rand
	sale   int // the number of the sale at hand
	book   []*line
	later  []*line // codes that were left up for their time to end, oldest first
}

// line is an order in the cashier's book.
type line struct {
	number   string
	amount   pos.Rupiah
	payload  string    // of its newest code, as read off the screen
	over     time.Time // when its countdown ends
	state    pos.State
	received pos.Rupiah
	cash     pos.Rupiah
	returned pos.Rupiah
	note     string
}

// forgotten is how many codes were left up before the cashier began.
const forgotten = 8

// Ensure that a cashier on a screen with a window manager sells through
// everything that can go wrong: each code on the screen is read by two readers
// as what was stored, name, NMID and amount beside it are the code's own, and
// the till has in the end what the cashier's book has.
func TestKioskCashier(t *testing.T) {
	t.Parallel()
	began := time.Now()
	d := newDesk(t, 1280, 800, "cashier")
	d.m.manage(t)
	c := &cashier{d: d, random: rand.New(rand.NewPCG(1, 2))}
	data := filepath.Join(t.TempDir(), "data")
	c.p = newTill(t, data, func(*pos.Settings) {}, c.forget)
	d.start(data)
	d.see("keypad")
	sales := len(happenings)
	if full() {
		sales = 200
	}
	order := c.random.Perm(len(happenings))
	for c.sale = 1; c.sale <= sales; c.sale++ {
		which := happenings[order[(c.sale-1)%len(order)]]
		which.do(c)
		c.emptied(which.name)
	}
	d.stop()
	c.audit(data)
	t.Logf("%d sales, %d orders, every code read by two readers, in %s", sales, len(c.book), time.Since(began).Round(time.Second))
}

// forget leaves codes up whose time is over when the cashier begins.
func (c *cashier) forget(till *pos.Till, clock *clock) {
	for i := range forgotten {
		clock.set(time.Now().Add(-6*time.Minute + time.Duration(i)*time.Second))
		o, err := till.Charge(c.d.t.Context(), pos.Charge{Key: ulid.Make().String(), Amount: pos.Rupiah(3_000 + 100*i), Actor: "Kasir A"})
		require.NoError(c.d.t, err)
		v := &line{number: o.Number, amount: o.Amount, payload: o.Payload, over: o.ShowUntil, state: pos.Expired}
		c.book, c.later = append(c.book, v), append(c.later, v)
	}
}

// emptied takes every strip away and sees the keypad ready for the next sale.
func (c *cashier) emptied(what string) {
	c.d.t.Helper()
	c.d.wait("the empty keypad after "+what, func(one traced) bool {
		return one.Screen == "keypad" && one.says(words("keypad.empty"))
	})
	for said, up := c.d.frames.last().tile("strip"); up && orderNumber.MatchString(said.Label); said, up = c.d.frames.last().tile("strip") {
		c.d.takeStrip()
	}
}

// amount is what the sale at hand comes to: no two sales come to the same.
func (c *cashier) amount() pos.Rupiah { return pos.Rupiah(10_000 + 500*c.sale) }

// keyIn keys an amount in by keys or by touches.
func (c *cashier) keyIn(amount pos.Rupiah) {
	c.d.t.Helper()
	digits := amount.Digits()
	plain := strings.ReplaceAll(digits, ".", "")
	if c.random.IntN(2) == 0 {
		c.d.enter("key.", plain)
	} else {
		c.d.keys(strings.Split(plain, "")...)
	}
	c.d.see("keypad", digits)
}

// charge keys an amount in and has its code up.
func (c *cashier) charge(amount pos.Rupiah) *line {
	c.d.t.Helper()
	c.keyIn(amount)
	mark := c.d.frames.mark()
	c.d.tap("show")
	return c.shown(mark, amount, amount)
}

// shown reads the code on the screen for what is to be paid of an order, and
// writes the order into the book.
func (c *cashier) shown(mark int, amount, payable pos.Rupiah) *line {
	c.d.t.Helper()
	one := c.d.since(mark, "the code of "+payable.String(), func(one traced) bool {
		_, ok := one.symbol()
		return ok && one.Screen == "code" && one.says(payable.String())
	})
	number := orderNumber.FindString(one.String())
	v := c.of(number)
	if v == nil {
		v = &line{number: number, amount: amount, state: pos.Expired}
		c.book = append(c.book, v)
	}
	v.payload = c.d.agrees(fmt.Sprintf("%s-%s", number, payable.Digits()), payable)
	v.over = one.over(c.d.t)
	return v
}

// of finds an order in the book.
func (c *cashier) of(number string) *line {
	for _, v := range c.book {
		if v.number == number {
			return v
		}
	}
	return nil
}

// tells lets the phone tell of money for an order.
func (c *cashier) tells(v *line, amount pos.Rupiah) {
	c.d.t.Helper()
	c.d.reports(c.p, amount, v.number, pos.ResultSettled)
	v.received += amount
}

// green sees the order paid on its own screen, and goes on.
func (c *cashier) green(v *line) {
	c.d.t.Helper()
	v.state = pos.Paid
	c.d.see("paid", v.number, v.amount.String())
	c.d.keys("Return")
}
