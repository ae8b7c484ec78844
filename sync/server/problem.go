package server

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"laci/assets"
	"laci/pos"
	"laci/sync/dialect"
)

// problem is an error as clients see it: RFC 9457 problem details, whose code
// is the stable word to act on.
type problem struct {
	Type   string    `json:"type"`
	Title  string    `json:"title"`
	Status int       `json:"status"`
	Code   string    `json:"code"`
	Detail string    `json:"detail,omitempty"`
	Now    time.Time `json:"now,omitzero"`   // with code timestamp: our clock
	Head   string    `json:"head,omitempty"` // with code cursor_unknown: the journal's newest place
}

// retryStorage is when a sender should come back after the till could not save.
const retryStorage = 5 * time.Second

// fail answers a request with err.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	p := describe(err)
	var extra refused
	if a := (*refused)(nil); errors.As(err, &a) {
		extra = *a
	}
	p.Now = extra.now
	if extra.head != (pos.Cursor{}) {
		p.Head = extra.head.String()
	}
	if p.Status == http.StatusServiceUnavailable && extra.retry == 0 {
		extra.retry = retryStorage
	}
	if extra.retry > 0 {
		dialect.RetryAfter(w, extra.retry)
	}
	if p.Status == http.StatusUnauthorized && !errors.Is(err, ErrSignature) && !errors.Is(err, ErrTimestamp) {
		w.Header().Set("WWW-Authenticate", `Bearer realm="laci"`)
	}
	if lang := dialect.Language(r); assets.Has(lang, p.Code) {
		p.Detail = assets.Text(lang, p.Code)
	}
	level := slog.LevelDebug
	if p.Status >= http.StatusInternalServerError && p.Code != ErrGone.code {
		level = slog.LevelError
	}
	s.log.Log(r.Context(), level, "request refused", "method", r.Method, "route", r.Pattern, "status", p.Status, "code", p.Code, "error", err)
	body, _ := dialect.JSON(p) // texts, a number and a time: never fails
	send(w, p.Status, "application/problem+json", body)
}

// describe finds the status and code word of err. Nothing of an unknown error
// leaves the till but that something broke.
func describe(err error) problem {
	p := problem{Type: "about:blank", Status: ErrInternal.status, Code: ErrInternal.code}
	var own *Error
	if errors.Is(err, context.Canceled) {
		own = ErrGone
	}
	if own != nil || errors.As(err, &own) {
		p.Status, p.Code = own.status, own.code
	} else if status, ok := statuses[pos.Code(err)]; ok {
		p.Status, p.Code = status, pos.Code(err)
	} else if errors.Is(err, pos.ErrQRIS) {
		p.Status, p.Code = http.StatusUnprocessableEntity, pos.Code(err) // the payload's own fault
	}
	p.Title = http.StatusText(p.Status)
	return p
}
