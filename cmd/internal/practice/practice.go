// Package practice is a payment system to try gateways with: a practice till that
// speaks as each system the till knows, and pays its codes by itself.
package practice

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"laci/cmd/internal/house"
	"laci/pos"
)

// Options say how a practice gateway runs.
type Options struct {
	Dir     string // of its till, made if it is missing
	Listen  string // "host:port" of this machine, port 0 for any free one
	Version string
	Plan    Plan
	Log     slog.Handler // gets every record; nil for none
}

// Practice is a running practice gateway. Make it with Open; Close ends it.
type Practice struct {
	house *house.House
	log   *slog.Logger
	post  *post
	front *http.Server
	at    net.Listener
	stop  context.CancelFunc
	tasks sync.WaitGroup

	accounts []Account

	mutex  sync.Mutex
	plan   Plan
	cursor pos.Cursor  // how far the journal was read
	first  []pos.Order // whose answers wait for their callbacks
	asked  int         // requests that were answered, for the rule that fails every other one
	ctx    context.Context
}

// Open opens the till, makes an account for each system, and listens.
func Open(ctx context.Context, o Options) (*Practice, error) {
	if err := o.Plan.check(); err != nil {
		return nil, err
	}
	p := &Practice{plan: o.Plan, post: newPost()}
	opened, err := house.Open(ctx, house.Options{
		Dir: o.Dir, Program: "lacictl", Version: o.Version, Practice: true, Listen: "127.0.0.1:0", Log: o.Log, Deliver: p.post,
	})
	if err != nil {
		return nil, err
	}
	p.house, p.log = opened, opened.Log
	if err := p.begin(ctx, o); err != nil {
		return nil, errors.Join(err, opened.Close())
	}
	return p, nil
}

func (p *Practice) begin(ctx context.Context, o Options) (err error) {
	if err := p.house.ServerErr(); err != nil {
		return err
	}
	if p.at, err = new(net.ListenConfig).Listen(ctx, "tcp", o.Listen); err != nil {
		return fmt.Errorf("practice: %w", err)
	}
	if p.accounts, err = p.open(ctx, o.Dir); err != nil {
		return errors.Join(err, p.at.Close())
	}
	p.cursor = p.house.Till.Head()
	p.ctx, p.stop = context.WithCancel(context.WithoutCancel(ctx))
	p.front = &http.Server{Handler: p.handler(), ReadHeaderTimeout: 5 * time.Second,
		ErrorLog: slog.NewLogLogger(p.log.Handler(), slog.LevelDebug)}
	p.tasks.Go(func() {
		if err := p.front.Serve(p.at); !errors.Is(err, http.ErrServerClosed) {
			p.log.Error("practice gateway stopped", "error", err)
		}
	})
	p.tasks.Go(p.watch)
	return nil
}

// Address is where the practice gateway listens: "http://127.0.0.1:8418".
func (p *Practice) Address() string { return "http://" + p.at.Addr().String() }

// Close ends the gateway. What was not paid is not paid.
func (p *Practice) Close() error {
	p.stop()
	err := p.front.Close()
	p.tasks.Wait()
	return errors.Join(err, p.house.Close())
}
