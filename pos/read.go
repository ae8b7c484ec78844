package pos

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Order gives an order by its id, or ErrNotFound.
func (t *Till) Order(ctx context.Context, id ID) (o Order, err error) {
	err = t.read(ctx, func(v view) error {
		o, err = v.orderBy(id)
		return err
	})
	return o, err
}

// OrderIfChanged gives an order and the bytes it is stored as. When those are
// still the ones known from an earlier call, it gives neither: nothing of the
// order has changed since.
func (t *Till) OrderIfChanged(ctx context.Context, id ID, known []byte) (o Order, stored []byte, err error) {
	err = t.read(ctx, func(v view) error {
		value, err := v.get(bucketOrders, id[:])
		switch {
		case err != nil:
			return err
		case value == nil:
			return ErrNotFound
		case bytes.Equal(value, known):
			return nil
		}
		stored = bytes.Clone(value)
		o, err = v.orderBy(id)
		return err
	})
	return o, stored, err
}

// OrderByNumber gives an order by its number ("A-0042"), or ErrNotFound.
func (t *Till) OrderByNumber(ctx context.Context, number string) (o Order, err error) {
	err = t.read(ctx, func(v view) error {
		found := false
		if o, found, err = v.named(number); err == nil && !found {
			err = ErrNotFound
		}
		return err
	})
	return o, err
}

// openMost bounds the list of open orders.
const openMost = 200

// OpenOrders gives what is not paid and can still be shown: pending, awaiting a
// person, and expired for less than half an hour; newest first, at most 200.
func (t *Till) OpenOrders(ctx context.Context) (orders []Order, err error) {
	now := t.now()
	err = t.read(ctx, func(v view) error {
		orders, err = v.openOrders(now)
		return err
	})
	return orders, err
}

// openOrders reads the orders that may still be shown. Of more than fit, those
// stay that are shown now or were last: an order of a caller may wait for weeks.
func (v view) openOrders(now time.Time) (orders []Order, err error) {
	since := millis(now.Add(-reshowFor))
	count := 0
	take := func(key, _ []byte) (bool, error) {
		o, err := v.orderBy(lastID(key))
		if err == nil && o.State != Placed {
			orders = append(orders, o)
			count++
		}
		return count < openMost, err
	}
	if err := v.scan(bucketIndex, []byte{byUntil}, indexKey(byUntil, since), take); err != nil {
		return nil, err
	}
	count = 0
	err = v.scanBack(bucketIndex, []byte{byExpired}, []byte{byExpired + 1}, func(key, value []byte) (bool, error) {
		if string(key) < string(indexKey(byExpired, since)) {
			return false, nil
		}
		return take(key, value)
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(orders, func(a, b Order) int { return b.ID.Compare(a.ID) })
	return orders[:min(len(orders), openMost)], nil
}

// Payment gives a payment by its id, or ErrNotFound.
func (t *Till) Payment(ctx context.Context, id ID) (p Payment, err error) {
	err = t.read(ctx, func(v view) error {
		p, err = v.paymentBy(id)
		return err
	})
	return p, err
}

// Inbox gives the money that waits for a person, oldest first, at most 200.
func (t *Till) Inbox(ctx context.Context) (waiting []Payment, err error) {
	err = t.read(ctx, func(v view) error {
		waiting, err = v.inbox()
		return err
	})
	return waiting, err
}

// inbox reads the money that waits for a person.
func (v view) inbox() (waiting []Payment, err error) {
	prefix := []byte{byInbox}
	err = v.scan(bucketIndex, prefix, prefix, func(key, _ []byte) (bool, error) {
		p, err := v.paymentBy(lastID(key))
		waiting = append(waiting, p)
		return len(waiting) < openMost, err
	})
	return waiting, err
}

// sameMost bounds the payments of one amount that are shown to a cashier.
const sameMost = 20

// SameAmount gives today's payments of the amount that an order has, newest
// first: the same money must not be used twice.
func (t *Till) SameAmount(ctx context.Context, amount Rupiah) (same []Payment, err error) {
	shop := t.shop.Load()
	today := t.Day()
	err = t.read(ctx, func(v view) error {
		same = nil
		prefix := indexKey(byMoney, payeeKey(shop.payee()), rupiahKey(amount))
		end := append(append([]byte(nil), prefix...), millis(t.now().Add(time.Hour))...)
		return v.scanBack(bucketIndex, prefix, end, func(key, _ []byte) (bool, error) {
			p, err := v.paymentBy(lastID(key))
			if err != nil || t.now().Sub(p.moment()) > 48*time.Hour || len(same) == sameMost {
				return false, err
			}
			if p.State == Matched && p.Day == today {
				same = append(same, p)
			}
			return true, nil
		})
	})
	return same, err
}

// Day gives the running business day: the clock's, or the last entry's while
// the clock stands behind it.
func (t *Till) Day() Day {
	if t.ClockBehind() > 0 {
		return t.headNow.Load().Day
	}
	return t.shop.Load().calendar().Day(t.now())
}

// Today gives the roll-up of the running business day.
func (t *Till) Today(ctx context.Context) (Summary, error) { return t.Summary(ctx, t.Day()) }

// Summary gives the roll-up of a business day; one without sales is empty.
func (t *Till) Summary(ctx context.Context, day Day) (s Summary, err error) {
	err = t.read(ctx, func(v view) error {
		s, err = v.summary(day)
		return err
	})
	return s, err
}

// DayOrders gives the orders placed or paid on a business day, newest first, at
// most limit, made before the order named (zero: from the newest).
func (t *Till) DayOrders(ctx context.Context, day Day, before ID, limit int) (orders []Order, err error) {
	err = t.read(ctx, func(v view) error {
		orders, err = v.run(bucketIndex, indexKey(byDay, []byte(day)), before, limit)
		return err
	})
	return orders, err
}

// Entries gives the journal after a cursor, oldest first, at most limit
// entries. A cursor this journal never issued is ErrCursor.
func (t *Till) Entries(ctx context.Context, after Cursor, limit int) (entries []Entry, err error) {
	if newest, ok := t.tail.Load().after(after, limit); ok {
		return newest, t.open(ctx)
	}
	err = t.read(ctx, func(v view) error {
		entries = nil
		if after != (Cursor{}) && !v.has(bucketJournal, after.key()) {
			return fmt.Errorf("%s: %w", after, ErrCursor)
		}
		from := append(after.key(), 0) // the first key above after's
		return v.scan(bucketJournal, nil, from, func(key, value []byte) (bool, error) {
			if len(entries) == limit {
				return false, nil
			}
			var e Entry
			if err := json.Unmarshal(value, &e); err != nil {
				return false, fmt.Errorf("entry %s: %v: %w", cursorOf(key), err, ErrDamaged)
			}
			entries = append(entries, e)
			return true, nil
		})
	})
	return entries, err
}
