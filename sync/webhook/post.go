package webhook

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"laci/pos"
)

// Options are what a Post is made of. Dir and Till are needed.
type Options struct {
	Dir   string // of the till's files
	Till  *pos.Till
	Forms map[string]Form // by dialect, how callers with its keys are told
	Now   func() time.Time
	Log   *slog.Logger

	// Client says how an address is called; nil calls https addresses that the
	// owner allowed, and nothing of the machine or the shop's own network.
	Client func(address string, s pos.Settings, owner bool) (*http.Client, error)
}

// Post tells listeners what happened. Make it with Open, run it with Run, and
// Close it afterwards.
type Post struct {
	o    Options
	box  *outbox
	poke chan struct{}   // something to tell came from elsewhere than the journal
	back chan Delivery   // what became of an attempt
	busy map[string]bool // ids and hosts under way; the loop's own
}

const (
	atOnce   = 8                  // attempts under way
	page     = 200                // entries read at once
	pruning  = time.Hour          // between two
	backlog  = 24 * time.Hour     // told again after the outbox was lost
	tiredFor = 5 * 24 * time.Hour // a listener that was not heard so long is switched off
)

// Open opens what is still to be told. Another program that has it open makes it
// fail.
func Open(o Options) (*Post, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Client == nil {
		o.Client = newClients().of
	}
	box, err := openOutbox(o.Dir)
	if err != nil {
		return nil, err
	}
	return &Post{o: o, box: box, poke: make(chan struct{}, 1), back: make(chan Delivery), busy: map[string]bool{}}, nil
}

// Close closes the file; Run must have ended.
func (p *Post) Close() error { return p.box.close() }

// Run tells whatever there is to tell until ctx ends, and waits for the attempts
// that are under way. A store that cannot be read is asked again in a while.
func (p *Post) Run(ctx context.Context) {
	heads, end := p.o.Till.Watch()
	defer end()
	last, said := time.Time{}, ""
	for {
		next, err := p.turn(ctx)
		if now := p.o.Now(); now.Sub(last) > pruning && err == nil {
			last, err = now, p.box.prune()
		}
		if err != nil && ctx.Err() == nil && err.Error() != said {
			p.o.Log.Error("webhooks", "error", err)
			said = err.Error()
		}
		timer := time.NewTimer(p.wait(next, err))
		select {
		case <-ctx.Done():
			timer.Stop()
			p.drain()
			return
		case _, open := <-heads:
			if !open {
				heads = nil // the till closes; ctx ends soon
			}
		case <-p.poke:
		case <-timer.C:
		case d := <-p.back:
			p.settled(d)
		}
		timer.Stop()
	}
}

// wait is how long nothing is to be done.
func (p *Post) wait(next time.Time, err error) time.Duration {
	const look = time.Minute // also in case the clock was set
	if err != nil {
		return 5 * time.Second
	}
	if next.IsZero() {
		return look
	}
	return max(0, min(look, next.Sub(p.o.Now())))
}

// turn reads the journal and starts what is due. It gives when the next is due.
func (p *Post) turn(ctx context.Context) (next time.Time, err error) {
	if err := p.collect(ctx); err != nil {
		return next, err
	}
	// What is under way comes back by itself.
	rows, next, err := p.box.due(p.o.Now(), func(d Delivery) bool { return p.busy[d.ID.String()] || p.busy[host(d.URL)] })
	for _, d := range rows {
		if len(p.busy) >= 2*atOnce {
			break
		}
		if p.busy[host(d.URL)] {
			continue // one at a time to each host
		}
		p.busy[d.ID.String()], p.busy[host(d.URL)] = true, true
		go func() { p.back <- p.attempt(ctx, d) }()
	}
	return next, err
}

func host(address string) string {
	at, err := url.Parse(address)
	if err != nil {
		return address
	}
	return strings.ToLower(at.Host)
}

// drain waits for what is under way.
func (p *Post) drain() {
	for len(p.busy) > 0 {
		p.settled(<-p.back)
	}
}

// settled stores what became of an attempt.
func (p *Post) settled(d Delivery) {
	delete(p.busy, d.ID.String())
	delete(p.busy, host(d.URL))
	if err := p.box.save(d); err != nil {
		p.o.Log.Error("webhook not stored", "to", d.To, "error", err)
		return
	}
	gone := d.Status == http.StatusGone
	if gone || d.State != Done && d.Last.Sub(d.Made) > tiredFor {
		p.o.Log.Warn("webhook switched off", "to", d.To, "status", d.Status, "said", d.Said)
		if err := p.box.turn(d.To, true, p.o.Now()); err != nil {
			p.o.Log.Error("webhook not switched off", "to", d.To, "error", err)
		}
	}
}

// attempt tells once, and says what is next.
func (p *Post) attempt(ctx context.Context, d Delivery) Delivery {
	form := p.form(d.Form)
	now := p.o.Now()
	got, err := p.tell(ctx, d, form, now)
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		return d // the till closes: told again when it opens
	}
	d.Attempts, d.Last, d.Status, d.Said = d.Attempts+1, now, got.status, got.said
	if err != nil {
		d.Said = excerpt(err.Error())
	}
	if err == nil && got.status >= 200 && got.status < 300 {
		d.State, d.Next = Done, time.Time{}
		return d
	}
	d.later(now, form.Waits(), got.after)
	p.o.Log.Warn("webhook not heard", "to", d.To, "order", d.Order, "attempt", d.Attempts, "status", d.Status, "said", d.Said, "next", d.Next)
	return d
}

func (p *Post) tell(ctx context.Context, d Delivery, form Form, now time.Time) (answer, error) {
	listener, secret, err := p.secret(ctx, d.To)
	if err == nil && d.Form == "" && len(secret) == 0 {
		err = errors.New("webhook: the listener has no secret to sign with")
	}
	if err != nil {
		return answer{}, err
	}
	client, err := p.o.Client(d.URL, p.o.Till.Shop().Settings, strings.HasPrefix(d.To, "hook:"))
	if err != nil {
		return answer{}, err
	}
	return post(ctx, client, d.URL, form.Header(Attempt{listener, secret, "msg_" + d.ID.String(), d.Event, d.Attempts, now, d.Body}), d.Body, now)
}

// secret is what deliveries to a listener are signed with, and the public
// identifier it goes with. A system without a signing secret signs both ways
// with the one it has.
func (p *Post) secret(ctx context.Context, to string) (client string, secret []byte, err error) {
	if name, ok := strings.CutPrefix(to, "hook:"); ok {
		secret, err = p.o.Till.HookSecret(ctx, name)
		return "", secret, err
	}
	name, program := strings.CutPrefix(to, "api:")
	if !program {
		return "", nil, nil // a web account's system signs nothing
	}
	secret, signing, err := p.o.Till.KeySecrets(ctx, name)
	if len(signing) > 0 {
		secret = signing
	}
	for _, key := range p.o.Till.Keys() {
		if key.Name == name {
			client = key.Client
		}
	}
	return client, secret, err
}

// form finds a manner of telling; the standard one stands in.
func (p *Post) form(name string) Form {
	if form, ok := p.o.Forms[name]; ok {
		return form
	}
	return standard{}
}

// Deliveries gives the newest, to one listener ("hook:NAME", "api:NAME") or to
// all with "".
func (p *Post) Deliveries(to string, limit int) ([]Delivery, error) { return p.box.list(to, limit) }

// Off tells whether a listener was switched off: it answered that it is gone, or
// was not heard for five days.
func (p *Post) Off(to string) (bool, error) { return p.box.off(to) }

// Replay switches a listener on again and tells it now whatever it missed.
func (p *Post) Replay(to string) error {
	if err := p.box.turn(to, false, p.o.Now()); err != nil {
		return fmt.Errorf("webhook: %w", err)
	}
	select {
	case p.poke <- struct{}{}:
	default:
	}
	return nil
}
