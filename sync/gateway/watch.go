package gateway

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"laci/pos"
)

// watch is an order that is asked about.
type watch struct {
	id      pos.ID
	gateway string
	until   time.Time     // it is not asked about later
	grace   time.Time     // from then on it is asked about seldom
	due     time.Duration // when it is asked about next, as the machine runs
	tries   int
	asking  bool
}

// steps are the waits between questions, in multiples of half the first: 2, 3, 5,
// 8, 13, 20, 30 s.
var steps = [...]time.Duration{2, 3, 5, 8, 13, 20, 30}

const (
	seldomStep = 300           // once the grace is over, 5 min
	graceMost  = 2 * time.Hour // an order that is shown for days is asked about seldom after that
	grace      = 30 * time.Minute
)

// see watches an order while its gateway has something to say about it. shown is
// when its code came on a screen just now; zero when it did not.
func (l *loop) see(o pos.Order, shown time.Time) {
	known := l.watched[o.ID]
	if !o.Asking() || l.now().After(o.AskUntil()) || !l.Has(o.Gateway) {
		delete(l.watched, o.ID)
		return
	}
	fresh := known == nil
	if fresh {
		if len(l.watched) >= watchMost {
			return
		}
		known = &watch{id: o.ID, gateway: o.Gateway}
		l.watched[o.ID] = known
	}
	known.until, known.grace = o.AskUntil(), seldomFrom(o, shown)
	if fresh || !shown.IsZero() && !known.asking {
		known.tries = 0
		l.postpone(known)
	}
}

// seldomFrom is from when on an order is asked about seldom: half an hour after
// its code left the screen, and in any case some hours after it came there.
func seldomFrom(o pos.Order, shown time.Time) time.Time {
	if shown.IsZero() {
		shown = o.FirstShown
	}
	if shown.IsZero() {
		return o.Placed.Add(grace)
	}
	if last := shown.Add(graceMost); last.Before(o.LastShown.Add(grace)) {
		return last
	}
	return o.LastShown.Add(grace)
}

// postpone sets when the order is asked about next.
func (l *loop) postpone(w *watch) {
	step := time.Duration(seldomStep)
	if l.now().Before(w.grace) {
		step = steps[min(w.tries, len(steps)-1)]
	}
	w.due = l.mono() + jitter(step*l.lane(w.gateway).first/2)
	w.tries++
}

// jitter moves a wait by up to a fifth, so that tills which woke up together do
// not ask together.
func jitter(wait time.Duration) time.Duration {
	return time.Duration(float64(wait) * (0.8 + 0.4*rand.Float64()))
}

// hint makes orders due now.
func (l *loop) hint(ctx context.Context, w wake) {
	if !w.order.IsZero() && l.watched[w.order] == nil {
		l.remind(ctx, w)
	}
	for name, lane := range l.lanes {
		if w.gateway == "" || w.gateway == name {
			lane.tries, lane.rest = 0, 0
		}
	}
	for _, watched := range l.watched {
		if (w.gateway == "" || w.gateway == watched.gateway) && (w.order.IsZero() || w.order == watched.id) {
			watched.due, watched.tries = 0, 0
		}
	}
}

// remind watches an order once more that was not watched any longer: its gateway
// has something to say.
func (l *loop) remind(ctx context.Context, w wake) {
	o, err := l.till.Order(ctx, w.order)
	if err != nil || o.Gateway != w.gateway {
		return
	}
	l.watched[o.ID] = &watch{id: o.ID, gateway: o.Gateway, until: l.now().Add(grace), grace: l.now().Add(grace)}
}

// start asks about what is due, as far as each gateway takes it, and tells when
// there is something to do next.
func (l *loop) start(ctx context.Context) time.Duration {
	next := time.Hour
	for name, lane := range l.lanes {
		next = min(next, l.serve(ctx, name, lane))
	}
	return max(next, time.Millisecond)
}

// serve asks one gateway about what is due and tells when it has something next.
func (l *loop) serve(ctx context.Context, name string, lane *lane) time.Duration {
	for {
		batch, wait := l.batch(name, lane)
		if len(batch) == 0 {
			return wait
		}
		if wait := lane.pace.take(l.mono()); wait > 0 {
			return wait
		}
		lane.asking++
		lane.last = l.mono()
		for _, w := range batch {
			w.asking = true
		}
		l.running.Go(func() { l.ask(ctx, name, batch) })
	}
}

// batch takes together what is due, those asked about least first, or tells when
// there will be something.
func (l *loop) batch(name string, lane *lane) (due []*watch, wait time.Duration) {
	now, wall := l.mono(), l.now()
	if wait := lane.free(now); wait > 0 {
		return nil, wait
	}
	wait = time.Hour
	for id, w := range l.watched {
		switch {
		case w.gateway != name || w.asking:
		case wall.After(w.until):
			delete(l.watched, id)
		case w.due <= now:
			due = append(due, w)
		default:
			wait = min(wait, w.due-now)
		}
	}
	slices.SortFunc(due, func(a, b *watch) int {
		return cmp.Or(cmp.Compare(min(a.tries, len(steps)), min(b.tries, len(steps))), cmp.Compare(a.due, b.due))
	})
	return due[:min(len(due), lane.batch)], wait
}
