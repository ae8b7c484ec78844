package pos

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that a key is one order, whatever is asked twice.
func TestChargeKey(t *testing.T) {
	s := openShop(t)
	c := Charge{Key: "k1", Amount: 25_000, Actor: "kasir"}
	first, err := s.Charge(t.Context(), c)
	require.NoError(t, err)
	again, err := s.Charge(t.Context(), c)
	require.NoError(t, err)
	assert.Equal(t, first, again)
	c.Amount = 26_000
	_, err = s.Charge(t.Context(), c)
	require.ErrorIs(t, err, ErrKeyReused)
	c.Actor = "api:other"
	other, err := s.Charge(t.Context(), c)
	require.NoError(t, err)
	assert.Equal(t, "A-0002", other.Number)
	s.verified()
}

// Ensure that what may not be sold is refused and writes nothing.
func TestChargeRefused(t *testing.T) {
	s := openShop(t)
	head := s.Head()
	for _, c := range []struct {
		charge Charge
		want   error
	}{
		{Charge{Key: "a", Amount: 0}, ErrAmount},
		{Charge{Key: "a", Amount: -1}, ErrAmount},
		{Charge{Key: "a", Amount: DefaultLimit + 1}, ErrAmountLimit},
		{Charge{Key: "a", Amount: 1 << 62}, ErrAmountLimit},
		{Charge{Key: "", Amount: 1}, ErrKeyMissing},
		{Charge{Key: strings.Repeat("k", 256), Amount: 1}, ErrKeyMissing},
	} {
		_, err := s.Charge(t.Context(), c.charge)
		require.ErrorIs(t, err, c.want)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.Charge(cancelled, Charge{Key: "a", Amount: 1})
	require.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, head, s.Head())
}

// Ensure that a till without a QRIS sells nothing and says why.
func TestChargeNotSetUp(t *testing.T) {
	till, err := Open(t.Context(), Options{Dir: t.TempDir(), Sealer: plainSealer{}})
	require.NoError(t, err)
	defer func() { require.NoError(t, till.Close()) }()
	_, err = till.Charge(t.Context(), Charge{Key: "a", Amount: 1})
	require.ErrorIs(t, err, ErrNotSetUp)
}

// Ensure that a code comes back after a restart with the right time left.
func TestReopenOnOpenCode(t *testing.T) {
	s := openShop(t)
	o := s.charge(25_000)
	s.clock.add(90 * time.Second)
	s.reopen()
	open, err := s.OpenOrders(t.Context())
	require.NoError(t, err)
	require.Len(t, open, 1)
	assert.Equal(t, o, open[0])
	assert.True(t, open[0].Live(s.clock.now()))
	assert.Equal(t, 210*time.Second, open[0].Remaining(s.clock.now()))
}

// Ensure that a code can be extended while it is up and shown again for half an
// hour, and no longer.
func TestShowAndExtend(t *testing.T) {
	s := openShop(t)
	o := s.charge(25_000)
	longer, err := s.Extend(t.Context(), o.ID, "kasir")
	require.NoError(t, err)
	assert.Equal(t, noon.Add(7*time.Minute), longer.ShowUntil)
	same, err := s.Show(t.Context(), o.ID, "kasir")
	require.NoError(t, err)
	assert.Equal(t, longer, same, "a code still up is left as it is")

	s.clock.add(8 * time.Minute)
	require.NoError(t, s.Tick(t.Context()))
	_, err = s.Extend(t.Context(), o.ID, "kasir")
	require.ErrorIs(t, err, ErrMove)
	again, err := s.Show(t.Context(), o.ID, "kasir")
	require.NoError(t, err)
	assert.Equal(t, Pending, again.State)
	assert.Equal(t, o.Payload, again.Payload)

	s.clock.add(5*time.Minute + 31*time.Minute)
	require.NoError(t, s.Tick(t.Context()))
	_, err = s.Show(t.Context(), o.ID, "kasir")
	require.ErrorIs(t, err, ErrReshow)
	open, err := s.OpenOrders(t.Context())
	require.NoError(t, err)
	assert.Empty(t, open)
	s.verified()
}

// Ensure that a failed save acknowledges nothing, and that after it the till
// opens its files again and sells on, whichever step failed.
func TestFailedSave(t *testing.T) {
	for _, step := range []string{"commit", "append"} {
		t.Run(step, func(t *testing.T) {
			s := openShop(t)
			broken := errors.New("disk full")
			s.o.fault = func(at string) error {
				if at == step {
					return broken
				}
				return nil
			}
			s.reopen()
			_, err := s.Charge(t.Context(), Charge{Key: "k", Amount: 25_000, Actor: "kasir"})
			require.ErrorIs(t, err, ErrStorage)
			assert.Equal(t, "storage_failed", Code(err))
			broken = nil
			o, err := s.Charge(t.Context(), Charge{Key: "k", Amount: 25_000, Actor: "kasir"})
			require.NoError(t, err)
			assert.Equal(t, "A-0001", o.Number, "wholly there or not at all, never twice")
			s.verified()
			s.reopen()
			assert.Equal(t, o, s.order(o.ID))
		})
	}
}
