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
	s.must(after.Received == before.Received+amount, "%s received %s of %s", after.Number, after.Received-before.Received, amount)
	want := before.State
	switch complete := before.Received+amount == before.Payable; {
	case before.State == Paid || before.State == Refunded || before.Received >= before.Payable:
		s.must(after.Has(FlagDuplicate) && after.Has(FlagRefundDue), "a second payment of %s: %v", after.Number, after.Flags)
	case complete:
		want = Paid
		s.must(before.State != Expired && before.State != Failed || after.Has(FlagLate), "%s is not late", after.Number)
		s.must(before.State != Cancelled || after.Has(FlagRefundDue), "%s was cancelled and nothing is due back", after.Number)
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
		s.must(now.Received >= before.Received, "%s gave money back", now.Number)
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
	sums, owner := map[ID]Rupiah{}, map[ID]ID{}
	for id, p := range s.pic.payments {
		s.must((p.State == Matched) == !p.Order.IsZero(), "a payment is %s and has order %s", p.State, s.pic.numbered(p.Order))
		if p.State == Matched {
			sums[p.Order] += p.Amount
			owner[id] = p.Order
		}
	}
	for _, one := range s.sales {
		o := s.sale(one)
		s.must(o.Received == sums[o.ID], "%s received %s, its payments come to %s", o.Number, o.Received, sums[o.ID])
		var strongest Evidence
		for _, id := range o.Payments {
			s.must(owner[id] == o.ID, "%s lists a payment of %s", o.Number, s.pic.numbered(owner[id]))
			delete(owner, id)
			if p := s.pic.payments[id]; strongest == "" || p.Evidence.rank() > strongest.rank() {
				strongest = p.Evidence
			}
		}
		s.must(o.Evidence == strongest, "%s is %s, its strongest payment %s", o.Number, o.Evidence, strongest)
		s.must(o.State != Paid || o.Received >= o.Payable, "%s is paid with %s of %s", o.Number, o.Received, o.Payable)
		s.must(o.Cancelled == "" || o.Received == 0 || o.Has(FlagRefundDue), "%s was cancelled, has money, and nothing is due back", o.Number)
		s.must(o.Suggestion.IsZero() || s.pic.payments[o.Suggestion].State == Ambiguous, "%s waits for a decision that was made", o.Number)
	}
	s.must(len(owner) == 0, "%d payments are on no order's list", len(owner))
}

// checkDays adds every day up again from the orders and payments.
func (s *sim) checkDays() {
	days := map[Day]*Summary{}
	of := func(day Day) *Summary {
		if days[day] == nil {
			days[day] = &Summary{Day: day, Evidence: map[Evidence]Tally{}}
		}
		return days[day]
	}
	for _, p := range s.pic.payments {
		if p.State == Matched {
			sum := of(p.Day)
			sum.Received = Tally{sum.Received.Count + 1, sum.Received.Sum + p.Amount}
		}
	}
	for _, o := range s.pic.orders {
		if o.State != Paid {
			continue
		}
		sum, hour := of(o.PaidDay), s.known.hours[o.ID]
		for _, tally := range []*Tally{&sum.Sales, &sum.Hours[hour]} {
			*tally = Tally{tally.Count + 1, tally.Sum + o.Payable}
		}
		by := sum.Evidence[o.Evidence]
		sum.Evidence[o.Evidence] = Tally{by.Count + 1, by.Sum + o.Payable}
	}
	s.must(len(days) == len(s.pic.days), "%d days, added up %d", len(s.pic.days), len(days))
	for day, sum := range days {
		got := s.pic.days[day]
		s.must(got != nil && got.Sales == sum.Sales, "sales of %s: %+v, added up %+v", day, got, sum)
		s.must(got.Received == sum.Received, "received on %s: %+v, added up %+v", day, got.Received, sum.Received)
		s.must(got.Hours == sum.Hours, "hours of %s: %v, added up %v", day, got.Hours, sum.Hours)
		s.must(len(got.Evidence) == len(sum.Evidence), "evidence of %s: %v, added up %v", day, got.Evidence, sum.Evidence)
		for evidence, tally := range sum.Evidence {
			s.must(got.Evidence[evidence] == tally, "%s of %s: %v, added up %v", evidence, day, got.Evidence, sum.Evidence)
		}
	}
}

// checkEnd asks for the proof, and that no entry is missing.
func (s *sim) checkEnd() {
	s.checkTotals()
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
