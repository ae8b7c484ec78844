package pos

import (
	"context"
	"slices"
	"strings"
)

// Chip is a filter of the history.
type Chip string

// The chips.
const (
	ChipAll       Chip = ""
	ChipPaid      Chip = "paid"
	ChipOpen      Chip = "open"      // not paid and not given up
	ChipCheck     Chip = "check"     // a person must look: short, over, twice, money due back
	ChipCancelled Chip = "cancelled" // given up, never shown
)

// The groups of states the index keeps apart.
const (
	groupPaid      = 'p'
	groupOpen      = 'o'
	groupCheck     = 'k'
	groupCancelled = 'c'
)

// group is the chip an order stands under. What needs a person stands there
// alone, whatever its state.
func (o Order) group() byte {
	switch {
	case o.BackDue > 0 || o.State == Awaiting:
		return groupCheck
	case o.State == Paid || o.State == Refunded:
		return groupPaid
	case o.State == Cancelled || o.State == Failed:
		return groupCancelled
	}
	return groupOpen
}

// Search says which orders of the history are wanted. The zero value wants all.
type Search struct {
	Chip   Chip
	Number string // "A-0042", or "42"; at most one order
	Amount Rupiah // what the sale came to; 0 is any
	Before ID     // orders made before this one; zero: from the newest
	Limit  int    // at most; 50 when 0
}

const historyPage = 50

// History gives a page of orders, newest first.
func (t *Till) History(ctx context.Context, s Search) (orders []Order, err error) {
	if s.Limit <= 0 {
		s.Limit = historyPage
	}
	err = t.read(ctx, func(v view) error {
		if s.Number != "" {
			orders, err = v.numbered(s, t.shop.Load().Terminal)
		} else {
			orders, err = v.page(s)
		}
		return err
	})
	return orders, err
}

// numbered finds the one order of a number; the terminal's letter may be left
// out.
func (v view) numbered(s Search, terminal string) ([]Order, error) {
	number := strings.ToUpper(strings.TrimSpace(s.Number))
	if !strings.Contains(number, "-") {
		number = terminal + "-" + strings.Repeat("0", max(0, 4-len(number))) + number
	}
	o, found, err := v.named(number)
	if err != nil || !found || !s.fits(o) {
		return nil, err
	}
	return []Order{o}, nil
}

// page reads backwards through the index of each group of states that the
// search wants, newest first.
func (v view) page(s Search) (orders []Order, err error) {
	if s.Chip == ChipAll && s.Amount == 0 {
		return v.run(bucketOrders, nil, s.Before, s.Limit)
	}
	groups := []byte{s.Chip.group()}
	if s.Chip == ChipAll {
		groups = []byte{groupPaid, groupOpen, groupCheck, groupCancelled}
	}
	for _, group := range groups {
		prefix := indexKey(byState, []byte{group})
		if s.Amount > 0 {
			prefix = indexKey(byAmount, rupiahKey(s.Amount), []byte{byPrice, group})
		}
		found, err := v.run(bucketIndex, prefix, s.Before, s.Limit)
		if err != nil {
			return nil, err
		}
		orders = append(orders, found...)
	}
	slices.SortFunc(orders, func(a, b Order) int { return b.ID.Compare(a.ID) })
	return orders[:min(len(orders), s.Limit)], nil
}

// run reads the orders of one run of keys that end in their ids, newest first, at
// most limit, made before an order; the zero ID is from the newest.
func (v view) run(bucket, prefix []byte, before ID, limit int) (orders []Order, err error) {
	end := append(slices.Clone(prefix), before[:]...)
	if before.IsZero() {
		end = append(slices.Clone(prefix), slices.Repeat([]byte{0xff}, len(before)+1)...)
	}
	err = v.scanBack(bucket, prefix, end, func(key, _ []byte) (bool, error) {
		if len(orders) == limit {
			return false, nil
		}
		o, err := v.orderBy(lastID(key))
		if !o.hidden() {
			orders = append(orders, o)
		}
		return true, err
	})
	return orders, err
}

// fits tells whether the order of a number fits the rest of the search.
func (s Search) fits(o Order) bool {
	return (s.Chip == ChipAll || s.Chip.group() == o.group()) && (s.Amount == 0 || s.Amount == o.Amount)
}

func (c Chip) group() byte {
	switch c {
	case ChipPaid:
		return groupPaid
	case ChipOpen:
		return groupOpen
	case ChipCheck:
		return groupCheck
	}
	return groupCancelled
}

// Days gives the roll-ups of the business days from one to another, both
// included, oldest first. Days without money are left out.
func (t *Till) Days(ctx context.Context, from, to Day) (days []Summary, err error) {
	err = t.read(ctx, func(v view) error {
		days = nil
		return v.scan(bucketDays, nil, []byte(from), func(key, _ []byte) (bool, error) {
			if Day(key) > to {
				return false, nil
			}
			s, err := v.summary(Day(key))
			days = append(days, s)
			return true, err
		})
	})
	return days, err
}
