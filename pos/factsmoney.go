package pos

import (
	"errors"
	"time"
)

// refundGiven is money that went back for an order.
type refundGiven struct {
	ID     ID     `json:"order"`
	Refund Refund `json:"refund"`
	wish
}

func (*refundGiven) kind() Kind  { return KindRefundGiven }
func (f *refundGiven) order() ID { return f.ID }
func (f *refundGiven) apply(x *txn, e Entry) error {
	r := f.Refund
	return errors.Join(
		x.grant(f.wish, 0),
		x.change(f.ID, func(o *Order) error { return o.giveBack(r) }),
		x.roll(r.Day, func(s *Summary) { s.Refunds.add(1, r.Amount) }),
		x.inShift(func(s *Shift) {
			s.begin(e.Day)
			s.Refunds.add(1, r.Amount)
			if r.How == BackInCash {
				s.Drawer.Back += r.Amount
			}
		}),
		x.hand(r.Day, r.Actor, func(h *Hand) { h.Returned.add(1, r.Amount) }),
	)
}

// orderKept is an order with too much money that a person took as paid.
type orderKept struct {
	ID     ID        `json:"order"`
	PaidAt time.Time `json:"paid_at"`
	Day    Day       `json:"day"`
}

func (*orderKept) kind() Kind  { return KindOrderKept }
func (f *orderKept) order() ID { return f.ID }
func (f *orderKept) apply(x *txn, e Entry) error {
	return x.change(f.ID, func(o *Order) error {
		o.PaidAt, o.PaidDay, o.PaidHour, o.SettledAt = f.PaidAt, f.Day, x.hour(f.PaidAt), e.At
		o.Suggestion = ID{}
		o.BackDue = 0 // a second payment is a part of the excess
		o.owe(o.Kept() - o.Total())
		if err := o.move(Paid); err != nil {
			return err
		}
		return x.count(f.Day, *o, 1)
	})
}

// paymentClosed is waiting money that went back or is not the shop's.
type paymentClosed struct {
	Payment ID           `json:"payment"`
	State   PaymentState `json:"state"`
	Why     string       `json:"why"`

	Approved string `json:"approved_by,omitempty"`
}

func (f *paymentClosed) kind() Kind {
	if f.State == NotOurs {
		return KindPaymentNotOurs
	}
	return KindPaymentReturned
}
func (*paymentClosed) order() ID { return ID{} }
func (f *paymentClosed) apply(x *txn, e Entry) error {
	old, err := x.paymentBy(f.Payment)
	if err != nil {
		return err
	}
	now := old
	now.State, now.Note = f.State, f.Why
	if err := errors.Join(x.savePayment(old, now), x.dropSuggestion(old)); err != nil || f.State != Returned {
		return err
	}
	return x.hand(e.Day, e.Actor, func(h *Hand) { h.Returned.add(1, old.Amount) })
}

// paymentVoided is a manual confirmation that was taken back.
type paymentVoided struct {
	Payment ID     `json:"payment"`
	Order   ID     `json:"order"`
	Day     Day    `json:"day"` // of the void: it loses the sale
	Why     string `json:"why"`

	Approved string `json:"approved_by,omitempty"`
}

func (*paymentVoided) kind() Kind  { return KindPaymentVoided }
func (f *paymentVoided) order() ID { return f.Order }
func (f *paymentVoided) apply(x *txn, _ Entry) error {
	old, err := x.paymentBy(f.Payment)
	if err != nil {
		return err
	}
	now := old
	now.State, now.Note = Voided, f.Why
	if err := x.savePayment(old, now); err != nil {
		return err
	}
	return x.change(f.Order, func(o *Order) error { return x.takeBack(f, old, o) })
}

// takeBack takes a voided payment out of its order and off the day. With enough
// money left the order stays paid and owes less back; else it is open again.
func (x *txn) takeBack(f *paymentVoided, p Payment, o *Order) error {
	was := *o
	strongest, err := x.strongestWithout(*o, p.ID)
	if err != nil {
		return err
	}
	o.Received -= p.Amount
	o.Payments = without(o.Payments, p.ID)
	o.Evidence, o.Source = strongest.Evidence, strongest.teller()
	err = errors.Join(
		x.roll(f.Day, func(s *Summary) { s.Voids.add(1, p.Amount) }),
		x.inShift(func(s *Shift) { s.Voids.add(1, p.Amount) }),
		x.received(f.Day, was, -1, p.Amount),
	)
	if err != nil || was.State != Paid {
		return err
	}
	if o.Owed() > 0 {
		err = x.count(f.Day, was, -1)
		o.PaidAt, o.PaidDay, o.PaidHour, o.SettledAt = time.Time{}, "", 0, time.Time{}
		return errors.Join(err, o.move(Expired))
	}
	o.owe(-p.Amount)
	if o.BackDue == 0 {
		o.unflag(FlagDuplicate)
	}
	return errors.Join(x.count(o.PaidDay, was, -1), x.count(o.PaidDay, *o, 1))
}
