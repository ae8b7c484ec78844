package pos

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Charger asks gateways for codes.
type Charger interface {
	// Code asks the gateway of that name for a code of what is payable on an
	// order, under the order's id. It returns when ctx ends.
	Code(ctx context.Context, gateway string, o Order) (GatewayCode, error)
}

// GatewayCode is a code that a gateway made.
type GatewayCode struct {
	Payload   string    // the text of the code
	Reference string    // the gateway's own name for it; "" when it has none
	Expires   time.Time // it cannot be paid later; zero when the gateway did not say
}

// lateMost is how long a gateway's answer is waited for after the shop's own
// code went up.
const lateMost = time.Minute

// preparations are the codes gateways are being asked for.
type preparations struct {
	mutex   sync.Mutex
	charger Charger
	under   map[ID]*preparation
	ctx     context.Context // of every request; ended with the till
	end     context.CancelFunc
	running sync.WaitGroup
}

func (p *preparations) open() {
	p.under = map[ID]*preparation{}
	p.ctx, p.end = context.WithCancel(context.Background())
}

// preparation is one order's wait for its code.
type preparation struct {
	done  chan struct{} // closed when the order needs no more waiting
	err   error         // why it was not shown, once done is closed
	leave context.CancelFunc
}

// codeAnswer is what came of asking, or why nothing did.
type codeAnswer struct {
	code GatewayCode
	why  string
}

// SetCharger gives the till the means to ask gateways. Until then, and with nil,
// every code is the shop's own.
func (t *Till) SetCharger(c Charger) {
	t.codes.mutex.Lock()
	defer t.codes.mutex.Unlock()
	t.codes.charger = c
}

// asks tells whether gateways can be asked.
func (t *Till) asks() bool {
	t.codes.mutex.Lock()
	defer t.codes.mutex.Unlock()
	return t.codes.charger != nil
}

// preparing tells whether an order waits for its gateway's code: it was placed
// for one and never shown.
func (o Order) preparing() bool {
	return o.Gateway != "" && o.FirstShown.IsZero() && o.Payable > 0 && (o.State == Placed || o.State == Awaiting)
}

// prepared waits until an order that was placed for a gateway's code is on the
// screen, cancelled or paid. A caller that leaves does not stop it.
func (t *Till) prepared(ctx context.Context, o Order) (Order, error) {
	c, err := t.prepare(o)
	if err != nil {
		return Order{}, err
	}
	select {
	case <-c.done:
		if c.err != nil {
			return Order{}, c.err
		}
		return t.Order(context.WithoutCancel(ctx), o.ID)
	case <-ctx.Done():
		return Order{}, ctx.Err()
	}
}

// prepare finds the wait of an order, or begins it.
func (t *Till) prepare(o Order) (*preparation, error) {
	t.codes.mutex.Lock()
	defer t.codes.mutex.Unlock()
	if t.codes.ctx.Err() != nil {
		return nil, ErrClosed
	}
	if known := t.codes.under[o.ID]; known != nil {
		return known, nil
	}
	ctx, cancel := context.WithTimeout(t.codes.ctx, lateMost)
	c := &preparation{done: make(chan struct{}), leave: cancel}
	t.codes.under[o.ID] = c
	charger := t.codes.charger
	t.codes.running.Go(func() {
		defer cancel()
		t.ask(ctx, c, charger, o)
	})
	return c, nil
}

// ask asks the gateway within its budget and then puts the order on the screen.
// An answer that comes later is remembered.
func (t *Till) ask(ctx context.Context, c *preparation, charger Charger, o Order) {
	if is, err := t.Order(ctx, o.ID); err != nil || !is.preparing() {
		t.endWait(c, o.ID, err) // an earlier wait of it ended just now
		return
	}
	answers := make(chan codeAnswer, 1)
	go func() { answers <- t.answer(ctx, charger, o) }()
	budget := time.Duration(0)
	if g := t.shop.Load().gateway(o.Gateway); g != nil {
		budget = time.Duration(g.Budget) * time.Millisecond
	}
	timer := time.NewTimer(budget)
	defer timer.Stop()
	var err error
	select {
	case answer := <-answers:
		if ctx.Err() == nil {
			err = t.show(o.ID, answer)
		}
		t.endWait(c, o.ID, err)
	case <-timer.C:
		t.endWait(c, o.ID, t.show(o.ID, codeAnswer{why: WhyLate}))
		t.remember(o, <-answers)
	case <-ctx.Done(): // cancelled, or the till closes
		t.endWait(c, o.ID, nil)
		<-answers
	}
}

// answer asks the gateway. Whatever it does, the till goes on.
func (t *Till) answer(ctx context.Context, charger Charger, o Order) (a codeAnswer) {
	a.why = WhyRefused
	defer func() {
		if panicked := recover(); panicked != nil {
			t.log.Error("gateway panicked", "gateway", o.Gateway, "panic", panicked)
		}
	}()
	if charger == nil {
		return a
	}
	code, err := charger.Code(ctx, o.Gateway, o)
	if err != nil {
		t.log.Warn("gateway made no code", "gateway", o.Gateway, "order", o.Number, "error", err)
		return a
	}
	return codeAnswer{code: code}
}

// show decides what an order is shown with. A till that closes leaves it as a
// crash would.
func (t *Till) show(id ID, a codeAnswer) error {
	return t.decide(context.Background(), func(x *txn) error { return x.showCode(id, a) })
}

// remember keeps a code that came too late to be shown.
func (t *Till) remember(o Order, a codeAnswer) {
	if a.why != "" {
		return
	}
	err := t.decide(context.Background(), func(x *txn) error {
		is, err := x.orderBy(o.ID)
		if err != nil || is.GatewayRef != "" {
			return err
		}
		return x.record("till", &codeAnswered{ID: o.ID, Gateway: o.Gateway,
			Reference: cleanText(a.code.Reference, textMost), CodeUntil: utc(a.code.Expires)})
	})
	if err != nil && !errors.Is(err, ErrClosed) {
		t.log.Error("late code not kept", "gateway", o.Gateway, "order", o.Number, "error", err)
	}
}

// endWait tells those who wait how it went.
func (t *Till) endWait(c *preparation, id ID, err error) {
	t.codes.mutex.Lock()
	defer t.codes.mutex.Unlock()
	if t.codes.ctx.Err() != nil && err == nil {
		err = ErrClosed
	}
	c.err = err
	delete(t.codes.under, id)
	close(c.done)
}

// stopPreparing ends the wait of an order that needs no code any more.
func (t *Till) stopPreparing(id ID) {
	t.codes.mutex.Lock()
	defer t.codes.mutex.Unlock()
	if c := t.codes.under[id]; c != nil {
		c.leave()
	}
}

// endPreparing ends every wait: the orders stay placed, as after a crash.
func (t *Till) endPreparing() {
	t.codes.mutex.Lock()
	t.codes.end()
	t.codes.mutex.Unlock()
	t.codes.running.Wait()
}

// CancelCharge gives up the order of a charge key: Batal while its code is being
// prepared. It returns ErrNotFound when the charge was not stored yet.
func (t *Till) CancelCharge(ctx context.Context, actor, key, reason string) (Order, error) {
	var o Order
	err := t.read(ctx, func(v view) (err error) {
		found := false
		if o, found, err = v.charged(actor + "\x00" + key); err == nil && !found {
			err = fmt.Errorf("charge: %w", ErrNotFound)
		}
		return err
	})
	if err != nil {
		return Order{}, err
	}
	return t.Cancel(ctx, o.ID, reason, actor)
}
