package ui

import (
	"context"
	"errors"

	"github.com/oklog/ulid/v2"

	"laci/pos"
)

// cashPage takes cash: for an amount just keyed in, or for what is still owed on
// an order. Less than the whole is a part, and the rest is asked for by a code.
type cashPage struct {
	*page
	order pos.Order // zero for an amount that is no order yet
	owed  pos.Rupiah
	given sum    // the notes handed over
	once  string // the key of this wish: asked twice, it is granted once
	busy  bool
	back  func()

	leave            *tile
	title, number    *label
	amount           *label
	exact            *tile
	notes            []*tile
	gotHead, got     *label
	changeHead, left *label
	card             *panel
	pad              *digitPad
	take             *tile
}

// notesMost is how many notes that a customer may hand over are offered.
const notesMost = 3

func newCashPage(a *App) *cashPage {
	c := &cashPage{page: newPage(a)}
	c.leave = c.marked("back", asBare, "back", c.goBack)
	c.title, c.number = c.label(colorInk, true), c.label(colorQuiet, false)
	c.amount = c.figures(colorInk)
	c.exact = c.tile("cash.exact", asButton, func() { c.hand(c.owed) })
	for i := range notesMost {
		c.notes = append(c.notes, c.tile("", asKey, func() { c.hand(notesAbove(c.owed)[i]) }))
	}
	c.card = c.panel(colorCard, colorLine)
	c.gotHead, c.got = c.label(colorQuiet, false), c.figures(colorInk)
	c.changeHead, c.left = c.label(colorQuiet, false), c.figures(colorInk)
	c.pad = newDigitPad(c.page, c.press, "back", "clear")
	c.take = c.tile("cash.take", asMain, c.accept)
	return c
}

func (c *cashPage) name() string { return "cash" }

// show opens the page for what the keypad holds.
func (c *cashPage) show() {
	c.open(pos.Order{}, c.a.keypad.sum.total(), c.a.showHome)
}

// showFor opens it for what is still owed on an order.
func (c *cashPage) showFor(o pos.Order, back func()) { c.open(o, o.Owed(), back) }

func (c *cashPage) open(o pos.Order, owed pos.Rupiah, back func()) {
	c.order, c.owed, c.back = o, owed, back
	c.given, c.busy, c.once = sum{}, false, ulid.Make().String()
	c.a.open(c)
}

func (c *cashPage) goBack() {
	if !c.busy {
		c.back()
	}
}

// notesAbove are the notes a customer may hand over for an amount: what is
// missing to the next hundred thousand is paid with one note.
func notesAbove(owed pos.Rupiah) (above []pos.Rupiah) {
	const largest = 100_000
	for _, note := range []pos.Rupiah{2_000, 5_000, 10_000, 20_000, 50_000, largest} {
		if rest := owed % largest; rest > 0 && note > rest && len(above) < notesMost {
			above = append(above, owed-rest+note)
		}
	}
	return above
}

// hand says which note was handed over.
func (c *cashPage) hand(note pos.Rupiah) {
	if !c.busy {
		c.given = sum{}
		c.given.add(note)
		c.a.render()
	}
}

func (c *cashPage) press(name string) {
	if c.busy {
		return
	}
	switch name {
	case "back":
		c.given.back()
	case "clear":
		c.given = sum{}
	case "plus":
		return
	default:
		c.given.digits(name)
	}
	c.a.render()
}

// accept takes the cash: the whole settles the sale, a part leaves a code for the
// rest. Green comes once it is on disk.
func (c *cashPage) accept() {
	given := c.given.total()
	if c.busy || given == 0 {
		return
	}
	c.busy = true
	ask := c.ask(given)
	c.a.work(func(ctx context.Context) func() {
		o, err := ask(ctx)
		return func() { c.answer(o, err) }
	})
	c.a.render()
}

// ask is what the till is asked for: a sale with this cash, cash for an order, or
// a part of it.
func (c *cashPage) ask(given pos.Rupiah) func(ctx context.Context) (pos.Order, error) {
	till, id, actor := c.a.o.Till, c.order.ID, c.a.actor()
	switch {
	case id.IsZero():
		wish := c.a.keypad.wish()
		wish.Cash, wish.Tendered = min(given, c.owed), given
		return func(ctx context.Context) (pos.Order, error) { return till.Charge(ctx, wish) }
	case given >= c.owed:
		return func(ctx context.Context) (pos.Order, error) { return till.PayCash(ctx, id, given, actor) }
	}
	part := pos.PartCash{Part: given, Tendered: given, Actor: actor, Key: c.once}
	return func(ctx context.Context) (pos.Order, error) { return till.PartCash(ctx, id, part) }
}

// answer goes on with what became of the sale.
func (c *cashPage) answer(o pos.Order, err error) {
	c.busy = false
	switch {
	case errors.Is(err, pos.ErrKeyReused):
		c.a.keypad.renew()
		c.a.refuse(err, nil)
	case err != nil:
		c.a.refuse(err, c.accept)
	case c.a.now != c:
		c.a.ask() // the order was paid otherwise meanwhile
	case o.State == pos.Paid:
		c.a.watch(o)
		c.a.settle()
	default:
		c.a.showCode(o)
	}
}
