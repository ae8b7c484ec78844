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

// receive folds money into an order: what becomes of it depends only on where
// the order stands and on the amount. A wrong amount never pays by itself.
func (o *Order) receive(p Payment) error {
	before := o.Received
	o.Received += p.Amount
	o.Payments = append(o.Payments, p.ID)
	if p.Evidence.rank() >= o.Evidence.rank() || o.Evidence == "" {
		o.Evidence = p.Evidence
	}
	o.flag(p.Flags...)
	if o.State == Paid || o.State == Refunded || before >= o.Payable {
		o.flag(FlagDuplicate, FlagRefundDue)
		return nil
	}
	if o.Received != o.Payable {
		return o.receiveWrong()
	}
	return o.receiveAll(p)
}

// receiveAll takes an order whose money is complete to paid.
func (o *Order) receiveAll(p Payment) error {
	switch o.State {
	case Cancelled:
		o.flag(FlagRefundDue)
	case Expired, Failed:
		o.flag(FlagLate)
	}
	o.Flags = slices.DeleteFunc(o.Flags, func(f Flag) bool { return f == FlagShort })
	o.PaidAt, o.PaidDay, o.SettledAt = p.PaidAt, p.Day, p.Received
	o.Suggestion = ID{}
	return o.move(Paid)
}

// receiveWrong keeps an order with too little or too much money waiting for a
// person. Money for a cancelled or failed order goes back.
func (o *Order) receiveWrong() error {
	if o.Received < o.Payable {
		o.flag(FlagShort)
	} else {
		o.flag(FlagOver)
	}
	switch o.State {
	case Cancelled, Failed:
		o.flag(FlagRefundDue)
		return nil
	}
	return o.move(Awaiting)
}
