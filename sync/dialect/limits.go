package dialect

import (
	"net/http"
	"sync"
	"time"
)

const (
	strikesAllowed = 10              // wrong credentials in a row from an address before the answer becomes 429
	strikeRest     = 6 * time.Second // one is forgiven this often
)

// Limits are how often the callers of a dialect may ask when its document leaves
// that open: a program as often as the owner's settings say, and an address with
// wrong credentials ten times in a row, then once every six seconds.
type Limits struct {
	now     func() time.Time
	rate    func() int
	strikes *Pace
	mu      sync.Mutex
	turns   *Pace // at the rate it was made for
	made    int
}

// NewLimits makes limits; rate is how many requests a second one key may make,
// as it is now.
func NewLimits(now func() time.Time, rate func() int) *Limits {
	return &Limits{now: now, rate: rate, strikes: NewPace(now, strikesAllowed, strikeRest)}
}

// TooMany refuses whoever came too often; Wait is when to come again.
type TooMany struct{ Wait time.Duration }

// Error gives the English line for logs.
func (t *TooMany) Error() string { return "dialect: asked too often" }

// Code gives the stable code word.
func (t *TooMany) Code() string { return "rate_exceeded" }

// Admit takes a turn of a program that proved itself, or fails with TooMany.
func (l *Limits) Admit(caller string) error { return take(l.paced(), caller) }

// paced gives the turns at the rate as it is now.
func (l *Limits) paced() *Pace {
	rate := l.rate()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.turns == nil || l.made != rate {
		l.turns, l.made = PerSecond(l.now, rate), rate
	}
	return l.turns
}

// Strike gives what a request with wrong credentials is answered with: the
// refusal, or TooMany. It is asked only after a refusal, so that nobody's wrong
// credentials keep right ones out.
func (l *Limits) Strike(r *http.Request, refusal error) error {
	if err := take(l.strikes, Remote(r)); err != nil {
		return err
	}
	return refusal
}

func take(p *Pace, name string) error {
	if wait := p.Take(name); wait > 0 {
		return &TooMany{wait}
	}
	return nil
}
