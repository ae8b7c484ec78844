package pos

import (
	"context"
	"maps"
)

// OpenShift is a wish to open a shift.
type OpenShift struct {
	Float Rupiah // money in the drawer for change; not below zero
	Actor string
	Key   string // made by the caller before asking: the same key opens one shift; "" for none
}

// OpenShift opens a shift with a float. What was sold before without one is
// closed first, uncounted. It gives the running shift, or ErrShiftOpen while one
// is open.
func (t *Till) OpenShift(ctx context.Context, o OpenShift) (out Shift, err error) {
	if o.Float < 0 || o.Float > limitMost {
		return out, ErrAmount
	}
	w, err := newWish(o.Actor, o.Key, o)
	if err != nil {
		return out, err
	}
	err = t.decide(ctx, func(x *txn) error {
		if _, done, err := x.knows(w); done || err != nil {
			return err
		}
		s, err := x.running()
		switch {
		case err != nil:
			return err
		case s.IsOpen():
			return ErrShiftOpen
		case !x.shop.may(o.Actor, MayShift):
			return ErrRights
		}
		if !s.Empty() {
			if err := x.closeShift(CloseShift{Actor: o.Actor}, true); err != nil {
				return err
			}
		}
		return x.record(o.Actor, &shiftOpened{Shift: x.shiftNow(), Float: o.Float, wish: w})
	})
	if err != nil {
		return out, err
	}
	return t.Shift(ctx)
}

// CloseShift is a wish to close the running shift.
type CloseShift struct {
	Count Count // counted before the expected sum was shown; nil: not counted
	Actor string
	Key   string // made by the caller before asking: the same key closes one shift; "" for none

	clockDoubt bool
	backup     string
	wish       wish
}

// CloseShift closes the running shift and gives its Z. Nothing keeps it from
// closing: late money, open codes, waiting money and a doubtful clock are told
// on it. It returns ErrShiftNone when nothing happened since the last Z.
func (t *Till) CloseShift(ctx context.Context, c CloseShift) (z Z, err error) {
	if _, err := c.Count.Sum(); err != nil {
		return z, err
	}
	if c.wish, err = newWish(c.Actor, c.Key, c); err != nil {
		return z, err
	}
	c.clockDoubt, c.backup = !t.ClockTrust().Trusted(), t.backupDoubt(ctx)
	number := uint64(0)
	err = t.decide(ctx, func(x *txn) error {
		if done, found, err := x.knows(c.wish); found || err != nil {
			number = done.Number
			return err
		}
		s, err := x.running()
		switch {
		case err != nil:
			return err
		case s.Empty() && s.Late.Received == (Tally{}) && s.Voids == (Tally{}) && s.Refunds == (Tally{}):
			return ErrShiftNone
		case !x.shop.may(c.Actor, MayShift):
			return ErrRights
		}
		number = s.Number
		return x.closeShift(c, false)
	})
	if err != nil {
		return z, err
	}
	return t.Z(ctx, number)
}

// closeShift makes the Z of the running shift and records it. Indexes are read
// for it, so it comes before anything else that the decision writes.
func (x *txn) closeShift(c CloseShift, auto bool) error {
	s, err := x.running()
	if err != nil {
		return err
	}
	z, err := x.report(*s, x.head, x.now)
	if err != nil {
		return err
	}
	z.Closed, z.By, z.Auto, z.Backup = true, c.Actor, auto, c.backup
	z.Doubt = z.Doubt || c.clockDoubt || x.clockBack(x.now)
	if c.Count != nil {
		if z.Counted, err = c.Count.Sum(); err != nil {
			return err
		}
		z.WasCounted, z.Count = true, maps.Clone(c.Count)
		maps.DeleteFunc(z.Count, func(_ Rupiah, pieces int) bool { return pieces == 0 })
		z.Difference = z.Counted - z.Expected
	}
	return x.record(c.Actor, &shiftClosed{Z: z, wish: c.wish})
}

// turnDay closes a shift that nobody opened once its business day is over. It
// comes first in a decision that sells.
func (x *txn) turnDay() error {
	s, err := x.running()
	if err != nil || s.IsOpen() || s.Day == "" {
		return err
	}
	day, err := x.day()
	if err != nil || day <= s.Day {
		return err
	}
	return x.closeShift(CloseShift{Actor: "till"}, true)
}

// shiftNow is the number of the running shift; turnDay or running came before.
func (x *txn) shiftNow() uint64 { return x.shift.Number }

// Mine is what a cashier may see of the own shift.
type Mine struct {
	Number  uint64
	Opened  bool
	Float   Rupiah
	In, Out Rupiah
	Sales   int     // how many, of the cashier
	Totals  *Z      // the whole X, for those who may see totals; else nil
	Orders  []Order // the last 20 of the till, newest first
}

const mineMost = 20

// Mine gives a cashier the running shift and the last 20 orders. Totals are in
// it only for those who may see them.
func (t *Till) Mine(ctx context.Context, name string) (m Mine, err error) {
	x, err := t.X(ctx)
	if err != nil {
		return m, err
	}
	m = Mine{Number: x.Number, Opened: x.IsOpen(), Float: x.Drawer.Float, In: x.Drawer.In, Out: x.Drawer.Out, Sales: x.Hands[name].Sales.Count}
	if t.May(name, MaySeeTotals) {
		m.Totals = &x
	}
	m.Orders, err = t.History(ctx, Search{Limit: mineMost})
	return m, err
}
