package server

import (
	"encoding/base64"
	"errors"
	"net/http"
	"sync"
	"time"

	"laci/pos"
)

// displayView is what the customer's display shows.
type displayView struct {
	Kind     string `json:"kind"` // idle, code, over, paid
	Name     string `json:"name"`
	NMID     string `json:"nmid"`
	Number   string `json:"number,omitempty"`
	Amount   string `json:"amount,omitempty"`
	QR       string `json:"qr,omitempty"` // the symbol as a data address
	Practice bool   `json:"practice,omitempty"`
}

// How long the display stays with an order that is over.
const (
	thanksFor = 8 * time.Second
	overFor   = 30 * time.Second
)

// displayModule is the side of a module of the display's symbol, in pixels; the
// page draws it larger without softening it.
const displayModule = 8

// counter follows what is on the counter's screen for one display.
type counter struct {
	s    *Server
	mu   sync.Mutex
	last pos.ID // the order that was shown before
}

// look gives the display's view: the order on the counter's screen, or, when
// nobody says which that is, the newest one whose code is up.
func (c *counter) look(r *http.Request) (any, error) {
	shop := c.s.till.Shop()
	code, _ := shop.Pinned()
	view := displayView{Kind: "idle", Name: code.Name, NMID: code.NMID, Practice: shop.Practice}
	o, err := c.order(r)
	if err != nil || o.ID.IsZero() {
		return view, err
	}
	now := c.s.now()
	switch {
	case (o.State == pos.Paid || o.State == pos.Refunded) && now.Sub(o.SettledAt) < thanksFor:
		view.Kind = "paid"
	case o.Live(now):
		view.Kind, view.Name, view.NMID = "code", o.Name, o.NMID // read from the code itself
		picture, err := symbolPNG(o.Payload, displayModule)
		if err != nil {
			return view, err
		}
		view.QR = "data:image/png;base64," + base64.StdEncoding.EncodeToString(picture)
	case o.State == pos.Expired && now.Sub(o.ShowUntil) < overFor:
		view.Kind = "over"
	default:
		return view, nil
	}
	view.Number, view.Amount = o.Number, o.Payable.String()
	return view, nil
}

// order is the one to show; a zero one is none.
func (c *counter) order(r *http.Request) (pos.Order, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	parked := false
	if c.s.showing != nil {
		if shown := c.s.showing(); !shown.IsZero() {
			c.last = shown
		} else {
			parked = true // its code left the screen; thanks stay a while
		}
	} else {
		open, err := c.s.till.OpenOrders(r.Context())
		if err != nil {
			return pos.Order{}, err
		}
		for _, o := range open { // newest first
			if o.Live(c.s.now()) {
				c.last = o.ID
				break
			}
		}
	}
	if c.last.IsZero() {
		return pos.Order{}, nil
	}
	o, err := c.s.till.Order(r.Context(), c.last)
	if errors.Is(err, pos.ErrNotFound) || err == nil && parked && o.State != pos.Paid {
		return pos.Order{}, nil
	}
	return o, err
}

// display tells a display whose websocket is gone what to show.
func (s *Server) display(w http.ResponseWriter, r *http.Request) error {
	view, err := (&counter{s: s}).look(r)
	if err != nil {
		return err
	}
	return s.reply(w, r, http.StatusOK, view)
}

// displayLive keeps a display fresh.
func (s *Server) displayLive(w http.ResponseWriter, r *http.Request) error {
	c := &counter{s: s}
	return s.glance(w, r, func() (any, error) { return c.look(r) }, s.stillKnown(r))
}

// stillKnown fails once the caller's token or key is worth nothing.
func (s *Server) stillKnown(r *http.Request) func() error {
	secret := secretOf(r)
	return func() error {
		_, err := s.whose(r.Context(), secret)
		return err
	}
}
