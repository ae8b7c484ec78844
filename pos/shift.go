package pos

import (
	"slices"
	"time"
)

// Shift is one stretch of selling with one drawer. There is always one running:
// with nobody having opened it, it is opened by the first sale, without a float,
// and ends with its business day.
type Shift struct {
	Number   uint64    `json:"number"`             // its Z has the same
	Opened   time.Time `json:"opened_at,omitzero"` // zero when nobody opened it
	OpenedBy string    `json:"opened_by,omitempty"`
	Day      Day       `json:"day,omitempty"` // of its opening or its first sale; "" before either

	Drawer  Drawer     `json:"drawer"`
	Own     Takings    `json:"own"`  // sales whose code this shift showed, or whose cash it took
	Late    Takings    `json:"late"` // of earlier shifts, told of after their Z: menyusul
	Refunds Tally      `json:"refunds,omitzero"`
	Voids   Tally      `json:"voids,omitzero"`
	Manual  Tally      `json:"manual,omitzero"` // confirmed by hand
	Days    []ShiftDay `json:"days,omitempty"`  // the sales by business day, oldest first

	Hands     map[string]Hand `json:"hands,omitempty"`
	LateLines []LateLine      `json:"late_lines,omitempty"` // the first 200
	Moves     []CashMove      `json:"moves,omitempty"`      // the first 200
	HandOvers []HandOver      `json:"hand_overs,omitempty"` // the first 100
	Notes     []Note          `json:"notes,omitempty"`      // the first 100
	Doubt     bool            `json:"clock_doubtful,omitempty"`
}

// Drawer is the money that should lie in the drawer, by where it came from.
type Drawer struct {
	Float Rupiah `json:"float"`
	Taken Rupiah `json:"taken"` // paid in cash
	In    Rupiah `json:"in,omitempty"`
	Out   Rupiah `json:"out,omitempty"`
	Back  Rupiah `json:"back,omitempty"` // returned to customers in cash
}

// Expected is what should lie in the drawer.
func (d Drawer) Expected() Rupiah { return d.Float + d.Taken + d.In - d.Out - d.Back }

// ShiftDay is the part of a shift's sales that counts on one business day.
type ShiftDay struct {
	Day  Day   `json:"day"`
	Own  Tally `json:"own"`
	Late Tally `json:"late,omitzero"`
}

// LateLine is a sale of an earlier shift that changed after its Z: money came
// later, or (below zero) a manual confirmation was taken back.
type LateLine struct {
	Order  string   `json:"order"` // number
	Shift  uint64   `json:"shift"`
	Day    Day      `json:"day"` // it counts on
	By     Evidence `json:"by,omitempty"`
	Change Tally    `json:"change"`
}

// CashMove is money put into the drawer or taken out of it.
type CashMove struct {
	At     time.Time `json:"at"`
	Amount Rupiah    `json:"amount"` // below zero: taken out
	Why    string    `json:"why"`
	Actor  string    `json:"actor"`
}

// HandOver is a change of the cashier while the shift goes on.
type HandOver struct {
	At       time.Time `json:"at"`
	From     string    `json:"from,omitempty"`
	To       string    `json:"to,omitempty"`
	Sales    Tally     `json:"sales"`    // of the shift until then
	Expected Rupiah    `json:"expected"` // in the drawer
	Counted  *Rupiah   `json:"counted,omitempty"`
}

// Note is a change of trust that the Z tells of.
type Note struct {
	At    time.Time `json:"at"`
	Kind  Kind      `json:"kind"`
	Actor string    `json:"actor"`
	What  string    `json:"what,omitempty"`
}

const (
	linesMost = 200
	notesMost = 100
)

// IsOpen tells whether somebody opened the shift.
func (s Shift) IsOpen() bool { return !s.Opened.IsZero() }

// Empty tells whether there is nothing to close: nobody opened it and nothing
// was sold or moved.
func (s Shift) Empty() bool { return !s.IsOpen() && s.Day == "" }

// begin notes the business day of what first happened in the shift.
func (s *Shift) begin(day Day) {
	if s.Day == "" {
		s.Day = day
	}
}

// takings says where an order's money of a day counts in this shift, which it
// begins at the latest.
func (s *Shift) takings(o Order, day Day) *Takings {
	if o.Shift == s.Number {
		s.begin(day)
		return &s.Own
	}
	return &s.Late
}

// count adds a sale to the shift, to its day's part, and to the lines when it
// is of an earlier shift.
func (s *Shift) count(day Day, o Order, times int) {
	s.takings(o, day).count(o, times)
	part := s.part(day)
	if o.Shift == s.Number {
		part.Own.add(times, o.Total()*Rupiah(times))
		return
	}
	part.Late.add(times, o.Total()*Rupiah(times))
	s.addLine(LateLine{Order: o.Number, Shift: o.Shift, Day: day, By: o.Evidence,
		Change: Tally{times, o.Total() * Rupiah(times)}})
}

// part finds the part of a business day.
func (s *Shift) part(day Day) *ShiftDay {
	at, found := slices.BinarySearchFunc(s.Days, day, func(d ShiftDay, day Day) int {
		switch {
		case d.Day < day:
			return -1
		case d.Day > day:
			return 1
		}
		return 0
	})
	if !found {
		s.Days = slices.Insert(s.Days, at, ShiftDay{Day: day})
	}
	return &s.Days[at]
}

// addLine adds to the line of an order and day; one that comes to nothing (only
// the evidence changed) is dropped.
func (s *Shift) addLine(line LateLine) {
	at := slices.IndexFunc(s.LateLines, func(l LateLine) bool { return l.Order == line.Order && l.Day == line.Day })
	if at < 0 {
		s.LateLines = keep(s.LateLines, line, linesMost)
		return
	}
	line.Change = line.Change.plus(s.LateLines[at].Change)
	s.LateLines[at] = line
	if line.Change == (Tally{}) {
		s.LateLines = slices.Delete(s.LateLines, at, at+1)
	}
}

// keep appends to a bounded list.
func keep[T any](list []T, one T, most int) []T {
	if len(list) >= most {
		return list
	}
	return append(list, one)
}
