package pos

import (
	"errors"
	"slices"
	"time"
)

// gatewaysFor seals the credentials of every gateway for another sealer; those
// that cannot be read are left out.
func (t *Till) gatewaysFor(sealer Sealer) (gateways []Gateway, err error) {
	for _, g := range t.shop.Load().Gateways {
		if !g.Removed.IsZero() {
			continue
		}
		if g.Sealed, err = t.reseal(g.what(), g.Sealed, sealer); err != nil && !errors.Is(err, ErrSealed) {
			return nil, err
		}
		gateways = append(gateways, g)
	}
	return gateways, nil
}

// keepGateways removes the gateways that only the backup trusts and adds those
// that only the till does.
func (x *txn) keepGateways(k trustKept, actor string) error {
	same := func(a, b Gateway) bool { return a.Name == b.Name && a.Added.Equal(b.Added) }
	for _, is := range x.shop.Gateways {
		kept := slices.ContainsFunc(k.gateways, func(g Gateway) bool { return same(g, is) })
		if is.Removed.IsZero() && !kept {
			if err := x.record(actor, &gatewayRemoved{Name: is.Name}); err != nil {
				return err
			}
		}
	}
	for _, g := range k.gateways {
		if is := x.shop.gateway(g.Name); is != nil && samePayee(is.Payee, g.Payee) {
			continue
		} else if is == nil {
			if g.Sealed == nil {
				continue // nothing to charge with
			}
			fresh := g
			fresh.Added, fresh.Sealed, fresh.Payee = time.Time{}, nil, nil
			if err := x.recordPrivate(actor, &gatewayAdded{Gateway: fresh}, g.Sealed); err != nil {
				return err
			}
		}
		if g.Payee != nil {
			if err := x.record(actor, &gatewayPinned{Name: g.Name, Payee: *g.Payee}); err != nil {
				return err
			}
		}
	}
	return nil
}

// samePayee tells whether two gateways pay the same, or neither pays anybody yet.
func samePayee(a, b *GatewayPayee) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}
