// Package singapay answers programs that were written for SingaPay's dynamic
// QRIS from this till. Its document is the list page; token, generate and show
// follow what is known of the live system.
package singapay

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"laci/pos"
	"laci/sync/dialect"
)

// Till is what the dialect asks of the till. *pos.Till is one.
type Till interface {
	Shop() pos.Shop
	// KeyByClient finds the program of a partner id, or pos.ErrKeyUnknown.
	KeyByClient(ctx context.Context, client string) (pos.APIKey, error)
	// KeySecrets gives the program's client secret.
	KeySecrets(ctx context.Context, name string) (secret, signing []byte, err error)
	// KeyUsed notes that a program proved itself.
	KeyUsed(name string)
	Charge(ctx context.Context, charge pos.Charge) (pos.Order, error)
	Order(ctx context.Context, id pos.ID) (pos.Order, error)
	OrderByNumber(ctx context.Context, number string) (pos.Order, error)
	OrderByExternalID(ctx context.Context, caller, external string) (pos.Order, error)
	Payment(ctx context.Context, id pos.ID) (pos.Payment, error)
	// CallerOrders gives a page of the caller's orders, newest first, and how
	// many there are.
	CallerOrders(ctx context.Context, caller string, search pos.CallerSearch) ([]pos.Order, int, error)
}

// Dialect maps the document's endpoints onto one till. Make it with New.
type Dialect struct {
	till   Till
	log    *slog.Logger
	now    func() time.Time
	limits *dialect.Limits
}

// New makes the dialect of a till.
func New(till Till, log *slog.Logger, now func() time.Time) *Dialect {
	return &Dialect{till: till, log: log, now: now, limits: dialect.NewLimits(now, func() int { return till.Shop().Rate() })}
}

// Routes are the document's endpoint and the three around it.
func (d *Dialect) Routes() []dialect.Route {
	const account = "/api/v1.0/qris-dynamic/{account_id}"
	return []dialect.Route{
		{Method: "POST", Path: "/api/v1.1/access-token/b2b", Handle: d.answer(d.token)},
		{Method: "POST", Path: account + "/generate-qr", Handle: d.as(pos.ScopeCharge, d.generate)},
		{Method: "GET", Path: account + "/show/{id}", Handle: d.as(pos.ScopeRead, d.show)},
		{Method: "GET", Path: account, Handle: d.as(pos.ScopeRead, d.list)},
	}
}

// envelope is the document's.
type envelope struct {
	Status     int         `json:"status"`
	Success    bool        `json:"success"`
	Data       any         `json:"data,omitempty"`
	Pagination *pagination `json:"pagination,omitempty"` // of a list
	Error      *fault      `json:"error,omitempty"`
}

// answer answers what do finds, in the document's envelope.
func (d *Dialect) answer(do func(r *http.Request) (envelope, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		found, err := do(r)
		if err != nil {
			d.refuse(w, r, err)
			return
		}
		found.Status, found.Success = http.StatusOK, true
		dialect.Reply(w, http.StatusOK, found)
	}
}

// as lets a program with an access token and the scope do something with its
// own account, the only one it has.
func (d *Dialect) as(scope string, do func(r *http.Request, key pos.APIKey) (envelope, error)) http.HandlerFunc {
	return d.answer(func(r *http.Request) (envelope, error) {
		key, err := d.bearer(r)
		switch {
		case errors.Is(err, pos.ErrKeyUnknown):
			return envelope{}, d.limits.Strike(r, err)
		case err != nil:
			return envelope{}, err
		case !key.Can(scope):
			return envelope{}, pos.ErrRights
		case r.PathValue("account_id") != key.Client:
			return envelope{}, errAccount
		}
		if err := d.limits.Admit(key.Actor()); err != nil {
			return envelope{}, err
		}
		return do(r, key)
	})
}
