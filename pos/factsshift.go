package pos

import "errors"

// shiftOpened says that a shift began with a float in the drawer.
type shiftOpened struct {
	ofShop
	Shift uint64 `json:"shift"`
	Float Rupiah `json:"float"`
	wish
}

func (*shiftOpened) kind() Kind { return KindShiftOpened }
func (f *shiftOpened) apply(x *txn, e Entry) error {
	return errors.Join(x.grant(f.wish, f.Shift), x.inShift(func(s *Shift) {
		s.Opened, s.OpenedBy, s.Day, s.Drawer.Float = e.At, e.Actor, e.Day, f.Float
	}))
}

// shiftClosed carries the Z, whole and final.
type shiftClosed struct {
	ofShop
	Z Z `json:"z"`
	wish
}

func (*shiftClosed) kind() Kind { return KindShiftClosed }
func (f *shiftClosed) apply(x *txn, _ Entry) error {
	err := errors.Join(x.save(bucketShifts, zKey(f.Z.Number), f.Z), x.grant(f.wish, f.Z.Number))
	if err != nil {
		return err
	}
	return x.inShift(func(s *Shift) { *s = Shift{Number: f.Z.Number + 1} })
}

// cashierChanged says who is at the till from now on, and how the shift stood.
type cashierChanged struct {
	ofShop
	Shift    uint64   `json:"shift"`
	HandOver HandOver `json:"hand_over"`
	wish
}

func (*cashierChanged) kind() Kind { return KindCashierChanged }
func (f *cashierChanged) apply(x *txn, _ Entry) error {
	return errors.Join(
		x.grant(f.wish, f.Shift),
		x.changeShop(func(s *shopState) { s.Cashier = f.HandOver.To }),
		x.inShift(func(s *Shift) { s.HandOvers = keep(s.HandOvers, f.HandOver, notesMost) }),
	)
}

// cashMoved is cash that went into the drawer or out of it, no sale.
type cashMoved struct {
	ofShop
	Shift uint64 `json:"shift"`
	CashMove
	wish
}

func (*cashMoved) kind() Kind { return KindCashMoved }
func (f *cashMoved) apply(x *txn, e Entry) error {
	err := x.inShift(func(s *Shift) {
		s.begin(e.Day)
		s.Moves = keep(s.Moves, f.CashMove, linesMost)
		if f.Amount > 0 {
			s.Drawer.In += f.Amount
		} else {
			s.Drawer.Out -= f.Amount
		}
	})
	return errors.Join(err, x.grant(f.wish, f.Shift), x.roll(e.Day, func(s *Summary) {
		if f.Amount > 0 {
			s.CashIn.add(1, f.Amount)
		} else {
			s.CashOut.add(1, -f.Amount)
		}
	}))
}
