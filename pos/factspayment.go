package pos

import (
	"errors"
	"slices"
)

// paymentSettled is money that went to its order in the moment it was told of.
type paymentSettled struct {
	Payment Payment  `json:"payment"`
	Seen    []string `json:"seen,omitempty"` // identities under which it is known from now on
	wish
}

func (*paymentSettled) kind() Kind  { return KindPaymentSettled }
func (f *paymentSettled) order() ID { return f.Payment.Order }
func (f *paymentSettled) apply(x *txn, e Entry) error {
	if err := errors.Join(x.savePayment(Payment{}, f.Payment), x.tookPart(f.Payment, e.Day), x.grant(f.wish, 0)); err != nil {
		return err
	}
	x.remember(f.Seen, f.Payment.ID)
	return x.take(f.Payment)
}

// paymentReported is money that waits for a person: its order is not known, or
// the amount alone may not decide.
type paymentReported struct {
	Payment Payment  `json:"payment"`
	Seen    []string `json:"seen,omitempty"`
}

func (*paymentReported) kind() Kind { return KindPaymentReported }
func (f *paymentReported) order() ID {
	if len(f.Payment.Candidates) == 1 {
		return f.Payment.Candidates[0]
	}
	return ID{}
}
func (f *paymentReported) apply(x *txn, _ Entry) error {
	if err := x.savePayment(Payment{}, f.Payment); err != nil {
		return err
	}
	x.remember(f.Seen, f.Payment.ID)
	if len(f.Payment.Candidates) != 1 {
		return nil
	}
	return x.change(f.Payment.Candidates[0], func(o *Order) error {
		if !o.open() {
			return nil
		}
		o.Suggestion = f.Payment.ID
		return o.move(Awaiting)
	})
}

// paymentAttached is waiting money that a person gave to an order.
type paymentAttached struct {
	Payment  Payment `json:"payment"` // as it stands from now on
	Approved string  `json:"approved_by,omitempty"`
}

func (*paymentAttached) kind() Kind  { return KindPaymentAttached }
func (f *paymentAttached) order() ID { return f.Payment.Order }
func (f *paymentAttached) apply(x *txn, e Entry) error {
	old, err := x.paymentBy(f.Payment.ID)
	if err != nil {
		return err
	}
	if err := x.savePayment(old, f.Payment); err != nil {
		return err
	}
	if err := x.dropSuggestion(old); err != nil {
		return err
	}
	err = x.hand(e.Day, e.Actor, func(h *Hand) { h.Attached.add(1, f.Payment.Amount) })
	if err != nil {
		return err
	}
	return x.take(f.Payment)
}

// dropSuggestion frees the orders that waited for this payment.
func (x *txn) dropSuggestion(p Payment) error {
	for _, id := range p.Candidates {
		err := x.change(id, func(o *Order) error {
			if o.Suggestion != p.ID {
				return nil
			}
			o.Suggestion = ID{}
			if o.State != Awaiting || o.Received > 0 {
				return nil
			}
			return o.move(Pending)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// paymentWitnessed is a further source's word for money already known. It may
// add what the source knows and raise the evidence, never add money.
type paymentWitnessed struct {
	Payment ID       `json:"payment"`
	Order   ID       `json:"order,omitzero"`
	Witness Witness  `json:"witness"`
	RRN     string   `json:"rrn,omitempty"`
	Issuer  string   `json:"issuer,omitempty"`
	Payer   string   `json:"payer,omitempty"`
	Merged  ID       `json:"merged,omitzero"` // a waiting report that turned out to be this payment
	Seen    []string `json:"seen,omitempty"`
}

func (*paymentWitnessed) kind() Kind  { return KindPaymentWitness }
func (f *paymentWitnessed) order() ID { return f.Order }
func (f *paymentWitnessed) apply(x *txn, _ Entry) error {
	old, err := x.paymentBy(f.Payment)
	if err != nil {
		return err
	}
	now := old
	now.Witnesses = append(slices.Clone(old.Witnesses), f.Witness)
	fillEmpty(&now.RRN, f.RRN)
	fillEmpty(&now.Issuer, f.Issuer)
	fillEmpty(&now.Payer, f.Payer)
	merged, err := x.merge(f.Merged, f.Payment)
	if err != nil {
		return err
	}
	now.Witnesses = append(now.Witnesses, merged...)
	for _, w := range now.Witnesses {
		if w.Evidence.rank() > now.Evidence.rank() {
			now.Evidence, now.Teller = w.Evidence, w.Source
		}
	}
	if err := x.savePayment(old, now); err != nil {
		return err
	}
	x.remember(f.Seen, f.Payment)
	if err := x.toldOf(now.Order, f.Witness.Source); err != nil {
		return err
	}
	return x.raise(now)
}

func fillEmpty(field *string, value string) {
	if *field == "" {
		*field = value
	}
}

// merge closes a waiting report that was a witness all along and gives those
// who witnessed it.
func (x *txn) merge(report, into ID) ([]Witness, error) {
	if report.IsZero() {
		return nil, nil
	}
	old, err := x.paymentBy(report)
	if err != nil {
		return nil, err
	}
	now := old
	now.State, now.WitnessOf = Witnessed, into
	if err := x.savePayment(old, now); err != nil {
		return nil, err
	}
	return old.Witnesses, x.dropSuggestion(old)
}

// remember makes reports with these identities known as the payment.
func (x *txn) remember(seen []string, id ID) {
	for _, identity := range seen {
		x.put(bucketIndex, indexKey(bySeen, []byte(identity)), id[:])
	}
}

// take folds a payment's money into its order, the day's roll-up and the shift.
func (x *txn) take(p Payment) error {
	shift, err := x.running()
	if err != nil {
		return err
	}
	err = x.change(p.Order, func(o *Order) error {
		paidBefore := o.State == Paid || o.State == Refunded
		if o.Shift == 0 {
			o.Shift = shift.Number // its code was on no screen
		}
		o.told(p.Source)
		if err := o.receive(p); err != nil {
			return err
		}
		if err := x.received(p.Day, *o, 1, p.Amount); err != nil || paidBefore || o.State != Paid {
			return err
		}
		o.PaidHour = x.hour(o.PaidAt)
		return x.count(p.Day, *o, 1)
	})
	if err == nil {
		err = x.tried(p)
	}
	if err != nil {
		return err
	}
	return x.raise(p) // a second payment may be surer than the first
}

// tried notes that a test order was paid with QRIS money: the way of the money is
// known from end to end.
func (x *txn) tried(p Payment) error {
	if !x.shop.Untried || p.Source == sourceCash {
		return nil
	}
	o, err := x.orderBy(p.Order)
	if err != nil || !o.Has(FlagTest) || o.State != Paid {
		return err
	}
	return x.changeShop(func(s *shopState) { s.Untried = false })
}

// tookPart notes what a person had to do with a payment: cash for the drawer, a
// confirmation by hand.
func (x *txn) tookPart(p Payment, day Day) error {
	switch p.Source {
	case sourceCash:
		return x.inShift(func(s *Shift) {
			s.begin(day)
			s.Drawer.Taken += p.Amount
		})
	case sourceManual:
		return errors.Join(
			x.inShift(func(s *Shift) { s.Manual.add(1, p.Amount) }),
			x.hand(day, p.Actor, func(h *Hand) {
				h.Manual.add(1, p.Amount)
				if p.LastDigits == "" {
					h.Bare.add(1, p.Amount)
				}
			}),
		)
	}
	return nil
}

// raise moves an order's sale to the stronger evidence of one of its payments.
func (x *txn) raise(p Payment) error {
	if p.Order.IsZero() {
		return nil
	}
	return x.change(p.Order, func(o *Order) error {
		if p.Evidence.rank() <= o.Evidence.rank() {
			return nil
		}
		if o.PaidDay == "" {
			o.Evidence, o.Source = p.Evidence, p.teller() // counted in no day yet
			return nil
		}
		if err := x.count(o.PaidDay, *o, -1); err != nil {
			return err
		}
		o.Evidence, o.Source = p.Evidence, p.teller()
		return x.count(o.PaidDay, *o, 1)
	})
}
