// Package server is the till's embedded HTTP server: the native API, signed
// callbacks that report money, and the journal as a websocket stream.
package server

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"laci/sync/dialect"
)

// DefaultAddr is where the server listens unless told otherwise: this machine
// only.
const DefaultAddr = "127.0.0.1:8417"

const (
	timeHeader  = 5 * time.Second  // to send a request's head
	timeRequest = 10 * time.Second // to send all of it
	timeAnswer  = 20 * time.Second // to answer it
	timeIdle    = 60 * time.Second // between two requests of one connection
	timeClose   = 8 * time.Second  // for requests under way when the server closes; net/http gives a connection that asked nothing yet five
)

// Options are what a server is made of. Only Till is needed.
type Options struct {
	Till         Till
	Log          *slog.Logger
	Now          func() time.Time
	Addr         string   // "host:port"; "" is DefaultAddr, port 0 any free one
	LAN          bool     // the owner allows an Addr that others can reach
	AllowedHosts []string // names and addresses by which clients call this till, besides the one they connect to
	Version      string   // the program's, for /api/v1/version
	Dialects     []Dialect
}

// Server answers for one till. Make it with New, then Start and Close it.
type Server struct {
	till    Till
	log     *slog.Logger
	now     func() time.Time
	version string
	addr    string
	lan     bool
	names   []string // of this till, besides those of the settings
	routes  []route
	known   atomic.Pointer[policy]

	strikes *dialect.Pace
	decoy   []byte // stands in for the secret of a source nobody knows
	lines   *lines
	pace    pace
	buffers sync.Pool     // of websocket writes
	slots   chan struct{} // one taken by each open stream
	ending  context.Context
	end     context.CancelFunc

	http  *http.Server
	close func() error  // shutdown, once
	done  chan struct{} // closed when the listener is
	mu    sync.Mutex
	at    net.Listener
}

// New makes a server that does not listen yet.
func New(o Options) *Server {
	s := &Server{
		till: o.Till, log: o.Log, now: o.Now, version: o.Version,
		addr: o.Addr, lan: o.LAN, names: o.AllowedHosts,
		decoy: make([]byte, 32), pace: defaultPace,
		slots: make(chan struct{}, streamsMost), done: make(chan struct{}),
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.addr == "" {
		s.addr = DefaultAddr
	}
	_, _ = rand.Read(s.decoy) // never fails, says crypto/rand
	s.strikes, s.lines = newStrikes(s.now), newLines(o.Till)
	s.ending, s.end = context.WithCancel(context.Background())
	s.close = sync.OnceValue(s.shutdown)
	s.routes = append(s.native(), spoken(o.Dialects)...)
	s.http = &http.Server{
		Handler:           s.guard(s.mount(s.routes)),
		ReadHeaderTimeout: timeHeader,
		ReadTimeout:       timeRequest,
		WriteTimeout:      timeAnswer,
		IdleTimeout:       timeIdle,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
	return s
}

// Start listens and answers until ctx ends or Close is called. It fails with
// ErrListen when the address is taken (the till sells on without the server,
// and Start may be called again), and with ErrLAN when others could reach it
// and the owner did not allow that.
func (s *Server) Start(ctx context.Context) error {
	at, err := s.listen(ctx)
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.at = at
	s.mu.Unlock()
	// A request that is being saved is not torn off when ctx ends: Close waits.
	s.http.BaseContext = func(net.Listener) context.Context { return context.WithoutCancel(ctx) }
	context.AfterFunc(ctx, func() { _ = s.Close() })
	go func() {
		defer close(s.done)
		if err := s.http.Serve(at); !errors.Is(err, http.ErrServerClosed) {
			s.log.Error("server stopped", "error", err)
		}
	}()
	s.log.Info("server listens", "addr", at.Addr().String())
	return nil
}

// listen opens the address if it is one the owner allows.
func (s *Server) listen(ctx context.Context) (net.Listener, error) {
	address, err := net.ResolveTCPAddr("tcp", s.addr)
	if err != nil {
		return nil, because(ErrListen, err)
	}
	if !s.lan && !address.IP.IsLoopback() {
		return nil, ErrLAN
	}
	at, err := new(net.ListenConfig).Listen(ctx, "tcp", address.String())
	if err != nil {
		return nil, because(ErrListen, err)
	}
	return at, nil
}

// Addr gives "host:port" where the server listens, or "" when it does not.
func (s *Server) Addr() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at == nil {
		return ""
	}
	return s.at.Addr().String()
}

// Close stops listening, ends the streams, and waits for requests under way:
// what was being saved is saved and answered. A second call waits for the first.
func (s *Server) Close() error { return s.close() }

func (s *Server) shutdown() error {
	s.end()
	ctx, cancel := context.WithTimeout(context.Background(), timeClose)
	defer cancel()
	err := s.http.Shutdown(ctx)
	if err != nil {
		err = errors.Join(err, s.http.Close())
	}
	s.mu.Lock()
	started := s.at != nil
	s.at = nil
	s.mu.Unlock()
	if started {
		<-s.done
		s.drain()
	}
	return err
}

// drain takes every stream's slot, which is to wait until each has ended.
func (s *Server) drain() {
	for range cap(s.slots) {
		s.slots <- struct{}{}
	}
}
