package pos

import (
	"context"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// compare adds the journal up and holds every Z and day against it.
func (m *month) compare() {
	ctx, k := context.Background(), newOracle(m.t)
	for after := (Cursor{}); ; {
		entries, err := m.Entries(ctx, after, 1000)
		require.NoError(m.t, err)
		if len(entries) == 0 {
			break
		}
		for _, e := range entries {
			k.read(e)
			after = e.Cursor()
		}
	}
	zs, err := m.Zs(ctx, 0, 10_000)
	require.NoError(m.t, err)
	require.Len(m.t, zs, int(k.shift)-1)
	sum, happened := map[Day]Tally{}, map[string]int{}
	for _, z := range zs {
		happened["late"] += z.Late.Sales.Count
		happened["late lines"] += len(z.LateLines)
		happened["refunds"] += z.Refunds.Count
		happened["voids"] += z.Voids.Count
		happened["manual"] += z.Manual.Count
		happened["moves"] += len(z.Moves)
		happened["hand-overs"] += len(z.HandOvers)
		happened["waiting"] += len(z.Waiting)
		for _, h := range z.Hands {
			happened["copies"] += h.Reprinted.Count
		}
		if z.Doubt {
			happened["clock"]++
		}
		if z.Auto {
			happened["unopened"]++
		}
		m.compareZ(z, k.shifts[z.Number])
		for _, d := range z.Days {
			bump(sum, d.Day, d.Own.Count+d.Late.Count, d.Own.Sum+d.Late.Sum)
		}
	}
	all, err := m.Days(ctx, "2026-01-01", "2027-12-31")
	require.NoError(m.t, err)
	booked := map[Day]Tally{}
	for _, d := range all {
		bump(booked, d.Day, d.Sales.Count, d.Sales.Sum)
	}
	assert.Equal(m.t, k.days, booked, "the days")
	assert.Equal(m.t, booked, sum, "Σ Z + Σ menyusul = Σ days")
	m.t.Logf("%d Zs, %d days, %d orders, head %s: %v", len(zs), len(all), len(k.orders), m.Head(), happened)
	for _, what := range []string{"late", "refunds", "voids", "manual", "moves", "hand-overs", "copies", "clock", "unopened"} {
		assert.NotZero(m.t, happened[what], what)
	}
}

func (m *month) compareZ(z Z, want *reckoned) {
	own, late := map[Day]Tally{}, map[Day]Tally{}
	for _, d := range z.Days {
		bump(own, d.Day, d.Own.Count, d.Own.Sum)
		bump(late, d.Day, d.Late.Count, d.Late.Sum)
	}
	assert.Equal(m.t, want.own, own, "Z %d: own sales", z.Number)
	assert.Equal(m.t, want.late, late, "Z %d: menyusul", z.Number)
	evidence := map[Evidence]Tally{}
	for _, part := range []Takings{z.Own, z.Late} {
		for e, tally := range part.Evidence {
			bump(evidence, e, tally.Count, tally.Sum)
		}
	}
	assert.Equal(m.t, want.evidence, evidence, "Z %d: evidence", z.Number)
	assert.Equal(m.t, want.received, z.Own.Received.plus(z.Late.Received), "Z %d: received", z.Number)
	assert.Equal(m.t, [2]Tally{want.refunds, want.voids}, [2]Tally{z.Refunds, z.Voids}, "Z %d: refunds and voids", z.Number)
	assert.Equal(m.t, Drawer{want.float, want.taken, want.in, want.out, want.back}, z.Drawer, "Z %d: drawer", z.Number)
	assert.Equal(m.t, want.float+want.taken+want.in-want.out-want.back, z.Expected, "Z %d: expected", z.Number)
	manual, bare, given, cancelled, attached, copied := map[string]Tally{}, map[string]Tally{}, map[string]Tally{}, map[string]Tally{}, map[string]Tally{}, map[string]Tally{}
	for name, h := range z.Hands {
		bump(copied, name, h.Reprinted.Count, h.Reprinted.Sum)
		bump(manual, name, h.Manual.Count, h.Manual.Sum)
		bump(bare, name, h.Bare.Count, h.Bare.Sum)
		bump(given, name, h.Returned.Count, h.Returned.Sum)
		bump(cancelled, name, h.Cancelled.Count, h.Cancelled.Sum)
		bump(attached, name, h.Attached.Count, h.Attached.Sum)
	}
	assert.Equal(m.t, []map[string]Tally{want.manual, want.bare, want.given, want.cancelled, want.attachments, want.copied},
		[]map[string]Tally{manual, bare, given, cancelled, attached, copied}, "Z %d: cashiers", z.Number)
}
