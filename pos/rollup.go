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
// came to, by how sure the till is and by the hour of the shop's clock.
func (x *txn) count(s *Summary, o Order, times int) {
	amount := o.Payable * Rupiah(times)
	s.Sales.add(times, amount)
	tally := s.Evidence[o.Evidence]
	tally.add(times, amount)
	if tally == (Tally{}) {
		delete(s.Evidence, o.Evidence)
	} else {
		s.Evidence[o.Evidence] = tally
	}
	s.Hours[o.PaidAt.In(x.zone()).Hour()].add(times, amount)
}
