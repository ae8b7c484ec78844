package pos

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that an order waits for the owner once asked, that yes pays it with the
// owner's evidence, and that answers and questions that come again change nothing.
func TestAskOwner(t *testing.T) {
	s := openShop(t)
	o := s.charge(75_000)
	asked, err := s.AskOwner(t.Context(), o.ID, "kasir")
	require.NoError(t, err)
	assert.Equal(t, Awaiting, asked.State)
	assert.True(t, asked.AsksOwner())
	assert.Equal(t, "kasir", asked.Owner.By)
	head := s.Head()
	_, err = s.AskOwner(t.Context(), o.ID, "kasir")
	require.NoError(t, err)
	assert.Equal(t, head, s.Head(), "asking twice is asking once")

	paid, err := s.AnswerOwner(t.Context(), o.ID, true, "device:hp pemilik")
	require.NoError(t, err)
	assert.Equal(t, Paid, paid.State)
	assert.Equal(t, OwnerConfirmed, paid.Evidence)
	assert.Equal(t, Rupiah(75_000), paid.Received)
	assert.False(t, paid.AsksOwner())
	assert.Equal(t, "device:hp pemilik", paid.Owner.Who)
	head = s.Head()
	_, err = s.AnswerOwner(t.Context(), o.ID, false, "device:hp pemilik")
	require.NoError(t, err)
	assert.Equal(t, head, s.Head())
	_, err = s.AskOwner(t.Context(), o.ID, "kasir")
	assert.ErrorIs(t, err, ErrMove)

	today, err := s.Today(t.Context())
	require.NoError(t, err)
	assert.Equal(t, map[Evidence]Tally{OwnerConfirmed: {1, 75_000}}, today.Evidence)
	out := s.settle(Report{Amount: 75_000, PaymentID: "p1", PaidAt: noon, OrderRef: o.Number})
	assert.Equal(t, ResultWitnessed, out.Result, "the phone tells of the same money")
	assert.Equal(t, ForwarderMatched, s.order(o.ID).Evidence)
	s.verified()
}

// Ensure that no lets the order stand as it was: on the screen, expired, or
// waiting for another reason, and that it can be asked about again.
func TestOwnerSaysNo(t *testing.T) {
	s := openShop(t)
	live, over, short := s.charge(10_000), s.charge(20_000), s.charge(30_000)
	s.settle(Report{Amount: 29_000, PaymentID: "p1", OrderRef: short.Number})
	for _, o := range []Order{live, over, short} {
		_, err := s.AskOwner(t.Context(), o.ID, "kasir")
		require.NoError(t, err)
	}
	no := func(o Order) Order {
		answered, err := s.AnswerOwner(t.Context(), o.ID, false, "device:hp pemilik")
		require.NoError(t, err)
		assert.False(t, answered.AsksOwner())
		assert.False(t, answered.Owner.Yes)
		return answered
	}
	assert.Equal(t, Pending, no(live).State)
	assert.Equal(t, Awaiting, no(short).State)
	s.clock.add(10 * time.Minute)
	assert.Equal(t, Expired, no(over).State)
	_, err := s.AnswerOwner(t.Context(), over.ID, true, "device:hp pemilik")
	assert.ErrorIs(t, err, ErrMove, "nobody asks")
	assert.Equal(t, Rupiah(0), s.order(over.ID).Received)

	_, err = s.AskOwner(t.Context(), over.ID, "kasir")
	require.NoError(t, err)
	shown, err := s.Show(t.Context(), over.ID, "kasir")
	require.NoError(t, err)
	assert.Equal(t, Awaiting, shown.State, "the question stays on a code shown again")
	paid, err := s.AnswerOwner(t.Context(), over.ID, true, "device:hp pemilik")
	require.NoError(t, err)
	assert.Equal(t, Paid, paid.State)
	s.verified()
}

// Ensure that money a machine tells of answers the question.
func TestAskedAndPaid(t *testing.T) {
	s := openShop(t)
	o := s.charge(15_000)
	_, err := s.AskOwner(t.Context(), o.ID, "kasir")
	require.NoError(t, err)
	s.settle(Report{Amount: 15_000, PaymentID: "p1", OrderRef: o.Number})
	paid, err := s.AnswerOwner(t.Context(), o.ID, true, "device:hp pemilik")
	require.NoError(t, err)
	assert.Equal(t, ForwarderMatched, paid.Evidence)
	assert.Len(t, paid.Payments, 1)
	assert.False(t, paid.AsksOwner())
	s.verified()
}
