package pos

import (
	"slices"
	"time"
)

// Settlement is the rule by which one acquirer pays out what came in by QRIS:
// it says what should arrive when.
type Settlement struct {
	Acquirer  string   `json:"acquirer"`             // a short name; "qris" until the owner gives one
	Payees    []string `json:"payees,omitempty"`     // the NMIDs it collects for; none: those that no other rule names
	Batches   []Batch  `json:"batches"`              // of one day, by their closing
	Zone      string   `json:"zone"`                 // the acquirer's clock: WIB, WITA or WIT
	Working   bool     `json:"working_days"`         // it pays on bank working days only, else on every day
	Holidays  []Day    `json:"holidays,omitempty"`   // of the banks, besides Saturday and Sunday
	Criteria  string   `json:"criteria"`             // of the merchant, for the MDR
	Rates     []Rate   `json:"rates,omitempty"`      // instead of the standard table
	PayoutFee Rupiah   `json:"payout_fee,omitempty"` // taken off each payout
	Columns   *Columns `json:"columns,omitempty"`    // where its lists keep what, once a list was read
}

// Batch is money that is collected until a time of the day and paid out together.
type Batch struct {
	Closes int `json:"closes"` // minutes after midnight, 1 to 1440
	After  int `json:"after"`  // days from then to the payout, 0 to 14; working days where the rule says so
}

const (
	acquirerDefault = "qris"
	dayMinutes      = 24 * 60
	batchesMost     = 24
	holidaysMost    = 200
	ratesMost       = 100
	payeesMost      = 50
	afterMost       = 14
)

// settlementDefault is the rule of a shop that has said nothing: one batch a
// day that closes at midnight in Jakarta and arrives on the next day.
func settlementDefault(criteria string) Settlement {
	if !criteriaKnown(criteria) {
		criteria = "URE" // what a QRIS without a criteria counts as
	}
	return Settlement{Acquirer: acquirerDefault, Batches: []Batch{{Closes: dayMinutes, After: 1}}, Zone: "WIB", Criteria: criteria}
}

// check refuses a rule that no acquirer could keep.
func (s Settlement) check() error {
	if _, err := location(s.Zone); err != nil {
		return err
	}
	if !plainName.MatchString(s.Acquirer) {
		return ErrName
	}
	if len(s.Batches) == 0 || len(s.Batches) > batchesMost || len(s.Holidays) > holidaysMost || len(s.Rates) > ratesMost ||
		len(s.Payees) > payeesMost || s.PayoutFee < 0 || s.PayoutFee > DefaultLimit {
		return ErrSettlement
	}
	last := 0
	for _, b := range s.Batches {
		if b.Closes <= last || b.Closes > dayMinutes || b.After < 0 || b.After > afterMost {
			return ErrSettlement
		}
		last = b.Closes
	}
	for _, day := range s.Holidays {
		if !day.valid() {
			return ErrSettlement
		}
	}
	known := criteriaKnown(s.Criteria)
	for _, r := range s.Rates {
		if !r.From.valid() || r.Over < 0 || r.Basis < 0 || r.Basis > basisPoints {
			return ErrSettlement
		}
		known = known || r.Criteria == s.Criteria
	}
	if !known {
		return ErrSettlement
	}
	return nil
}

// location is the acquirer's clock.
func (s Settlement) location() *time.Location { return Calendar{Zone: s.Zone}.Location() }

// MDR is what the acquirer keeps of a payment.
func (s Settlement) MDR(at time.Time, amount Rupiah) Rupiah {
	rates := s.Rates
	if len(rates) == 0 {
		rates = standardRates()
	}
	return mdr(rates, s.Criteria, Calendar{Zone: s.Zone}.Day(at), amount)
}

// window is the time in which a batch of a day collects, the end not included.
func (s Settlement) window(day Day, batch int) (from, to time.Time) {
	opens := s.Batches[len(s.Batches)-1].Closes - dayMinutes
	if batch > 0 {
		opens = s.Batches[batch-1].Closes
	}
	return s.instant(day, opens), s.instant(day, s.Batches[batch].Closes)
}

// instant is so many minutes after the midnight that begins a day.
func (s Settlement) instant(day Day, minutes int) time.Time {
	date := day.date()
	return time.Date(date.Year(), date.Month(), date.Day(), 0, minutes, 0, 0, s.location())
}

// batchOf finds the batch that collects a payment of the moment at.
func (s Settlement) batchOf(at time.Time) (day Day, batch int) {
	local := at.In(s.location())
	day = Day(local.Format(time.DateOnly))
	minute := local.Hour()*60 + local.Minute()
	batch = slices.IndexFunc(s.Batches, func(b Batch) bool { return minute < b.Closes })
	if batch < 0 {
		return day.Plus(1), 0
	}
	return day, batch
}

// arrives is the day on which a batch is paid out.
func (s Settlement) arrives(day Day, batch int) Day {
	for left := s.Batches[batch].After; left > 0; {
		if day = day.Plus(1); s.pays(day) {
			left--
		}
	}
	for !s.pays(day) {
		day = day.Plus(1)
	}
	return day
}

// pays tells whether the acquirer pays out on the day.
func (s Settlement) pays(day Day) bool {
	if !s.Working {
		return true
	}
	weekday := day.date().Weekday()
	return weekday != time.Saturday && weekday != time.Sunday && !slices.Contains(s.Holidays, day)
}

// Payout is what an acquirer should pay out at once: the batches of one closing
// time that arrive on the same day.
type Payout struct {
	Arrives Day       `json:"arrives"`
	Batch   int       `json:"batch"` // which of the rule's
	First   Day       `json:"first"` // its batches close from this day
	Last    Day       `json:"last"`  // to this one
	To      time.Time `json:"to"`    // when the last of them closes
	Gross   Tally     `json:"gross"` // of the till
	MDR     Rupiah    `json:"mdr"`
	Fee     Rupiah    `json:"fee,omitempty"` // of the payout itself
	Net     Rupiah    `json:"net"`           // what should arrive
}

// payouts are those that hold money of the batches which close on the days from
// one to another, each whole: Friday's money may come with Sunday's.
func (s Settlement) payouts(from, to Day) []Payout {
	var all []Payout
	for batch := range s.Batches {
		for day := from; day <= to; {
			arrives := s.arrives(day, batch)
			first := day
			for s.arrives(first.Plus(-1), batch) == arrives {
				first = first.Plus(-1)
			}
			for s.arrives(day.Plus(1), batch) == arrives {
				day = day.Plus(1)
			}
			p := Payout{Arrives: arrives, Batch: batch, First: first, Last: day}
			_, p.To = s.window(day, batch)
			all = append(all, p)
			day = day.Plus(1)
		}
	}
	slices.SortStableFunc(all, func(a, b Payout) int { return a.To.Compare(b.To) })
	return all
}
