package pos

import (
	"bytes"
	"encoding/csv"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that the first receipt of an order is nobody's copy, that each further
// one counts for who printed it, in the shift, the day and the report, and that
// what is not paid has no receipt.
func TestReprinted(t *testing.T) {
	s := openShop(t)
	s.staffed()
	open := s.charge(10_000)
	_, err := s.Printed(t.Context(), open.ID, "Sari")
	assert.ErrorIs(t, err, ErrMove)
	sold := s.cash(25_000, 0)
	assert.Zero(t, sold.Receipts)
	first, err := s.Printed(t.Context(), sold.ID, "Sari")
	require.NoError(t, err)
	assert.Equal(t, 1, first.Receipts)
	assert.Equal(t, noon, first.Printed)
	assert.Zero(t, s.shift().Hands["Sari"].Reprinted)
	s.clock.add(24 * 60 * 60e9)
	s.reopen()
	for range 2 {
		_, err = s.Printed(t.Context(), sold.ID, "Budi")
		require.NoError(t, err)
	}
	again := s.order(sold.ID)
	assert.Equal(t, 3, again.Receipts)
	assert.Equal(t, noon, again.Printed, "of the first")
	assert.Equal(t, Tally{2, 50_000}, s.shift().Hands["Budi"].Reprinted)
	o, err := s.Overview(t.Context(), "", "")
	require.NoError(t, err)
	assert.Equal(t, map[string]Hand{"Budi": {Reprinted: Tally{2, 50_000}}}, o.Total.Hands, "on the day of the copies")
	assert.Regexp(t, `(?m)report.cashier.reprinted\n *Budi .* 2 +Rp50.000$`, string(export(t, s.Till, Export{Format: FormatText})))
	list, err := csv.NewReader(bytes.NewReader(export(t, s.Till, Export{From: sold.Day, To: sold.Day, Format: FormatCSV})[3:])).ReadAll()
	require.NoError(t, err)
	column := slices.Index(orderColumns(), "receipts")
	assert.Equal(t, []string{"report.column.receipts", "0", "3"}, []string{list[0][column], list[1][column], list[2][column]})
	entries, err := s.Entries(t.Context(), Cursor{}, 1000)
	require.NoError(t, err)
	var kinds []Kind
	for _, e := range entries {
		if e.Kind == KindOrderPrinted || e.Kind == KindOrderReprinted {
			kinds = append(kinds, e.Kind)
		}
	}
	assert.Equal(t, []Kind{KindOrderPrinted, KindOrderReprinted, KindOrderReprinted}, kinds)
	s.verified()
}
