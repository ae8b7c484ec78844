package server

import (
	"context"
	"errors"
	"net/http"
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

// bearer is the place of the caller's key in a request's context.
type bearer struct{}

// admit checks that the caller may use a route of this access and gives the
// request on, with the key it came with.
func (s *Server) admit(r *http.Request, need access) (*http.Request, error) {
	if need == public || need == signed || need == own {
		return r, nil
	}
	secret := secretOf(r)
	if secret == "" {
		return r, ErrKeyNeeded
	}
	key, err := s.till.Key(r.Context(), secret)
	if errors.Is(err, pos.ErrKeyUnknown) {
		return r, s.strike(err, "address "+dialect.Remote(r))
	}
	if err != nil {
		return r, err
	}
	if !key.Can(string(need)) {
		return r, ErrScope
	}
	return r.WithContext(context.WithValue(r.Context(), bearer{}, key)), nil
}

// caller gives the key an admitted request came with.
func caller(r *http.Request) pos.APIKey {
	key, _ := r.Context().Value(bearer{}).(pos.APIKey)
	return key
}

// secretOf finds the bearer key in a request.
func secretOf(r *http.Request) string {
	scheme, secret, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") {
		return strings.TrimSpace(secret)
	}
	for _, offer := range websocket.Subprotocols(r) {
		if secret, ok := strings.CutPrefix(offer, protocolKey); ok {
			return secret
		}
	}
	return ""
}
