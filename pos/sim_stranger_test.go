package pos

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// aside lets somebody do what no rule about money knows, by dice of its own: with
// or without it a seed goes the same way.
func (s *sim) aside() {
	dice := s.rng
	s.rng = s.side
	defer func() { s.rng = dice }()
	switch s.rng.IntN(15) {
	case 0:
		s.stranger()
		s.check()
	case 1:
		s.claim()
		s.check()
	}
}

// stranger lets somebody's page ask for money without a key, for what others
// are asked for too. No rule about money knows such an order.
func (s *sim) stranger() {
	address := fmt.Sprint("192.0.2.", s.rng.IntN(12))
	wish := Stranger{Key: fmt.Sprint("s", len(s.strangers)), Merchant: s.merchant, Amount: s.passing(), Address: address}
	open, near := 0, 0
	for _, o := range s.pic.orders {
		if o.Stranger && o.State == Pending && o.ShowUntil.After(s.now()) {
			open++
			if s.strangers[o.ID] == address {
				near++
			}
		}
	}
	var o Order
	ask := func() (err error) {
		o, err = s.till.ChargeStranger(context.Background(), wish)
		return err
	}
	_, err := s.act(harmless, ask)
	s.note("a stranger asks for %s: %s %s", wish.Amount, o.Number, Code(err))
	if full := open >= 20 || near >= 3; full || err != nil {
		s.must(full && errors.Is(err, ErrTooMany), "%d open, %d of the address: %v", open, near, err)
		return
	}
	s.strangers[o.ID] = address
	s.must(o.Number == fmt.Sprintf("W-%04d", len(s.strangers)), "number %s of stranger %d", o.Number, len(s.strangers))
	s.must(o.State == Pending && o.Payable == o.Amount && o.Off == 0, "a stranger's order is %s and asks for %s", o.State, o.Payable)
	s.again(harmless, "a stranger", ask)
}

// claim lets a customer or a stranger say that it is paid.
func (s *sim) claim() {
	var all []ID
	for id, o := range s.pic.orders {
		if !o.FirstShown.IsZero() {
			all = append(all, id)
		}
	}
	if len(all) == 0 {
		return
	}
	slices.SortFunc(all, ID.Compare)
	before := s.pic.orders[pick(s, all[max(0, len(all)-5):])]
	claim := func() error { _, err := s.till.Claim(context.Background(), before.ID, "page"); return err }
	_, err := s.act(harmless, claim)
	s.note("the customer of %s says it is paid: %s", before.Number, Code(err))
	s.must(err == nil, "claim: %v", err)
	after := s.look().orders[before.ID]
	s.must(after.State == before.State && after.ShowUntil.Equal(before.ShowUntil) && after.LastShown.Equal(before.LastShown) &&
		len(after.Payments) == len(before.Payments), "a claim changed more than a mark")
	s.must(!after.Claimed.IsZero() || before.State == Paid || before.State == Refunded, "a claim left no mark")
	s.again(harmless, "claim", claim)
}

// checkStrangers checks that no money went to a stranger's order, and that the
// counter sees none.
func (s *sim) checkStrangers() {
	for id := range s.strangers {
		o := s.pic.orders[id]
		s.must(len(o.Payments) == 0 && o.Received+o.Cash == 0 && o.Suggestion.IsZero(), "%s got money", o.Number)
		s.must(o.State == Pending || o.State == Expired, "%s is %s", o.Number, o.State)
	}
	for _, look := range []func() ([]Order, error){
		func() ([]Order, error) { return s.till.OpenOrders(context.Background()) },
		func() ([]Order, error) { return s.till.History(context.Background(), Search{}) },
		func() ([]Order, error) { return s.till.DayOrders(context.Background(), s.today(), ID{}, 50) },
	} {
		orders, err := look()
		s.must(err == nil, "reading: %v", err)
		s.must(!slices.ContainsFunc(orders, func(o Order) bool { return o.Stranger }), "the counter sees a stranger's order")
	}
}
