// Package qrisgateway speaks to programs as the "QRIS Payment Gateway API" does:
// web accounts log in for a token, ask for a code of one of the shop's QRIS, and
// ask again whether it was paid.
package qrisgateway

import (
	"context"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync/atomic"
	"time"

	"laci/pos"
	"laci/sync/dialect"
)

// Till is what the dialect asks of the till. *pos.Till is one.
type Till interface {
	Accounts
	Orders
	Reports
	Shop() pos.Shop
}

// Accounts are those who may ask: people who log in, and programs with a key.
type Accounts interface {
	CheckPassword(ctx context.Context, email, password string) (pos.Person, error)
	AddToken(ctx context.Context, email string) (string, error)
	Token(ctx context.Context, bearer string) (pos.Person, error)
	RevokeToken(ctx context.Context, bearer string) error
	Key(ctx context.Context, bearer string) (pos.APIKey, error)
	People() []pos.Person
}

// Orders are the transactions of this system.
type Orders interface {
	Charge(ctx context.Context, charge pos.Charge) (pos.Order, error)
	Order(ctx context.Context, id pos.ID) (pos.Order, error)
	Claim(ctx context.Context, id pos.ID, from string) (pos.Order, error)
}

// Reports are the totals of business days, and their files.
type Reports interface {
	Overview(ctx context.Context, from, to pos.Day) (pos.Overview, error)
	Export(ctx context.Context, out io.Writer, e pos.Export) error
}

// Options are what the dialect is made of. Only Till and Words are needed.
type Options struct {
	Till     Till
	Words    func(lang string) pos.Words // of refusals and reports, by language: "id", "en"
	Log      *slog.Logger
	Now      func() time.Time
	Strategy string                // picks the QRIS when a request does not say; "" is random
	Wake     func(order pos.Order) // has the gateway that an order went to asked about it; nil for none
}

// Gateway answers for one till. Make it with New.
type Gateway struct {
	till     Till
	words    func(lang string) pos.Words
	log      *slog.Logger
	now      func() time.Time
	strategy string
	wake     func(order pos.Order)
	turn     atomic.Uint64 // of round_robin
	calls    *dialect.Pace // by caller, and by address for those without a token
	refusals *dialect.Pace // by address
}

// The limits of the system's rate limiting, which its document leaves open.
const (
	callsBurst = 300                    // requests in a row
	callsRest  = 200 * time.Millisecond // and then one this often
	loginBurst = 10                     // logins and refused tokens in a row
	loginRest  = 6 * time.Second
)

// New makes the dialect. A strategy that is none falls back to random.
func New(o Options) *Gateway {
	g := &Gateway{till: o.Till, words: o.Words, log: o.Log, now: o.Now, strategy: o.Strategy, wake: o.Wake}
	if g.log == nil {
		g.log = slog.New(slog.DiscardHandler)
	}
	if g.now == nil {
		g.now = time.Now
	}
	if g.wake == nil {
		g.wake = func(pos.Order) {}
	}
	if g.strategy != roundRobin {
		g.strategy = random
	}
	g.turn.Store(rand.Uint64N(1 << 32)) // so that many starts do not favour the first QRIS
	g.calls, g.refusals = dialect.NewPace(g.now, callsBurst, callsRest), dialect.NewPace(g.now, loginBurst, loginRest)
	return g
}

// Routes are the paths of the document.
func (g *Gateway) Routes() []dialect.Route {
	return []dialect.Route{
		{Method: "POST", Path: "/api/auth/login", Public: true, Handle: g.open(g.login)},
		{Method: "GET", Path: "/api/auth/user", Handle: g.closed(g.user)},
		{Method: "POST", Path: "/api/auth/logout", Handle: g.closed(g.logout)},
		{Method: "GET", Path: "/api/test-api", Public: true, Handle: g.open(g.testAPI)},
		{Method: "POST", Path: "/api/payment/generate-qris", Handle: g.closed(g.generate)},
		{Method: "GET", Path: "/api/payment/transaction/{id}", Handle: g.closed(g.transaction)},
		{Method: "GET", Path: "/api/payment/qris-list", Handle: g.closed(g.list)},
		{Method: "POST", Path: "/api/payment/callback", Public: true, Handle: g.open(g.callback)},
		{Method: "GET", Path: "/api/admin/reports", Handle: g.closed(g.reports)},
		{Method: "GET", Path: "/api/admin/reports/export", Handle: g.closed(g.export)},
	}
}

// open is a route for everybody, as often as the limits allow.
func (g *Gateway) open(handle func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := pace(g.calls, "address "+dialect.Remote(r))
		if err == nil {
			err = handle(w, r)
		}
		if err != nil {
			g.refuse(w, r, err)
		}
	}
}

// closed is a route for those who bring a token or key.
func (g *Gateway) closed(handle func(http.ResponseWriter, *http.Request, caller) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		who, err := g.caller(r)
		if err == nil {
			err = pace(g.calls, who.actor)
		}
		if err == nil {
			err = handle(w, r, who)
		}
		if err != nil {
			g.refuse(w, r, err)
		}
	}
}

// testAPI tells that somebody answers.
func (g *Gateway) testAPI(w http.ResponseWriter, _ *http.Request) error {
	dialect.Reply(w, http.StatusOK, struct {
		Success   bool   `json:"success"`
		Message   string `json:"message"`
		Timestamp string `json:"timestamp"`
	}{true, "QRIS Payment Gateway API is working!", stamp(g.now())})
	return nil
}

// stamp writes a time as the document does.
func stamp(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000000Z") }

// success is an answer with data.
type success struct {
	Success bool `json:"success"` // always true
	Data    any  `json:"data"`
}
