package pos

// Tally is a count and the rupiah it comes to.
type Tally struct {
	Count int    `json:"count"`
	Sum   Rupiah `json:"sum"`
}

// add counts one more (or, with a negative count, one less).
func (t *Tally) add(count int, amount Rupiah) {
	t.Count += count
	t.Sum += amount
}

// plus gives two tallies as one.
func (t Tally) plus(other Tally) Tally {
	return Tally{t.Count + other.Count, t.Sum + other.Sum}
}

// Takings are the sales of a day or shift.
type Takings struct {
	Sales    Tally              `json:"sales"`              // orders paid; a day's by the accepted payment time
	Evidence map[Evidence]Tally `json:"evidence,omitempty"` // the sales by how sure the till is
	Received Tally              `json:"received"`           // all money matched, test and double payments too
}

// Hand is what one cashier did, for the owner to look at.
type Hand struct {
	Sales     Tally `json:"sales,omitzero"`     // of the orders the cashier charged
	Manual    Tally `json:"manual,omitzero"`    // money the cashier confirmed by hand
	Bare      Tally `json:"bare,omitzero"`      // of it, without the digits of a reference
	Cancelled Tally `json:"cancelled,omitzero"` // orders given up after their code was shown
	Attached  Tally `json:"attached,omitzero"`  // waiting money given to an order
	Returned  Tally `json:"returned,omitzero"`  // money that went back
	Reprinted Tally `json:"reprinted,omitzero"` // receipts printed once more, and what their sales came to
}

// Summary is the roll-up of one business day, kept in the same commit as the
// money it counts.
type Summary struct {
	Day Day `json:"day"`
	Takings
	Hours   [24]Tally       `json:"hours"`             // the sales by hour of the shop's clock
	Refunds Tally           `json:"refunds,omitzero"`  // money given back on this day
	Voids   Tally           `json:"voids,omitzero"`    // manual confirmations taken back on this day
	CashIn  Tally           `json:"cash_in,omitzero"`  // put into the drawer, no sale
	CashOut Tally           `json:"cash_out,omitzero"` // taken out of it
	Hands   map[string]Hand `json:"hands,omitempty"`   // by who did it

	Silences []Silence `json:"silences,omitempty"` // of phones that forward notifications, the first 100

	Sources map[string]Tally     `json:"sources,omitempty"` // the sales by who told of the money, "cash" for the drawer
	Bank    map[string]BankMatch `json:"bank,omitempty"`    // how the day agreed with the bank when it was last compared, by acquirer
}

// Tenders splits the sales into what came by QRIS and what came in cash. An
// order paid with both is counted in both.
func (t Takings) Tenders() (qris, cash Tally) {
	for evidence, tally := range t.Evidence {
		if evidence == CashTaken {
			cash = cash.plus(tally)
		} else {
			qris = qris.plus(tally)
		}
	}
	return qris, cash
}

// until adds up the hours of the day that were over when hour began; the day
// begins at the hour cutOff.
func (s Summary) until(cutOff, hour int) (t Tally) {
	for h := cutOff; h != hour; h = (h + 1) % len(s.Hours) {
		t = t.plus(s.Hours[h])
	}
	return t
}

// merge adds the totals of another day.
func (s *Summary) merge(other Summary) {
	s.Sales, s.Received = s.Sales.plus(other.Sales), s.Received.plus(other.Received)
	s.Refunds, s.Voids = s.Refunds.plus(other.Refunds), s.Voids.plus(other.Voids)
	s.CashIn, s.CashOut = s.CashIn.plus(other.CashIn), s.CashOut.plus(other.CashOut)
	for evidence, tally := range other.Evidence {
		s.by(evidence, tally.Count, tally.Sum)
	}
	for hour, tally := range other.Hours {
		s.Hours[hour] = s.Hours[hour].plus(tally)
	}
	for source, tally := range other.Sources {
		s.from(source, tally.Count, tally.Sum)
	}
	for name, hand := range other.Hands {
		s.Hands = changeHand(s.Hands, name, func(h *Hand) { *h = h.plus(hand) })
	}
}

// plus gives what one cashier did on two days.
func (h Hand) plus(other Hand) Hand {
	return Hand{Sales: h.Sales.plus(other.Sales), Manual: h.Manual.plus(other.Manual), Bare: h.Bare.plus(other.Bare),
		Cancelled: h.Cancelled.plus(other.Cancelled), Attached: h.Attached.plus(other.Attached), Returned: h.Returned.plus(other.Returned),
		Reprinted: h.Reprinted.plus(other.Reprinted)}
}
