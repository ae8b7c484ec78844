package server

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"

	"laci/sync/dialect"
)

const (
	maxBody   = 64 << 10 // bytes of a request's body
	maxForm   = 8 << 20  // of one that is a form with files: a photo of a sticker
	maxHeader = 16 << 10 // bytes of a request's head
)

// guard stands before every route: it keeps the server up when a handler
// panics, sets the security headers, and turns away strange hosts and bodies
// that say they are too large.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer s.recover(w, r)
		for name, value := range s.plain { // a handler that sets one sets another value
			w.Header()[name] = value
		}
		p := s.policy()
		p.tellClient(r)
		switch {
		case !p.knows(r):
			s.fail(w, r, ErrHost)
		case r.ContentLength > bodyMost(r):
			s.fail(w, r, dialect.ErrTooLarge)
		default:
			if s.crossOrigin(w, r) {
				return
			}
			r.Body = http.MaxBytesReader(w, r.Body, bodyMost(r))
			next.ServeHTTP(w, r)
		}
	})
}

// bodyMost is how many bytes a request's body may have. Nobody reads a form
// with files but a handler that takes them.
func bodyMost(r *http.Request) int64 {
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); strings.EqualFold(kind, "multipart/form-data") {
		return maxForm
	}
	return maxBody
}

// recover turns a handler's panic into a 500 and a line with its stack.
func (s *Server) recover(w http.ResponseWriter, r *http.Request) {
	what := recover()
	if what == nil {
		return
	}
	if err, ok := what.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(what)
	}
	s.log.Error("handler panicked", "method", r.Method, "route", r.Pattern, "panic", what, "stack", string(debug.Stack()))
	s.fail(w, r, ErrInternal)
}

// secure forbids browsers whatever a plain API never needs.
func secure(h http.Header) {
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
}

// knows tells whether the request's Host is this till: a name the owner listed,
// or the very address the connection came in on. A page elsewhere can point its
// own name at our address (DNS rebinding), but its browser still sends that name.
func (p *policy) knows(r *http.Request) bool {
	host := hostname(r.Host)
	if p.hosts[host] {
		return true
	}
	local := localAddress(r)
	if host == "localhost" {
		return local.IsLoopback()
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.Unmap() == local
}

// localAddress is our end of the request's connection.
func localAddress(r *http.Request) netip.Addr {
	if at, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr); ok {
		return at.AddrPort().Addr().Unmap().WithZone("")
	}
	return netip.Addr{}
}

// hostname takes the port, brackets and final dot off a Host, in lower case.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

// bodyInto reads a request's body, an object of JSON, into a struct.
func bodyInto(r *http.Request, into any) error {
	raw, err := dialect.Body(r)
	if err != nil {
		return err
	}
	return dialect.Decode("application/json", raw, into)
}
