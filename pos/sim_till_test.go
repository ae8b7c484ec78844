package pos

import (
	"context"
	"errors"
	"slices"
	"time"
)

// reversal is a manual confirmation that was taken back: the sale stays on its
// day and comes off the day of the void.
type reversal struct {
	was     *Order // the sale that was no more; nil when enough other money stays
	hour    int    // in which it was counted
	off     int    // and off which it comes
	payment *Payment
	day     Day
}

// onTill does one thing that only people at the till do.
func (s *sim) onTill() {
	if len(s.sales) == 0 {
		return
	}
	one := s.sales[max(0, len(s.sales)-1-s.rng.IntN(4))]
	pick(s, []func(*sale){s.cash, s.partCash, s.complete, s.keepAll, s.refund, s.mistake, s.void, s.shift})(one)
}

// cash takes what is owed in cash; a part of it when somebody has both.
func (s *sim) cash(one *sale) {
	before := s.sale(one)
	act := func() error { _, err := s.till.PayCash(context.Background(), one.id, 0, "kasir"); return err }
	if _, ok := s.ask("cash for", one, harmless, act, ErrMove, ErrAmount); ok && owed(before) > 0 {
		s.received(before, s.sale(one), owed(before))
	}
}

func (s *sim) partCash(one *sale) {
	part := owed(s.sale(one)) / 2
	s.ask("part cash for", one, another, func() error {
		_, err := s.till.PartCash(context.Background(), one.id, PartCash{Part: part, Actor: "kasir"})
		return err
	}, ErrMove, ErrAmount)
}

// complete asks for the rest of a short payment.
func (s *sim) complete(one *sale) {
	s.ask("the rest of", one, another, func() error { _, err := s.till.Complete(context.Background(), one.id, "kasir"); return err }, ErrMove)
}

// keepAll takes an order with too much money as paid.
func (s *sim) keepAll(one *sale) {
	s.ask("keep", one, harmless, func() error { _, err := s.till.Keep(context.Background(), one.id, "kasir"); return err }, ErrMove)
}

// refund gives money of an order back, a part or all.
func (s *sim) refund(one *sale) {
	o := s.sale(one)
	back := o.Received + o.Cash - o.Returned
	if back > 1 && s.oneIn(2) {
		back = 1 + Rupiah(s.rng.IntN(int(back)))
	}
	s.ask("give back of", one, another, func() error {
		_, err := s.till.Refund(context.Background(), one.id, GiveBack{Amount: back, How: BackInCash, Why: "kelebihan", Actor: "owner"})
		return err
	}, ErrMove, ErrAmount)
}

// ask does a thing that may be refused for reasons, and takes in what became of it.
func (s *sim) ask(what string, one *sale, twice repeat, do func() error, reasons ...error) (whole, ok bool) {
	before := s.pic
	whole, err := s.act(twice, do)
	s.note("%s %s: %s", what, one.number, Code(err))
	if err != nil {
		s.must(slices.ContainsFunc(reasons, func(reason error) bool { return errors.Is(err, reason) }), "%s: %v", what, err)
		s.must(s.same(before, s.look()), "%s was refused and changed something", what)
		return whole, false
	}
	s.settled(&truth{hand: true}, s.look())
	s.again(twice, what, do)
	return whole, true
}

// mistake is a cashier who confirms money that never came. It is taken back
// before a machine tells of other money like it, or nobody could tell.
func (s *sim) mistake(one *sale) {
	o := s.sale(one)
	if owed(o) <= 0 || o.State != Pending && o.State != Awaiting && o.State != Expired {
		return
	}
	s.known.murky[owed(o)] = true
	s.byHandOf(&truth{number: -1, sale: one, amount: owed(o), at: s.at}, o, owed(o))
}

// void takes a manual confirmation back, whether its money came or not: then
// the cashier rings it up again.
func (s *sim) void(one *sale) {
	o := s.sale(one)
	var p *Payment
	for _, id := range o.Payments {
		if known := s.pic.payments[id]; known.Source == sourceManual {
			p = known
		}
	}
	if p == nil {
		return
	}
	s.known.murky[p.Amount] = true
	void := func() error {
		_, err := s.till.Void(context.Background(), p.ID, Approval{Actor: "owner", Why: "salah"})
		return err
	}
	_, err := s.act(harmless, void)
	s.note("void the confirmation of %s: %s", one.number, Code(err))
	after := s.look()
	refused := p.Evidence != Manual || len(p.Witnesses) > 0
	s.must(errors.Is(err, ErrNotManual) == refused, "void of %s with %d witnesses: %v", p.Evidence, len(p.Witnesses), err)
	if err != nil {
		s.must(refused || errors.Is(err, ErrMove) && o.Returned > 0, "void: %v", err)
		s.must(s.same(s.pic, after), "a refused void changed something")
		return
	}
	s.voided(p, o, after.orders[o.ID])
	s.pic = after
	s.again(harmless, "void", void)
}

// voided checks what is left of an order and writes the reversal down.
func (s *sim) voided(p *Payment, before, after *Order) {
	s.must(after.Received == before.Received-p.Amount, "%s has %s of %s left", after.Number, after.Received, before.Received)
	r := reversal{payment: p, day: s.today()}
	switch {
	case before.State != Paid:
		s.must(after.State == before.State, "%s went from %s to %s", after.Number, before.State, after.State)
	case owed(after) > 0:
		s.must(after.State == Expired && after.PaidDay == "", "%s is %s with %s owed", after.Number, after.State, owed(after))
		r.was, r.hour, r.off = before, s.known.hours[before.ID], s.known.hours[before.ID]
		delete(s.known.hours, before.ID)
	default:
		s.must(after.State == Paid, "%s is %s and owes nothing", after.Number, after.State)
	}
	s.known.reversals = append(s.known.reversals, r)
}

// today is the business day of an entry made now: the last one's while the
// clock stands behind.
func (s *sim) today() Day {
	if head := s.till.headNow.Load(); s.now().Before(head.At) {
		return head.Day
	}
	return s.day(s.now())
}

// owed is what is still missing of an order, worked out from its parts.
func owed(o *Order) Rupiah { return o.Amount - o.Off - o.Received - o.Cash }

// disown is the owner's word that money is not the shop's, or went back.
func (s *sim) disown(r record) bool {
	to := pick(s, []PaymentState{NotOurs, Returned})
	act := func() (err error) {
		why := Approval{Actor: "owner", Why: "stiker"}
		if to == NotOurs {
			_, err = s.till.Disown(context.Background(), r.id, why)
		} else {
			_, err = s.till.Return(context.Background(), r.id, why)
		}
		return err
	}
	_, err := s.act(harmless, act)
	after := s.look()
	s.note("%s %s is %s", s.pic.payments[r.id].Source, r.truth, after.payments[r.id].State)
	s.must(err == nil && after.payments[r.id].State == to, "%s: %v", to, err)
	s.advance(after)
	s.again(harmless, "disown", act)
	return true
}

// replace gives the newest unpaid order up for another with another amount.
func (s *sim) replace() *sale {
	for i := len(s.sales) - 1; i >= 0; i-- {
		o := s.sale(s.sales[i])
		if (o.State == Pending || o.State == Awaiting) && o.ReplacedBy.IsZero() && o.Received+o.Cash == 0 {
			return s.sales[i]
		}
	}
	return nil
}

// alone checks that nobody else is asked for the payable amount of a new order.
func (s *sim) alone(o *Order) {
	s.must(o.Off >= 1 && o.Off <= 99 && o.Payable == o.Amount-o.Off, "%s takes %s off and asks for %s", o.Number, o.Off, o.Payable)
	for _, one := range s.sales {
		other := s.sale(one)
		resting := !s.now().After(other.LastShown.Add(30 * time.Minute))
		s.must(other.Payable != o.Payable || !resting || s.skewed, "%s and %s both ask for %s", other.Number, o.Number, o.Payable)
	}
}
