package pos

import (
	"slices"
	"sync"
	"time"
)

const (
	clockWarn   = time.Minute     // an offset from here on is said
	clockWindow = 5 * time.Minute // a signed callback is at most so far off; beyond it none is believed
	clockFresh  = time.Hour       // what was said longer ago says nothing of now
)

// ClockTrust is what the till knows of its own clock.
type ClockTrust struct {
	Offset  time.Duration // what to add to the till's clock; 0 while nobody said a time
	Sources int           // how many said a time within the last hour
	Behind  time.Duration // by how much the clock stands behind the newest entry
}

// Warn tells whether the clock is off by a minute or more.
func (c ClockTrust) Warn() bool {
	return c.Offset.Abs() >= clockWarn || c.Behind >= clockWarn
}

// Trusted tells whether signed callbacks may confirm: the clock is off by no
// more than the five minutes that their signatures allow. Others' word counts
// more than the newest entry, which a clock that once ran ahead has stamped.
func (c ClockTrust) Trusted() bool {
	if c.Sources > 0 {
		return c.Offset.Abs() <= clockWindow
	}
	return c.Behind <= clockWindow
}

// clockGuard compares the till's clock with what others say the time is.
type clockGuard struct {
	mutex sync.Mutex
	said  map[string]timeSaid // source → its newest word
}

// timeSaid is a time somebody said, and when by our clock.
type timeSaid struct{ theirs, ours time.Time }

// hear notes a time that a source said. One far off and not newer than its last
// says nothing: old words may be played again.
func (g *clockGuard) hear(source string, theirs, ours time.Time) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if g.said == nil {
		g.said = map[string]timeSaid{}
	}
	off := theirs.Sub(ours).Abs()
	if last, ok := g.said[source]; ok && off > clockWindow && !theirs.After(last.theirs) {
		return
	}
	g.said[source] = timeSaid{theirs, ours}
}

// estimate gives the middle of what the sources say our clock is off by; of two
// in the middle the smaller.
func (g *clockGuard) estimate(now time.Time) (offset time.Duration, sources int) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	var offsets []time.Duration
	for _, s := range g.said {
		if age := now.Sub(s.ours); age >= 0 && age <= clockFresh {
			offsets = append(offsets, s.theirs.Sub(s.ours))
		}
	}
	if len(offsets) == 0 {
		return 0, 0
	}
	slices.Sort(offsets)
	low, high := offsets[(len(offsets)-1)/2], offsets[len(offsets)/2]
	if low.Abs() < high.Abs() {
		return low, len(offsets)
	}
	return high, len(offsets)
}

// HeardTime notes the time that a source or server says it is just now: the
// stamp of a good signature, stale or not, or the Date of an answer. A wrong
// signature says nothing.
func (t *Till) HeardTime(source string, theirs time.Time) {
	t.clock.hear(source, theirs, t.now())
}

// ClockTrust tells how far the till's clock can be believed.
func (t *Till) ClockTrust() ClockTrust {
	offset, sources := t.clock.estimate(t.now())
	return ClockTrust{Offset: offset, Sources: sources, Behind: t.ClockBehind()}
}

// clockBack tells whether a time stands so far behind the newest entry that the
// clock must be wrong.
func (x *txn) clockBack(at time.Time) bool { return x.head.At.Sub(at) >= clockWarn }
