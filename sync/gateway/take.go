package gateway

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"laci/pos"
)

// taken remembers the payments that were handed to the till since it was opened,
// so that a list that tells of a day's money again and again costs no decisions.
// The till itself takes each payment once.
type taken struct {
	mutex sync.Mutex
	known map[string]bool
}

// takenMost bounds what is remembered.
const takenMost = 20_000

func (t *taken) has(key string) bool {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	return t.known[key]
}

func (t *taken) add(key string) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.known == nil || len(t.known) >= takenMost {
		t.known = map[string]bool{}
	}
	t.known[key] = true
}

// askOne asks about one order and takes what is said.
func (d *Desk) askOne(ctx context.Context, a *account, o pos.Order) (Receipt, error) {
	words, err := a.system.Query(ctx, []pos.Order{o})
	d.contact(ctx, a, err)
	receipt := Receipt{Result: resultAsked, Order: o.ID}
	for _, word := range words {
		if word.Order != o.ID.String() {
			continue
		}
		told, err := d.take(ctx, a, o, word, a.Surest)
		if err != nil {
			return receipt, err
		}
		receipt = told
	}
	if refusedOnly(err) {
		return receipt, nil
	}
	return receipt, err
}

// refusedOnly tells whether a gateway answered, and only does not want this one
// request.
func refusedOnly(err error) bool { return errors.Is(err, ErrRefused) }

// take hands what a gateway says of an order to the till. Only money moves
// anything.
func (d *Desk) take(ctx context.Context, a *account, o pos.Order, word Word, sure pos.Evidence) (Receipt, error) {
	receipt := Receipt{Result: resultAsked, Order: o.ID}
	if word.Status == Claimed && o.Claimed.IsZero() {
		if _, err := d.till.Claim(ctx, o.ID, a.Name); err != nil && !errors.Is(err, pos.ErrMove) {
			return receipt, err
		}
	}
	for _, m := range word.Money {
		key := a.Name + " " + m.ID + " " + o.ID.String()
		if d.taken.has(key) {
			receipt.Result = pos.ResultSeen
			continue
		}
		out, err := d.till.Settle(ctx, pos.Report{
			Source: a.Name, Evidence: sure, PaymentID: m.ID, RRN: m.RRN, Amount: m.Amount, Currency: m.Currency,
			PaidAt: m.PaidAt, OrderRef: o.ID.String(), Issuer: m.Issuer, Payer: m.Payer, Actor: "gateway:" + a.Name,
		})
		if err != nil {
			return receipt, fmt.Errorf("settle %s: %w", o.Number, err)
		}
		d.taken.add(key)
		receipt.Result = out.Result
		d.log.Info("gateway told of money", "gateway", a.Name, "order", o.Number, "result", out.Result, "amount", m.Amount)
	}
	return receipt, nil
}
