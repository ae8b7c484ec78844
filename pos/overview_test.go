package pos

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var strength = map[string]int{"cash": 1, "manual": 2, "owner_confirmed": 3, "forwarder_matched": 4, "gateway_reported": 5, "gateway_verified": 6}

// tidy drops what comes to nothing, which the till does not keep.
func tidy(s Summary) Summary {
	for k, v := range s.Evidence {
		if v == (Tally{}) {
			delete(s.Evidence, k)
		}
	}
	for k, v := range s.Sources {
		if v == (Tally{}) {
			delete(s.Sources, k)
		}
	}
	for k, v := range s.Hands {
		if v == (Hand{}) {
			delete(s.Hands, k)
		}
	}
	s.Bank = nil
	if s.Hands == nil {
		s.Hands = map[string]Hand{}
	}
	return s
}

// Ensure that every total of every day of a month with all its troubles equals
// one added up again from the journal by other means, alone and in spans.
func TestOverviewAgreesWithJournal(t *testing.T) {
	days, orders := size()
	m := bankedMonth(t, 7, days, min(orders, 90)) // what differs between sales comes up in a third of a month's
	want := recount(t, m.Till)
	require.GreaterOrEqual(t, len(want), days)
	from, to := Day("2026-11-01"), Day("2026-11-01").Plus(days-1)
	span, err := m.Overview(t.Context(), from, to)
	require.NoError(t, err)
	sum := emptySummary("")
	for day := from; day <= to; day = day.Plus(1) {
		o, err := m.Overview(t.Context(), day, day)
		require.NoError(t, err)
		require.Len(t, o.Days, 1)
		assert.Equal(t, tidy(*want[day]), tidy(o.Days[0]), day)
		sum.merge(*want[day])
	}
	assert.Equal(t, tidy(sum), tidy(span.Total))
	assert.Positive(t, sum.Voids.Count)
	assert.Positive(t, sum.Refunds.Count)
	copies := 0
	for _, hand := range sum.Hands {
		copies += hand.Reprinted.Count
	}
	assert.Positive(t, copies)
	cashiers, sources := Tally{}, Tally{}
	for _, hand := range span.Total.Hands {
		cashiers.add(hand.Sales.Count, hand.Sales.Sum)
	}
	for _, source := range span.Total.Sources {
		sources.add(0, source.Sum)
	}
	assert.Equal(t, span.Total.Sales, cashiers, "every sale has its cashier")
	assert.Equal(t, span.Total.Sales.Sum, sources.Sum, "and somebody who told of it")
	qris, cash := span.Total.Tenders()
	assert.Equal(t, span.Total.Sales.Sum, qris.Sum+cash.Sum)
	m.verified()
}

// Ensure that a running day stands beside the same hours of the same weekday a
// week before, also after midnight, and a past day beside the whole one.
func TestLikeness(t *testing.T) {
	s := openShop(t)
	settings := s.Shop().Settings
	settings.CutOff = 3
	require.NoError(t, s.Change(t.Context(), settings, ownersPIN, "owner"))
	sell := func(amount Rupiah) {
		o := s.charge(amount)
		_, err := s.Confirm(t.Context(), o.ID, Confirmation{Actor: "kasir", SeenAt: "sms"})
		require.NoError(t, err)
	}
	sell(10_000) // Friday, 13:00
	s.clock.add(12*time.Hour + 30*time.Minute)
	sell(5_000) // 1:30 in the night, still Friday's
	s.clock.add(7*24*time.Hour - 12*time.Hour)
	sell(7_000) // the next Friday, 13:30
	like := func() Likeness {
		o, err := s.Overview(t.Context(), "", "")
		require.NoError(t, err)
		return *o.Like
	}
	assert.Equal(t, Likeness{With: "2026-11-20", Until: 13}, like(), "the hour that runs is in neither")
	s.clock.add(time.Hour)
	assert.Equal(t, Likeness{With: "2026-11-20", Until: 14, Now: Tally{1, 7_000}, Then: Tally{1, 10_000}}, like())
	s.clock.add(12 * time.Hour) // 2:30
	assert.Equal(t, Likeness{With: "2026-11-20", Until: 2, Now: Tally{1, 7_000}, Then: Tally{2, 15_000}}, like())
	o, err := s.Overview(t.Context(), "2026-11-20", "2026-11-20")
	require.NoError(t, err)
	assert.Equal(t, Likeness{With: "2026-11-13", Whole: true, Now: Tally{2, 15_000}}, *o.Like)
	for _, span := range [][2]Day{{"2026-11-21", "2026-11-20"}, {"2026-02-30", "2026-03-01"}, {"x", "y"}, {"1999-01-01", "2026-11-20"}} {
		_, err := s.Overview(t.Context(), span[0], span[1])
		assert.ErrorIs(t, err, ErrSpan, span)
	}
}
