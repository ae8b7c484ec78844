package pos

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that callers find their orders by their own names, which are unique.
func TestExternalID(t *testing.T) {
	s := openShop(t)
	c := Charge{Key: "k", Amount: 1_000, ExternalID: "INV-1", Metadata: Metadata{"table": "7"}, Actor: "api:web"}
	o, err := s.Charge(t.Context(), c)
	require.NoError(t, err)
	found, err := s.OrderByExternalID(t.Context(), "api:web", "INV-1")
	require.NoError(t, err)
	assert.Equal(t, o, found)
	c.Key = "other"
	_, err = s.Charge(t.Context(), c)
	require.ErrorIs(t, err, ErrExternalID)
	c.Actor = "api:shop"
	_, err = s.Charge(t.Context(), c)
	require.NoError(t, err)
	s.verified()
}

// Ensure that the history finds orders by chip, number and amount, page by page.
func TestHistory(t *testing.T) {
	s := openShop(t)
	paid, open, given := s.charge(10_000), s.charge(20_000), s.charge(10_000)
	s.settle(Report{Amount: 10_000, PaymentID: "p", OrderRef: paid.Number})
	_, err := s.Cancel(t.Context(), given.ID, ReasonChangedMind, "kasir")
	require.NoError(t, err)
	for _, c := range []struct {
		search Search
		want   []string
	}{
		{Search{}, []string{"A-0003", "A-0002", "A-0001"}},
		{Search{Limit: 2}, []string{"A-0003", "A-0002"}},
		{Search{Before: open.ID}, []string{"A-0001"}},
		{Search{Chip: ChipPaid}, []string{"A-0001"}},
		{Search{Chip: ChipOpen}, []string{"A-0002"}},
		{Search{Chip: ChipCancelled}, []string{"A-0003"}},
		{Search{Chip: ChipCheck}, nil},
		{Search{Amount: 10_000}, []string{"A-0003", "A-0001"}},
		{Search{Amount: 10_000, Chip: ChipPaid}, []string{"A-0001"}},
		{Search{Number: "2"}, []string{"A-0002"}},
		{Search{Number: "a-0003"}, []string{"A-0003"}},
		{Search{Number: "99"}, nil},
	} {
		orders, err := s.History(t.Context(), c.search)
		require.NoError(t, err)
		var got []string
		for _, o := range orders {
			got = append(got, o.Number)
		}
		assert.Equal(t, c.want, got, "%+v", c.search)
	}
}
