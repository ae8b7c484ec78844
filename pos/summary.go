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

// Summary is the roll-up of one business day, kept in the same commit as the
// money it counts.
type Summary struct {
	Day      Day                `json:"day"`
	Sales    Tally              `json:"sales"`              // orders paid, by the accepted payment time
	Evidence map[Evidence]Tally `json:"evidence,omitempty"` // the sales by how sure the till is
	Hours    [24]Tally          `json:"hours"`              // the sales by hour of the shop's clock
	Received Tally              `json:"received"`           // all money matched, test and double payments too
	Refunds  Tally              `json:"refunds,omitzero"`   // money given back on this day
	Voids    Tally              `json:"voids,omitzero"`     // manual confirmations taken back on this day
}
