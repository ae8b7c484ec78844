package pos

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that an order's timeline tells every entry about it and no other's, with
// who did it and what it was about, and that a replay comes to the same.
func TestTimeline(t *testing.T) {
	ctx, till := t.Context(), openShop(t)
	o, err := till.Charge(ctx, Charge{Key: "1", Amount: 25_000, Note: "meja 4", Actor: "Sari"})
	require.NoError(t, err)
	_, err = till.Charge(ctx, Charge{Key: "2", Amount: 9_000, Actor: "Sari"})
	require.NoError(t, err)
	till.clock.add(6 * time.Minute)
	require.NoError(t, till.Tick(ctx))
	_, err = till.Show(ctx, o.ID, "Budi")
	require.NoError(t, err)
	_, err = till.Confirm(ctx, o.ID, Confirmation{Actor: "Budi", SeenAt: "soundbox"})
	require.NoError(t, err)
	_, err = till.Refund(ctx, o.ID, GiveBack{Amount: 5_000, How: BackInCash, Why: "rusak", PIN: ownersPIN, Actor: "Budi"})
	require.NoError(t, err)

	events, err := till.Timeline(ctx, o.ID)
	require.NoError(t, err)
	var kinds []Kind
	for _, e := range events {
		kinds = append(kinds, e.Kind)
	}
	require.Equal(t, []Kind{KindOrderPlaced, KindOrderShown, KindOrderExpired, KindOrderShown, KindPaymentSettled, KindRefundGiven}, kinds)
	assert.Equal(t, Event{At: events[0].At, Actor: "Sari", Kind: KindOrderPlaced, Amount: 25_000, What: "meja 4"}, events[0])
	assert.Equal(t, Event{At: events[4].At, Actor: "Budi", Kind: KindPaymentSettled, Amount: 25_000, Evidence: Manual, Source: "manual", What: "soundbox"}, events[4])
	assert.Equal(t, "owner", events[5].By)
	assert.Equal(t, Rupiah(5_000), events[5].Amount)
	till.verified()
	_, err = till.Timeline(ctx, ID{1})
	assert.ErrorIs(t, err, ErrNotFound)
}

// next is where the next entry will stand.
func (s *shop) next() Cursor {
	c := s.Head()
	c.Seq++
	return c
}

// Ensure that an order which is shown again and again remembers its first entry
// and the newest ones, and no more than it must.
func TestTimelineIsBounded(t *testing.T) {
	var o Order
	for i := range uint64(entriesMost + 50) {
		o.Entries = o.withEntry(Cursor{Epoch: 1, Seq: i + 1})
	}
	assert.Len(t, o.Entries, entriesMost)
	assert.Equal(t, "1.1", o.Entries[0])
	assert.Equal(t, "1.250", o.Entries[entriesMost-1])
}
