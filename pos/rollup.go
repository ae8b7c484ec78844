package pos

import "errors"

// rolled is the roll-up of a business day as the committer has it at hand.
type rolled struct {
	Summary
	changed bool
}

// roll changes the roll-up of a business day. It is saved with the commit.
func (x *txn) roll(day Day, change func(*Summary)) error {
	known, ok := x.days[day]
	if !ok {
		summary, err := x.summary(day)
		if err != nil {
			return err
		}
		if x.days == nil {
			x.days = map[Day]*rolled{}
		}
		known = &rolled{Summary: summary}
		x.days[day] = known
	}
	known.changed = true
	change(&known.Summary)
	return nil
}

// saveDays saves the roll-ups that changed.
func (x *txn) saveDays() error {
	for day, known := range x.days {
		if !known.changed {
			continue
		}
		known.changed = false
		if err := x.save(bucketDays, []byte(day), known.Summary); err != nil {
			return err
		}
	}
	return nil
}

// summary reads the roll-up of a business day; a day without money is empty.
func (v view) summary(day Day) (Summary, error) {
	s := emptySummary(day)
	_, err := v.load(bucketDays, []byte(day), &s)
	return s, err
}

func emptySummary(day Day) Summary {
	return Summary{Day: day, Takings: Takings{Evidence: map[Evidence]Tally{}}, Sources: map[string]Tally{}}
}

// count adds a paid order to a day and to the running shift (or, with -1, takes
// it out). A test order is no sale.
func (x *txn) count(day Day, o Order, times int) error {
	if o.Has(FlagTest) {
		return nil
	}
	amount := o.Total() * Rupiah(times)
	return errors.Join(
		x.roll(day, func(s *Summary) {
			s.Takings.count(o, times)
			s.told(o, times)
			s.Hours[o.PaidHour].add(times, amount)
		}),
		x.inShift(func(s *Shift) { s.count(day, o, times) }),
		x.hand(day, o.Actor, func(h *Hand) { h.Sales.add(times, amount) }),
	)
}

// received adds money matched to an order (or, with -1, takes it out).
func (x *txn) received(day Day, o Order, times int, amount Rupiah) error {
	amount *= Rupiah(times)
	return errors.Join(
		x.roll(day, func(s *Summary) { s.Received.add(times, amount) }),
		x.inShift(func(s *Shift) { s.takings(o, day).Received.add(times, amount) }),
	)
}

// hand changes what a cashier did, in the day and in the running shift.
func (x *txn) hand(day Day, name string, change func(*Hand)) error {
	return errors.Join(
		x.roll(day, func(s *Summary) { s.Hands = changeHand(s.Hands, name, change) }),
		x.inShift(func(s *Shift) { s.Hands = changeHand(s.Hands, name, change) }),
	)
}

// changeHand changes one of the hands; an empty one is not kept.
func changeHand(hands map[string]Hand, name string, change func(*Hand)) map[string]Hand {
	if hands == nil {
		hands = map[string]Hand{}
	}
	h := hands[name]
	change(&h)
	hands[name] = h
	if h == (Hand{}) {
		delete(hands, name)
	}
	return hands
}

// count adds what a sale came to, by how sure the till is. Cash and QRIS money
// of one order stand apart.
func (t *Takings) count(o Order, times int) {
	amount := o.Total() * Rupiah(times)
	t.Sales.add(times, amount)
	cash := min(o.Cash, o.Total()) * Rupiah(times)
	if cash != 0 {
		t.by(CashTaken, times, cash)
	}
	if rest := amount - cash; rest != 0 {
		t.by(o.Evidence, times, rest)
	}
}

// by adds to the sales of one evidence; an empty tally is not kept.
func (t *Takings) by(e Evidence, count int, sum Rupiah) {
	if t.Evidence == nil {
		t.Evidence = map[Evidence]Tally{}
	}
	tally := t.Evidence[e]
	tally.add(count, sum)
	if tally == (Tally{}) {
		delete(t.Evidence, e)
		return
	}
	t.Evidence[e] = tally
}

// told adds what a sale came to by who told of the money: the drawer, and the
// source of the surest of its payments.
func (s *Summary) told(o Order, times int) {
	amount := o.Total() * Rupiah(times)
	cash := min(o.Cash, o.Total()) * Rupiah(times)
	if cash != 0 {
		s.from(sourceCash, times, cash)
	}
	if rest := amount - cash; rest != 0 {
		s.from(o.Source, times, rest)
	}
}

// from adds to the sales that one source told of; an empty tally is not kept.
func (s *Summary) from(source string, count int, sum Rupiah) {
	tally := s.Sources[source]
	tally.add(count, sum)
	s.Sources[source] = tally
	if tally == (Tally{}) {
		delete(s.Sources, source)
	}
}
