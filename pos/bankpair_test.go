package pos

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// most is how many payments can have a row, tried out one by one.
func most(may [][]int, from int, taken map[int]bool) int {
	if from == len(may) {
		return 0
	}
	best := most(may, from+1, taken)
	for _, row := range may[from] {
		if !taken[row] {
			taken[row] = true
			best = max(best, 1+most(may, from+1, taken))
			delete(taken, row)
		}
	}
	return best
}

// Ensure that as many payments as possible get a row, and that a payment is
// among those that may lack one exactly when the others can do without it.
func TestPairsAgainstTrying(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2))
	for range 400 {
		payments, rows := 1+rng.IntN(6), 1+rng.IntN(6)
		p := newPairs(payments, rows)
		for i := range payments {
			for j := range rows {
				if rng.IntN(3) == 0 {
					p.allow(i, j)
				}
			}
		}
		given := 0
		for i := range payments {
			if p.place(i, map[int]bool{}) {
				given++
			}
		}
		whole := most(p.may, 0, map[int]bool{})
		require.Equal(t, whole, given)
		among := map[int]bool{}
		lacking := 0
		for _, d := range p.loosePayments(func(int) bool { return false }) {
			lacking += d.count
			require.LessOrEqual(t, d.count, len(d.among))
			for _, i := range d.among {
				require.False(t, among[i], "in two doubts")
				among[i] = true
			}
		}
		require.Equal(t, payments-whole, lacking)
		for i := range payments {
			without := slices.Delete(slices.Clone(p.may), i, i+1)
			require.Equal(t, most(without, 0, map[int]bool{}) == whole, among[i], "payment %d of %v", i, p.may)
		}
	}
}

// Ensure that a car park, where everybody pays the same all day and the list has
// no times, is compared in the time a person waits.
func TestPairsOfOnePrice(t *testing.T) {
	const n = 2_000
	p := newPairs(n, n-20)
	for i := range n {
		for j := range n - 20 {
			p.allow(i, j)
		}
	}
	start := time.Now()
	for i := range n {
		p.place(i, map[int]bool{})
	}
	found := p.loosePayments(func(int) bool { return false })
	require.Len(t, found, 1)
	assert.Equal(t, 20, found[0].count)
	assert.Len(t, found[0].among, n)
	assert.Less(t, time.Since(start), 30*time.Second)
}
