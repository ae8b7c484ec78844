package pos

import (
	"context"
	"slices"
	"time"
)

// legal is the design's table of moves.
var legal = map[State][]State{
	Placed:    {Pending, Paid, Awaiting, Cancelled, Failed},
	Pending:   {Awaiting, Paid, Expired, Cancelled, Failed},
	Awaiting:  {Paid, Pending, Expired, Cancelled},
	Expired:   {Pending, Awaiting, Paid, Cancelled},
	Cancelled: {Paid},
	Failed:    {Paid},
	Paid:      {Refunded},
}

// received checks what became of an order that got money.
func (s *sim) received(before, after *Order, amount Rupiah) {
	s.must(owed(after) == owed(before)-amount, "%s received %s of %s", after.Number, owed(before)-owed(after), amount)
	want := before.State
	switch {
	case before.State == Paid || before.State == Refunded || owed(before) <= 0:
		s.must(after.Has(FlagDuplicate) && after.Has(FlagRefundDue), "a second payment of %s: %v", after.Number, after.Flags)
	case owed(after) == 0:
		want = Paid
		s.must(before.State != Expired && before.State != Failed || after.Has(FlagLate), "%s is not late", after.Number)
		replaced := !before.ReplacedBy.IsZero() // it may keep the money in place of the order that took its place
		s.must(before.State != Cancelled || replaced || after.Has(FlagRefundDue), "%s was cancelled and nothing is due back", after.Number)
	case before.State == Cancelled || before.State == Failed:
		s.must(after.Has(FlagRefundDue), "%s was given up and nothing is due back", after.Number)
	default:
		want = Awaiting
		s.must(after.Has(FlagShort) || after.Has(FlagOver), "a wrong amount for %s: %v", after.Number, after.Flags)
	}
	s.must(after.State == want, "%s went from %s to %s with %s, not to %s", after.Number, before.State, after.State, amount, want)
}

// accepted checks when money counts: as reported within the order's window,
// else as received and flagged, on the shop's business day of that time.
func (s *sim) accepted(p *Payment, o *Order) {
	at, doubt := p.Received, false
	if !p.Reported.IsZero() {
		doubt = p.Reported.Before(o.FirstShown.Add(-2*time.Minute)) || p.Reported.After(p.Received.Add(2*time.Minute))
		if !doubt {
			at = p.Reported
		}
	}
	s.must(p.PaidAt.Equal(at), "accepted time %s, not %s", p.PaidAt, at)
	s.must(slices.Contains(p.Flags, FlagTimeDoubt) == doubt, "time in doubt %v: %v", doubt, p.Flags)
	head := s.till.headNow.Load()
	s.must(p.Day == s.day(at) || s.now().Before(head.At) && at.Equal(p.Received), "%s counts on %s, not %s", at, p.Day, s.day(at))
}

// day is the business day of an instant, the slow way.
func (s *sim) day(at time.Time) Day {
	return Day(at.Add(s.hours() - time.Duration(s.known.cutOff)*time.Hour).UTC().Format(time.DateOnly))
}

// hours is how far the shop's zone is from UTC.
func (s *sim) hours() time.Duration {
	return map[string]time.Duration{"WIB": 7, "WITA": 8, "WIT": 9}[s.known.zone] * time.Hour
}

// advance compares the orders with what they were and goes on from here.
func (s *sim) advance(after picture) {
	for _, one := range s.sales {
		before, now := s.pic.orders[one.id], after.orders[one.id]
		if before == nil || before == now {
			continue
		}
		s.must(before.State == now.State || slices.Contains(legal[before.State], now.State),
			"%s went from %s to %s", now.Number, before.State, now.State)
		s.must(now.Received >= before.Received && now.Cash >= before.Cash, "%s lost money", now.Number)
	}
	for _, one := range s.sales {
		if o := after.orders[one.id]; o != nil && o.State == Paid {
			if _, known := s.known.hours[o.ID]; !known {
				s.known.hours[o.ID] = o.PaidAt.Add(s.hours()).UTC().Hour()
			}
		}
	}
	s.pic = after
}

// check looks at the whole till after a step.
func (s *sim) check() {
	s.advance(s.look())
	s.checkJournal()
	s.checkOrders()
	s.checkDays()
	s.checkTruth()
}

// checkJournal reads the newest entries and the head the till shows.
func (s *sim) checkJournal() {
	s.must(s.till.Head() == s.pic.head || s.till.store.broken, "head %s, journal %s", s.till.Head(), s.pic.head)
	settings := s.till.Shop().Settings
	s.must(settings.Zone == s.known.zone && settings.CutOff == s.known.cutOff, "the till works in %s/%d", settings.Zone, settings.CutOff)
}

// checkOrders compares every order with its payments.
func (s *sim) checkOrders() {
	sums, cash, owner := map[ID]Rupiah{}, map[ID]Rupiah{}, map[ID]ID{}
	for id, p := range s.pic.payments {
		s.must((p.State == Matched || p.State == Voided) == !p.Order.IsZero(), "a payment is %s and has order %s", p.State, s.pic.numbered(p.Order))
		switch {
		case p.State != Matched:
			continue
		case p.Evidence == CashTaken:
			cash[p.Order] += p.Amount
		default:
			sums[p.Order] += p.Amount
		}
		owner[id] = p.Order
	}
	for _, one := range s.sales {
		o := s.sale(one)
		s.must(o.Received == sums[o.ID], "%s received %s, its payments come to %s", o.Number, o.Received, sums[o.ID])
		s.must(o.Cash == cash[o.ID], "%s took %s in cash, its payments come to %s", o.Number, o.Cash, cash[o.ID])
		var strongest Evidence
		for _, id := range o.Payments {
			s.must(owner[id] == o.ID, "%s lists a payment of %s", o.Number, s.pic.numbered(owner[id]))
			delete(owner, id)
			if p := s.pic.payments[id]; strongest == "" || p.Evidence.rank() > strongest.rank() {
				strongest = p.Evidence
			}
		}
		s.must(o.Evidence == strongest, "%s is %s, its strongest payment %s", o.Number, o.Evidence, strongest)
		s.must(o.State != Paid || owed(o) <= 0, "%s is paid and owes %s", o.Number, owed(o))
		s.must(o.Suggestion.IsZero() || s.pic.payments[o.Suggestion].State == Ambiguous, "%s waits for a decision that was made", o.Number)
		s.checkBackDue(o)
	}
	s.must(len(owner) == 0, "%d payments are on no order's list", len(owner))
}

// checkBackDue checks what must go back: everything of an order given up, the
// excess of one that is paid. What went back already is the till's own count.
func (s *sim) checkBackDue(o *Order) {
	s.must(o.Has(FlagRefundDue) == (o.BackDue > 0), "%s is marked %v and owes %s back", o.Number, o.Flags, o.BackDue)
	if len(o.Refunds) > 0 || !o.ReplacedBy.IsZero() {
		return
	}
	switch {
	case o.Cancelled != "":
		s.must(o.BackDue == o.Received+o.Cash, "%s was given up with %s and owes %s back", o.Number, o.Received+o.Cash, o.BackDue)
	case o.State == Paid:
		s.must(o.BackDue == -owed(o), "%s has %s too much and owes %s back", o.Number, -owed(o), o.BackDue)
	}
}

// checkEnd asks for the proof, and that no entry is missing.
func (s *sim) checkEnd() {
	s.checkTotals()
	s.checkStrangers()
	next := Cursor{Epoch: 1, Seq: 0}
	for after := (Cursor{}); ; after = next {
		entries, err := s.till.Entries(context.Background(), after, 50)
		s.must(err == nil, "entries: %v", err)
		if len(entries) == 0 {
			break
		}
		for _, e := range entries {
			next.Seq++
			s.must(e.Cursor() == next, "entry %s stands where %s belongs", e.Cursor(), next)
		}
	}
	s.must(next == s.till.Head(), "the journal ends at %s, the head is %s", next, s.till.Head())
	if err := s.till.Verify(context.Background()); err != nil {
		s.broken("verify: %v", err)
	}
}
