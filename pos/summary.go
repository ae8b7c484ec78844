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
}
