package ui

import (
	"context"
	"slices"

	"laci/pos"
)

// view is one look at the store: everything the screens show of it.
type view struct {
	number   uint64 // looks are numbered; an older one never replaces a newer
	shop     pos.Shop
	sources  []pos.Source
	gateways []pos.Gateway
	clock    pos.ClockTrust
	phone    bool        // the owner has a phone that can be asked
	unpaid   []pos.Order // newest first
	inbox    []pos.Payment
	check    []pos.Order // whose money is not right: short, over, twice, due back
	order    pos.Order   // the one on the screen; zero when there is none
	money    pos.Payment // what that order is paid with, or what waits for a yes
	offers   []offer     // money that fits an order and needs a person's yes
}

// offer is money that may belong to an order.
type offer struct {
	order pos.Order
	money pos.Payment
}

// see reads the store for the screens. It runs off the UI goroutine.
func (a *App) see(ctx context.Context) (v view, err error) {
	v.number = a.last.Add(1)
	v.shop, v.sources, v.gateways = a.o.Till.Shop(), a.o.Till.Sources(), a.o.Till.Gateways()
	v.clock = a.o.Till.ClockTrust()
	v.phone = slices.ContainsFunc(a.o.Till.Devices(), func(d pos.Device) bool { return d.Revoked.IsZero() && d.Can(pos.ScopeOwnerConfirm) })
	if v.unpaid, err = a.o.Till.OpenOrders(ctx); err != nil {
		return v, err
	}
	if v.inbox, err = a.o.Till.Inbox(ctx); err != nil {
		return v, err
	}
	if v.check, err = a.toCheck(ctx); err != nil {
		return v, err
	}
	for _, o := range v.unpaid {
		if o.Suggestion == (pos.ID{}) {
			continue
		}
		money, err := a.o.Till.Payment(ctx, o.Suggestion)
		if err != nil {
			return v, err
		}
		v.offers = append(v.offers, offer{o, money})
	}
	if id := a.watched.Load(); id != nil {
		if v.order, err = a.o.Till.Order(ctx, *id); err != nil {
			return v, err
		}
		v.money, err = a.moneyOf(ctx, v.order)
	}
	return v, err
}

// checkMost bounds the orders that wait for a person.
const checkMost = 100

// toCheck finds the orders a person must look at, but for those that wait for the
// yes to money which is listed itself.
func (a *App) toCheck(ctx context.Context) ([]pos.Order, error) {
	orders, err := a.o.Till.History(ctx, pos.Search{Chip: pos.ChipCheck, Limit: checkMost})
	return slices.DeleteFunc(orders, func(o pos.Order) bool { return a.matter(o) == "" }), err
}

// moneyOf finds the payment that an order is paid with; zero when there is none.
func (a *App) moneyOf(ctx context.Context, o pos.Order) (pos.Payment, error) {
	if len(o.Payments) == 0 {
		return pos.Payment{}, nil
	}
	return a.o.Till.Payment(ctx, o.Payments[0])
}

// offerFor finds money that waits for a yes about an order.
func (v view) offerFor(id pos.ID) (offer, bool) {
	for _, o := range v.offers {
		if o.order.ID == id {
			return o, true
		}
	}
	return offer{}, false
}

// unclear is the money that waits for a person and is offered to no order.
func (v view) unclear() int {
	n := len(v.inbox)
	for _, p := range v.inbox {
		if slices.ContainsFunc(v.offers, func(o offer) bool { return o.money.ID == p.ID }) {
			n--
		}
	}
	return n
}

// unsure finds money that may be this order's or another's: a person must say.
func (v view) unsure(id pos.ID) (pos.Payment, bool) {
	for _, p := range v.inbox {
		if p.State == pos.Ambiguous && len(p.Candidates) > 1 && slices.Contains(p.Candidates, id) {
			return p, true
		}
	}
	return pos.Payment{}, false
}

// sameAmount finds another order whose code, on a screen or just off it, asks for
// the same amount.
func (v view) sameAmount(o pos.Order) (pos.Order, bool) {
	for _, other := range v.unpaid {
		if other.ID != o.ID && other.Payable == o.Payable {
			return other, true
		}
	}
	return pos.Order{}, false
}
