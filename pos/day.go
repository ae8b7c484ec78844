package pos

import (
	"sync"
	"time"
	_ "time/tzdata" // the shop's zone must be known on a tablet without zone files
)

// Day is a business day in the shop's zone, written "2026-11-20".
type Day string

// zones are the shop zones of Indonesia, by the names people use for them; each
// is read once.
var zones = map[string]func() (*time.Location, error){
	"WIB":  zone("Asia/Jakarta"),
	"WITA": zone("Asia/Makassar"),
	"WIT":  zone("Asia/Jayapura"),
}

func zone(name string) func() (*time.Location, error) {
	return sync.OnceValues(func() (*time.Location, error) { return time.LoadLocation(name) })
}

// location finds the zone of a shop: "WIB", "WITA" or "WIT".
func location(name string) (*time.Location, error) {
	load, ok := zones[name]
	if !ok {
		return nil, ErrZone
	}
	return load()
}

// Calendar tells business days: the shop's zone and the hour at which its day
// ends (0 to 6: a stall that sells until 2 in the morning sets 3).
type Calendar struct {
	Zone   string // WIB, WITA or WIT
	CutOff int    // hours after midnight that still belong to the day before
}

// Location gives the zone, or WIB when the shop has not said.
func (c Calendar) Location() *time.Location {
	if at, err := location(c.Zone); err == nil {
		return at
	}
	at, err := location("WIB")
	if err != nil {
		return time.UTC
	}
	return at
}

// Day gives the business day that holds the instant at.
func (c Calendar) Day(at time.Time) Day {
	return Day(at.In(c.Location()).Add(-time.Duration(c.CutOff) * time.Hour).Format(time.DateOnly))
}

// valid tells whether the day is a date as it is written.
func (d Day) valid() bool {
	at, err := time.Parse(time.DateOnly, string(d))
	return err == nil && Day(at.Format(time.DateOnly)) == d
}

// date is midnight UTC of the day's date; the zero time for no date.
func (d Day) date() time.Time {
	at, _ := time.Parse(time.DateOnly, string(d))
	return at
}

// Since tells by how many days d comes after other; below zero when before.
func (d Day) Since(other Day) int { return int(d.date().Sub(other.date()) / (24 * time.Hour)) }

// Plus gives the day so many days later; before it, below zero.
func (d Day) Plus(days int) Day { return Day(d.date().AddDate(0, 0, days).Format(time.DateOnly)) }
