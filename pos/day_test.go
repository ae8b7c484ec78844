package pos

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// slowDay tells the business day of an instant by walking from a day that is
// known, one day at a time: no zone file, no calendar.
func slowDay(at time.Time, hoursEast, cutOff int) Day {
	lengths := []int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	year, month, day := 2026, 11, 1
	end := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC).Add(time.Duration(cutOff-hoursEast) * time.Hour)
	for !at.Before(end) {
		end = end.Add(24 * time.Hour)
		if lengths[1] = 28; year == 2028 {
			lengths[1] = 29
		}
		if day++; day > lengths[month-1] {
			day, month = 1, month+1
		}
		if month > 12 {
			month, year = 1, year+1
		}
	}
	return Day(fmt.Sprintf("%d-%02d-%02d", year, month, day))
}

// crossing is one sale around the end of a business day. Times are from that
// end on; the clock may jump before the till is told.
type crossing struct {
	shown, paid, told, jump time.Duration
	silent                  bool // the report says no time
}

// crossings are all of them: shown and paid at either side, told at once, a
// little and a day later, with a clock that stands, is put back or jumps ahead.
func crossings() (all []crossing) {
	for _, shown := range []time.Duration{-10 * time.Minute, -time.Millisecond, 0, time.Minute} {
		for _, paid := range []time.Duration{-3 * time.Minute, -time.Millisecond, 0, 5 * time.Minute} {
			for _, told := range []time.Duration{0, 4 * time.Minute, 26 * time.Hour} {
				for _, jump := range []time.Duration{0, -25 * time.Minute, 90 * time.Minute} {
					all = append(all, crossing{shown, paid, told, jump, false}, crossing{shown, paid, told, jump, true})
				}
			}
		}
	}
	return all
}

// Ensure that money counts on the right business day in every zone and with
// every cut-off, however sale, payment and report lie around the day's end and
// whatever the clock does, as a slow reckoning says; and that the days' totals
// and their shifts are the same.
func TestDayBoundary(t *testing.T) {
	for zone, east := range map[string]int{"WIB": 7, "WITA": 8, "WIT": 9} {
		for cutOff := range 7 {
			if testing.Short() && cutOff%3 != 0 {
				continue
			}
			t.Run(fmt.Sprint(zone, " ", cutOff), func(t *testing.T) {
				s := openShop(t, func(u *SetUp) { u.Zone = zone })
				settings := s.Shop().Settings
				settings.CutOff = cutOff
				require.NoError(t, s.Change(t.Context(), settings, ownersPIN, "owner"))
				s.cross(east, cutOff)
			})
		}
	}
}

// cross sells every crossing, each three days after the one before.
func (s *shop) cross(east, cutOff int) {
	end := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC).Add(time.Duration(cutOff-east) * time.Hour)
	days := map[Day]Tally{}
	for _, c := range crossings() {
		end = end.Add(72 * time.Hour)
		s.clock.set(end.Add(c.shown))
		o := s.charge(25_000)
		assert.Equal(s.t, slowDay(end.Add(c.shown), east, cutOff), o.Day, "%+v placed", c)
		received := end.Add(max(c.paid, c.shown) + c.told + c.jump)
		s.clock.set(received)
		r := Report{Amount: 25_000, OrderRef: o.Number, PaymentID: o.Number}
		if !c.silent {
			r.PaidAt = end.Add(c.paid)
		}
		s.settle(r)

		counts := end.Add(c.paid)
		early, ahead := c.paid < c.shown-2*time.Minute, counts.Sub(received) > 2*time.Minute
		if c.silent || early || ahead {
			counts = received
		}
		want := slowDay(counts, east, cutOff)
		if counts.Equal(received) && received.Before(end.Add(c.shown)) {
			want = slowDay(end.Add(c.shown), east, cutOff) // the clock is behind: the last entry's day
		}
		o = s.order(o.ID)
		assert.Equal(s.t, want, o.PaidDay, "%+v paid", c)
		assert.Equal(s.t, !c.silent && (early || ahead), o.Has(FlagTimeDoubt), "%+v", c)
		bump(days, want, 1, 25_000)
	}
	s.compareDays(days)
}

// compareDays holds the roll-ups and the shifts against days added up.
func (s *shop) compareDays(days map[Day]Tally) {
	_, err := s.CloseShift(s.t.Context(), CloseShift{Actor: "kasir"})
	require.NoError(s.t, err)
	all, err := s.Days(s.t.Context(), "2026-01-01", "2030-12-31")
	require.NoError(s.t, err)
	booked, shifts := map[Day]Tally{}, map[Day]Tally{}
	for _, d := range all {
		bump(booked, d.Day, d.Sales.Count, d.Sales.Sum)
	}
	zs, err := s.Zs(s.t.Context(), 0, 10_000)
	require.NoError(s.t, err)
	for _, z := range zs {
		for _, d := range z.Days {
			bump(shifts, d.Day, d.Own.Count+d.Late.Count, d.Own.Sum+d.Late.Sum)
		}
	}
	assert.Equal(s.t, days, booked)
	assert.Equal(s.t, days, shifts)
	s.verified()
}
