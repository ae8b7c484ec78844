package pos

import (
	"context"
	"fmt"
)

// ReplaceSource is a wish to let a new phone take an old one's place.
type ReplaceSource struct {
	Old, New string
	Test     ID     // the test order whose money the new phone told of
	Untested bool   // nobody tried the new phone
	PIN      string // the owner's, once one is set
	Actor    string
}

// ReplaceSource revokes the old phone and lets the new one, which was paired
// before, do what the old one might. The new one has told of the money of a test
// order, else it is ErrUntested.
func (t *Till) ReplaceSource(ctx context.Context, w ReplaceSource) error {
	by, err := t.Approve(ctx, MayKeys, "", w.PIN)
	if err != nil {
		return err
	}
	return t.decide(ctx, func(x *txn) error {
		old, fresh := x.shop.source(w.Old), x.shop.source(w.New)
		switch {
		case old == nil:
			return fmt.Errorf("source %q: %w", w.Old, ErrSource)
		case fresh == nil || !fresh.Made.Phone() || w.Old == w.New:
			return fmt.Errorf("source %q: %w", w.New, ErrSource)
		}
		if err := x.tested(w, *fresh); err != nil {
			return err
		}
		trust := SourceTrust{Name: w.New, Trust: old.Trust, Most: old.Most, Actor: w.Actor}
		if trust.Trust == TrustAuto && x.mayTrust(trust) == nil {
			if err := x.trustSource(trust, by); err != nil {
				return err
			}
		}
		return x.record(w.Actor, &sourceRevoked{Name: w.Old, Approved: by})
	})
}

// tested tells whether the new phone told of the money of a test order.
func (x *txn) tested(w ReplaceSource, fresh Source) error {
	if w.Untested {
		return nil
	}
	if w.Test.IsZero() {
		return ErrUntested
	}
	o, err := x.orderBy(w.Test)
	if err != nil {
		return err
	}
	if !o.Has(FlagTest) || o.Placed.Before(fresh.Added) {
		return ErrUntested
	}
	told := o.Payments
	if !o.Suggestion.IsZero() {
		told = append(told[:len(told):len(told)], o.Suggestion)
	}
	for _, id := range told {
		p, err := x.paymentBy(id)
		if err != nil {
			return err
		}
		if p.witnessedBy(fresh.Name) {
			return nil
		}
	}
	return ErrUntested
}
