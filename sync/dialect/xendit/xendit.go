// Package xendit answers programs that were written for Xendit's QR Codes V1
// from this till.
package xendit

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
	// Key finds the program of a secret key, or pos.ErrKeyUnknown.
	Key(ctx context.Context, bearer string) (pos.APIKey, error)
	Charge(ctx context.Context, charge pos.Charge) (pos.Order, error)
	// OrderByExternalID gives the order a caller named itself, or pos.ErrNotFound.
	OrderByExternalID(ctx context.Context, caller, external string) (pos.Order, error)
	Payment(ctx context.Context, id pos.ID) (pos.Payment, error)
	// AddStatic makes a code without an amount, that is paid any number of times.
	AddStatic(ctx context.Context, code pos.Static) (pos.Static, error)
	// StaticByExternalID gives the one a caller named itself, or pos.ErrNotFound.
	StaticByExternalID(ctx context.Context, caller, external string) (pos.Static, error)
	// StaticOrders gives its sales, newest first, at most limit, before an order.
	StaticOrders(ctx context.Context, id, before pos.ID, limit int) ([]pos.Order, error)
	// PayPractice and PayStatic pay on a practice till, or fail with pos.ErrLive.
	PayPractice(ctx context.Context, id pos.ID) (pos.Order, error)
	PayStatic(ctx context.Context, id pos.ID, amount pos.Rupiah) (pos.Order, error)
}

// Dialect maps the document's endpoints onto one till. Make it with New.
type Dialect struct {
	till   Till
	log    *slog.Logger
	limits *dialect.Limits
}

// New makes the dialect of a till.
func New(till Till, log *slog.Logger, now func() time.Time) *Dialect {
	return &Dialect{till: till, log: log, limits: dialect.NewLimits(now, func() int { return till.Shop().Rate() })}
}

// Routes are the document's endpoints.
func (d *Dialect) Routes() []dialect.Route {
	return []dialect.Route{
		{Method: "POST", Path: "/qr_codes", Handle: d.as(pos.ScopeCharge, d.create)},
		{Method: "GET", Path: "/qr_codes/payments", Handle: d.as(pos.ScopeRead, d.payments)},
		{Method: "GET", Path: "/qr_codes/{external_id}", Handle: d.as(pos.ScopeRead, d.code)},
		{Method: "POST", Path: "/qr_codes/{external_id}/payments/simulate", Handle: d.as(pos.ScopeCharge, d.simulate)},
	}
}

// as answers what do finds for the program that asks, if its key has the scope.
func (d *Dialect) as(scope string, do func(r *http.Request, key pos.APIKey) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		key, err := d.caller(r, scope)
		var answer any
		if err == nil {
			answer, err = do(r, key)
		}
		if err != nil {
			d.refuse(w, r, err)
			return
		}
		dialect.Reply(w, http.StatusOK, answer)
	}
}

// caller finds who asks: the secret key is the user name of HTTP's Basic
// scheme, the password stays empty.
func (d *Dialect) caller(r *http.Request, scope string) (pos.APIKey, error) {
	secret, _, _ := r.BasicAuth()
	key, err := d.till.Key(r.Context(), secret)
	if errors.Is(err, pos.ErrKeyUnknown) {
		err = d.limits.Strike(r, err)
	}
	if err != nil {
		return pos.APIKey{}, err
	}
	if key.Dialect != pos.DialectXendit || !key.Can(scope) {
		return pos.APIKey{}, forbidden("API key in use does not have the permission this request needs")
	}
	return key, d.limits.Admit(key.Actor())
}
