package server

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/gorilla/websocket"

	"laci/pos"
	"laci/sync/dialect"
)

// A browser cannot put a header on a websocket, so a page offers two
// subprotocols instead: the one it wants and its key behind a prefix. The key
// never stands in an address, where logs and histories would keep it.
const (
	protocol    = "laci.v1"
	protocolKey = "laci.key."
)

// caller is who asks: a program with a key or a paired device.
type caller struct {
	name   string
	actor  string // in the journal
	scopes []string
	key    pos.APIKey // of a program
}

// can tells whether the caller has any of the scopes. A key with the scope admin
// has those of every key.
func (c caller) can(scopes ...string) bool {
	return slices.ContainsFunc(scopes, func(scope string) bool { return slices.Contains(c.scopes, scope) })
}

// asking is the place of the caller in a request's context.
type asking struct{}

// callerOf gives who sent an admitted request.
func callerOf(r *http.Request) caller {
	c, _ := r.Context().Value(asking{}).(caller)
	return c
}

// admit checks that the caller may use a route of this access, and does not ask
// too often, and gives the request on with the caller in it.
func (s *Server) admit(r *http.Request, need access, scopes []string) (*http.Request, error) {
	if need.open() {
		return r, nil
	}
	secret := secretOf(r)
	if secret == "" {
		return r, ErrKeyNeeded
	}
	c, err := s.whose(r.Context(), secret)
	if errors.Is(err, pos.ErrKeyUnknown) {
		return r, s.strike(err, "address "+dialect.Remote(r))
	}
	if err != nil {
		return r, err
	}
	if !c.can(scopes...) {
		return r, ErrScope
	}
	if wait := s.policy().pace.Take(c.actor); wait > 0 {
		return r, &refused{error: ErrRate, retry: wait}
	}
	return r.WithContext(context.WithValue(r.Context(), asking{}, c)), nil
}

// whose finds the caller of a secret, or pos.ErrKeyUnknown. Keys that were made
// for a dialect open nothing here.
func (s *Server) whose(ctx context.Context, secret string) (caller, error) {
	if strings.HasPrefix(secret, pos.DeviceToken) {
		device, err := s.till.Device(ctx, secret)
		return caller{name: device.Name, actor: device.Actor(), scopes: device.Scopes()}, err
	}
	key, err := s.till.Key(ctx, secret)
	if err == nil && key.Dialect != "" {
		err = pos.ErrKeyUnknown
	}
	scopes := key.Scopes
	if key.Can(pos.ScopeAdmin) {
		scopes = []string{pos.ScopeRead, pos.ScopeCharge, pos.ScopeSettle, pos.ScopeAdmin}
	}
	return caller{name: key.Name, actor: key.Actor(), scopes: scopes, key: key}, err
}

// secretOf finds the bearer key in a request.
func secretOf(r *http.Request) string {
	scheme, secret, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") {
		return strings.TrimSpace(secret)
	}
	if !websocket.IsWebSocketUpgrade(r) {
		return ""
	}
	for _, offer := range websocket.Subprotocols(r) {
		if secret, ok := strings.CutPrefix(offer, protocolKey); ok {
			return secret
		}
	}
	return ""
}
