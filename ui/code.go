package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"laci/pos"
)

// codePage shows the code of one order full screen: to the cashier with what
// can be done, to a customer with one quiet button.
type codePage struct {
	*page
	alone   bool      // on the customer's own window, where nothing is pressed
	panel   bool      // the PIN was given: the cashier's panel is open
	touched time.Time // when the panel was opened or used
	busy    bool      // something pressed is on its way

	white                  *panel
	code                   *code
	clock                  *icon
	shop, nmid             *label
	ended, endedText       *label
	price, number          *label
	ring                   *ring
	time, status, hint     *label
	twin                   *label
	twinCard               *panel
	offer                  *label
	offerCard              *panel
	offerYes               *tile
	next, arrived, extend  *tile
	more, again, cancel    *tile
	cashier, pay, hidePane *tile
	rest, giveBack         *tile
}

// panelFor is how long the cashier's panel stays open when nothing is touched.
const panelFor = 30 * time.Second

// newCodePage makes the code's page on the counter's window, or on that of the
// customer alone.
func newCodePage(p *page) *codePage {
	c := &codePage{page: p}
	c.white = c.page.panel(colorTile, colorNone)
	c.code = newCode()
	c.all.Add(c.code)
	c.clock = c.icon("clock", colorTileQuiet)
	c.shop, c.nmid = c.label(colorTileInk, true), c.label(colorTileQuiet, false)
	c.ended, c.endedText = c.label(colorTileInk, true), c.text(colorTileQuiet, false, 4)
	for _, l := range []*label{c.shop, c.nmid, c.ended, c.endedText} {
		l.align = fyne.TextAlignCenter
	}
	c.price, c.number = c.figures(colorInk), c.text(colorQuiet, false, 5)
	c.number.apart = true
	c.ring = newRing()
	c.all.Add(c.ring)
	c.time, c.status = c.figures(colorInk), c.text(colorQuiet, false, 3)
	c.hint = c.text(colorQuiet, false, 3)
	c.twinCard, c.offerCard = c.page.panel(colorTintWaiting, colorNone), c.page.panel(colorTintWaiting, colorNone)
	c.twin, c.offer = c.label(colorWaiting, false), c.label(colorWaiting, true)
	c.twin.lines, c.offer.lines = 2, 2
	c.buttons()
	return c
}

func (c *codePage) buttons() {
	c.offerYes = c.tile("offer.yes", asMain, c.takeOffer)
	c.next = c.tile("next", asStrong, c.park)
	c.arrived = c.tile("arrived", asButton, func() { c.a.confirm.show(c.a.view.order, c.backTo) })
	c.extend = c.tile("extend", asButton, func() { c.do(c.a.o.Till.Extend) })
	c.more = c.tile("more", asButton, c.showMore)
	c.again = c.tile("again", asMain, func() { c.do(c.a.o.Till.Show) })
	c.cancel = c.tile("cancel", asButton, c.askCancel)
	c.pay = c.tile("pay.practice", asMain, func() {
		c.do(func(ctx context.Context, id pos.ID, _ string) (pos.Order, error) {
			return c.a.o.Till.PayPractice(ctx, id)
		})
	})
	c.cashier = c.tile("cashier", asQuiet, c.openPanel)
	c.rest = c.tile("rest", asMain, func() { c.do(c.a.o.Till.Complete) })
	c.giveBack = c.tile("giveback", asButton, func() {
		o := c.a.view.order
		c.a.refund.show(o, c.backDue(o), c.backTo)
	})
	c.hidePane = c.tile("panel.close", asQuiet, c.closePanel)
}

func (c *codePage) name() string { return "code" }

// showCode makes an order the one on the screen and shows its code.
func (a *App) showCode(o pos.Order) {
	a.watch(o)
	a.code.panel, a.code.busy = false, false
	a.open(a.code)
}

// showAgain brings an unpaid order's code back: one still up as it is, one whose
// time is over with a fresh countdown.
func (a *App) showAgain(o pos.Order) {
	if o.Live(a.o.Now()) {
		a.showCode(o)
		return
	}
	actor := a.actor()
	a.work(func(ctx context.Context) func() {
		shown, err := a.o.Till.Show(ctx, o.ID, actor)
		return func() {
			if err != nil {
				a.refuse(err, func() { a.showAgain(o) })
				return
			}
			a.showCode(shown)
		}
	})
}

// forCashier tells whether the cashier's buttons are up.
func (c *codePage) forCashier() bool {
	return !c.alone && (c.panel || !c.a.view.shop.Facing.CustomerCanTouch())
}

// openPanel asks for the PIN of anybody who sells here and opens the cashier's
// panel.
func (c *codePage) openPanel() {
	c.a.allow(pos.MaySell, c.backTo, func() {
		c.panel, c.touched = true, c.a.o.Now()
		c.a.open(c)
	})
}

func (c *codePage) closePanel() {
	c.panel = false
	c.a.render()
}

// park leaves the code, which stays payable and listed, for an empty keypad.
func (c *codePage) park() { c.a.showKeypad() }

// do asks the till for something about the order on the screen.
func (c *codePage) do(what func(ctx context.Context, id pos.ID, actor string) (pos.Order, error)) {
	if c.busy {
		return
	}
	c.busy, c.touched = true, c.a.o.Now()
	id, actor := c.a.view.order.ID, c.a.actor()
	c.a.work(func(ctx context.Context) func() {
		o, err := what(ctx, id, actor)
		return func() {
			c.busy = false
			switch {
			case err != nil:
				c.a.refuse(err, func() { c.do(what) })
			case o.ID == c.a.view.order.ID:
				c.a.watch(o)
				c.a.render() // green comes with the nudge, after the commit
			}
		}
	})
	c.a.render()
}

// takeOffer says yes to the money that waits for this order, or asks whose it is
// when it may be another's.
func (c *codePage) takeOffer() {
	if offer, ok := c.a.view.offerFor(c.a.view.order.ID); ok {
		c.do(func(ctx context.Context, id pos.ID, actor string) (pos.Order, error) {
			return c.a.o.Till.Attach(ctx, offer.money.ID, id, actor)
		})
	} else if money, ok := c.a.view.unsure(c.a.view.order.ID); ok {
		c.a.showMoney(money, c.backTo)
	}
}

// key takes a hardware key: Escape leaves a code where the cashier may, and
// asks for the PIN where a customer could press it.
func (c *codePage) key(name fyne.KeyName) {
	if name != fyne.KeyEscape {
		return
	}
	if c.forCashier() {
		c.park()
		return
	}
	c.openPanel()
}

// tick moves the countdown and closes a panel nobody uses.
func (c *codePage) tick(now time.Time) {
	if c.panel && now.Sub(c.touched) > panelFor {
		c.panel = false
	}
	if now.Unix()%reread == 0 {
		c.a.ask()
	}
	c.a.render()
}

// reread is how often, in seconds, the store is read while a code is up.
const reread = 4

// showMore opens what is done rarely.
func (c *codePage) showMore() {
	o := c.a.view.order
	c.a.choice.ask(question{
		title: c.a.t("more.title", o.Number, o.Payable), back: c.backTo,
		answers: c.rare(o),
	})
}

// rare is what can be done with an order besides its buttons.
func (c *codePage) rare(o pos.Order) (all []answer) {
	if o.Kept() == 0 {
		all = append(all, answer{code: "change", words: c.a.t("code.change"), note: c.a.t("cancel.wrong_amount.note"), mark: "edit", do: func() { c.a.keypad.replace(o) }})
	}
	if c.a.canCheck(o) {
		note := c.a.t("check.never")
		if last := c.a.lastHeardOf(o); last != "" {
			note = c.a.t("check.last", last)
		}
		all = append(all, answer{code: "check", words: c.a.t("code.check_again"), note: note, mark: "search", do: func() { c.a.inquire(o) }})
	}
	return append(all,
		answer{code: "cash", words: c.a.t("cancel.cash"), note: c.a.t("cancel.cash.note"), mark: "cash", do: func() { c.a.cash.showFor(o, c.backTo) }},
		answer{code: "cancel", words: c.a.t("code.cancel"), mark: "close", do: c.askCancel})
}

// askCancel asks why the order is given up.
func (c *codePage) askCancel() { c.a.askCancel(c.a.view.order, c.backTo, c.a.showKeypad) }

// backTo returns to the code with the panel as it was.
func (c *codePage) backTo() { c.a.open(c) }
