package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"laci/pos"
)

// receiptPage holds the screen for an order's receipt: on paper, or as text on
// the customer's own phone.
type receiptPage struct {
	*page
	order   pos.Order
	address string // that opens the text; "" while none is shown
	printed bool
	busy    bool
	said    string
	leave   func()

	back         *tile
	title, text  *label
	print, phone *answerTile
	none         *tile
	framed       *framedCode
}

const (
	receiptFor  = time.Minute      // it stays when nobody touches it
	receiptText = 30 * time.Minute // after the payment a receipt is still given as text
)

func newReceiptPage(a *App) *receiptPage {
	r := &receiptPage{page: newPage(a)}
	r.framed = newFramedCode(r.page)
	r.back = r.marked("back", asBare, "back", func() { r.leave() })
	r.title, r.text = r.page.text(colorInk, true, 2), r.page.text(colorQuiet, false, 3)
	r.print, r.phone = newAnswerTile(r.page), newAnswerTile(r.page)
	r.none = r.tile("receipt.none", asButton, func() { r.leave() })
	return r
}

func (r *receiptPage) name() string { return "receipt" }

// offered tells whether there is any way to give a receipt of an order.
func (r *receiptPage) offered(o pos.Order) bool { return r.canPrint() || r.canText(o) }

func (r *receiptPage) canPrint() bool { return r.a.o.Print != nil && r.a.view.shop.Printer != "" }

func (r *receiptPage) canText(o pos.Order) bool {
	return r.a.o.Text != nil && r.a.o.Now().Sub(o.PaidAt) < receiptText
}

// show opens the page for a paid order; leave is where it is left to.
func (r *receiptPage) show(o pos.Order, leave func()) {
	r.order, r.leave = o, leave
	r.address, r.said, r.printed, r.busy = "", "", false, false
	r.a.open(r)
}

// tick leaves a page that nobody touches, for the next sale.
func (r *receiptPage) tick(now time.Time) {
	if now.Sub(r.a.touched) > receiptFor {
		r.leave()
	}
}

// toPaper sends the receipt to the printer. It is on its way then; what the
// printer says is told wherever the cashier is by that time.
func (r *receiptPage) toPaper() {
	if r.busy || r.printed {
		return
	}
	r.busy = true
	a, o := r.a, r.order
	a.o.Print(o.ID, a.prefs.Lang, a.actor(), func(err error) {
		a.o.Do(func() {
			here := a.now == r && r.order.ID == o.ID
			if here {
				r.busy, r.printed = false, err == nil
			}
			switch {
			case err != nil:
				a.strip.tell(o.Number + ": " + a.sentence(err))
			case here:
				r.leave()
			}
			a.render()
		})
	})
	a.render()
}

// toPhone shows the code that opens the receipt as text.
func (r *receiptPage) toPhone() {
	a, o := r.a, r.order
	a.work(func(ctx context.Context) func() {
		address, err := a.o.Text(ctx, o, a.prefs.Lang)
		return func() {
			if err != nil {
				a.refuse(err, nil)
				return
			}
			r.address = address
			a.render()
		}
	})
}

func (r *receiptPage) key(name fyne.KeyName) {
	switch name {
	case fyne.KeyEscape, fyne.KeyReturn, fyne.KeyEnter:
		r.leave()
	}
}

func (r *receiptPage) fill() {
	a, o := r.a, r.order
	r.title.say(a.t("receipt.title", o.Number))
	r.text.say(o.Amount.String())
	words := a.t(either(r.busy, "receipt.printing", "receipt.print"))
	r.print.set(answer{code: "receipt.print", words: words, note: a.t(either(o.Receipts > 0, "receipt.print.again", "receipt.print.note")),
		mark: "receipt", do: r.toPaper, dead: r.busy || r.printed})
	r.phone.set(answer{code: "receipt.whatsapp", words: a.t("receipt.whatsapp"), note: a.t("receipt.whatsapp.note"), mark: "phone", do: r.toPhone})
	r.none.say(a.t(either(r.address == "", "receipt.none", "receipt.done")))
	r.framed.fill(a.t("receipt.not_a_code"), a.t("receipt.scan"), r.address)
}

// place lays the ways beside the code of the text, once it is shown; the code has
// a frame and a head that no payment code has.
func (r *receiptPage) place(area box) {
	m := r.a.m
	b := area.inset(m.of(edge), m.of(edge))
	if r.address != "" {
		b = r.framed.place(b)
	} else {
		b = b.inset(m.of(either[float32](m.Portrait, gap, air)), 0)
	}
	head := b.top(m.target(pillHeight))
	r.backAt(r.back, &head)
	b.top(m.of(gap))
	r.words(r.title, b.top(m.line(textHead)*1.1), textHead)
	r.words(r.text, b.top(m.line(textPlain)*1.2), textPlain)
	b.top(m.of(gap))
	r.button(r.none, b.bottom(m.target(footHeight)), textStrong)
	b.bottom(m.of(gap))
	var ways []*answerTile
	if r.canPrint() {
		ways = append(ways, r.print)
	}
	if r.canText(r.order) && r.address == "" {
		ways = append(ways, r.phone)
	}
	high := min(m.target(menuHeight), b.h/float32(max(1, len(ways)))-m.of(gap))
	for _, way := range ways {
		way.fitAnswer(b.top(high))
		b.top(m.of(gap))
	}
}
