package pos

import (
	"context"
	"fmt"
	"time"
)

// Printed notes that a receipt of the order left the printer, and gives the
// order as it then stands. The first is order.printed; each further one is a
// copy, order.reprinted, and counts in the day and shift for who printed it.
// Before printing, Order.Receipts tells which of the two it is going to be. An
// order that was not paid has no receipt: ErrMove.
func (t *Till) Printed(ctx context.Context, id ID, actor string) (Order, error) {
	return t.onOrder(ctx, id, func(x *txn, o Order, _ *shopState) error {
		switch {
		case o.PaidAt.IsZero():
			return fmt.Errorf("receipt of %s: %w", o.Number, ErrMove)
		case o.Receipts == 0:
			return x.record(actor, &orderPrinted{ID: id})
		}
		return x.record(actor, &orderReprinted{orderPrinted{ID: id, First: o.Printed}})
	})
}

// orderPrinted is the first receipt of an order.
type orderPrinted struct {
	ID    ID        `json:"order"`
	First time.Time `json:"first_at,omitzero"` // of a copy: when the first one was printed
}

func (*orderPrinted) kind() Kind  { return KindOrderPrinted }
func (f *orderPrinted) order() ID { return f.ID }
func (f *orderPrinted) apply(x *txn, e Entry) error {
	return x.change(f.ID, func(o *Order) error {
		if o.Receipts++; o.Receipts == 1 {
			o.Printed = e.At
		}
		return nil
	})
}

// orderReprinted is a copy of a receipt that was printed before: a paid order
// that is shown twice.
type orderReprinted struct{ orderPrinted }

func (*orderReprinted) kind() Kind { return KindOrderReprinted }
func (f *orderReprinted) apply(x *txn, e Entry) error {
	if err := f.orderPrinted.apply(x, e); err != nil {
		return err
	}
	o, err := x.orderBy(f.ID)
	if err != nil {
		return err
	}
	return x.hand(e.Day, e.Actor, func(h *Hand) { h.Reprinted.add(1, o.Total()) })
}
