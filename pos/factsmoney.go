package pos

import (
	"errors"
	"time"
)

// refundGiven is money that went back for an order.
type refundGiven struct {
	ID     ID     `json:"order"`
	Refund Refund `json:"refund"`
}

func (*refundGiven) kind() Kind  { return KindRefundGiven }
func (f *refundGiven) order() ID { return f.ID }
func (f *refundGiven) apply(x *txn, _ Entry) error {
	err := x.change(f.ID, func(o *Order) error { return o.giveBack(f.Refund) })
	if err != nil {
		return err
	}
	return x.roll(f.Refund.Day, func(s *Summary) { s.Refunds.add(1, f.Refund.Amount) })
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
		o.PaidAt, o.PaidDay, o.SettledAt = f.PaidAt, f.Day, e.At
		o.Suggestion = ID{}
		o.BackDue = 0 // a second payment is a part of the excess
		o.owe(o.Kept() - o.Total())
		if err := o.move(Paid); err != nil {
			return err
		}
		return x.roll(f.Day, func(s *Summary) { x.count(s, *o, 1) })
	})
}

// paymentClosed is waiting money that went back or is not the shop's.
type paymentClosed struct {
	Payment ID           `json:"payment"`
	State   PaymentState `json:"state"`
	Why     string       `json:"why"`
}

func (f *paymentClosed) kind() Kind {
	if f.State == NotOurs {
		return KindPaymentNotOurs
	}
	return KindPaymentReturned
}
func (*paymentClosed) order() ID { return ID{} }
func (f *paymentClosed) apply(x *txn, _ Entry) error {
	old, err := x.paymentBy(f.Payment)
	if err != nil {
		return err
	}
	now := old
	now.State, now.Note = f.State, f.Why
	if err := x.savePayment(old, now); err != nil {
		return err
	}
	return x.dropSuggestion(old)
}

// paymentVoided is a manual confirmation that was taken back.
type paymentVoided struct {
	Payment ID     `json:"payment"`
	Order   ID     `json:"order"`
	Day     Day    `json:"day"` // of the void: it loses the sale
	Why     string `json:"why"`
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
	evidence, err := x.evidenceWithout(*o, p.ID)
	if err != nil {
		return err
	}
	o.Received -= p.Amount
	o.Payments, o.Evidence = without(o.Payments, p.ID), evidence
	err = x.roll(f.Day, func(s *Summary) {
		s.Voids.add(1, p.Amount)
		s.Received.add(-1, -p.Amount)
	})
	if err != nil || was.State != Paid {
		return err
	}
	if o.Owed() > 0 {
		err = x.roll(f.Day, func(s *Summary) { x.count(s, was, -1) })
		o.PaidAt, o.PaidDay, o.SettledAt = time.Time{}, "", time.Time{}
		return errors.Join(err, o.move(Expired))
	}
	o.owe(-p.Amount)
	if o.BackDue == 0 {
		o.unflag(FlagDuplicate)
	}
	return x.roll(o.PaidDay, func(s *Summary) {
		x.count(s, was, -1)
		x.count(s, *o, 1)
	})
}
