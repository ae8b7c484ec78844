package gateway

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"laci/pos"
)

// Options are what a desk is made of. Only Till is needed.
type Options struct {
	Till   Till
	Log    *slog.Logger
	Now    func() time.Time     // the clock; time.Now when nil
	Mono   func() time.Duration // time that does not count while the machine sleeps; the process' own when nil
	Client *http.Client         // one that follows no redirects; its own when nil

	Beat    time.Duration // how often the clock and the network are looked at; 2 s when 0
	Network func() string // names the addresses of this machine; the machine's own when nil
}

// Desk deals with every gateway of the shop: it makes codes, takes callbacks and,
// while Run runs, asks about money.
type Desk struct {
	till   Till
	log    *slog.Logger
	now    func() time.Time
	mono   func() time.Duration
	client *http.Client

	beatEvery time.Duration
	network   func() string

	mutex sync.Mutex
	open  map[string]*account
	asks  chan wake // callbacks that want an order asked about
	taken taken
}

// account is a gateway that is being spoken to.
type account struct {
	pos.Gateway
	kind   Kind
	system System
	hook   []byte // makes the addresses of its callbacks
	pace   *pace
	barred atomic.Bool // it refused the credentials last
}

// New makes a desk.
func New(o Options) *Desk {
	d := &Desk{till: o.Till, log: o.Log, now: o.Now, mono: o.Mono, client: o.Client, beatEvery: cmp.Or(o.Beat, usualBeat), network: o.Network,
		open: map[string]*account{}, asks: make(chan wake, wakesMost)}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	if d.now == nil {
		d.now = time.Now
	}
	if d.mono == nil {
		start := time.Now()
		d.mono = func() time.Duration { return time.Since(start) }
	}
	if d.client == nil {
		d.client = client()
	}
	if d.network == nil {
		d.network = addresses
	}
	return d
}

// account opens a gateway of the shop, or finds it open. One that was removed is
// pos.ErrGateway.
func (d *Desk) account(ctx context.Context, name string) (*account, error) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	for _, g := range d.till.Gateways() {
		if g.Name != name {
			continue
		}
		if known := d.open[name]; known != nil && known.Added.Equal(g.Added) {
			return known, nil
		}
		opened, err := d.openAccount(ctx, g)
		if err == nil {
			d.open[name] = opened
		}
		return opened, err
	}
	delete(d.open, name)
	return nil, fmt.Errorf("gateway %q: %w", name, pos.ErrGateway)
}

func (d *Desk) openAccount(ctx context.Context, g pos.Gateway) (*account, error) {
	k, err := KindOf(g.System)
	if err != nil {
		return nil, err
	}
	secrets, err := d.till.GatewayCredentials(ctx, g.Name)
	if err != nil {
		return nil, err
	}
	return &account{Gateway: g, kind: k, hook: []byte(secrets["hook"]), pace: newPace(k.Pace, g.Daily),
		system: k.open(Account{Base: g.Base, Options: g.Options, Secrets: secrets, Now: d.now, Client: d.client,
			Heard: func(theirs time.Time) { d.till.HeardTime(g.Name, theirs) }})}, nil
}

// codeLife is how long a code must be payable beyond the time it is shown: it may
// be shown again for half an hour.
const codeLife = 30 * time.Minute

// Code asks a gateway for a code of what is payable on an order.
func (d *Desk) Code(ctx context.Context, gateway string, o pos.Order) (pos.GatewayCode, error) {
	a, err := d.account(ctx, gateway)
	if err != nil {
		return pos.GatewayCode{}, err
	}
	shop := d.till.Shop()
	shown := o.Life
	if shown == 0 {
		shown = time.Duration(shop.ShowSeconds) * time.Second
	}
	code, err := a.system.Create(ctx, Wish{Order: o, Callback: a.callback(shop.PublicAddress, o), Until: d.now().Add(shown + codeLife)})
	d.contact(ctx, a, err)
	return code, err
}

// contact notes how it went with a gateway. Only an answer that could be read
// counts: one that refuses the credentials will not tell of money either. What
// ended because nobody wanted it any more says nothing.
func (d *Desk) contact(ctx context.Context, a *account, err error) {
	switch {
	case err == nil, refusedOnly(err):
		a.barred.Store(false)
		d.till.GatewayHeard(a.Name)
	case errors.Is(err, ErrAccess):
		a.barred.Store(true)
		d.till.GatewaySilent(a.Name, false)
	case ctx.Err() != context.Canceled:
		d.till.GatewaySilent(a.Name, offline(err))
	}
}

// Test asks a gateway about an order nobody made: the till reaches it, and it
// knows the credentials, when err is nil.
func (d *Desk) Test(ctx context.Context, name string) error {
	a, err := d.account(ctx, name)
	if err != nil {
		return err
	}
	nobody := pos.Order{Gateway: name, Placed: d.now(), GatewayRef: "laci-" + rand.Text()}
	_, err = a.system.Query(ctx, []pos.Order{nobody})
	if refusedOnly(err) {
		err = nil // it knows us, and not that order
	}
	d.contact(ctx, a, err)
	return err
}
