package pos

import (
	"context"
	"time"
)

// suffixes is how many amounts the 1–99 rule can give to one price.
const suffixes = 99

// takeOff chooses what to take off a total so that no other code that is, or
// may still be, paid asks for the same: 1 to 99 rupiah, in turn, never below
// least. When all are taken the cashier is asked: ErrUniqueFull.
func (x *txn) takeOff(payee string, total, least Rupiah) (Rupiah, error) {
	for i := range Rupiah(suffixes) {
		off := 1 + (Rupiah(x.head.Orders)+i)%suffixes
		if total-off < max(1, least) {
			continue
		}
		taken, err := x.asked(payee, total-off, x.now)
		if err != nil {
			return 0, err
		}
		if len(taken) == 0 {
			return off, nil
		}
	}
	return 0, ErrUniqueFull
}

// asked finds the orders whose code asked for an amount and may still be paid
// by it: its grace is not over at the moment at.
func (v view) asked(payee string, amount Rupiah, at time.Time) ([]Order, error) {
	return v.shownSince(payee, amount, at.Add(-matchAfter))
}

// SameOpen gives the unpaid orders whose code asks for this amount and may
// still be paid: the cashier reads of them before another such code is shown.
func (t *Till) SameOpen(ctx context.Context, amount Rupiah) (same []Order, err error) {
	payee, now := t.shop.Load().payee(), t.now()
	err = t.read(ctx, func(v view) error {
		asked, err := v.asked(payee, amount, now)
		same = nil
		for _, o := range asked {
			if o.open() && o.Payable == amount {
				same = append(same, o)
			}
		}
		return err
	})
	return same, err
}
