package pos

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Refund is money that went back to a customer, a part or the whole. It counts
// on the day it was given.
type Refund struct {
	Amount Rupiah    `json:"amount"`
	How    string    `json:"how"` // cash, transfer
	Why    string    `json:"why"`
	Actor  string    `json:"actor"`
	By     string    `json:"approved_by,omitempty"` // whose PIN it was
	At     time.Time `json:"at"`
	Day    Day       `json:"day"`
}

// The ways money goes back.
const (
	BackInCash     = "cash"
	BackByTransfer = "transfer"
)

// ReasonRefunded is why an order is given up whose short payment went back.
const ReasonRefunded = "refunded"

// GiveBack is a wish to return money of an order.
type GiveBack struct {
	Amount Rupiah
	How    string // cash or transfer
	Why    string
	Person string // whose PIN it is; "" for whoever has the right and this PIN
	PIN    string // a supervisor's or the owner's, once one is set
	Actor  string
	Key    string // made by the caller before asking: the same key gives back once; "" for none
}

// Refund records money given back for an order, never more than was kept, with
// the PIN of a supervisor or the owner.
func (t *Till) Refund(ctx context.Context, id ID, g GiveBack) (Order, error) {
	g.Why = cleanText(g.Why, noteMost)
	if g.How != BackInCash && g.How != BackByTransfer || g.Why == "" {
		return Order{}, ErrReason
	}
	by, err := t.Approve(ctx, MayRefund, g.Person, g.PIN)
	if err != nil {
		return Order{}, err
	}
	g.PIN, g.Person = "", ""
	w, err := newWish(g.Actor, g.Key, struct {
		Order ID
		GiveBack
	}{id, g})
	if err != nil {
		return Order{}, err
	}
	return t.onOrder(ctx, id, func(x *txn, o Order, _ *shopState) error {
		if _, done, err := x.knows(w); done || err != nil {
			return err
		}
		if g.Amount <= 0 || g.Amount > o.Kept() {
			return fmt.Errorf("give back %s of %s: %w", g.Amount, o.Kept(), ErrAmount)
		}
		day, err := x.day()
		if err != nil {
			return err
		}
		f := &refundGiven{ID: o.ID, Refund: Refund{Amount: g.Amount, How: g.How, Why: g.Why, Actor: g.Actor, By: by, At: x.now, Day: day}, wish: w}
		probe := o
		probe.Flags = slices.Clone(o.Flags)
		if err := probe.giveBack(f.Refund); err != nil {
			return err
		}
		return x.record(g.Actor, f)
	})
}

// Keep takes an order with too much money as paid; the excess is due back.
func (t *Till) Keep(ctx context.Context, id ID, actor string) (Order, error) {
	return t.onOrder(ctx, id, func(x *txn, o Order, _ *shopState) error {
		if o.State == Paid {
			return nil
		}
		if o.State != Awaiting && o.State != Expired || o.Owed() >= 0 {
			return fmt.Errorf("keep %s: %w", o.Number, ErrMove)
		}
		last, err := x.paymentBy(o.Payments[len(o.Payments)-1])
		if err != nil {
			return err
		}
		return x.record(actor, &orderKept{ID: o.ID, PaidAt: last.PaidAt, Day: last.Day})
	})
}
