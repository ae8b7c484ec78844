package ui

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"laci/pos"
)

// news is what money did to an order since the last look.
type news struct {
	order pos.Order
	paid  bool // the order became paid by it
}

// news finds what money did to orders since the cursor.
func (a *App) news(ctx context.Context, after pos.Cursor) (pos.Cursor, []news, error) {
	const page = 200
	var all []news
	for {
		entries, err := a.o.Till.Entries(ctx, after, page)
		if err != nil {
			return after, nil, err
		}
		for _, e := range entries {
			after = e.Cursor()
			if e.Kind != pos.KindPaymentSettled && e.Kind != pos.KindPaymentAttached || e.Order.IsZero() {
				continue
			}
			one, err := a.newsOf(ctx, e)
			if err != nil {
				return after, nil, err
			}
			all = append(all, one)
		}
		if len(entries) < page {
			return after, all, nil
		}
	}
}

// newsOf tells what an entry about money did to its order.
func (a *App) newsOf(ctx context.Context, e pos.Entry) (n news, err error) {
	var body struct {
		Payment struct {
			ID pos.ID `json:"id"`
		} `json:"payment"`
	}
	if err := json.Unmarshal(e.Body, &body); err != nil {
		return n, fmt.Errorf("ui: entry %s: %w", e.Cursor(), err)
	}
	if n.order, err = a.o.Till.Order(ctx, e.Order); err != nil {
		return n, err
	}
	n.paid, err = a.paidWith(ctx, n.order, body.Payment.ID)
	return n, err
}

// paidWith tells whether an order became paid with this payment: with the last
// one, unless more came than it needed.
func (a *App) paidWith(ctx context.Context, o pos.Order, payment pos.ID) (bool, error) {
	at := slices.Index(o.Payments, payment)
	if o.PaidAt.IsZero() || at < 0 {
		return false, nil
	}
	if !o.Has(pos.FlagDuplicate) {
		return at == len(o.Payments)-1, nil
	}
	sum := pos.Rupiah(0)
	for _, id := range o.Payments[:at+1] {
		p, err := a.o.Till.Payment(ctx, id)
		if err != nil {
			return false, err
		}
		if sum >= o.Total() {
			return false, nil // it was complete before
		}
		sum += p.Amount
	}
	return sum >= o.Total(), nil
}
