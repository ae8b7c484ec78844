package pos

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// verdict is what the rules say about a report, worked out the slow way from
// everything the till holds.
type verdict struct {
	result   string
	order    *Order // settled
	among    []ID   // the orders a person chooses from
	payments []ID   // a witness of one of these
	maybe    bool   // it may tell of money that is counted already
}

func (v verdict) String() string {
	return fmt.Sprintf("%s, %d orders, %d payments", v.result, len(v.among), len(v.payments))
}

// hear lets the till hear report i of the mail and compares with the rules.
func (s *sim) hear(i int) {
	m := s.drop(i)
	want := s.judge(m.report)
	var out Outcome
	settle := func() (err error) {
		out, err = s.till.Settle(context.Background(), m.report)
		return err
	}
	whole, err := s.act(harmless, settle)
	s.must(err == nil, "%s: %v", m, err)
	after := s.look()
	s.note("%s → %s %s (rule: %s)", m, out.Result, after.numbered(out.Order), want)
	if whole && want.result != ResultSeen {
		s.must(out.Result == ResultSeen, "saved, not acknowledged, told again: %s", out.Result)
		out.Result = want.result
		out.Order = after.payments[out.Payment].Order
	}
	s.mark(m, want)
	s.fits(m, want, out, after)
	for _, identity := range naiveIdentities(m.report) {
		s.known.told[identity] = out.Payment
	}
	s.settled(m.truth, after)
	s.again(harmless, "a report", settle)
}

// settled takes what the till holds now as known; a new payment tells of truth.
func (s *sim) settled(of *truth, after picture) {
	for id := range after.payments {
		if s.pic.payments[id] == nil {
			s.known.records = append(s.known.records, record{id, of})
		}
	}
	s.advance(after)
}

// naiveIdentities are the names under which a report is known a second time.
func naiveIdentities(r Report) (names []string) {
	if r.PaymentID != "" {
		names = append(names, fmt.Sprint("id ", r.Source, r.PaymentID))
	}
	if r.RRN != "" {
		names = append(names, fmt.Sprint("rrn ", r.Source, r.RRN), fmt.Sprint("any ", r.RRN))
	}
	if len(names) == 0 && !r.PaidAt.IsZero() {
		if r.RawText != "" {
			names = append(names, fmt.Sprint("words ", r.Source, r.Device, r.App, r.RawText, r.PaidAt.UnixMilli()))
		} else {
			names = append(names, fmt.Sprint("said ", r.Source, r.App, r.Amount, r.PaidAt.Unix(), r.Payer))
		}
	}
	return append(names, fmt.Sprint("delivery ", r.Source, r.DeliveryID))
}

// judge says what the rules make of a report.
func (s *sim) judge(r Report) verdict {
	for _, name := range naiveIdentities(r) {
		if _, told := s.known.told[name]; told && name != "any "+r.RRN {
			return verdict{result: ResultSeen}
		}
	}
	if id, told := s.known.told["any "+r.RRN]; told && r.RRN != "" {
		p := s.root(id)
		given := p.State == Matched || p.State == Returned || s.named(r.OrderRef) == nil
		if p.Amount == r.Amount && !hasTold(p, r.Source) && given {
			return verdict{result: ResultWitnessed, payments: []ID{p.ID}}
		}
	}
	moment := r.PaidAt.UTC().Truncate(time.Millisecond)
	if r.PaidAt.IsZero() {
		moment = s.now()
	}
	if r.OrderRef == "" {
		return s.judgeAmount(r, moment)
	}
	if o := s.named(r.OrderRef); o != nil {
		if known := s.tellingOf(r.Amount, moment, r.Source, o.Payments); len(known) > 0 {
			return verdict{result: ResultWitnessed, payments: known}
		}
		return verdict{result: ResultSettled, order: o}
	}
	return verdict{result: ResultUnmatched}
}

// named finds the order that goes by a number or id.
func (s *sim) named(ref string) *Order {
	for _, o := range s.pic.orders {
		if o.Number == ref || o.ID.String() == ref {
			return o
		}
	}
	return nil
}

// judgeAmount judges a report that names no order.
func (s *sim) judgeAmount(r Report, moment time.Time) verdict {
	var among []*Order
	open := 0
	for _, one := range s.sales {
		o := s.sale(one)
		shown := !moment.Before(o.FirstShown.Add(-2*time.Minute)) && !moment.After(o.LastShown.Add(30*time.Minute))
		isOpen := o.State == Pending || o.State == Awaiting || o.State == Expired
		if asksFor(o, r.Amount) && shown && (isOpen || o.State == Cancelled) {
			among = append(among, o)
			if isOpen {
				open++
			}
		}
	}
	known := s.tellingOf(r.Amount, moment, r.Source, s.ids())
	switch {
	case len(known) == 1 && open == 0:
		return verdict{result: ResultWitnessed, payments: known}
	case len(known) > 0:
		for _, id := range known {
			if o := s.pic.orders[s.pic.payments[id].Order]; o != nil && !slices.Contains(among, o) {
				among = append(among, o)
			}
		}
		return waits(among, true)
	case len(among) == 1 && !s.second && (!s.sticker || among[0].Off > 0) && s.trusts(r, among[0]):
		return verdict{result: ResultSettled, order: among[0]}
	}
	return waits(among, false)
}

// trusts tells whether the one who tells of money is trusted so far.
func (s *sim) trusts(r Report, o *Order) bool {
	for _, v := range s.voices {
		if v.name == r.Source && v.most > 0 {
			return r.Amount <= v.most && o.Off > 0
		}
	}
	return true
}

// asksFor tells whether money of an amount may be meant for an order: while no
// wallet paid, what any of its codes asked for; then what is left to pay.
func asksFor(o *Order, amount Rupiah) bool {
	asked := o.Payable == amount || slices.Contains(o.Asked, amount)
	return asked && (o.Received == 0 || o.Payable == amount && owed(o) == amount)
}

// ids are all payments the till made, in the order they came.
func (s *sim) ids() (all []ID) {
	for _, r := range s.known.records {
		all = append(all, r.id)
	}
	return all
}

// waits is the verdict about money that a person decides about.
func waits(among []*Order, maybe bool) verdict {
	v := verdict{result: []string{ResultUnmatched, ResultSuggested, ResultAmbiguous}[min(2, len(among))], maybe: maybe}
	for _, o := range among {
		v.among = append(v.among, o.ID)
	}
	return v
}

// tellingOf gives those payments that a report may be a further word for.
func (s *sim) tellingOf(amount Rupiah, moment time.Time, source string, among []ID) (known []ID) {
	for _, id := range among {
		p := s.pic.payments[id]
		counted := p.State == Matched || p.State == Ambiguous || p.State == Unmatched || p.State == Returned || p.State == NotOurs
		if counted && p.Amount == amount && p.Evidence != CashTaken && !hasTold(p, source) &&
			momentOf(p).Sub(moment).Abs() <= 10*time.Minute {
			known = append(known, id)
		}
	}
	return known
}

// root follows a report that turned out to tell of another payment.
func (s *sim) root(id ID) *Payment {
	p := s.pic.payments[id]
	for p.State == Witnessed {
		p = s.pic.payments[p.WitnessOf]
	}
	return p
}

func hasTold(p *Payment, source string) bool {
	return p.Source == source || slices.ContainsFunc(p.Witnesses, func(w Witness) bool { return w.Source == source })
}

// shareVoice tells whether one source has told of both: then they are two.
func (s *sim) shareVoice(a, b *Payment) bool {
	return hasTold(b, a.Source) || slices.ContainsFunc(a.Witnesses, func(w Witness) bool { return hasTold(b, w.Source) })
}

func momentOf(p *Payment) time.Time {
	if p.Reported.IsZero() {
		return p.Received
	}
	return p.Reported
}

// fits compares an outcome with the verdict.
func (s *sim) fits(m *mail, want verdict, out Outcome, after picture) {
	s.must(out.Result == want.result, "%s is %s, by the rules %s", m, out.Result, want)
	p := after.payments[out.Payment]
	switch want.result {
	case ResultSeen:
		s.must(s.same(s.pic, after), "a repeated report changed something")
	case ResultWitnessed:
		s.must(slices.Contains(want.payments, out.Payment), "%s is a witness of another payment", m)
		s.must(len(after.payments) == len(s.pic.payments), "a witness made a payment")
		s.must(hasTold(p, m.voice.name), "the witness was not written down")
		s.must(s.practice || p.Evidence.rank() >= m.report.Evidence.rank(), "evidence stayed %s", p.Evidence)
	case ResultSettled:
		s.must(p.Order == want.order.ID && p.State == Matched, "settled to %s", after.numbered(p.Order))
		s.accepted(p, want.order)
		s.received(want.order, after.orders[want.order.ID], p.Amount)
	default:
		got := slices.Clone(p.Candidates)
		slices.SortFunc(got, ID.Compare)
		slices.SortFunc(want.among, ID.Compare)
		s.must(slices.Equal(got, want.among), "%d candidates, by the rules %d", len(got), len(want.among))
		s.must(p.MaybeWitness == want.maybe, "may be a witness: %v", p.MaybeWitness)
	}
}
