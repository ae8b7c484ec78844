package server

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// Ensure that ten refused attempts are answered as what they are, the next must
// wait as long as it is told, and that others are not held back.
func TestThrottle(t *testing.T) {
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	strikes := newThrottle(func() time.Time { return now })
	for range strikesAllowed {
		assert.Zero(t, strikes.strike("a"))
	}
	wait := strikes.strike("a")
	assert.Equal(t, strikeRest, wait)
	assert.Zero(t, strikes.strike("b"))

	now = now.Add(wait)
	assert.Zero(t, strikes.strike("a"), "after waiting")
	assert.NotZero(t, strikes.strike("a"))
	now = now.Add(strikesAllowed * strikeRest)
	for range strikesAllowed {
		assert.Zero(t, strikes.strike("a"), "all is forgiven")
	}
}

// Ensure that a flood of invented names neither grows the memory nor gets more
// attempts than one stranger.
func TestThrottleFlood(t *testing.T) {
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	strikes := newThrottle(func() time.Time { return now })
	let := 0
	for i := range 5 * strikersKept {
		if strikes.strike("name "+strconv.Itoa(i)) == 0 {
			let++
		}
	}
	assert.LessOrEqual(t, len(strikes.due), strikersKept+1)
	assert.Equal(t, strikersKept+strikesAllowed, let)

	now = now.Add(time.Hour)
	assert.Zero(t, strikes.strike("newcomer"))
	assert.Len(t, strikes.due, 1, "what is forgiven is forgotten")
}
