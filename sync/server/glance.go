package server

import (
	"bytes"
	"context"
	"net/http"
	"time"

	"github.com/gorilla/websocket"

	"laci/pos"
	"laci/sync/dialect"
)

// glimpse is how often a page's view is looked at without a nudge: countdowns
// end and screens change by the clock alone.
const glimpse = time.Second

// glance keeps a page's view fresh on a websocket: it is sent whenever it is
// another one than before. still fails once the page may not look any more.
func (s *Server) glance(w http.ResponseWriter, r *http.Request, look func() (any, error), still func() error) error {
	nudges, unwatch := s.till.Watch()
	defer unwatch()
	if _, err := look(); err != nil {
		return err
	}
	return s.connect(w, r, func(c *socket) int {
		g := &glance{socket: c, nudges: nudges, look: look, still: still}
		return c.hold(r.Context(), g.follow)
	})
}

// glance is one page that looks at one thing.
type glance struct {
	*socket
	nudges <-chan pos.Cursor
	look   func() (any, error)
	still  func() error
	last   []byte // what was sent
}

// follow sends the view as it changes, and gives the close code for why it
// stopped.
func (g *glance) follow(ctx context.Context) int {
	pings, looks := time.NewTicker(g.pace.ping), time.NewTicker(glimpse)
	defer pings.Stop()
	defer looks.Stop()
	for {
		if code := g.send(); code != 0 {
			return code
		}
		select {
		case <-looks.C:
		case _, open := <-g.nudges:
			if !open {
				return websocket.CloseGoingAway
			}
		case <-pings.C:
			if g.control(websocket.PingMessage, nil) != nil {
				return websocket.CloseGoingAway
			}
		case <-ctx.Done():
			return websocket.CloseNormalClosure
		case <-g.ending.Done():
			return websocket.CloseGoingAway
		}
	}
}

// send writes the view if it is another one than before; 0 is that all is well.
func (g *glance) send() int {
	if g.still() != nil {
		return websocket.ClosePolicyViolation
	}
	view, err := g.look()
	if err != nil {
		return websocket.CloseInternalServerErr
	}
	encoded, err := dialect.JSON(view)
	if err != nil {
		return websocket.CloseInternalServerErr
	}
	if bytes.Equal(encoded, g.last) {
		return 0
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.write(textFrame(encoded)) != nil {
		return websocket.ClosePolicyViolation
	}
	g.last = encoded
	return 0
}
