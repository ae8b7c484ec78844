package ui

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"laci/pos"
)

// paidPage is the full green of the order that was on the screen; striped when
// the money was practice.
type paidPage struct {
	*page
	order pos.Order
	money pos.Payment
	until time.Time // it leaves by itself then

	grown  float32 // how far the green has spread, 1 is all of it
	spread *fyne.Animation
	area   box // of the screen
	seal   box // the mark in the middle, where the green begins

	green         *panel
	stripes       *stripes
	disc          *panel
	mark          *icon
	title, amount *label
	number, chip  *label
	change        *label
	chipBack      *panel
	hand          *icon
	another       *tile
	receipt       *tile
}

// How long LUNAS stays: shorter where only the cashier sees it.
const (
	paidFor        = 8 * time.Second
	paidForCashier = 4 * time.Second
	paidSpread     = 260 * time.Millisecond // the green, from its mark over the screen
)

func newPaidPage(a *App) *paidPage {
	p := &paidPage{page: newPage(a)}
	p.green = p.panel(colorPaid, colorNone)
	p.stripes = newStripes()
	p.all.Add(p.stripes)
	p.disc = p.panel(colorOnPaid, colorNone)
	p.mark = p.icon("check", colorPaid)
	p.title, p.amount, p.number = p.label(colorOnPaid, true), p.figures(colorOnPaid), p.figures(colorOnPaid)
	p.change = p.label(colorOnPaid, true)
	p.change.align = fyne.TextAlignCenter
	p.chipBack = p.panel(colorPaidDeep, colorNone)
	p.chip = p.label(colorOnPaid, false)
	p.chip.apart = true
	for _, l := range []*label{p.title, p.amount, p.number, p.chip} {
		l.align = fyne.TextAlignCenter
	}
	p.hand = p.icon("hand", colorOnPaid)
	p.receipt = p.tile("receipt", asOnPaidQuiet, func() { a.receipt.show(p.order, p.leave) })
	p.another = p.tile("new", asOnPaid, p.leave)
	p.spread = &fyne.Animation{Duration: paidSpread, Curve: fyne.AnimationEaseOut, Tick: p.grow}
	return p
}

func (p *paidPage) name() string { return "paid" }

// show turns the screen green for an order that was on it.
func (p *paidPage) show(o pos.Order, money pos.Payment) {
	p.order, p.money = o, money
	p.until = p.a.o.Now().Add(paidFor)
	if !p.a.view.shop.Facing.CustomerCanTouch() {
		p.until = p.a.o.Now().Add(paidForCashier)
	}
	p.grown = either[float32](p.practice(), 1, 0) // only real money moves
	p.a.open(p)
	if p.grown < 1 {
		p.spread.Start()
	}
	if len(o.Payments) > 0 && money.ID != o.Payments[0] {
		p.a.work(func(ctx context.Context) func() {
			money, err := p.a.moneyOf(ctx, o)
			if err != nil {
				return nil // the chip says a little less
			}
			return func() { p.money = money; p.a.render() }
		})
	}
}

// grow spreads the green a little further, and shows the words once it is all
// over the screen. A key that was pressed meanwhile has opened another screen.
func (p *paidPage) grow(done float32) {
	if p.a.now != p || p.grown >= 1 {
		return
	}
	if p.grown = done; done >= 1 {
		p.a.render()
		return
	}
	p.placeGreen()
}

// leave goes on to the next sale: the keypad, or where a customer can touch the
// screen a card that shows nothing of the shop's.
func (p *paidPage) leave() {
	if p.order.Has(pos.FlagTest) && !p.order.PaidAt.IsZero() {
		p.a.showTried(p.order)
		return
	}
	if p.a.view.shop.Facing.CustomerCanTouch() {
		p.a.watch(pos.Order{})
		p.a.open(p.a.idle)
		return
	}
	p.a.showKeypad()
}

// key takes any hardware key as the first one of the next sale.
func (p *paidPage) key(name fyne.KeyName) {
	if p.order.Has(pos.FlagTest) {
		p.leave()
		return
	}
	p.a.showKeypad()
	if name != fyne.KeyReturn && name != fyne.KeyEnter && name != fyne.KeyEscape {
		p.a.keypad.key(name)
	}
}

func (p *paidPage) tick(now time.Time) {
	if !now.Before(p.until) {
		p.leave()
	}
}

// practice tells whether the money is pretended.
func (p *paidPage) practice() bool {
	return p.a.view.shop.Practice || p.order.Evidence == pos.PracticeMoney
}

func (p *paidPage) fill() {
	a := p.a
	p.title.say(a.t(either(p.practice(), "paid.practice", "paid.title")))
	p.amount.say(p.order.Amount.String())
	p.number.say(p.order.Number)
	p.change.say("")
	if back := p.money.Tendered - p.money.Amount; p.money.Evidence == pos.CashTaken && back > 0 {
		p.change.say(a.t("paid.change", back))
	}
	p.chip.say(p.facts())
	p.another.say(a.t("paid.new"))
	p.receipt.say(a.t("paid.receipt"))
}

// facts are how the till knows: "Otomatis · GoPay · 13:05:22 · RRN 000111666".
func (p *paidPage) facts() string {
	a := p.a
	parts := []string{a.evidence(p.order.Evidence)}
	switch {
	case p.order.Evidence == pos.Manual || p.order.Evidence == pos.CashTaken:
		parts = append(parts, a.person(p.money.Actor))
	default:
		parts = append(parts, p.money.Issuer)
	}
	parts = append(parts, a.clock(p.order.PaidAt, "15:04:05"))
	if p.order.Has(pos.FlagLate) {
		parts = append(parts, a.t("paid.late"))
	}
	if p.money.RRN != "" {
		parts = append(parts, a.t("paid.rrn", p.money.RRN))
	}
	return strings.Join(withoutEmpty(parts), " · ")
}

// evidence names how the till knows of money.
func (a *App) evidence(e pos.Evidence) string {
	if program, ok := strings.CutPrefix(string(e), "api:"); ok {
		return a.t("evidence.api", program)
	}
	return a.t("evidence." + string(e))
}

func withoutEmpty(parts []string) []string {
	var full []string
	for _, part := range parts {
		if part != "" {
			full = append(full, part)
		}
	}
	return full
}
