package pos

import (
	"context"
	"fmt"
)

// sourceCash is the drawer.
const sourceCash = "cash"

// PayCash takes what is still owed on an order in cash; tendered is the note
// handed over (0: exactly what is owed). A code already shown stays payable:
// money that still comes is a second payment.
func (t *Till) PayCash(ctx context.Context, id ID, tendered Rupiah, actor string) (Order, error) {
	return t.onOrder(ctx, id, func(x *txn, o Order, _ *shopState) error {
		if o.State == Paid && o.Cash > 0 {
			return nil
		}
		return x.takeCash(o, PartCash{Part: o.Owed(), Tendered: tendered, Actor: actor}, wish{})
	})
}

// PartCash is a part of an order that is paid in cash.
type PartCash struct {
	Part     Rupiah // above zero and below what is owed
	Tendered Rupiah // the note handed over; 0: exactly the part
	Actor    string
	Key      string // made by the caller before asking: the same key takes the part once; "" for none
}

// PartCash takes a part of what is owed in cash and asks for the rest with a
// new code.
func (t *Till) PartCash(ctx context.Context, id ID, p PartCash) (Order, error) {
	w, err := newWish(p.Actor, p.Key, struct {
		Order ID
		PartCash
	}{id, p})
	if err != nil {
		return Order{}, err
	}
	return t.onOrder(ctx, id, func(x *txn, o Order, shop *shopState) error {
		if _, done, err := x.knows(w); done || err != nil {
			return err
		}
		if p.Part <= 0 || p.Part >= o.Owed() {
			return ErrAmount
		}
		if err := x.takeCash(o, p, w); err != nil {
			return err
		}
		return x.askRest(o.ID, shop, p.Actor)
	})
}

// takeCash settles a part or the whole of an order in cash.
func (x *txn) takeCash(o Order, cash PartCash, w wish) error {
	if cash.Tendered == 0 {
		cash.Tendered = cash.Part
	}
	if cash.Part <= 0 || cash.Tendered < cash.Part {
		return ErrAmount
	}
	if o.State == Cancelled || o.State == Failed || o.Has(FlagOver) {
		return fmt.Errorf("cash for %s: %w", o.Number, ErrMove)
	}
	r := Report{Source: sourceCash, Evidence: CashTaken, Amount: cash.Part, Actor: cash.Actor, wish: w}
	p := r.payment(x.newID(), o.payee(), x.now)
	p.Tendered = cash.Tendered
	_, err := x.give(r, p, o)
	return err
}

// Complete asks for what a short payment left open with a new code.
func (t *Till) Complete(ctx context.Context, id ID, actor string) (Order, error) {
	return t.onOrder(ctx, id, func(x *txn, o Order, shop *shopState) error {
		if o.State != Awaiting && o.State != Expired || o.Owed() <= 0 || o.Owed() == o.Total() {
			return fmt.Errorf("complete %s: %w", o.Number, ErrMove)
		}
		return x.askRest(o.ID, shop, actor)
	})
}

// askRest makes the code for what is still owed and puts it on the screen.
func (x *txn) askRest(id ID, shop *shopState, actor string) error {
	o, err := x.orderBy(id)
	if err != nil {
		return err
	}
	code, ok := shop.code(o.QRIS)
	if !ok {
		return ErrNotSetUp
	}
	payload, err := dynamic(*code, o.Owed())
	if err != nil {
		return err
	}
	return x.record(actor, &orderShown{ID: id, Until: later(o.ShowUntil, x.now.Add(shop.Settings.showFor())), Payload: payload, Payable: o.Owed()})
}
