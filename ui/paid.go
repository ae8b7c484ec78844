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
}

// How long LUNAS stays: shorter where only the cashier sees it.
const (
	paidFor        = 8 * time.Second
	paidForCashier = 4 * time.Second
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
	for _, l := range []*label{p.title, p.amount, p.number, p.chip} {
		l.align = fyne.TextAlignCenter
	}
	p.hand = p.icon("hand", colorOnPaid)
	p.another = p.tile("new", asOnPaid, p.leave)
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
	p.a.open(p)
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

// leave goes on to the next sale: the keypad, or where a customer can touch the
// screen a card that shows nothing of the shop's.
func (p *paidPage) leave() {
	if p.a.view.shop.Facing.CustomerCanTouch() {
		p.a.watch(pos.Order{})
		p.a.open(p.a.idle)
		return
	}
	p.a.showKeypad()
}

// key takes any hardware key as the first one of the next sale.
func (p *paidPage) key(name fyne.KeyName) {
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

func (p *paidPage) place(area box) {
	m := p.a.m
	p.rect(p.green, area, 0, 0)
	if p.practice() {
		p.put(p.stripes, area)
	}
	b := area.inset(m.of(margin), m.of(margin))
	foot := b.bottom(m.target(footHeight))
	width := max(m.of(buttonWidth), p.another.label.width(m.text(textStrong))+m.of(edge)*2)
	p.button(p.another, foot.middle(min(width, foot.w), foot.h), textStrong)
	b.bottom(m.of(gap))
	badge := m.of(badgeSize)
	heights := []float32{badge, m.of(gap), m.of(textLunas) * 1.15, m.of(textPaid) * 1.12, m.line(textKey), m.of(gap), m.line(textPlain) * 1.6, 0}
	if p.change.words != "" {
		heights[7] = m.of(textPage) * lineOverSize
	}
	total := float32(0)
	for _, h := range heights {
		total += h
	}
	b = b.middle(b.w, min(total, b.h))
	disc := b.top(heights[0]).middle(badge, badge)
	p.rect(p.disc, disc, badgeSize/2, 0)
	p.put(p.mark, disc.middle(badge*0.62, badge*0.62))
	b.top(heights[1])
	p.words(p.title, b.top(heights[2]).tight(m.of(textLunas)), textLunas)
	p.words(p.amount, b.top(heights[3]).tight(m.of(textPaid)), textPaid)
	if p.change.words != "" {
		p.words(p.change, b.top(heights[7]), textPage)
	}
	p.words(p.number, b.top(heights[4]), textKey)
	b.top(heights[5])
	p.placeChip(b)
}

// placeChip lays the facts on a dark chip, with a hand when a person is the
// witness.
func (p *paidPage) placeChip(b box) {
	m := p.a.m
	size := m.text(textPlain)
	side := float32(0)
	if !p.order.Evidence.Machine() && !p.practice() {
		side = size * 1.5
	}
	chip := b.middle(min(p.chip.width(size)+m.of(edge)*2+side, b.w), b.h)
	p.rect(p.chipBack, chip, 0, 0)
	p.chipBack.fit(chip, chip.h/2, 0)
	inside := chip.inset(m.of(edge)*0.9, 0)
	if side > 0 {
		p.put(p.hand, inside.left(side).middle(size*1.2, size*1.2))
	}
	p.words(p.chip, inside, textPlain)
}
