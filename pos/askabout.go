package pos

import (
	"context"
	"fmt"
	"time"
)

// AskUntil is until when an order's gateway is asked about its money: half an
// hour after its code left the screen, or as long as a code of the gateway can
// be paid.
func (o Order) AskUntil() time.Time {
	until := o.LastShown
	if until.IsZero() {
		until = o.Placed
	}
	until = until.Add(matchAfter)
	if last := o.GatewayUntil.Add(matchBefore); !o.GatewayUntil.IsZero() && last.After(until) {
		return last
	}
	return until
}

// told notes that the order's gateway spoke of its money.
func (o *Order) told(source string) {
	if source == o.Gateway && source != "" {
		o.GatewayTold = true
	}
}

// toldOf notes that a source witnessed money of an order.
func (x *txn) toldOf(id ID, source string) error {
	if id.IsZero() || x.shop.gateway(source) == nil {
		return nil
	}
	return x.change(id, func(o *Order) error {
		o.told(source)
		return nil
	})
}

// Asking tells whether the gateway still has something to say about the order's
// money: it may come, and it has not told of all of it.
func (o Order) Asking() bool {
	switch {
	case o.Gateway == "", o.GatewayTold && o.Owed() <= 0:
		return false
	case o.State == Cancelled, o.State == Failed:
		return !o.FirstShown.IsZero()
	}
	return o.State != Refunded
}

// AskAbout gives the orders whose gateway is to be asked about money, those whose
// time ends first before the others, at most limit.
func (t *Till) AskAbout(ctx context.Context, limit int) (orders []Order, err error) {
	now := t.now()
	err = t.read(ctx, func(v view) error {
		orders = nil
		return v.scan(bucketIndex, []byte{byGateway}, indexKey(byGateway, millis(now)), func(key, _ []byte) (bool, error) {
			o, err := v.orderBy(lastID(key))
			orders = append(orders, o)
			return len(orders) < limit, err
		})
	})
	return orders, err
}

// neverShownAfter is when an order of this very run that nobody waits for counts
// as never shown.
const neverShownAfter = 2 * time.Minute

// abandoned tells whether an order was placed for a gateway's code, is on no
// screen and waits for no answer: the till was stopped between the two, or could
// not save.
func (t *Till) abandoned(o Order, now time.Time) bool {
	return o.State == Placed && o.preparing() && !t.waits(o.ID) &&
		(o.Sequence <= t.earlier || now.Sub(o.Placed) >= neverShownAfter)
}

// NeverShown gives the orders that were placed for a gateway's code, are on no
// screen and wait for no answer.
func (t *Till) NeverShown(ctx context.Context) (orders []Order, err error) {
	now := t.now()
	err = t.read(ctx, func(v view) error {
		orders = nil
		from := indexKey(byUntil, millis(time.Time{})) // they have no countdown yet
		return v.scan(bucketIndex, []byte{byUntil}, from, func(key, _ []byte) (bool, error) {
			o, err := v.orderBy(lastID(key))
			if err == nil && t.abandoned(o, now) {
				orders = append(orders, o)
			}
			return len(orders) < openMost, err
		})
	})
	return orders, err
}

// waits tells whether a gateway is being asked for the order's code.
func (t *Till) waits(id ID) bool {
	t.codes.mutex.Lock()
	defer t.codes.mutex.Unlock()
	return t.codes.under[id] != nil
}

// FailNeverShown gives up an order that was placed for a gateway's code and never
// shown. One that was shown, paid or cancelled meanwhile stays as it is.
func (t *Till) FailNeverShown(ctx context.Context, id ID) (Order, error) {
	return t.onOrder(ctx, id, func(x *txn, o Order, _ *shopState) error {
		if !t.abandoned(o, x.now) {
			return nil
		}
		return x.record("till", &orderFailed{ID: o.ID, Reason: reasonNeverShown})
	})
}

const reasonNeverShown = "never_shown"

// showFirst puts an order on the screen that was never shown: the till was
// stopped before its gateway answered, and a person wants it now. Its code is
// the shop's own.
func (x *txn) showFirst(o Order, actor string) error {
	if x.shop.own() == "" {
		return fmt.Errorf("show %s: %w", o.Number, ErrNotSetUp)
	}
	if err := x.turnDay(); err != nil {
		return err
	}
	return x.record(actor, &orderShown{ID: o.ID, Until: x.now.Add(x.shop.Settings.shown(o.Life)), Shift: x.shiftNow(), Local: WhyUnasked})
}
