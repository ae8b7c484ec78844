// Package house is what both programs share: it opens the till with the key
// file beside it, keeps its log, names its holder, answers verbs on a socket,
// ticks, and runs the server.
package house

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"laci/pos"
	"laci/sync/gateway"
	"laci/sync/printer"
	"laci/sync/server"
	"laci/sync/webhook"
)

// Options say which till to open and where its server listens.
type Options struct {
	Dir      string // data directory, made if it is missing
	Program  string // "laci" or "lacictl": a second start names it
	Version  string // the program's
	Practice bool   // make a practice till of a new directory; a live one is refused with pos.ErrLive

	Listen    string   // "host:port" of this machine; "" is server.DefaultAddr, port 0 any free one
	ListenLAN string   // "host:port" for others while the settings let them in; "" is server.DefaultLANAddr
	Hosts     []string // names by which clients call this till, besides this machine's and those of the settings

	Screen bool // the program has a counter's screen and says with Shows what is on it

	Deliver http.RoundTripper // carries webhooks anywhere, instead of where the settings allow; a practice gateway's own

	Now func() time.Time // nil is time.Now
	Log slog.Handler     // gets every record besides DIR/log; nil for none
}

// House is an open till with everything that runs around it. Make it with
// Open; Close ends it.
type House struct {
	Till *pos.Till
	Log  *slog.Logger

	dir       string
	keys      ring
	logs      *logFile
	server    *server.Server
	serverErr error
	verbs     *http.Server // nil when the socket could not be made
	prints    *printer.Queue
	desk      *gateway.Desk
	post      *webhook.Post // nil when its file could not be opened
	shown     atomic.Pointer[pos.ID]
	stop      context.CancelFunc
	running   sync.WaitGroup
}

// Shows says which order is on the counter's screen, the zero ID for none: the
// customer's display follows it.
func (h *House) Shows(id pos.ID) { h.shown.Store(&id) }

// showing is the order that was said last; nil, which asks for nothing, where the
// program has no screen.
func (h *House) showing(screen bool) func() pos.ID {
	if !screen {
		return nil
	}
	return func() pos.ID {
		if id := h.shown.Load(); id != nil {
			return *id
		}
		return pos.ID{}
	}
}

// Open opens the till of a directory, or fails with a RunningError that names
// the program that holds it. A server that cannot listen does not keep the
// till from opening: see ServerErr. ctx is for the opening; Close ends the rest.
func Open(ctx context.Context, o Options) (*House, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	logs := &logFile{dir: filepath.Join(o.Dir, logFolder)}
	log := slog.New(slog.NewTextHandler(logs, nil))
	if o.Log != nil {
		log = slog.New(slog.NewMultiHandler(log.Handler(), o.Log))
	}
	keys := osRing(!o.Practice)
	till, err := openTill(ctx, pos.Options{Dir: o.Dir, Now: o.Now, Practice: o.Practice, Log: log}, keys)
	if err != nil {
		return nil, errors.Join(named(o.Dir, err), logs.Close())
	}
	if o.Practice && !till.Shop().Practice {
		return nil, errors.Join(fmt.Errorf("house: this directory holds a live till: %w", pos.ErrLive), till.Close(), logs.Close())
	}
	h := &House{Till: till, Log: log, dir: o.Dir, keys: keys, logs: logs}
	h.start(ctx, o)
	return h, nil
}

// start starts what runs around the till. Nothing of it is needed to sell, so
// what fails is said and the rest goes on.
func (h *House) start(ctx context.Context, o Options) {
	ctx, h.stop = context.WithCancel(context.WithoutCancel(ctx))
	desk := gateway.New(gateway.Options{Till: h.Till, Log: h.Log, Now: o.Now})
	h.Till.SetCharger(desk)
	h.desk = desk
	h.openPost(ctx, o)
	h.server = server.New(server.Options{
		Till: h.Till, Log: h.Log, Now: o.Now, Version: o.Version, Gateways: desk, Post: h.told(),
		Addr: o.Listen, LANAddr: o.ListenLAN, Dir: h.dir, AllowedHosts: append(machineNames(), o.Hosts...), Dialects: h.dialects(ctx, o, desk),
		Showing: h.showing(o.Screen),
	})
	if h.serverErr = h.server.Start(ctx); h.serverErr != nil {
		h.Log.Error("server is not up", "address", o.Listen, "error", h.serverErr)
	}
	h.prints = printer.NewQueue(func() (printer.Printer, error) { return printerOf(h.Till) })
	run := Run{PID: os.Getpid(), Program: o.Program, Address: h.server.Addr()}
	if err := run.write(h.dir); err != nil {
		h.Log.Error("run file not written", "error", err)
	}
	if listener, err := listenSocket(h.dir); err != nil {
		h.Log.Error("socket not made", "error", err)
	} else {
		h.answerVerbs(listener)
	}
	h.running.Go(func() { h.tick(ctx) })
	h.running.Go(func() { desk.Run(ctx) })
	h.running.Go(func() { h.examine(ctx) })
	h.running.Go(func() { h.backUp(ctx, o.Now) })
	if err := h.KeyErr(); err != nil {
		h.Log.Error("secrets cannot be read", "error", err)
	}
	h.Log.Info("till open", "program", o.Program, "version", o.Version, "pid", run.PID, "address", run.Address, "head", h.Till.Head())
}

// openPost starts to tell programs elsewhere what happens.
func (h *House) openPost(ctx context.Context, o Options) {
	options := webhook.Options{Dir: h.dir, Till: h.Till, Forms: forms(), Now: o.Now, Log: h.Log}
	if o.Deliver != nil {
		options.Client = func(string, pos.Settings, bool) (*http.Client, error) {
			return &http.Client{Transport: o.Deliver, Timeout: closeTimeout}, nil
		}
	}
	post, err := webhook.Open(options)
	if err != nil {
		h.Log.Error("webhooks not told", "error", err)
		return
	}
	h.post = post
	h.running.Go(func() { post.Run(ctx) })
}

// machineNames are the names by which others in a network know this machine.
func machineNames() []string {
	name, err := os.Hostname()
	if err != nil || name == "" {
		return nil
	}
	return []string{name, name + ".local"}
}

// answerVerbs serves the socket until Close.
func (h *House) answerVerbs(listener net.Listener) {
	h.verbs = &http.Server{Handler: serveVerbs(h), ReadHeaderTimeout: 5 * time.Second,
		BaseContext: func(net.Listener) context.Context { return withPost(context.Background(), h.dir, h.post) }}
	h.running.Go(func() {
		if err := h.verbs.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			h.Log.Error("socket stopped", "error", err)
		}
	})
}

// tick lets the till expire codes every second. An error that stays is logged
// once.
func (h *House) tick(ctx context.Context) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	last := ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		said := ""
		if err := h.Till.Tick(ctx); err != nil && ctx.Err() == nil {
			said = err.Error()
		}
		if said != "" && said != last {
			h.Log.Error("tick failed", "error", said)
		}
		last = said
	}
}

// KeyErr says which secrets cannot be read because laci.key was lost, or is of
// another machine: ErrKeyLost; or that none can while the keyring is closed:
// ErrKeyring; nil when all can. The till sells all the same.
func (h *House) KeyErr() error {
	if lost := h.Till.Unreadable(); len(lost) > 0 {
		if _, err := h.keys.plain(filepath.Join(h.dir, keyName)); errors.Is(err, ErrKeyring) {
			return err
		}
		return fmt.Errorf("%w: %s", ErrKeyLost, strings.Join(lost, ", "))
	}
	return nil
}

// ServerErr says why the server is not up, with a code word; nil when it is.
func (h *House) ServerErr() error { return h.serverErr }

// Address is "host:port" of the server, "" when it is not up.
func (h *House) Address() string { return h.server.Addr() }

// closeTimeout is how long verbs under way may take when the house closes.
const closeTimeout = 5 * time.Second

// Close ends the server, the socket and the ticks, and then the till. What was
// being saved is saved and answered.
func (h *House) Close() error {
	errs := []error{h.server.Close()}
	if h.verbs != nil {
		ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
		if h.verbs.Shutdown(ctx) != nil {
			errs = append(errs, h.verbs.Close())
		}
		cancel()
	}
	h.stop()
	h.running.Wait()
	h.prints.Close()
	if h.post != nil {
		errs = append(errs, h.post.Close())
	}
	errs = append(errs, remove(h.dir, socketName), remove(h.dir, runName), h.Till.Close())
	err := errors.Join(errs...)
	if err != nil {
		h.Log.Error("till closed", "error", err)
	} else {
		h.Log.Info("till closed")
	}
	return errors.Join(err, h.logs.Close())
}

// remove removes a file of the directory that may be gone already.
func remove(dir, name string) error {
	if err := os.Remove(filepath.Join(dir, name)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
