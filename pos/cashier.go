package pos

import "context"

// SignIn is a change of the cashier at this till.
type SignIn struct {
	Name  string
	PIN   string
	Count Count  // of the drawer, when the one who leaves counted it; nil: not counted
	Key   string // made by the caller before asking: the same key hands over once; "" for none
}

// SignIn makes a person the cashier of this till, with the person's own PIN;
// the shift goes on. Who was signed in before hands over.
func (t *Till) SignIn(ctx context.Context, s SignIn) error {
	sum, err := s.Count.Sum()
	if err != nil {
		return err
	}
	if p := t.shop.Load().person(s.Name); p != nil && p.Role.Web() {
		return ErrRights
	}
	name, err := t.identify(ctx, MaySell, s.Name, s.PIN)
	if err != nil {
		return err
	}
	w, err := newWish(name, s.Key, struct {
		Name  string
		Count Count
	}{name, s.Count})
	if err != nil {
		return err
	}
	var counted *Rupiah
	if s.Count != nil {
		counted = &sum
	}
	return t.changeCashier(ctx, name, name, counted, w)
}

// SignOut leaves the till without a cashier; the shift goes on.
func (t *Till) SignOut(ctx context.Context, actor string) error {
	return t.changeCashier(ctx, "", actor, nil, wish{})
}

// changeCashier records who is at the till, with how the shift stands.
func (t *Till) changeCashier(ctx context.Context, to, actor string, counted *Rupiah, w wish) error {
	return t.decide(ctx, func(x *txn) error {
		if _, done, err := x.knows(w); done || err != nil || x.shop.Cashier == to {
			return err
		}
		s, err := x.running()
		if err != nil {
			return err
		}
		return x.record(actor, &cashierChanged{Shift: s.Number, HandOver: HandOver{At: x.now, From: x.shop.Cashier, To: to,
			Sales: s.Own.Sales.plus(s.Late.Sales), Expected: s.Drawer.Expected(), Counted: counted}, wish: w})
	})
}
