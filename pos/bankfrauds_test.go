package pos

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that a month beside its acquirer's list finds every payment on a
// swapped sticker, every confirmation of money that never came, the batch that
// was not paid out and every share too large, in every layout, and that nobody
// else is accused.
func TestBankFindsFrauds(t *testing.T) {
	days, orders := size()
	m := bankedMonth(t, 1, days, orders)
	lost := m.cheat(days)
	frauds := map[string]string{}
	for _, b := range m.booked {
		frauds[b.rrn] = b.fraud
	}
	from, to := Day("2026-11-01"), Day("2026-11-01").Plus(days-1)
	before := m.Head()
	for name, list := range lists {
		t.Run(name, func(t *testing.T) {
			columns := list.columns
			result, err := m.CompareBank(t.Context(), BankWish{From: from, To: to, Actor: "owner", List: bytes.NewReader(list.write(t, m.booked)), Columns: &columns})
			require.NoError(t, err)
			out := result.Lists
			require.False(t, result.Match.Agrees)
			require.False(t, out.RuleDoubt)
			require.Empty(t, out.Edge)
			m.checkStrays(t, out, frauds, columns)
			m.checkLacking(t, out, lost)
			require.Len(t, out.Lost, 1, "%+v", out.Lost)
			assert.True(t, out.Lost[0].Closes.Equal(lost.to))
			m.checkShares(t, out, frauds, columns)
		})
	}
	assert.Equal(t, Cursor{1, before.Seq + uint64(len(lists))}, m.Head(), "a comparison is one entry and changes no payment")
	day, err := m.Summary(t.Context(), to)
	require.NoError(t, err)
	assert.Contains(t, day.Bank, "bank")
	m.verified()
}

// checkStrays: of every group as many are stickers as it says, and no sticker is
// missed.
func (m *bankMonth) checkStrays(t *testing.T, out *BankLists, frauds map[string]string, columns Columns) {
	want, got := 0, 0
	for _, fraud := range frauds {
		if fraud == "sticker" {
			want++
		}
	}
	for _, s := range out.Strays {
		got += s.Count
		if columns.RRN == "" {
			continue // the rows have no names to know them by
		}
		is := 0
		for _, row := range s.Among {
			if frauds[row.RRN] == "sticker" {
				is++
			}
		}
		assert.Equal(t, s.Count, is, "%+v", s)
	}
	assert.Equal(t, want, got, "payments on the sticker")
}

// checkLacking: of every group as many are lies as it says, and no lie is missed
// but in the batch that nobody can look into.
func (m *bankMonth) checkLacking(t *testing.T, out *BankLists, lost span) {
	want, got := 0, 0
	for id := range m.lies {
		o := m.order(id)
		if p, err := m.Payment(t.Context(), o.Payments[0]); assert.NoError(t, err) {
			from, to := p.bookedWithin(o)
			if from.Before(lost.to) && !to.Before(lost.from) {
				continue
			}
		}
		want++
	}
	for _, l := range out.Lacking {
		got += l.Count
		is := 0
		for _, p := range l.Among {
			o, err := m.OrderByNumber(context.Background(), p.Order)
			require.NoError(t, err)
			if m.lies[o.ID] {
				is++
				assert.Contains(t, []string{"sari", "budi"}, p.Cashier)
			}
		}
		assert.Equal(t, l.Count, is, "%+v", l)
	}
	assert.Equal(t, want, got, "confirmations of money that never came")
	t.Logf("%d lies and %d strays found, %d of them with somebody else beside", got, len(out.Strays), ambiguous(out))
}

func ambiguous(out *BankLists) (n int) {
	for _, l := range out.Lacking {
		if len(l.Among) > l.Count {
			n++
		}
	}
	return n
}

func (m *bankMonth) checkShares(t *testing.T, out *BankLists, frauds map[string]string, columns Columns) {
	want := 0
	for _, fraud := range frauds {
		if fraud == "mdr" {
			want++
		}
	}
	if columns.Net == "" && columns.Fee == "" {
		assert.Empty(t, out.Differing, "a list without shares says nothing about them")
		return
	}
	assert.Len(t, out.Differing, want)
	for _, d := range out.Differing {
		assert.Equal(t, "mdr", d.What)
		assert.Equal(t, "mdr", frauds[d.Row.RRN], "%+v", d)
	}
}
