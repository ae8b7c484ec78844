package qrisgateway

import (
	"context"
	"errors"
	"net/http"
	"time"

	"laci/pos"
	"laci/sync/dialect"
)

// refusal is an error as this system's callers see it.
type refusal struct {
	status  int
	message string
	wait    time.Duration // with 429: until another attempt makes sense
}

func (r *refusal) Error() string { return "qrisgateway: " + r.message }

// The refusals that are this system's own.
var (
	errUnauthenticated = &refusal{status: http.StatusUnauthorized, message: "Unauthenticated."}
	errCredentials     = &refusal{status: http.StatusUnauthorized, message: "Invalid credentials"}
	errForbidden       = &refusal{status: http.StatusForbidden, message: "Insufficient permissions"}
	errTransaction     = &refusal{status: http.StatusNotFound, message: "Transaction not found"}
	errQRIS            = &refusal{status: http.StatusNotFound, message: "QRIS not found"}
	errNoQRIS          = &refusal{status: http.StatusNotFound, message: "No active QRIS available"}
	errInternal        = &refusal{status: http.StatusInternalServerError, message: "Internal server error"}
)

// invalid refuses a request for what it says.
func invalid(message string) error {
	return &refusal{status: http.StatusBadRequest, message: message}
}

// tooMany refuses whoever came too often.
func tooMany(wait time.Duration) error {
	return &refusal{status: http.StatusTooManyRequests, message: "Too many attempts", wait: wait}
}

// pace takes a turn of name, or refuses.
func pace(p *dialect.Pace, name string) error {
	if wait := p.Take(name); wait > 0 {
		return tooMany(wait)
	}
	return nil
}

// badRequests are the till's refusals of what a request says, which is 400 in
// this system; others broke inside, which is 500.
var badRequests = []error{
	pos.ErrAmount, pos.ErrAmountLimit, pos.ErrUniqueFull, pos.ErrURL, pos.ErrMetadata, pos.ErrSpan, pos.ErrFormat,
	dialect.ErrBody, dialect.ErrTooLarge, dialect.ErrQuery,
}

// refuse answers with the document's envelope. Nothing of an error nobody
// expected leaves the till but that something broke.
func (g *Gateway) refuse(w http.ResponseWriter, r *http.Request, err error) {
	var told *refusal
	switch {
	case errors.As(err, &told):
	case errors.Is(err, pos.ErrNotSetUp):
		told = errNoQRIS
	case isOneOf(err, badRequests):
		told = &refusal{status: http.StatusBadRequest, message: g.words("en")(pos.Code(err))}
	default:
		told = errInternal
		if !errors.Is(err, context.Canceled) {
			g.log.Error("request failed", "method", r.Method, "route", r.Pattern, "error", err)
		}
	}
	if told.wait > 0 {
		dialect.RetryAfter(w, told.wait)
	}
	dialect.Reply(w, told.status, struct {
		Success bool   `json:"success"`
		Message string `json:"message"`
	}{false, told.message})
}

func isOneOf(err error, list []error) bool {
	for _, one := range list {
		if errors.Is(err, one) {
			return true
		}
	}
	return false
}
