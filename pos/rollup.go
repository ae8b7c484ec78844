package pos

// roll changes the roll-up of a business day.
func (x *txn) roll(day Day, change func(*Summary)) error {
	summary, err := x.summary(day)
	if err != nil {
		return err
	}
	change(&summary)
	return x.save(bucketDays, []byte(day), summary)
}

// summary reads the roll-up of a business day; a day without money is empty.
func (v view) summary(day Day) (Summary, error) {
	s := Summary{Day: day, Evidence: map[Evidence]Tally{}}
	_, err := v.load(bucketDays, []byte(day), &s)
	return s, err
}

// count adds a paid order to its day (or, with -1, takes it out): what the sale
// came to, by how sure the till is and by the hour of the shop's clock. Cash
// and QRIS money of one order stand apart. A test order is no sale.
func (x *txn) count(s *Summary, o Order, times int) {
	if o.Has(FlagTest) {
		return
	}
	amount := o.Total() * Rupiah(times)
	s.Sales.add(times, amount)
	s.Hours[o.PaidAt.In(x.shop.calendar().Location()).Hour()].add(times, amount)
	cash := min(o.Cash, o.Total()) * Rupiah(times)
	if cash != 0 {
		s.by(CashTaken, times, cash)
	}
	if rest := amount - cash; rest != 0 {
		s.by(o.Evidence, times, rest)
	}
}

// by adds to the sales of one evidence; an empty tally is not kept.
func (s *Summary) by(e Evidence, count int, sum Rupiah) {
	tally := s.Evidence[e]
	tally.add(count, sum)
	if tally == (Tally{}) {
		delete(s.Evidence, e)
		return
	}
	s.Evidence[e] = tally
}
