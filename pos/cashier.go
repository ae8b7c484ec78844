package pos

import "context"

// SignIn is a change of the cashier at this till.
type SignIn struct {
	Name  string
	PIN   string
	Count Count // of the drawer, when the one who leaves counted it; nil: not counted
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
	var counted *Rupiah
	if s.Count != nil {
		counted = &sum
	}
	return t.changeCashier(ctx, name, name, counted)
}

// SignOut leaves the till without a cashier; the shift goes on.
func (t *Till) SignOut(ctx context.Context, actor string) error {
	return t.changeCashier(ctx, "", actor, nil)
}

// changeCashier records who is at the till, with how the shift stands.
func (t *Till) changeCashier(ctx context.Context, to, actor string, counted *Rupiah) error {
	return t.decide(ctx, func(x *txn) error {
		if x.shop.Cashier == to {
			return nil
		}
		s, err := x.running()
		if err != nil {
			return err
		}
		return x.record(actor, &cashierChanged{Shift: s.Number, HandOver: HandOver{At: x.now, From: x.shop.Cashier, To: to,
			Sales: s.Own.Sales.plus(s.Late.Sales), Expected: s.Drawer.Expected(), Counted: counted}})
	})
}
