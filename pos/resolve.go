package pos

import (
	"context"
	"fmt"
	"slices"
)

// Approval is who does a thing that needs more than a cashier.
type Approval struct {
	Actor  string
	Person string // whose PIN it is; "" for whoever has the right and this PIN
	PIN    string // once one is set
	Why    string
}

// approved checks the approval, a reason and the PIN of somebody with the
// right, and gives the name of who approved.
func (t *Till) approved(ctx context.Context, right Right, a *Approval) (by string, err error) {
	if a.Why = cleanText(a.Why, noteMost); a.Why == "" {
		return "", ErrReason
	}
	return t.Approve(ctx, right, a.Person, a.PIN)
}

// Return says that money without an order went back to its payer.
func (t *Till) Return(ctx context.Context, payment ID, a Approval) (Payment, error) {
	return t.shut(ctx, payment, a, Returned)
}

// Disown says that money without an order is not the shop's: a mistake of the
// source, the owner's own test.
func (t *Till) Disown(ctx context.Context, payment ID, a Approval) (Payment, error) {
	return t.shut(ctx, payment, a, NotOurs)
}

// shut takes waiting money out of the inbox.
func (t *Till) shut(ctx context.Context, payment ID, a Approval, to PaymentState) (Payment, error) {
	by, err := t.approved(ctx, MayReturn, &a)
	if err != nil {
		return Payment{}, err
	}
	return t.onPayment(ctx, payment, func(x *txn, p Payment) error {
		if p.State == to {
			return nil
		}
		if p.State != Ambiguous && p.State != Unmatched {
			return fmt.Errorf("%s is %s: %w", p.ID, p.State, ErrMove)
		}
		return x.record(a.Actor, &paymentClosed{Payment: p.ID, State: to, Why: a.Why, Approved: by})
	})
}

// Void takes a manual confirmation back: the money was never there. The order
// is open again; the day of the void loses the sale. Money a machine has told
// of cannot be voided.
func (t *Till) Void(ctx context.Context, payment ID, a Approval) (Payment, error) {
	by, err := t.approved(ctx, MayVoid, &a)
	if err != nil {
		return Payment{}, err
	}
	return t.onPayment(ctx, payment, func(x *txn, p Payment) error {
		if p.State == Voided {
			return nil
		}
		if p.State != Matched || p.Evidence != Manual || len(p.Witnesses) > 0 {
			return ErrNotManual
		}
		o, err := x.orderBy(p.Order)
		if err != nil {
			return err
		}
		if o.Returned > 0 {
			return fmt.Errorf("void of %s: %w", o.Number, ErrMove) // its money went back already
		}
		day, err := x.day()
		if err != nil {
			return err
		}
		return x.record(a.Actor, &paymentVoided{Payment: p.ID, Order: o.ID, Day: day, Why: a.Why, Approved: by})
	})
}

// onPayment decides about one payment and gives it as it then stands.
func (t *Till) onPayment(ctx context.Context, id ID, do func(*txn, Payment) error) (Payment, error) {
	var out Payment
	err := t.decide(ctx, func(x *txn) error {
		p, err := x.paymentBy(id)
		if err != nil {
			return err
		}
		if err := do(x, p); err != nil {
			return err
		}
		out, err = x.paymentBy(id)
		return err
	})
	return out, err
}

// AttachAny is a supervisor's or the owner's word whose money it is: any
// amount, any time.
func (t *Till) AttachAny(ctx context.Context, payment, order ID, a Approval) (Order, error) {
	by, err := t.approved(ctx, MayAttachAny, &a)
	if err != nil {
		return Order{}, err
	}
	return t.attachTo(ctx, payment, order, a.Actor, by, func(Payment, Order) error { return nil })
}

// strongestWithout gives the surest of an order's payments but one.
func (x *txn) strongestWithout(o Order, gone ID) (strongest Payment, err error) {
	for _, id := range o.Payments {
		p, err := x.paymentBy(id)
		if err != nil {
			return strongest, err
		}
		if id != gone && p.State == Matched && (strongest.Evidence == "" || p.Evidence.rank() > strongest.Evidence.rank()) {
			strongest = p
		}
	}
	return strongest, nil
}

// without gives the ids but one.
func without(ids []ID, gone ID) []ID {
	return slices.DeleteFunc(slices.Clone(ids), func(id ID) bool { return id == gone })
}
