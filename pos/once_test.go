package pos

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that a wish about cash or shifts whose answer was lost changes nothing
// when it is asked again with its key, also after a restart, and that the key
// is good for nothing else.
func TestAskedTwice(t *testing.T) {
	s := openShop(t)
	s.staffed()
	ctx := t.Context()
	sold := s.paid(20_000)
	part := s.charge(40_000)
	move := func(amount Rupiah) error {
		_, err := s.MoveCash(ctx, MoveCash{Amount: amount, Why: "es batu", Actor: "Sari", Key: "move"})
		return err
	}
	open := func(float Rupiah) error {
		_, err := s.OpenShift(ctx, OpenShift{Float: float, Actor: "Sari", Key: "open"})
		return err
	}
	hand := func(pieces Rupiah) error {
		return s.SignIn(ctx, SignIn{Name: "Budi", PIN: budiPIN, Count: Count{500: int(pieces)}, Key: "hand"})
	}
	back := func(amount Rupiah) error {
		_, err := s.Refund(ctx, sold.ID, GiveBack{Amount: amount, How: BackInCash, Why: "kurang", PIN: budiPIN, Actor: "Sari", Key: "back"})
		return err
	}
	half := func(amount Rupiah) error {
		_, err := s.PartCash(ctx, part.ID, PartCash{Part: amount, Actor: "Sari", Key: "part"})
		return err
	}
	numbers := []uint64{}
	shut := func(pieces Rupiah) error {
		z, err := s.CloseShift(ctx, CloseShift{Count: Count{500: int(pieces)}, Actor: "Sari", Key: "close"})
		numbers = append(numbers, z.Number)
		return err
	}
	asked := map[string]func(Rupiah) error{"open": open, "move": move, "hand": hand, "back": back, "part": half, "close": shut}
	for _, name := range []string{"open", "move", "hand", "back", "part", "close"} {
		do := asked[name]
		require.NoError(t, do(1_000), name)
		once := s.Head()
		require.NoError(t, do(1_000), name)
		s.reopen()
		require.NoError(t, do(1_000), name)
		assert.ErrorIs(t, do(2_000), ErrKeyReused, name)
		assert.Equal(t, once, s.Head(), "%s: asked four times, done once", name)
	}
	assert.Equal(t, []uint64{2, 2, 2, 0}, numbers, "the same Z each time")
	_, err := s.MoveCash(ctx, MoveCash{Amount: 1_000, Why: "es batu", Actor: "Budi", Key: "move"})
	assert.NoError(t, err, "a key is its caller's own")
	_, err = s.MoveCash(ctx, MoveCash{Amount: 1_000, Why: "es batu", Actor: "Sari", Key: strings.Repeat("k", keyMost+1)})
	assert.ErrorIs(t, err, ErrKeyMissing)
	for range 2 {
		_, err = s.MoveCash(ctx, MoveCash{Amount: 1_000, Why: "es batu", Actor: "Sari"})
		require.NoError(t, err, "without a key each is a new one")
	}
	z, err := s.Z(ctx, 2)
	require.NoError(t, err)
	assert.Equal(t, Drawer{Float: 1_000, Taken: 1_000, In: 1_000, Back: 1_000}, z.Drawer)
	assert.Len(t, z.HandOvers, 1)
	assert.Equal(t, Drawer{In: 3_000}, s.shift().Drawer)
	s.verified()
}
