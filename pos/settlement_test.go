package pos

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that an acquirer's share follows the dated table: by criteria, by step
// and by day, half a rupiah rounded up.
func TestMDR(t *testing.T) {
	for _, c := range []struct {
		criteria string
		day      Day
		amount   Rupiah
		want     Rupiah
	}{
		{"UMI", "2024-11-30", 100_000, 0}, {"UMI", "2024-11-30", 100_001, 300},
		{"UMI", "2024-12-01", 500_000, 0}, {"UMI", "2024-12-01", 500_001, 1_500}, {"UMI", "2026-11-20", 25_000, 0},
		{"UKE", "2026-11-20", 25_000, 175}, {"UBE", "2026-11-20", 10_000_000, 70_000},
		{"URE", "2026-11-20", 1_000, 7}, {"URE", "2026-11-20", 71, 0}, {"URE", "2026-11-20", 72, 1}, {"URE", "2026-11-20", 500, 4},
		{"EDU", "2026-11-20", 25_000, 150}, {"SPBU", "2026-11-20", 25_000, 100},
		{"BLU", "2025-03-14", 25_000, 100}, {"BLU", "2025-03-15", 25_000, 0},
		{"SOSIAL", "2026-11-20", 25_000, 0}, {"UKE", "2023-06-30", 25_000, 0},
	} {
		assert.Equal(t, c.want, mdr(standardRates(), c.criteria, c.day, c.amount), "%+v", c)
	}
}

// twoBatches pays at noon and at midnight, on working days.
func twoBatches() Settlement {
	return Settlement{Acquirer: "bank", Batches: []Batch{{Closes: 12 * 60}, {Closes: dayMinutes, After: 1}}, Zone: "WIB",
		Working: true, Holidays: []Day{"2026-11-23"}, Criteria: "UKE", PayoutFee: 2_500}
}

// Ensure that every instant belongs to the one batch whose window holds it, in
// every zone and whatever the closings are.
func TestBatches(t *testing.T) {
	for _, rule := range []Settlement{
		settlementDefault("UMI"), twoBatches(),
		{Batches: []Batch{{Closes: 22 * 60, After: 2}}, Zone: "WIT"},
		{Batches: []Batch{{Closes: 1}, {Closes: 600}, {Closes: 1439, After: 1}}, Zone: "WITA"},
	} {
		for at := noon.Add(-48 * time.Hour); at.Before(noon.Add(48 * time.Hour)); at = at.Add(7*time.Minute + 13*time.Second) {
			day, batch := rule.batchOf(at)
			from, to := rule.window(day, batch)
			require.False(t, at.Before(from), "%s in %s, from %s", at, day, from)
			require.True(t, at.Before(to), "%s in %s, to %s", at, day, to)
			next, _ := rule.batchOf(to)
			nextFrom, _ := rule.window(next, (batch+1)%len(rule.Batches))
			require.True(t, nextFrom.Equal(to), "a window follows the other: %s, %s", to, nextFrom)
		}
	}
}

// Ensure that money arrives on working days, that a holiday counts as none, and
// that a payout says which days it holds.
func TestPayoutDays(t *testing.T) {
	rule := twoBatches()
	for day, want := range map[Day][2]Day{
		"2026-11-19": {"2026-11-19", "2026-11-20"}, // Thursday
		"2026-11-20": {"2026-11-20", "2026-11-24"}, // Friday; Monday is a holiday
		"2026-11-21": {"2026-11-24", "2026-11-24"},
		"2026-11-23": {"2026-11-24", "2026-11-24"},
		"2026-11-24": {"2026-11-24", "2026-11-25"},
	} {
		assert.Equal(t, want, [2]Day{rule.arrives(day, 0), rule.arrives(day, 1)}, day)
	}
	payouts := rule.payouts("2026-11-21", "2026-11-21")
	require.Len(t, payouts, 2)
	assert.Equal(t, []Day{"2026-11-20", "2026-11-23"}, []Day{payouts[0].First, payouts[0].Last})
	assert.Equal(t, []Day{"2026-11-21", "2026-11-24"}, []Day{payouts[1].First, payouts[1].Last})
	assert.Len(t, settlementDefault("UMI").payouts("2026-11-01", "2026-11-30"), 30)
}

// Ensure that a rule no acquirer could keep is refused, and that a good one
// needs the owner's PIN.
func TestSetSettlement(t *testing.T) {
	s := openShop(t)
	rules := s.Settlements()
	require.Len(t, rules, 1)
	assert.Equal(t, settlementDefault(rules[0].Criteria), rules[0], "nothing was said yet")
	for name, spoil := range map[string]func(*Settlement){
		"no batch":     func(r *Settlement) { r.Batches = nil },
		"out of order": func(r *Settlement) { r.Batches = []Batch{{Closes: 700}, {Closes: 600}} },
		"after a day":  func(r *Settlement) { r.Batches = []Batch{{Closes: 1441}} },
		"too late":     func(r *Settlement) { r.Batches = []Batch{{Closes: 1440, After: 15}} },
		"no date":      func(r *Settlement) { r.Holidays = []Day{"2026-02-30"} },
		"criteria":     func(r *Settlement) { r.Criteria = "XYZ" },
		"fee":          func(r *Settlement) { r.PayoutFee = -1 },
	} {
		rule := twoBatches()
		spoil(&rule)
		assert.ErrorIs(t, s.SetSettlement(t.Context(), rule, ownersPIN, "owner"), ErrSettlement, name)
	}
	assert.ErrorIs(t, s.SetSettlement(t.Context(), twoBatches(), "", "owner"), ErrPINNeeded)
	require.NoError(t, s.SetSettlement(t.Context(), twoBatches(), ownersPIN, "owner"))
	own := twoBatches()
	own.Acquirer, own.Criteria, own.Rates = "lain", "TOKO", []Rate{{From: "2026-01-01", Criteria: "TOKO", Basis: 65}}
	require.NoError(t, s.SetSettlement(t.Context(), own, ownersPIN, "owner"))
	s.reopen()
	assert.Len(t, s.Settlements(), 2)
	_, err := s.Settlement("")
	assert.ErrorIs(t, err, ErrAcquirer, "there are two, and none was named")
	rule, err := s.Settlement("lain")
	require.NoError(t, err)
	assert.Equal(t, Rupiah(163), rule.MDR(noon, 25_000))
	s.verified()
}
