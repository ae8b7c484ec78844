package pos

import (
	"context"
	"slices"
	"time"
)

// PaymentSearch says which payments are wanted, newest first. The zero value
// wants the first 50 of all.
type PaymentSearch struct {
	From, To time.Time // accepted payment time, From included, To not; zero is any
	Before   ID        // those that follow this one in the list; zero: from the newest
	Limit    int       // at most; 50 when 0
}

// Payments gives a page of the money that came by QRIS, newest first by its
// accepted payment time, money that waits for a person among it. Cash is not in
// it: it stands with its order. A Before that is no payment is ErrNotFound.
func (t *Till) Payments(ctx context.Context, s PaymentSearch) (payments []Payment, err error) {
	if s.Limit <= 0 {
		s.Limit = historyPage
	}
	err = t.read(ctx, func(v view) error {
		payments = nil
		end, err := v.paidBefore(s)
		if err != nil {
			return err
		}
		first := indexKey(byPaid, millis(s.From))
		return v.scanBack(bucketIndex, []byte{byPaid}, end, func(key, _ []byte) (bool, error) {
			if len(payments) == s.Limit || !s.From.IsZero() && string(key) < string(first) {
				return false, nil
			}
			p, err := v.paymentBy(lastID(key))
			payments = append(payments, p)
			return true, err
		})
	})
	return payments, err
}

// paidBefore is the index key that the search's payments come before.
func (v view) paidBefore(s PaymentSearch) ([]byte, error) {
	end := []byte{byPaid + 1}
	if !s.To.IsZero() {
		end = indexKey(byPaid, millis(s.To))
	}
	if s.Before.IsZero() {
		return end, nil
	}
	p, err := v.paymentBy(s.Before)
	if err != nil {
		return nil, err
	}
	return slices.MinFunc([][]byte{end, indexKey(byPaid, millis(p.PaidAt), p.ID[:])}, slices.Compare), nil
}
