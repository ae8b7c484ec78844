package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2/driver/desktop"
	"github.com/stretchr/testify/assert"
)

// Ensure that a finger shows no pointer, however quickly it taps and however it
// trembles, and that a mouse does as soon as it is moved.
func TestPointer(t *testing.T) {
	now := time.Unix(0, 0)
	g := newGround(func() time.Time { return now })
	move := func(n int, apart time.Duration) (cursor desktop.Cursor) {
		for range n {
			now = now.Add(apart)
			cursor = g.Cursor()
		}
		return cursor
	}
	for range 20 { // taps, each from far away
		now = now.Add(200 * time.Millisecond)
		assert.Equal(t, desktop.HiddenCursor, move(2, time.Millisecond))
		g.press(true)
		assert.Equal(t, desktop.HiddenCursor, move(30, 10*time.Millisecond), "a finger that trembles")
		g.press(false)
	}
	assert.Equal(t, desktop.DefaultCursor, move(20, 10*time.Millisecond), "a mouse")
	assert.Equal(t, desktop.DefaultCursor, move(1, time.Minute), "a mouse that rested")
	g.press(true)
	g.press(false)
	assert.Equal(t, desktop.HiddenCursor, move(2, time.Millisecond), "a finger again")
}
