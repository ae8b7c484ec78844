package server

import (
	"time"

	"laci/pos"
	"laci/sync/dialect"
)

// Refused attempts are slowed down, by name. Nobody's wrong signatures can keep
// a right one out, because it is asked only after a refusal: the secrets are far
// too long to guess, what it saves is work and log.
const (
	strikesAllowed = 10              // refused attempts in a row before the answer becomes 429
	strikeRest     = 6 * time.Second // one attempt is forgiven this often
)

func newStrikes(now func() time.Time) *dialect.Pace {
	return dialect.NewPace(now, strikesAllowed, strikeRest)
}

// strike answers a refused attempt of all these names: with the refusal, or
// with 429 when one of them had too many.
func (s *Server) strike(refusal error, names ...string) error {
	var wait time.Duration
	for _, name := range names {
		wait = max(wait, s.strikes.Take(name))
	}
	if wait > 0 {
		return &refused{error: ErrTooMany, retry: wait}
	}
	s.log.Warn("attempt refused", "of", names, "code", pos.Code(refusal))
	return refusal
}
