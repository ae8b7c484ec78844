package pos

import (
	"cmp"
	"context"
	"fmt"
	"time"
)

// showFor is how long a code stays on a screen.
func (s Settings) showFor() time.Duration { return time.Duration(s.ShowSeconds) * time.Second }

// shown is how long a code is shown that has a life of its own, if it has one.
func (s Settings) shown(life time.Duration) time.Duration {
	return cmp.Or(life, s.showFor()).Truncate(time.Millisecond)
}

// Show puts the same code on a screen again with a fresh countdown, at most 30
// minutes after it left one (else ErrReshow). A code still on a screen is left
// as it is.
func (t *Till) Show(ctx context.Context, id ID, actor string) (Order, error) {
	return t.onOrder(ctx, id, func(x *txn, o Order, shop *shopState) error {
		switch {
		case o.Live(x.now):
			return nil
		case o.preparing():
			return x.showFirst(o, actor)
		case o.State != Pending && o.State != Awaiting && o.State != Expired:
			return fmt.Errorf("show %s: %w", o.Number, ErrMove)
		case !o.Reshowable(x.now):
			return ErrReshow
		case o.over(x.now):
			return ErrCodeOver
		}
		return x.record(actor, &orderShown{ID: o.ID, Until: o.countdown(x.now.Add(shop.Settings.showFor()))})
	})
}

// Extend gives a code on a screen two more minutes.
func (t *Till) Extend(ctx context.Context, id ID, actor string) (Order, error) {
	return t.onOrder(ctx, id, func(x *txn, o Order, _ *shopState) error {
		if !o.Live(x.now) {
			return fmt.Errorf("extend %s: %w", o.Number, ErrMove)
		}
		until := o.countdown(o.ShowUntil.Add(extension))
		if !until.After(o.ShowUntil) {
			return ErrCodeOver
		}
		return x.record(actor, &orderShown{ID: o.ID, Until: until})
	})
}

// The reasons for giving an order up.
const (
	ReasonWrongAmount = "wrong_amount"
	ReasonCash        = "cash"
	ReasonChangedMind = "changed_mind"

	// ReasonReplacedPaid is the till's own: the order this one replaced was
	// paid after all.
	ReasonReplacedPaid = "replaced_paid"
)

// Cancel gives an order up, for one of the reasons. Doing so twice is harmless.
func (t *Till) Cancel(ctx context.Context, id ID, reason, actor string) (Order, error) {
	switch reason {
	case ReasonWrongAmount, ReasonCash, ReasonChangedMind:
	default:
		return Order{}, ErrReason
	}
	o, err := t.onOrder(ctx, id, func(x *txn, o Order, _ *shopState) error {
		if o.State == Cancelled {
			return nil
		}
		probe := o
		if err := probe.move(Cancelled); err != nil {
			return err
		}
		return x.record(actor, &orderCancelled{ID: o.ID, Reason: reason})
	})
	if err == nil {
		t.stopPreparing(id)
	}
	return o, err
}

// onOrder decides about one order and gives it as it then stands.
func (t *Till) onOrder(ctx context.Context, id ID, do func(*txn, Order, *shopState) error) (Order, error) {
	var out Order
	err := t.decide(ctx, func(x *txn) error {
		shop := x.shop
		o, err := x.orderBy(id)
		if err != nil {
			return err
		}
		if err := do(x, o, shop); err != nil {
			return err
		}
		out, err = x.orderBy(id)
		return err
	})
	return out, err
}

// Tick closes the displays whose countdown ended. Whoever owns the till calls
// it every second; a replay finds the moves in the journal.
func (t *Till) Tick(ctx context.Context) error {
	due, err := t.due(ctx)
	if err != nil {
		return err
	}
	for _, id := range due {
		err := t.decide(ctx, func(x *txn) error {
			o, err := x.orderBy(id)
			if err != nil || o.Live(x.now) || o.State != Pending && o.State != Awaiting {
				return err
			}
			return x.record("till", &orderExpired{ID: id})
		})
		if err != nil {
			return err
		}
	}
	return t.listen(ctx)
}

// dueMost bounds the displays one tick closes.
const dueMost = 1000

// due finds the orders whose countdown has ended.
func (t *Till) due(ctx context.Context) (ids []ID, err error) {
	now := t.now()
	err = t.read(ctx, func(v view) error {
		for _, shown := range []byte{byUntil, byGuests} {
			prefix, end := []byte{shown}, indexKey(shown, millis(now.Add(time.Millisecond)))
			err := v.scan(bucketIndex, prefix, prefix, func(key, _ []byte) (bool, error) {
				if string(key) >= string(end) || len(ids) == dueMost {
					return false, nil
				}
				ids = append(ids, lastID(key))
				return true, nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return ids, err
}
