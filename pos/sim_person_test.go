package pos

import (
	"context"
	"errors"
	"slices"
	"time"
)

// decide lets the person who knows whose money it is say so, and tells whether
// that changed anything. Money counted already is left alone, unless the till
// can see by itself that it is.
func (s *sim) decide(r record) bool {
	if r.truth.sale == nil {
		return s.disown(r)
	}
	p, o := s.pic.payments[r.id], s.sale(r.truth.sale)
	known := s.tellingOf(p.Amount, momentOf(p), p.Source, o.Payments)
	known = slices.DeleteFunc(known, func(id ID) bool { return s.shareVoice(p, s.pic.payments[id]) })
	if len(known) == 0 && s.counted(o, p.Amount) >= s.paid(r.truth.sale, p.Amount) {
		return false
	}
	attach := func() error {
		_, err := s.till.Attach(context.Background(), p.ID, o.ID, "kasir")
		return err
	}
	refused := p.Amount != o.Payable || o.FirstShown.IsZero() || momentOf(p).Before(o.FirstShown.Add(-2*time.Minute))
	twice := harmless
	if len(known) > 0 {
		twice = another
	}
	_, err := s.act(twice, attach)
	after := s.look()
	s.note("attach %s of %s to %s: %s %s", p.Source, r.truth, o.Number, after.payments[p.ID].State, Code(err))
	switch now := after.payments[p.ID]; {
	case refused:
		s.must(errors.Is(err, ErrRights), "attached what may not be: %v", err)
		s.must(s.same(s.pic, after), "a refusal changed something")
		return false
	case len(known) > 0:
		s.must(err == nil && now.State == Witnessed && slices.Contains(known, now.WitnessOf), "not a witness but %s: %v", now.State, err)
		s.must(after.orders[o.ID].Received == o.Received, "a witness brought money")
		for _, w := range p.Witnesses {
			s.must(hasTold(after.payments[now.WitnessOf], w.Source), "%s is forgotten as a witness", w.Source)
		}
	default:
		s.must(err == nil && now.State == Matched && now.Order == o.ID, "attached: %s, %v", now.State, err)
		s.accepted(now, o)
		s.received(o, after.orders[o.ID], p.Amount)
	}
	s.advance(after)
	s.again(twice, "attach", attach)
	return true
}

// confirm lets a cashier who saw the money say so.
func (s *sim) confirm() {
	for i := len(s.sales) - 1; i >= 0; i-- {
		one := s.sales[i]
		o := s.sale(one)
		rest := owed(o)
		if rest <= 0 || o.State != Pending && o.State != Awaiting && o.State != Expired {
			continue
		}
		if s.counted(o, rest) >= s.paid(one, rest) {
			if o.Received+o.Cash == 0 || !s.oneIn(4) {
				continue
			}
			s.note("%s, the rest", s.happen(one, rest, false))
		}
		s.byHand(one, o, rest)
		return
	}
}

// byHand confirms what is still owed on an order.
func (s *sim) byHand(one *sale, o *Order, rest Rupiah) {
	var of *truth
	for _, t := range s.truths {
		if t.sale == one && t.amount == rest && !t.hand {
			of = t
		}
	}
	if of != nil {
		s.byHandOf(of, o, rest)
	}
}

// byHandOf confirms a payment that is there, or not.
func (s *sim) byHandOf(of *truth, o *Order, rest Rupiah) {
	of.hand, of.heard = true, append(of.heard, s.now())
	confirm := func() error {
		_, err := s.till.Confirm(context.Background(), o.ID, Confirmation{Actor: "kasir", SeenAt: "merchant_app"})
		return err
	}
	_, err := s.act(harmless, confirm)
	s.note("confirm %s by hand: %s %s", o.Number, of, Code(err))
	s.must(err == nil, "confirm: %v", err)
	if s.now().Sub(of.at).Abs() > 8*time.Minute {
		s.known.murky[rest] = true
	}
	after := s.look()
	s.received(o, after.orders[o.ID], rest)
	s.settled(of, after)
	s.again(harmless, "confirm", confirm)
}
