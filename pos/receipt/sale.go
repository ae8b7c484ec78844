package receipt

import (
	"fmt"
	"strconv"
	"time"

	"laci/pos"
)

// Sale makes the receipt of an order from what was paid for it. A copy says so.
// An order that was not paid yet is told as such: no slip looks paid that is not.
func Sale(shop Shop, o pos.Order, money []pos.Payment, again bool) Slip {
	s := head(shop, again)
	s.row(shop.text("receipt.number", o.Number), shop.when(o.Placed))
	s.row(shop.Terminal, cashier(shop, o))
	s.rule()
	for _, item := range o.Items {
		s.add(Plain, item.Name)
		s.money("  "+strconv.FormatInt(item.Quantity, 10)+" × "+item.Price.Digits(), item.Price*pos.Rupiah(item.Quantity))
	}
	s.sums(shop, o)
	s.rule()
	s.payments(shop, o, money)
	if o.Note != "" {
		s.row(shop.text("receipt.note"), o.Note)
	}
	s.rule()
	s.add(Middle, either(shop.Foot, shop.text("receipt.thanks")))
	s.Code = Mark(o)
	return s
}

// Trial makes a slip that shows how the printer prints: no money is on it.
func Trial(shop Shop, now time.Time) Slip {
	s := head(shop, false)
	s.add(Sum, shop.text("receipt.trial"))
	s.row(shop.Terminal, shop.when(now))
	s.money(shop.text("receipt.trial.figures"), 1_234_567_890)
	s.rule()
	s.add(Middle, either(shop.Foot, shop.text("receipt.thanks")))
	s.Code = "LACI"
	return s
}

// Mark is what the symbol of a receipt says: scanned at the till, it finds the
// order again. It is no payment code.
func Mark(o pos.Order) string { return "LACI " + o.Number + " " + o.ID.String() }

// cashier is who charged, unless it is the till itself.
func cashier(shop Shop, o pos.Order) string {
	if o.Actor == shop.Terminal {
		return ""
	}
	return o.Actor
}

func head(shop Shop, again bool) (s Slip) {
	if shop.Practice {
		s.add(Strong, shop.text("receipt.practice"))
	}
	if again {
		s.add(Strong, shop.text("receipt.copy"))
	}
	s.add(Head, shop.Name)
	if shop.City != "" {
		s.add(Middle, shop.City)
	}
	if shop.NMID != "" {
		s.add(Middle, shop.text("code.nmid", shop.NMID))
	}
	s.rule()
	return s
}

// sums are the lines that the amount is made of.
func (s *Slip) sums(shop Shop, o pos.Order) {
	if o.Subtotal != o.Total() {
		s.money(shop.text("receipt.subtotal"), o.Subtotal)
	}
	s.some(shop.text("receipt.discount"), -o.Discount)
	s.some(shop.text("receipt.fee"), o.Fee)
	s.some(shop.text("receipt.tip"), o.Tip)
	s.some(shop.text("receipt.off"), -o.Off)
	s.Lines = append(s.Lines, Line{shop.text("receipt.total"), o.Total().String(), Sum})
}

// payments say what was paid, how, and how the till knows.
func (s *Slip) payments(shop Shop, o pos.Order, money []pos.Payment) {
	if o.PaidAt.IsZero() {
		s.Lines = append(s.Lines, Line{shop.text("receipt.unpaid"), o.Owed().String(), Strong})
	} else {
		s.Lines = append(s.Lines, Line{shop.text("receipt.paid"), shop.when(o.PaidAt), Strong})
	}
	for _, p := range money {
		s.payment(shop, p)
	}
	for _, r := range o.Refunds {
		s.money(fmt.Sprintf("%s %s", shop.text("receipt.returned"), shop.when(r.At)), -r.Amount)
	}
}

func (s *Slip) payment(shop Shop, p pos.Payment) {
	if p.Evidence == pos.CashTaken {
		s.money(shop.text("evidence.cash"), p.Amount)
		if p.Tendered > p.Amount {
			s.money("  "+shop.text("receipt.tendered"), p.Tendered)
			s.money("  "+shop.text("receipt.change"), p.Tendered-p.Amount)
		}
		return
	}
	s.money("QRIS", p.Amount)
	how := shop.evidence(p.Evidence)
	if p.Evidence == pos.Manual {
		how += " (" + p.Actor + ")"
	}
	s.row("  "+how, p.Issuer)
	if p.RRN != "" {
		s.row("  RRN", p.RRN)
	} else if p.LastDigits != "" {
		s.row("  RRN", "…"+p.LastDigits)
	}
}

// either gives the first of two texts that says something.
func either(first, second string) string {
	if first != "" {
		return first
	}
	return second
}
