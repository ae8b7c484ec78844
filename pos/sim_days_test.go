package pos

// days adds up every business day again, from the orders, the payments and the
// confirmations that were taken back.
type days map[Day]*Summary

func (d days) of(day Day) *Summary {
	if d[day] == nil {
		d[day] = &Summary{Day: day, Takings: Takings{Evidence: map[Evidence]Tally{}}}
	}
	return d[day]
}

// sale counts a paid order on a day, or takes it off.
func (d days) sale(day Day, o *Order, hour, times int) {
	sum, total := d.of(day), o.Amount-o.Off
	plus(&sum.Sales, times, total)
	plus(&sum.Hours[hour], times, total)
	cash := min(o.Cash, total)
	if cash > 0 {
		d.by(sum, CashTaken, times, cash)
	}
	if total > cash {
		d.by(sum, o.Evidence, times, total-cash)
	}
}

func (days) by(sum *Summary, evidence Evidence, times int, amount Rupiah) {
	tally := sum.Evidence[evidence]
	plus(&tally, times, amount)
	sum.Evidence[evidence] = tally
	if tally == (Tally{}) {
		delete(sum.Evidence, evidence)
	}
}

func plus(tally *Tally, times int, amount Rupiah) {
	tally.Count += times
	tally.Sum += Rupiah(times) * amount
}

// checkDays compares the till's days with the days added up.
func (s *sim) checkDays() {
	d := days{}
	for _, p := range s.pic.payments {
		if p.State == Matched || p.State == Voided {
			plus(&d.of(p.Day).Received, 1, p.Amount)
		}
	}
	for _, o := range s.pic.orders {
		if o.State == Paid || o.State == Refunded {
			d.sale(o.PaidDay, o, s.known.hours[o.ID], 1)
		}
		for _, r := range o.Refunds {
			plus(&d.of(r.Day).Refunds, 1, r.Amount)
		}
	}
	for _, r := range s.known.reversals {
		plus(&d.of(r.day).Received, -1, r.payment.Amount)
		plus(&d.of(r.day).Voids, 1, r.payment.Amount)
		if r.was != nil {
			d.sale(r.was.PaidDay, r.was, r.hour, 1)
			d.sale(r.day, r.was, r.off, -1)
		}
	}
	for day, got := range s.pic.days {
		s.must(d[day] != nil || got.Sales == (Tally{}) && got.Received == (Tally{}), "%s has money, added up none", day)
	}
	s.checkShifts()
	for day, sum := range d {
		s.checkDay(s.pic.days[day], sum)
	}
}

func (s *sim) checkDay(is, should *Summary) {
	s.must(is != nil, "nothing on %s, added up %+v", should.Day, should)
	s.must(is.Sales == should.Sales, "sales of %s: %+v, added up %+v", is.Day, is.Sales, should.Sales)
	s.must(is.Received == should.Received, "received on %s: %+v, added up %+v", is.Day, is.Received, should.Received)
	s.must(is.Refunds == should.Refunds, "refunds of %s: %+v, added up %+v", is.Day, is.Refunds, should.Refunds)
	s.must(is.Voids == should.Voids, "voids of %s: %+v, added up %+v", is.Day, is.Voids, should.Voids)
	s.must(is.Hours == should.Hours, "hours of %s: %v, added up %v", is.Day, is.Hours, should.Hours)
	s.must(len(is.Evidence) == len(should.Evidence), "evidence of %s: %v, added up %v", is.Day, is.Evidence, should.Evidence)
	for evidence, tally := range should.Evidence {
		s.must(is.Evidence[evidence] == tally, "%s of %s: %v, added up %v", evidence, is.Day, is.Evidence, should.Evidence)
	}
}
