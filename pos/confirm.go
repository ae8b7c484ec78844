package pos

import (
	"context"
	"fmt"
	"slices"
)

// Confirmation is a cashier's word that the money is there.
type Confirmation struct {
	Actor      string // who saw it
	SeenAt     string // merchant_app, soundbox, sms or owner
	LastDigits string // of the reference, when read off; four digits
	Person     string // whose PIN it is; "" for whoever has the right and this PIN
	PIN        string // a supervisor's or the owner's, above the limits
}

var seenPlaces = []string{"merchant_app", "soundbox", "sms", "owner"}

// Confirm settles an order by hand: the evidence is manual and says where the
// money was seen. Above the limits of the settings it takes a PIN, else it is
// ErrManualLimit. Confirming a paid order again changes nothing.
func (t *Till) Confirm(ctx context.Context, id ID, c Confirmation) (Order, error) {
	if !slices.Contains(seenPlaces, c.SeenAt) {
		return Order{}, fmt.Errorf("seen at %q: %w", c.SeenAt, ErrReason)
	}
	if len(c.LastDigits) > 0 && !isDigits(c.LastDigits, 4) {
		return Order{}, fmt.Errorf("last digits: %w", ErrReport)
	}
	by := ""
	if c.PIN != "" {
		var err error
		if by, err = t.Approve(ctx, MayConfirmAbove, c.Person, c.PIN); err != nil {
			return Order{}, err
		}
	}
	return t.onOrder(ctx, id, func(x *txn, o Order, shop *shopState) error {
		r := Report{Source: sourceManual, Evidence: Manual, Actor: c.Actor, seenAt: c.SeenAt, lastDigits: c.LastDigits, approved: by}
		if shop.Practice {
			r.Evidence = PracticeMoney
		}
		if err := x.withinLimits(o, r); err != nil {
			return err
		}
		return x.byHand(o, r)
	})
}

// withinLimits refuses a confirmation by hand above what the settings let a
// cashier do alone.
func (x *txn) withinLimits(o Order, r Report) error {
	shift, err := x.running()
	if err != nil || r.approved != "" || x.shop.may(r.Actor, MayConfirmAbove) && r.Actor == x.shop.Cashier || o.State == Paid || o.State == Refunded {
		return err
	}
	over := func(limit, amount Rupiah) bool { return limit > 0 && amount > limit }
	s := x.shop.Settings
	switch {
	case over(s.ManualOrder, o.Owed()),
		over(s.ManualShift, shift.Manual.Sum+o.Owed()),
		r.lastDigits == "" && over(s.ManualBare, o.Owed()):
		return fmt.Errorf("confirm %s of %s: %w", o.Owed(), o.Number, ErrManualLimit)
	}
	return nil
}

// PayPractice pays an order of a practice till with pretend money; a live till
// refuses with ErrLive.
func (t *Till) PayPractice(ctx context.Context, id ID) (Order, error) {
	return t.onOrder(ctx, id, func(x *txn, o Order, shop *shopState) error {
		if !shop.Practice {
			return ErrLive
		}
		return x.byHand(o, Report{Source: sourcePractice, Evidence: PracticeMoney, Actor: "practice"})
	})
}

// byHand settles what is still owed on an order. A paid order stays as it is.
func (x *txn) byHand(o Order, r Report) error {
	if o.State == Paid || o.State == Refunded {
		return nil
	}
	if !o.open() || o.Owed() <= 0 {
		return fmt.Errorf("confirm %s: %w", o.Number, ErrMove)
	}
	r.Amount = o.Owed()
	p := r.payment(x.newID(), o.payee(), x.now)
	_, err := x.give(r, p, o)
	return err
}

func isDigits(text string, most int) bool {
	for _, r := range text {
		if r < '0' || r > '9' {
			return false
		}
	}
	return len(text) <= most
}

// Attach is a person's word whose money it is: waiting money goes to an order
// of exactly that amount whose code was shown before it came. Where the money
// can be a further word for what the order has already, it becomes that.
func (t *Till) Attach(ctx context.Context, payment, order ID, actor string) (Order, error) {
	return t.attachTo(ctx, payment, order, actor, "", func(p Payment, o Order) error {
		if p.Amount != o.Payable || o.FirstShown.IsZero() || p.moment().Before(o.FirstShown.Add(-matchBefore)) {
			return ErrRights
		}
		return nil
	})
}

// attachTo gives waiting money to an order, when the person may.
func (t *Till) attachTo(ctx context.Context, payment, order ID, actor, by string, may func(Payment, Order) error) (Order, error) {
	return t.onOrder(ctx, order, func(x *txn, o Order, _ *shopState) error {
		p, err := x.paymentBy(payment)
		if err != nil {
			return err
		}
		if p.State == Matched && p.Order == o.ID {
			return nil
		}
		if p.State != Ambiguous && p.State != Unmatched {
			return fmt.Errorf("attach to %s: %w", o.Number, ErrMove)
		}
		if err := may(p, o); err != nil {
			return fmt.Errorf("attach to %s: %w", o.Number, err)
		}
		return x.attachOrMerge(p, o, actor, by)
	})
}

// attachOrMerge gives waiting money to an order, or makes it the further word
// for what the order has already.
func (x *txn) attachOrMerge(p Payment, o Order, actor, by string) error {
	known, found, err := x.witnessed(o, p)
	if err != nil {
		return err
	}
	if !found {
		return x.attach(p, o, actor, by)
	}
	return x.record(actor, &paymentWitnessed{Payment: known.ID, Order: o.ID, Merged: p.ID,
		Witness: Witness{Source: p.Source, PaymentID: p.PaymentID, Evidence: p.Evidence, PaidAt: p.moment()},
		RRN:     p.RRN, Issuer: p.Issuer, Payer: p.Payer})
}

// attach gives waiting money to an order.
func (x *txn) attach(p Payment, o Order, actor, by string) error {
	if err := x.accept(&p, o); err != nil {
		return err
	}
	probe := o
	probe.Flags, probe.Payments = slices.Clone(o.Flags), slices.Clone(o.Payments)
	if err := probe.receive(p); err != nil {
		return err
	}
	p.AttachedBy = actor
	if err := x.record(actor, &paymentAttached{Payment: p, Approved: by}); err != nil {
		return err
	}
	return x.dropReplacement(o)
}
