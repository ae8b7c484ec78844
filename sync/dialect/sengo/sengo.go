// Package sengo answers programs that were written for SenGo's QRIS API from
// this till.
package sengo

import (
	"context"
	"crypto/subtle"
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
	// KeyByClient finds the program of a client key, or pos.ErrKeyUnknown.
	KeyByClient(ctx context.Context, client string) (pos.APIKey, error)
	// KeySecrets gives the program's client token, with which it signs.
	KeySecrets(ctx context.Context, name string) (secret, signing []byte, err error)
	// KeyUsed notes that a program proved itself.
	KeyUsed(name string)
	Charge(ctx context.Context, charge pos.Charge) (pos.Order, error)
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

// Routes are the document's endpoints, below its {{HOST}}.
func (d *Dialect) Routes() []dialect.Route {
	return []dialect.Route{
		{Method: "POST", Path: "/qris", Handle: d.as(pos.ScopeCharge, d.create)},
		{Method: "GET", Path: "/transactions", Handle: d.as(pos.ScopeRead, d.list)},
	}
}

// caller is the program that asks, and what it sent.
type caller struct {
	pos.APIKey
	body []byte
}

// as answers what do finds for the program that asks, if its key has the scope.
func (d *Dialect) as(scope string, do func(r *http.Request, c caller) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, err := d.caller(r, scope)
		var found any
		if err == nil {
			found, err = do(r, c)
		}
		if err != nil {
			d.refuse(w, r, err)
			return
		}
		dialect.Reply(w, http.StatusOK, answer{http.StatusOK, "success", found})
	}
}

// answer is the document's envelope.
type answer struct {
	Code    int    `json:"responseCode"`
	Message string `json:"responseMessage"`
	Data    any    `json:"responseData"`
}

// caller finds who asks, if the signature is of what was sent.
func (d *Dialect) caller(r *http.Request, scope string) (caller, error) {
	body, err := dialect.Body(r)
	if err != nil {
		return caller{}, err
	}
	key, err := d.signer(r, body)
	if errors.Is(err, pos.ErrKeyUnknown) {
		err = d.limits.Strike(r, err)
	}
	if err != nil {
		return caller{}, err
	}
	d.till.KeyUsed(key.Name)
	if !key.Can(scope) {
		return caller{}, pos.ErrRights
	}
	return caller{key, body}, d.limits.Admit(key.Actor())
}

// signer finds the program whose token came along and signed the body, or
// pos.ErrKeyUnknown.
func (d *Dialect) signer(r *http.Request, body []byte) (pos.APIKey, error) {
	key, err := d.till.KeyByClient(r.Context(), r.Header.Get("X-Client-Key"))
	if err == nil && key.Dialect != pos.DialectSenGo {
		err = pos.ErrKeyUnknown
	}
	if err != nil {
		return key, err
	}
	token, _, err := d.till.KeySecrets(r.Context(), key.Name)
	if err != nil {
		return key, err
	}
	if subtle.ConstantTimeCompare([]byte(r.Header.Get("X-Client-Token")), token) != 1 ||
		!signed(key.Client, token, body, r.Header.Get("X-Signature")) {
		return key, pos.ErrKeyUnknown
	}
	return key, nil
}
