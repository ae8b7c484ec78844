package dialect

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// Ensure that a name has its turns, that the next must wait as long as it is
// told, and that others are not held back.
func TestPace(t *testing.T) {
	const burst, rest = 10, 6 * time.Second
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	pace := NewPace(func() time.Time { return now }, burst, rest)
	for range burst {
		assert.Zero(t, pace.Take("a"))
	}
	wait := pace.Take("a")
	assert.Equal(t, rest, wait)
	assert.Zero(t, pace.Take("b"))

	now = now.Add(wait)
	assert.Zero(t, pace.Take("a"), "after waiting")
	assert.NotZero(t, pace.Take("a"))
	now = now.Add(burst * rest)
	for range burst {
		assert.Zero(t, pace.Take("a"), "all is forgiven")
	}
}

// Ensure that a flood of invented names neither grows the memory nor gets more
// turns than one stranger.
func TestPaceFlood(t *testing.T) {
	const burst = 10
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	pace := NewPace(func() time.Time { return now }, burst, 6*time.Second)
	let := 0
	for i := range 5 * namesKept {
		if pace.Take("name "+strconv.Itoa(i)) == 0 {
			let++
		}
	}
	assert.LessOrEqual(t, len(pace.due), namesKept+1)
	assert.Equal(t, namesKept+burst, let)

	now = now.Add(time.Hour)
	assert.Zero(t, pace.Take("newcomer"))
	assert.Len(t, pace.due, 1, "what is forgiven is forgotten")
}
