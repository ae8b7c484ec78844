package pos

import "context"

// MoveCash is money put into the drawer or taken out of it that is no sale:
// more change, ice bought, the safe.
type MoveCash struct {
	Amount Rupiah // above zero: in; below zero: out
	Why    string // at most 200 characters, required
	Actor  string
	Key    string // made by the caller before asking: the same key moves the cash once; "" for none
}

// MoveCash records cash that went into the drawer or out of it, and gives the
// running shift. The same key with another move is ErrKeyReused.
func (t *Till) MoveCash(ctx context.Context, m MoveCash) (out Shift, err error) {
	m.Why = cleanText(m.Why, noteMost)
	switch {
	case m.Why == "":
		return out, ErrReason
	case m.Amount == 0 || m.Amount > limitMost || m.Amount < -limitMost:
		return out, ErrAmount
	}
	w, err := newWish(m.Actor, m.Key, m)
	if err != nil {
		return out, err
	}
	err = t.decide(ctx, func(x *txn) error {
		if _, done, err := x.knows(w); done || err != nil {
			return err
		}
		if !x.shop.may(m.Actor, MayMoveCash) {
			return ErrRights
		}
		if err := x.turnDay(); err != nil {
			return err
		}
		s, err := x.running()
		if err != nil {
			return err
		}
		f := &cashMoved{Shift: s.Number, CashMove: CashMove{At: x.now, Amount: m.Amount, Why: m.Why, Actor: m.Actor}, wish: w}
		return x.record(m.Actor, f)
	})
	if err != nil {
		return out, err
	}
	return t.Shift(ctx)
}
