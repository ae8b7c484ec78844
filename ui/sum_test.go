package ui

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"laci/pos"
)

// Ensure that an amount is keyed in digit by digit, added up and taken back, and
// that a thirteenth digit is refused.
func TestSum(t *testing.T) {
	var s sum
	assert.True(t, s.digits("0"))
	assert.Equal(t, "", s.open, "a number does not start with zero")
	for _, key := range []string{"1", "0", "000"} {
		assert.True(t, s.digits(key))
	}
	assert.Equal(t, "", s.line())
	s.plus()
	s.plus()
	assert.Equal(t, "10.000 +", s.line())
	s.digits("15")
	s.digits("000")
	assert.Equal(t, pos.Rupiah(25_000), s.total())
	assert.Equal(t, "10.000 + 15.000", s.line())
	for range 5 {
		s.back()
	}
	assert.Equal(t, "10.000 +", s.line())
	s.back()
	assert.Equal(t, pos.Rupiah(10_000), s.total())
	assert.Equal(t, "", s.line(), "the closed number is open again")
	s.back()
	assert.Equal(t, pos.Rupiah(1_000), s.total())

	var long sum
	for range most {
		assert.True(t, long.digits("9"))
	}
	assert.False(t, long.digits("9"))
	assert.False(t, long.digits("000"))
	assert.Equal(t, pos.Rupiah(999_999_999_999), long.total())
	assert.False(t, long.add(10_000))

	var quick sum
	assert.True(t, quick.add(10_000))
	assert.True(t, quick.add(50_000))
	assert.Equal(t, "10.000 + 50.000", quick.line())

	kept := quick.copy()
	quick.back()
	assert.Equal(t, pos.Rupiah(60_000), kept.total())
}
