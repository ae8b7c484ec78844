package dialect

import (
	"sync"
	"time"
)

// namesKept is how many names a Pace remembers; beyond them all newcomers share
// one.
const namesKept = 1024

// Pace lets everybody do a thing so many times in a row and then only every so
// often. It is asked by name: a caller, an address, a pay page.
type Pace struct {
	now   func() time.Time
	burst int
	rest  time.Duration
	mu    sync.Mutex
	due   map[string]time.Time // when the last turn of a name will be forgiven
}

// NewPace lets each name have burst turns in a row; one is forgiven every rest.
func NewPace(now func() time.Time, burst int, rest time.Duration) *Pace {
	return &Pace{now: now, burst: burst, rest: rest, due: map[string]time.Time{}}
}

// PerSecond lets each name have so many turns a second, and twice as many at
// once.
func PerSecond(now func() time.Time, rate int) *Pace {
	return NewPace(now, 2*rate, time.Second/time.Duration(rate))
}

// Take takes a turn of name and tells how long to wait before the next one: zero
// while it has turns left, else nothing was taken.
func (p *Pace) Take(name string) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if _, known := p.due[name]; !known && len(p.due) >= namesKept {
		p.forgive(now)
		if len(p.due) >= namesKept {
			name = ""
		}
	}
	due := p.due[name]
	if due.Before(now) {
		due = now
	}
	if over := due.Add(p.rest).Sub(now) - time.Duration(p.burst)*p.rest; over > 0 {
		return over
	}
	p.due[name] = due.Add(p.rest)
	return 0
}

// forgive forgets the names that owe nothing any more.
func (p *Pace) forgive(now time.Time) {
	for name, due := range p.due {
		if !due.After(now) {
			delete(p.due, name)
		}
	}
}
