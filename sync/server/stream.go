package server

import (
	"context"
	"errors"
	"net/http"

	"github.com/gorilla/websocket"

	"laci/pos"
)

// stream sends every journal entry after ?after=1.1200, or from the head on, as
// it is committed. A cursor the journal never issued is answered with 410 and
// the head.
func (s *Server) stream(w http.ResponseWriter, r *http.Request) error {
	if !websocket.IsWebSocketUpgrade(r) {
		return ErrHandshake
	}
	after, err := s.after(r)
	if err != nil {
		return err
	}
	secret := secretOf(r)
	return s.connect(w, r, func(c *socket) int {
		f := &feed{socket: c, hub: s.hub, at: after, wake: make(chan struct{}, 1), still: func(ctx context.Context) error {
			_, err := s.whose(ctx, secret)
			return err
		}}
		return c.hold(r.Context(), f.send)
	})
}

// after finds the place the client wants to go on from, and that the journal
// knows it.
func (s *Server) after(r *http.Request) (pos.Cursor, error) {
	head := s.till.Head()
	if !r.URL.Query().Has("after") {
		return head, nil
	}
	after, err := pos.ParseCursor(r.URL.Query().Get("after"))
	if err == nil {
		_, err = s.till.Entries(r.Context(), after, 1)
	}
	if errors.Is(err, pos.ErrCursor) {
		return after, &refused{error: err, head: head}
	}
	return after, err
}
