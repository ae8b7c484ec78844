package dialect

import (
	"errors"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that a program asks as often as the settings say, also after they
// changed, and that others are not held back.
func TestLimitsAdmit(t *testing.T) {
	now, rate := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC), 5
	l := NewLimits(func() time.Time { return now }, func() int { return rate })
	for range 2 * rate {
		require.NoError(t, l.Admit("api:a"))
	}
	var many *TooMany
	require.ErrorAs(t, l.Admit("api:a"), &many)
	assert.Equal(t, 200*time.Millisecond, many.Wait)
	require.NoError(t, l.Admit("api:b"))
	now = now.Add(many.Wait)
	require.NoError(t, l.Admit("api:a"))
	require.Error(t, l.Admit("api:a"))
	rate = 100
	require.NoError(t, l.Admit("api:a"))
}

// Ensure that ten wrong credentials in a row from an address are refused as what
// they are, and the next is told to wait.
func TestLimitsStrike(t *testing.T) {
	now, refusal := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC), errors.New("wrong")
	l := NewLimits(func() time.Time { return now }, func() int { return 1 })
	r, other := httptest.NewRequest("GET", "/", nil), httptest.NewRequest("GET", "/", nil)
	r.RemoteAddr, other.RemoteAddr = "192.0.2.1:1", "192.0.2.2:1"
	for range strikesAllowed {
		require.Equal(t, refusal, l.Strike(r, refusal))
	}
	var many *TooMany
	require.ErrorAs(t, l.Strike(r, refusal), &many)
	assert.Equal(t, strikeRest, many.Wait)
	assert.Equal(t, "rate_exceeded", many.Code())
	assert.Equal(t, refusal, l.Strike(other, refusal))
	now = now.Add(strikeRest)
	assert.Equal(t, refusal, l.Strike(r, refusal))
}
