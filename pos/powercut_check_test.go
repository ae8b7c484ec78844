package pos_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"laci/pos"
)

// ledger is what was known outside before a power cut: what was asked for and
// what was acknowledged, by the amount that only one sale has.
type ledger struct {
	qris     bool
	charges  map[pos.Rupiah]string // tried; the key
	acked    map[pos.Rupiah]bool
	payTried map[pos.Rupiah]bool
	payAcked map[pos.Rupiah]bool
}

func readLedger(text string) ledger {
	l := ledger{charges: map[pos.Rupiah]string{}, acked: map[pos.Rupiah]bool{}, payTried: map[pos.Rupiah]bool{}, payAcked: map[pos.Rupiah]bool{}}
	for line := range strings.Lines(text) {
		var verb, what, key string
		var amount pos.Rupiah
		_, _ = fmt.Sscan(line, &verb, &what, &key, &amount)
		switch verb + " " + what {
		case "did qris":
			l.qris = true
		case "try charge":
			l.charges[amount] = key
		case "did charge":
			l.acked[amount] = true
		case "try pay":
			l.payTried[amount] = true
		case "did pay":
			l.payAcked[amount] = true
		}
	}
	return l
}

// checkImage opens a directory and compares it with the ledger.
func checkImage(dir string, l ledger) (err error) {
	now := openedAt().Add(time.Minute)
	till, err := open(dir, func() time.Time { return now }, true) // the image is thrown away
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, till.Close()) }()
	ctx := context.Background()
	if err := till.Verify(ctx); err != nil {
		return err
	}
	if l.qris && !till.Shop().Ready() {
		return errors.New("the acknowledged QRIS is lost")
	}
	orders, err := till.DayOrders(ctx, till.Shop().Calendar().Day(now), pos.ID{}, 10_000)
	if err != nil {
		return err
	}
	if err := l.compare(orders); err != nil {
		return err
	}
	if err := totals(ctx, till, orders); err != nil {
		return err
	}
	return l.retry(ctx, till, len(orders))
}

// compare finds orders and payments that are lost, doubled, half there or
// never asked for.
func (l ledger) compare(orders []pos.Order) error {
	found := map[pos.Rupiah]pos.Order{}
	for _, o := range orders {
		if _, twice := found[o.Amount]; twice {
			return fmt.Errorf("the order of %s is there twice", o.Amount)
		}
		found[o.Amount] = o
		paid := o.State == pos.Paid
		switch {
		case l.charges[o.Amount] == "":
			return fmt.Errorf("nobody asked for %s of %s", o.Number, o.Amount)
		case o.State != pos.Pending && !paid:
			return fmt.Errorf("%s is %s", o.Number, o.State)
		case paid && (!l.payTried[o.Amount] || o.Received != o.Amount || len(o.Payments) != 1):
			return fmt.Errorf("%s of %s received %s in %d payments", o.Number, o.Amount, o.Received, len(o.Payments))
		case !paid && (o.Received != 0 || o.Payload == ""):
			return fmt.Errorf("%s is half there", o.Number)
		}
	}
	for amount := range l.acked {
		if _, ok := found[amount]; !ok {
			return fmt.Errorf("the acknowledged order of %s is lost", amount)
		}
	}
	for amount := range l.payAcked {
		if found[amount].State != pos.Paid {
			return fmt.Errorf("the acknowledged payment of %s is lost", amount)
		}
	}
	return nil
}

// totals compares the day's roll-up with the orders.
func totals(ctx context.Context, till *pos.Till, orders []pos.Order) error {
	var want pos.Tally
	for _, o := range orders {
		if o.State == pos.Paid {
			want.Count++
			want.Sum += o.Received
		}
	}
	day, err := till.Today(ctx)
	if err != nil {
		return err
	}
	if day.Sales != want || day.Received != want {
		return fmt.Errorf("the day says %v sold and %v received, its orders say %v", day.Sales, day.Received, want)
	}
	return nil
}

// retry asks again for what was not acknowledged, as its caller would: with the
// same key, which makes no second order.
func (l ledger) retry(ctx context.Context, till *pos.Till, had int) error {
	open := 0
	for amount, key := range l.charges {
		if l.acked[amount] {
			continue
		}
		open++
		if _, err := till.Charge(ctx, pos.Charge{Key: key, Amount: amount, Actor: "test"}); err != nil {
			return fmt.Errorf("retry %s: %w", key, err)
		}
	}
	if open == 0 {
		return nil
	}
	day := till.Shop().Calendar().Day(openedAt())
	orders, err := till.DayOrders(ctx, day, pos.ID{}, 10_000)
	if err != nil {
		return err
	}
	if want := len(l.charges); len(orders) != want {
		return fmt.Errorf("%d orders after asking again, %d before, %d asked for", len(orders), had, want)
	}
	return till.Verify(ctx)
}
