package golden

import (
	"sync"
	"time"
)

// Clock is a time that a test moves.
type Clock struct {
	mutex sync.Mutex
	at    time.Time
}

// NewClock makes a clock that stands at a time.
func NewClock(at time.Time) *Clock { return &Clock{at: at} }

// Now gives the time.
func (c *Clock) Now() time.Time {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.at
}

// Add puts the clock on.
func (c *Clock) Add(d time.Duration) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.at = c.at.Add(d)
}
