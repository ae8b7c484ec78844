package pos

import (
	"context"
	"fmt"
)

// customer is the actor of what a customer says about an own order.
const customer = "customer"

// Claim notes that the customer says the order is paid ("sudah bayar"), and
// where it was said: "page", "widget", "api:NAME", at most 40 characters. It is
// a mark and nothing else: no state, countdown or matching changes by it. A
// second claim, and one of a paid order, changes nothing; an order whose code
// was never shown is ErrMove.
func (t *Till) Claim(ctx context.Context, id ID, from string) (Order, error) {
	from = cleanText(from, nameMost)
	return t.onOrder(ctx, id, func(x *txn, o Order, _ *shopState) error {
		switch {
		case o.FirstShown.IsZero():
			return fmt.Errorf("claim %s: %w", o.Number, ErrMove)
		case !o.Claimed.IsZero(), o.State == Paid, o.State == Refunded:
			return nil
		}
		return x.record(customer, &orderClaimed{ID: o.ID, From: from})
	})
}

// orderClaimed says that the customer says the order is paid.
type orderClaimed struct {
	ID   ID     `json:"order"`
	From string `json:"from,omitempty"`
}

func (*orderClaimed) kind() Kind  { return KindOrderClaimed }
func (f *orderClaimed) order() ID { return f.ID }
func (f *orderClaimed) apply(x *txn, e Entry) error {
	return x.change(f.ID, func(o *Order) error {
		o.Claimed = e.At
		o.flag(FlagClaimed)
		return nil
	})
}
