package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"github.com/oklog/ulid/v2"

	"laci/pos"
)

// refundPage records money that goes back to a customer: how much, why and how,
// with the PIN of somebody who may.
type refundPage struct {
	*page
	order  pos.Order
	amount pos.Rupiah
	why    string // words of the reason
	reason int    // which of the usual ones; -1: own words, or none yet
	how    int    // which of the ways; -1: none yet
	once   string // key of this wish: asked twice, the money goes back once
	leave  func()

	back          *tile
	title, number *label
	sumHead       *label
	sum           *tile
	whys, hows    *chipRow
	said          *label
	give          *tile
}

var (
	refundReasons = []string{"refund.why.twice", "refund.why.over", "refund.why.goods"}
	refundWays    = []string{pos.BackInCash, pos.BackByTransfer}
)

func newRefundPage(a *App) *refundPage {
	r := &refundPage{page: newPage(a)}
	r.back = r.marked("back", asBare, "back", func() { r.leave() })
	r.title, r.number = r.label(colorInk, true), r.label(colorQuiet, false)
	r.sumHead = r.label(colorQuiet, false)
	r.sum = r.marked("refund.amount", asButton, "edit", r.askAmount)
	var whys, hows []chip
	for i, code := range refundReasons {
		whys = append(whys, chip{code, func() { r.reason, r.why = i, a.t(code); a.render() }})
	}
	whys = append(whys, chip{"refund.why.other", r.askWhy})
	for i, way := range refundWays {
		hows = append(hows, chip{"refund.how." + way, func() { r.how = i; a.render() }})
	}
	r.whys, r.hows = newChipRow(r.page, whys...), newChipRow(r.page, hows...)
	r.said = r.page.text(colorQuiet, false, 2)
	r.give = r.tile("refund.give", asMain, r.approve)
	return r
}

func (r *refundPage) name() string { return "refund" }

// show opens the page for an amount of an order's money; back is where it is
// left to, done or not.
func (r *refundPage) show(o pos.Order, amount pos.Rupiah, back func()) {
	r.order, r.amount, r.leave = o, amount, back
	r.why, r.reason, r.how, r.once = "", -1, -1, ulid.Make().String()
	switch {
	case o.Has(pos.FlagDuplicate):
		r.reason, r.why = 0, r.a.t(refundReasons[0])
	case o.Has(pos.FlagOver), o.Owed() < 0:
		r.reason, r.why = 1, r.a.t(refundReasons[1])
	}
	r.a.open(r)
}

// askAmount lets another amount be keyed in, up to what was kept.
func (r *refundPage) askAmount() {
	a := r.a
	a.amount.ask(figure{
		screen: "refund.amount", title: a.t("refund.amount"), text: a.t("refund.most", r.order.Kept()), start: r.amount, most: r.order.Kept(),
		back: a.backTo(r), answers: []figureAnswer{{"refund.amount.done", func(pos.Rupiah) string { return a.t("pin.done") }, func(amount pos.Rupiah) {
			r.amount = amount
			a.open(r)
		}}},
	})
}

// askWhy takes a reason in own words.
func (r *refundPage) askWhy() {
	a := r.a
	start := r.why
	if r.reason >= 0 {
		start = ""
	}
	a.write.ask(writing{title: a.t("refund.why"), hint: a.t("why.hint"), start: start, most: noteMost, need: true, back: a.backTo(r), done: func(text string) {
		r.reason, r.why = -1, text
		a.open(r)
	}})
}

// ready tells whether everything was said.
func (r *refundPage) ready() bool { return r.amount > 0 && r.why != "" && r.how >= 0 }

// approve asks for the PIN and records that the money went back. Of an order with
// too much money the rest is then taken as paid.
func (r *refundPage) approve() {
	if !r.ready() {
		return
	}
	a, o := r.a, r.order
	wish := pos.GiveBack{Amount: r.amount, How: refundWays[r.how], Why: r.why, Actor: a.actor(), Key: r.once}
	rest := o.Owed() < 0 && o.State != pos.Paid && r.amount == -o.Owed()
	a.approve(approval{right: pos.MayRefund, text: a.t("refund.pin", r.amount, o.Number), back: a.backTo(r),
		do: func(ctx context.Context, pin string) error {
			wish.PIN = pin
			_, err := a.o.Till.Refund(ctx, o.ID, wish)
			if err == nil && rest {
				_, err = a.o.Till.Keep(ctx, o.ID, wish.Actor)
			}
			return err
		},
		then: func() {
			r.leave()
			a.ask()
		}})
}

func (r *refundPage) key(name fyne.KeyName) {
	switch name {
	case fyne.KeyEscape:
		r.leave()
	case fyne.KeyReturn, fyne.KeyEnter:
		r.approve()
	}
}

func (r *refundPage) fill() {
	a := r.a
	r.title.say(a.t("refund.title"))
	r.number.say(r.order.Number + " · " + r.order.Amount.String())
	r.sumHead.say(a.t("refund.amount"))
	r.sum.say(r.amount.String())
	var whys []string
	for _, code := range refundReasons {
		whys = append(whys, a.t(code))
	}
	own := r.reason < 0 && r.why != ""
	whys = append(whys, either(own, brief(r.why, noteShown), a.t("why.other")))
	r.whys.fill(a.t("refund.why"), either(own, len(refundReasons), r.reason), whys...)
	r.hows.fill(a.t("refund.how"), r.how, a.t("refund.how.cash"), a.t("refund.how.transfer"))
	r.said.say(a.t("refund.text"))
	r.give.say(either(r.ready(), a.t("refund.give", r.amount), a.t("refund.give.not")))
	r.give.enable(r.ready())
}

func (r *refundPage) place(area box) {
	m := r.a.m
	b := area.inset(m.of(either[float32](m.Portrait, margin, air)), m.of(edge))
	r.button(r.give, b.bottom(m.target(buttonHeight)), textStrong)
	b.bottom(m.of(gap))
	head := b.top(m.target(pillHeight))
	r.backAt(r.back, &head)
	head.left(m.of(gap))
	r.words(r.title, head.left(min(r.title.width(m.text(textAction))+2, head.w)), textAction)
	head.left(m.of(gap) * 1.5)
	r.words(r.number, head, textBody)
	b.top(m.of(gap) * 2)
	high, row := m.target(chipHeight), m.target(chipHeight)
	if m.Portrait {
		row += m.line(textBody)*1.2 + m.of(gap)/2
	}
	sum := b.top(row)
	if m.Portrait {
		r.words(r.sumHead, sum.top(m.line(textBody)*1.2), textBody)
		sum.top(m.of(gap) / 2)
	} else {
		r.words(r.sumHead, sum.left(sum.w*columnHead), textBody)
	}
	wide := max(m.of(buttonWidth), r.sum.label.width(m.text(textStrong))+m.of(iconPlain)+m.of(edge)*2)
	r.button(r.sum, sum.start(min(wide, sum.w)).middle(min(wide, sum.w), high), textStrong)
	for _, chips := range []*chipRow{r.whys, r.hows} {
		b.top(m.of(gap) * 1.5)
		chips.place(b.top(row), len(refundReasons)+1)
	}
	b.top(m.of(gap) * 1.5)
	r.words(r.said, b.top(min(m.line(textSmall)*2+2, b.h)), textSmall)
}
