package gateway

import (
	"context"
	"errors"
	"net/http"
	"time"

	"laci/pos"
)

// lane is how it stands with one gateway: while it does not answer, one question
// at a time finds out whether it does again.
type lane struct {
	first  time.Duration // until an order is asked about for the first time
	pace   *pace
	batch  int           // orders one question is about
	asking int           // questions under way
	tries  int           // questions in a row that had no answer
	rest   time.Duration // none is asked before, as the machine runs; a wake ends it
	held   time.Duration // the gateway itself said so; nothing ends it
	last   time.Duration // when it was asked anything
}

// lanesMost is how many questions one gateway is asked at a time.
const lanesMost = 4

// lane finds the lane of a gateway, with what it allows.
func (l *loop) lane(name string) *lane {
	if known := l.lanes[name]; known != nil {
		return known
	}
	fresh := &lane{first: 2 * time.Second, pace: newPace(60, 0), batch: 1, last: l.mono()}
	if a, err := l.account(context.Background(), name); err == nil {
		fresh.first, fresh.pace, fresh.batch = time.Duration(a.Poll)*time.Millisecond, a.pace, a.kind.Batch
	}
	l.lanes[name] = fresh
	return fresh
}

// down tells whether the gateway left the last question without an answer.
func (l *lane) down() bool { return l.tries > 0 }

// free tells how long until the gateway may be asked something.
func (l *lane) free(now time.Duration) time.Duration {
	most := lanesMost
	if l.down() || l.batch > 1 {
		most = 1
	}
	switch {
	case l.asking >= most:
		return time.Hour // an answer comes before
	case now < max(l.rest, l.held):
		return max(l.rest, l.held) - now
	}
	return 0
}

// answer is what came of a question.
type answer struct {
	gateway string
	batch   []*watch // none when it only asked whether the gateway is there
	err     error
}

// ask asks a gateway about orders and takes what it says.
func (l *loop) ask(ctx context.Context, name string, batch []*watch) {
	err := l.question(ctx, name, batch)
	l.answers <- answer{name, batch, err}
}

func (l *loop) question(ctx context.Context, name string, batch []*watch) error {
	a, err := l.account(ctx, name)
	if err != nil {
		return err
	}
	byID := map[string]pos.Order{}
	var orders []pos.Order
	for _, w := range batch {
		o, err := l.till.Order(ctx, w.id)
		if err != nil {
			return err
		}
		if !o.Asking() {
			continue
		}
		byID[o.ID.String()] = o
		orders = append(orders, o)
	}
	if len(orders) == 0 {
		return nil
	}
	words, err := a.system.Query(ctx, orders)
	l.contact(ctx, a, err)
	for _, word := range words {
		o, ok := byID[word.Order]
		if !ok {
			continue
		}
		if _, err := l.take(ctx, a, o, word, a.Surest); err != nil {
			return err
		}
	}
	return err
}

// heard sets what an answer means for the gateway and for the orders it was
// about.
func (l *loop) heard(ctx context.Context, a answer) {
	lane := l.lane(a.gateway)
	lane.asking--
	switch {
	case errors.Is(a.err, pos.ErrGateway):
		delete(l.lanes, a.gateway)
	case a.err == nil, refusedOnly(a.err):
		if lane.down() {
			lane.tries, lane.rest = 0, 0
			l.hint(ctx, wake{gateway: a.gateway})
		}
	default:
		l.fell(lane, a)
	}
	for _, w := range a.batch {
		w.asking = false
		if a.err == nil || refusedOnly(a.err) {
			l.postpone(w)
		}
		l.look(ctx, w.id, time.Time{})
	}
}

// fell makes a gateway that did not answer rest, ever longer.
func (l *loop) fell(lane *lane, a answer) {
	if lane.tries == 0 {
		l.log.Warn("gateway does not answer", "gateway", a.gateway, "error", a.err)
	}
	lane.rest = l.mono() + jitter(steps[min(lane.tries, len(steps)-1)]*lane.first/2)
	lane.tries++
	var r *refusal
	if errors.As(a.err, &r) && r.retry > 0 {
		lane.held = l.mono() + r.retry
	}
}

// probeEvery is how long a gateway is left alone, in multiples of the first wait:
// a minute.
const probeEvery = 30

// probe asks gateways that were not asked anything for a while whether they are
// there. It costs none of what the account allows.
func (l *loop) probe(ctx context.Context) {
	for _, g := range l.till.Gateways() {
		lane := l.lane(g.Name)
		if now := l.mono(); lane.asking > 0 || now < max(lane.rest, lane.held) || now-lane.last < probeEvery*lane.first {
			continue
		}
		lane.asking++
		lane.last = l.mono()
		l.running.Go(func() { l.answers <- answer{gateway: g.Name, err: l.reach(ctx, g)} })
	}
}

// reach tells whether anything answers at a gateway's address. That it is there
// does not make up for its refusing the credentials.
func (l *loop) reach(ctx context.Context, g pos.Gateway) error {
	a, err := l.account(ctx, g.Name)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodHead, g.Base, nil)
	if err != nil {
		return err
	}
	response, err := l.client.Do(request)
	if err != nil {
		if ctx.Err() == nil {
			l.till.GatewaySilent(g.Name, offline(err))
		}
		return errors.Join(ErrUnreachable, err)
	}
	if err := response.Body.Close(); err != nil || a.barred.Load() {
		return errors.Join(ErrAccess, err)
	}
	l.till.GatewayHeard(g.Name)
	return nil
}
