package pos

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that an order that did not change is not read again, and that one that
// did is.
func TestOrderIfChanged(t *testing.T) {
	s := openShop(t)
	o := s.charge(10_000)
	got, stored, err := s.OrderIfChanged(t.Context(), o.ID, nil)
	require.NoError(t, err)
	assert.Equal(t, s.order(o.ID), got)
	s.charge(10_000)
	_, again, err := s.OrderIfChanged(t.Context(), o.ID, stored)
	require.NoError(t, err)
	assert.Nil(t, again)
	s.settle(Report{Amount: 10_000, PaymentID: "p1", OrderRef: o.Number})
	got, again, err = s.OrderIfChanged(t.Context(), o.ID, stored)
	require.NoError(t, err)
	assert.Equal(t, Paid, got.State)
	assert.NotEqual(t, stored, again)
	_, _, err = s.OrderIfChanged(t.Context(), ID{1}, nil)
	assert.ErrorIs(t, err, ErrNotFound)
}
