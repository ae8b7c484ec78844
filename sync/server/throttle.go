package server

import (
	"sync"
	"time"

	"laci/pos"
)

const (
	strikesAllowed = 10              // refused attempts in a row before the answer becomes 429
	strikeRest     = 6 * time.Second // one attempt is forgiven this often
	strikersKept   = 1024            // names remembered; beyond them all strangers share one
)

// throttle slows down those whose attempts are refused. It is asked only after
// a refusal, so nobody's wrong signatures can keep a right one out: the secrets
// are far too long to guess, what it saves is work and log.
type throttle struct {
	now func() time.Time
	mu  sync.Mutex
	due map[string]time.Time // when the last strike of a name will be forgiven
}

func newThrottle(now func() time.Time) *throttle {
	return &throttle{now: now, due: map[string]time.Time{}}
}

// strike counts a refused attempt of name and tells how long to wait before
// the next one: zero while it has attempts left.
func (t *throttle) strike(name string) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	if _, known := t.due[name]; !known && len(t.due) >= strikersKept {
		t.forgive(now)
		if len(t.due) >= strikersKept {
			name = ""
		}
	}
	due := t.due[name]
	if due.Before(now) {
		due = now
	}
	if over := due.Add(strikeRest).Sub(now) - strikesAllowed*strikeRest; over > 0 {
		return over
	}
	t.due[name] = due.Add(strikeRest)
	return 0
}

// forgive forgets the names that owe nothing any more.
func (t *throttle) forgive(now time.Time) {
	for name, due := range t.due {
		if !due.After(now) {
			delete(t.due, name)
		}
	}
}

// strike answers a refused attempt of all these names: with the refusal, or
// with 429 when one of them had too many.
func (s *Server) strike(refusal error, names ...string) error {
	var wait time.Duration
	for _, name := range names {
		wait = max(wait, s.strikes.strike(name))
	}
	if wait > 0 {
		return &answer{error: ErrTooMany, retry: wait}
	}
	s.log.Warn("attempt refused", "of", names, "code", pos.Code(refusal))
	return refusal
}
