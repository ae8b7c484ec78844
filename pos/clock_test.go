package pos

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// Ensure that the clock is believed while nobody contradicts it, warned about
// from a minute on and not trusted beyond five; that one liar among three says
// nothing, that old words played again say nothing, and that what was said an
// hour ago is forgotten.
func TestClockTrust(t *testing.T) {
	s := openShop(t)
	assert.Equal(t, ClockTrust{}, s.ClockTrust())
	assert.True(t, s.ClockTrust().Trusted())
	says := func(source string, off time.Duration) { s.HeardTime(source, s.clock.now().Add(off)) }

	says("gateway", 59*time.Second)
	assert.False(t, s.ClockTrust().Warn())
	s.clock.add(time.Second)
	says("gateway", 60*time.Second)
	assert.True(t, s.ClockTrust().Warn())
	assert.True(t, s.ClockTrust().Trusted())
	s.clock.add(time.Second)
	says("gateway", -5*time.Minute-time.Second)
	assert.True(t, s.ClockTrust().Trusted(), "an old word played again")
	says("gateway", 5*time.Minute)
	assert.True(t, s.ClockTrust().Trusted())
	s.clock.add(time.Second)
	says("gateway", 5*time.Minute+time.Second)
	assert.False(t, s.ClockTrust().Trusted())

	says("hp1", time.Second)
	assert.Equal(t, time.Second, s.ClockTrust().Offset, "of two the smaller")
	says("hp2", 10*time.Minute)
	assert.Equal(t, 5*time.Minute+time.Second, s.ClockTrust().Offset, "of three the middle")
	says("hp2", 2*time.Second)
	assert.Equal(t, 2*time.Second, s.ClockTrust().Offset)
	assert.Equal(t, 3, s.ClockTrust().Sources)

	s.clock.add(2 * time.Hour)
	assert.Zero(t, s.ClockTrust().Sources)
	s.charge(1000)
	s.clock.add(-6 * time.Minute)
	assert.False(t, s.ClockTrust().Trusted(), "behind the newest entry")
	says("gateway", time.Second)
	assert.True(t, s.ClockTrust().Trusted(), "the entry was ahead, not the clock behind")
	s.clock.add(6 * time.Minute)
	assert.True(t, s.ClockTrust().Trusted())
}
