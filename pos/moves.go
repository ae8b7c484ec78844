package pos

import (
	"fmt"
	"slices"
)

// moves is the one table of where an order may go. Expired only says that the
// display closed: a QRIS cannot be called back, so money may always come.
var moves = map[State][]State{
	Placed:    {Pending, Paid, Awaiting, Cancelled, Failed},
	Pending:   {Awaiting, Paid, Expired, Cancelled, Failed},
	Awaiting:  {Paid, Pending, Expired, Cancelled},
	Expired:   {Pending, Awaiting, Paid, Cancelled},
	Cancelled: {Paid}, // and the money is due back
	Failed:    {Paid}, // late
	Paid:      {Refunded, Expired},
	Refunded:  {},
}

// move takes an order to a state, or refuses with ErrMove. Staying is no move.
func (o *Order) move(to State) error {
	if o.State == to {
		return nil
	}
	if !slices.Contains(moves[o.State], to) {
		return fmt.Errorf("%s from %s to %s: %w", o.Number, o.State, to, ErrMove)
	}
	o.State = to
	return nil
}

// flag marks an order, once.
func (o *Order) flag(flags ...Flag) {
	for _, f := range flags {
		if !o.Has(f) {
			o.Flags = append(o.Flags, f)
		}
	}
}

// open tells whether money that names no order may still be this order's.
func (o Order) open() bool {
	return o.State == Pending || o.State == Awaiting || o.State == Expired
}

// unflag takes a mark off.
func (o *Order) unflag(flag Flag) {
	o.Flags = slices.DeleteFunc(o.Flags, func(f Flag) bool { return f == flag })
	if len(o.Flags) == 0 {
		o.Flags = nil
	}
}

// owe adds to the money that must go back, or takes off what went back.
func (o *Order) owe(back Rupiah) {
	o.BackDue = max(0, o.BackDue+back)
	if o.BackDue > 0 {
		o.flag(FlagRefundDue)
	} else {
		o.unflag(FlagRefundDue)
	}
}

// receive folds money into an order: what becomes of it depends only on where
// the order stands and on the amount. A wrong amount never pays by itself.
func (o *Order) receive(p Payment) error {
	complete := o.State == Paid || o.State == Refunded || o.Owed() <= 0
	if p.Evidence == CashTaken {
		o.Cash += p.Amount
	} else {
		o.Received += p.Amount
	}
	o.Payments = append(o.Payments, p.ID)
	if o.Evidence == "" || !complete && p.Evidence.rank() > o.Evidence.rank() {
		o.Evidence, o.Source = p.Evidence, p.teller()
	}
	o.flag(p.Flags...)
	switch {
	case complete:
		o.flag(FlagDuplicate)
		o.owe(p.Amount)
		return nil
	case o.Owed() == 0:
		return o.receiveAll(p)
	}
	return o.receiveWrong(p)
}

// receiveAll takes an order whose money is complete to paid.
func (o *Order) receiveAll(p Payment) error {
	switch o.State {
	case Cancelled:
		o.BackDue = 0
		o.owe(o.Kept())
	case Expired, Failed:
		o.flag(FlagLate)
	}
	o.unflag(FlagShort)
	o.unflag(FlagClaimed)
	o.PaidAt, o.PaidDay, o.SettledAt = p.PaidAt, p.Day, p.Received
	o.Suggestion = ID{}
	return o.move(Paid)
}

// receiveWrong keeps an order with too little or too much money waiting for a
// person. Money for a cancelled or failed order goes back.
func (o *Order) receiveWrong(p Payment) error {
	o.unflag(FlagShort)
	switch {
	case o.Owed() < 0:
		o.flag(FlagOver)
	case p.Evidence != CashTaken:
		o.flag(FlagShort)
	}
	switch o.State {
	case Cancelled, Failed:
		o.owe(p.Amount)
		return nil
	}
	return o.move(Awaiting)
}

// giveBack folds a refund into an order. When all that came went back, a paid
// order is refunded and any other is given up.
func (o *Order) giveBack(r Refund) error {
	o.Refunds = append(slices.Clone(o.Refunds), r)
	o.Returned += r.Amount
	o.owe(-r.Amount)
	switch {
	case o.Kept() > 0:
		return nil
	case o.State == Paid:
		return o.move(Refunded)
	case o.State == Awaiting, o.State == Expired:
		o.Cancelled = ReasonRefunded
		return o.move(Cancelled)
	}
	return nil
}
