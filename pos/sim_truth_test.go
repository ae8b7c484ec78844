package pos

import (
	"slices"
	"time"
)

// Payments of one amount are told apart by their times: a report belongs to
// money at most ten minutes away. The clocks of two sources and whole seconds
// take two of them, so payments up to eight minutes apart are always taken for
// possibly the same, and from thirteen on never.
const (
	surelyNear = 8 * time.Minute
	surelyFar  = 13 * time.Minute
)

// mark writes down which amounts nobody could tell apart after this report.
func (s *sim) mark(m *mail, want verdict) {
	if want.result == ResultSeen {
		return
	}
	if m.report.PaidAt.IsZero() {
		m.truth.heard = append(m.truth.heard, s.now())
	}
	switch {
	case m.report.PaidAt.IsZero() && (m.reposted || s.now().Sub(m.truth.at).Abs() > surelyNear):
		s.known.murky[m.truth.amount] = true // it has neither name nor time
	case want.result == ResultSettled && m.report.OrderRef == "" && (m.truth.sale == nil || want.order.ID != m.truth.sale.id):
		s.known.murky[m.truth.amount] = true // nobody else could have paid, and yet: the till was deceived
	case want.result == ResultUnmatched && m.report.OrderRef != "":
		s.known.blurred[m.truth.amount] = true // a name the till does not know is compared with nothing
	}
}

// chained tells whether payments of an amount stand neither near nor far.
func (s *sim) chained(amount Rupiah) bool {
	var all []*truth
	for _, t := range s.truths {
		if t.amount == amount {
			all = append(all, t)
		}
	}
	for i, a := range all {
		for _, b := range all[i+1:] {
			if a.between(b) {
				return true
			}
		}
	}
	return false
}

// between tells whether two payments are neither near nor far by any of the
// times under which the till may know them.
func (t *truth) between(other *truth) bool {
	for _, a := range append(t.heard, t.at) {
		for _, b := range append(other.heard, other.at) {
			if apart := b.Sub(a).Abs(); apart > surelyNear && apart < surelyFar {
				return true
			}
		}
	}
	return false
}

// checkTruth compares the money the till believes with the money there is.
func (s *sim) checkTruth() {
	for _, amount := range s.amountsPaid() {
		if s.known.murky[amount] || s.chained(amount) {
			continue
		}
		is, matched, counted := s.tally(amount)
		s.must(matched <= is, "%s was paid %d times and %d are matched", amount, is, matched)
		if !s.known.blurred[amount] {
			s.must(counted <= is, "%s was paid %d times and %d are counted", amount, is, counted)
		}
	}
}

// amountsPaid are the amounts of true payments, each once, in order.
func (s *sim) amountsPaid() (amounts []Rupiah) {
	for _, t := range s.truths {
		if !slices.Contains(amounts, t.amount) {
			amounts = append(amounts, t.amount)
		}
	}
	return amounts
}

// tally counts the true payments of an amount, those the till matched, and all
// that it counts as received.
func (s *sim) tally(amount Rupiah) (is, matched, counted int) {
	for _, t := range s.truths {
		if t.amount == amount {
			is++
		}
	}
	for _, r := range s.known.records {
		p := s.pic.payments[r.id]
		if p.Amount != amount || p.Evidence == CashTaken || p.State == Voided {
			continue
		}
		switch {
		case p.State == Matched:
			matched++
			counted++
		case p.State == Witnessed, p.MaybeWitness:
		case s.tellsOf(p):
		default:
			counted++
		}
	}
	return is, matched, counted
}

// tellsOf tells whether waiting money may by now be a further word for money
// that was matched by hand or by name after it came.
func (s *sim) tellsOf(p *Payment) bool {
	return slices.ContainsFunc(s.ids(), func(id ID) bool {
		k := s.pic.payments[id]
		return id != p.ID && k.State == Matched && k.Amount == p.Amount && !s.shareVoice(p, k) &&
			momentOf(k).Sub(momentOf(p)).Abs() <= 10*time.Minute
	})
}

// checkTotals compares at the end, when every ambiguity was resolved: what one
// source told of apart is all there.
func (s *sim) checkTotals() {
	for _, amount := range s.amountsPaid() {
		if s.known.murky[amount] || s.known.blurred[amount] || s.chained(amount) || s.undecided(amount) {
			continue
		}
		_, _, counted := s.tally(amount)
		told := s.toldApart(amount)
		s.must(counted >= told, "%s: one source told of %d payments and %d are counted", amount, told, counted)
	}
}

// undecided tells whether money of the amount may be counted already.
func (s *sim) undecided(amount Rupiah) bool {
	return slices.ContainsFunc(s.ids(), func(id ID) bool {
		p := s.pic.payments[id]
		return p.Amount == amount && p.State != Matched && p.State != Witnessed &&
			(p.MaybeWitness || s.tellsOf(p))
	})
}

// toldApart is the most payments of an amount that one source told of, each
// under a name of its own.
func (s *sim) toldApart(amount Rupiah) (most int) {
	bySource := map[string]map[string]bool{}
	for _, m := range s.sent {
		if m.truth.amount != amount {
			continue
		}
		if bySource[m.voice.name] == nil {
			bySource[m.voice.name] = map[string]bool{}
		}
		bySource[m.voice.name][naiveIdentities(m.report)[0]] = true
	}
	for _, names := range bySource {
		most = max(most, len(names))
	}
	return most
}
