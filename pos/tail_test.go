package pos

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that the newest entries are given from memory just as the file has
// them, from every place and in pages of every size, before and after the tail
// was cut.
func TestTail(t *testing.T) {
	s := openShop(t)
	var places []Cursor
	for i := range 2*tailMost/2 + 30 { // two entries each
		s.charge(Rupiah(1000 + i))
		places = append(places, s.Head())
	}
	_, err := s.AddSource(t.Context(), "hp1", ownersPIN, "owner")
	require.NoError(t, err)
	places = append(places[len(places)-400:], s.Head())
	type page struct {
		after Cursor
		limit int
	}
	read := func() map[page][]Entry {
		pages := map[page][]Entry{}
		for i, after := range places {
			for _, limit := range []int{0, 1, 1 + i%7, 10_000} {
				entries, err := s.Entries(t.Context(), after, limit)
				require.NoError(t, err)
				pages[page{after, limit}] = entries
			}
		}
		return pages
	}
	from, ok := s.tail.Load().after(places[0], 1)
	require.False(t, ok, "further back than the tail: %v", from)
	_, ok = s.tail.Load().after(places[len(places)-100], 1)
	require.True(t, ok)
	memory := read()
	s.reopen()
	require.Empty(t, s.tail.Load().entries)
	for at, entries := range read() {
		require.Equal(t, len(entries), len(memory[at]), "%v", at)
		for i := range entries {
			require.Equal(t, entries[i], memory[at][i], "%v", at)
		}
	}
}

// Ensure that a reader may do with its entries what it likes, and that a closed
// till, an answer nobody waits for, and a cursor that was never issued are
// refused as before.
func TestTailRefuses(t *testing.T) {
	s := openShop(t)
	before := s.Head()
	s.charge(1000)
	first, err := s.Entries(t.Context(), before, 10)
	require.NoError(t, err)
	require.Len(t, first, 2)
	first[0].Kind, first[1].Body = "spoiled", nil
	again, err := s.Entries(t.Context(), before, 10)
	require.NoError(t, err)
	assert.Equal(t, KindOrderPlaced, again[0].Kind)
	assert.NotEmpty(t, again[1].Body)
	for _, unknown := range []Cursor{{Epoch: before.Epoch, Seq: s.Head().Seq + 1}, {Epoch: 9, Seq: 1}, {Epoch: before.Epoch}} {
		_, err = s.Entries(t.Context(), unknown, 10)
		assert.ErrorIs(t, err, ErrCursor, fmt.Sprint(unknown))
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = s.Entries(gone, before, 10)
	assert.ErrorIs(t, err, context.Canceled)
	require.NoError(t, s.Close())
	_, err = s.Entries(t.Context(), before, 10)
	assert.ErrorIs(t, err, ErrClosed)
}
