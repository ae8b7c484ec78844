// Package server is the till's embedded HTTP server: the native API, signed
// callbacks that report money, the journal as a websocket stream, and whatever
// speaks beside it in the words of another system.
package server

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"laci/pos"
	"laci/sync/dialect"
)

// Where the server listens unless told otherwise: this machine only, and once
// the owner allows it, by TLS, whoever is in the shop's network.
const (
	DefaultAddr    = "127.0.0.1:8417"
	DefaultLANAddr = ":8418"
)

// Options are what a server is made of. Only Till is needed.
type Options struct {
	Till         Till
	Log          *slog.Logger
	Now          func() time.Time
	Addr         string   // "host:port" of this machine; "" is DefaultAddr, port 0 any free one
	LANAddr      string   // "host:port" for others, by TLS, while the settings allow it; "" is DefaultLANAddr
	Dir          string   // where the self-made certificate is kept; "" keeps it in memory
	AllowedHosts []string // names and addresses by which clients call this till, besides those of the settings
	Version      string   // the program's, for /api/v1/version
	Dialects     []Dialect
	Roots        *x509.CertPool // who vouches for the public address; nil is whom the system trusts
	Post         Post           // tells programs elsewhere; nil for none
	Gateways     Gateways       // take callbacks of payment systems; nil for none
	Showing      func() pos.ID  // the order on the counter's screen, zero for none; nil is the newest whose code is up
}

// Server answers for one till. Make it with New, then Start and Close it.
type Server struct {
	till    Till
	log     *slog.Logger
	now     func() time.Time
	version string
	addr    string
	lanAddr string
	names   []string // of this till, besides those of the settings
	routes  []route
	handler http.Handler

	document, docs, docsStyle page

	known atomic.Pointer[policy]
	cert  *certificate
	roots *x509.CertPool

	gateways Gateways
	post     Post

	strikes  *dialect.Pace
	claims   *dialect.Pace // of customers who say that they paid
	showing  func() pos.ID // the order on the counter's screen; nil when nobody says
	decoy    []byte        // stands in for the secret of a source nobody knows
	proof    []byte        // by which the server knows an answer as its own
	hub      *hub
	tellings tellings
	plain    http.Header // of every answer
	pace     pace
	buffers  sync.Pool     // of websocket writes
	slots    chan struct{} // one taken by each open stream of a program or device
	guests   chan struct{} // and by each of a customer's page, so that those cannot keep the shop's own out
	close    func() error  // shutdown, once
	running  sync.WaitGroup
	stop     context.CancelFunc // ends following the settings

	mu     sync.Mutex
	home   *door // for this machine; nil until Start
	lan    *door // for others; nil while the owner does not allow it
	lanErr error
}

// New makes a server that does not listen yet.
func New(o Options) *Server {
	s := &Server{
		till: o.Till, log: o.Log, now: o.Now, version: o.Version, roots: o.Roots,
		addr: o.Addr, lanAddr: o.LANAddr, names: o.AllowedHosts,
		decoy: random(), proof: random(), pace: defaultPace, slots: make(chan struct{}, streamsMost), guests: make(chan struct{}, guestsMost), stop: func() {},
	}
	if s.gateways = o.Gateways; s.gateways == nil {
		s.gateways = noGateways{}
	}
	if s.post = o.Post; s.post == nil {
		s.post = noPost{}
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
	if s.lanAddr == "" {
		s.lanAddr = DefaultLANAddr
	}
	s.cert = &certificate{dir: o.Dir, clock: s.now, names: o.AllowedHosts}
	s.strikes, s.hub, s.showing = newStrikes(s.now), newHub(newLines(o.Till)), o.Showing
	s.claims = dialect.NewPace(s.now, claimsAtOnce, claimRest)
	s.tellings.known, s.plain = map[pos.ID]telling{}, http.Header{}
	secure(s.plain)
	s.close = sync.OnceValue(s.shutdown)
	s.document, s.docs, s.docsStyle = s.pages()
	s.routes = slices.Concat(s.native(), s.web(), spoken(o.Dialects))
	s.handler = s.guard(s.mount(s.routes))
	return s
}

// random gives 256 random bits.
func random() []byte {
	bits := make([]byte, 32)
	_, _ = rand.Read(bits) // never fails, says crypto/rand
	return bits
}

// Start listens and answers until ctx ends or Close is called. It fails with
// ErrListen when the address is taken (the till sells on without the server,
// and Start may be called again), and with ErrLAN when others could reach it
// without TLS. Others are let in and shut out as the settings say, at once; why
// they are not, when they should be, LANErr tells.
func (s *Server) Start(ctx context.Context) error {
	at, err := s.listenHome(ctx)
	if err != nil {
		return err
	}
	// A request that is being saved is not torn off when ctx ends: Close waits.
	base := context.WithoutCancel(ctx)
	s.mu.Lock()
	s.home = s.open(base, at, nil)
	s.mu.Unlock()
	follow, stop := context.WithCancel(base)
	s.stop = stop
	changed, unwatch := s.till.Watch()
	news, unhear := s.till.Watch()
	s.follow(base)
	s.running.Go(func() {
		defer unwatch()
		s.followChanges(follow, changed)
	})
	s.running.Go(func() {
		defer unhear()
		s.hub.run(follow, news)
	})
	context.AfterFunc(ctx, func() { _ = s.Close() })
	return nil
}

// listenHome listens on the address of this machine.
func (s *Server) listenHome(ctx context.Context) (net.Listener, error) {
	address, err := net.ResolveTCPAddr("tcp", s.addr)
	if err != nil {
		return nil, because(ErrListen, err)
	}
	if !address.IP.IsLoopback() {
		return nil, ErrLAN
	}
	at, err := new(net.ListenConfig).Listen(ctx, "tcp", address.String())
	if err != nil {
		return nil, because(ErrListen, err)
	}
	return at, nil
}

// Addr gives "host:port" where this machine reaches the server, or "" when it
// does not listen.
func (s *Server) Addr() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.home.addr()
}

// Close stops listening, ends the streams, and waits for requests under way:
// what was being saved is saved and answered. A second call waits for the first.
func (s *Server) Close() error { return s.close() }

func (s *Server) shutdown() error {
	s.stop()
	s.running.Wait()
	s.mu.Lock()
	doors := []*door{s.home, s.lan}
	s.home, s.lan = nil, nil
	s.mu.Unlock()
	var errs []error
	for _, d := range doors {
		errs = append(errs, d.shut())
	}
	for _, slots := range []chan struct{}{s.slots, s.guests} {
		for range cap(slots) {
			slots <- struct{}{} // taking every slot is waiting until each stream has ended
		}
	}
	return errors.Join(errs...)
}
