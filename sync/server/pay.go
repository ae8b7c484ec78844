package server

import (
	"context"
	"net/http"
	"time"

	"laci/pos"
	"laci/qris/symbol"
	"laci/sync/dialect"
)

// payView is what a customer sees of an order. Now lets the page count by the
// till's clock; it is told once, for it is other with every look.
type payView struct {
	State    string    `json:"state"` // pending, checking, paid, expired, cancelled
	Name     string    `json:"name"`
	NMID     string    `json:"nmid"`
	Number   string    `json:"number"`
	Note     string    `json:"note,omitempty"`
	Amount   string    `json:"amount"`
	Until    time.Time `json:"until"`
	Now      time.Time `json:"now,omitzero"`
	Return   string    `json:"return,omitempty"`
	Practice bool      `json:"practice,omitempty"`
}

// payViewOf tells a customer of an order. What was claimed or waits for a person
// is being looked at: nobody pays it again.
func (s *Server) payViewOf(o pos.Order) payView {
	v := payView{State: "expired", Name: o.Name, NMID: o.NMID, Number: o.Number, Note: o.Note, Amount: o.Payable.String(),
		Until: o.ShowUntil, Return: o.Return, Practice: s.till.Shop().Practice}
	switch {
	case o.State == pos.Paid || o.State == pos.Refunded:
		v.State, v.Amount = "paid", o.Total().String()
	case o.State == pos.Cancelled || o.State == pos.Failed:
		v.State = "cancelled"
	case o.State == pos.Awaiting || !o.Claimed.IsZero():
		v.State = "checking"
	case o.Live(s.now()):
		v.State = "pending"
	}
	return v
}

// payOrder finds the order of a pay page by the code that is its only key.
// Guessing is slowed down like guessing a key.
func (s *Server) payOrder(r *http.Request) (pos.Order, error) {
	o, err := s.till.OrderByCode(r.Context(), r.PathValue("code"))
	if err != nil {
		return o, s.strike(err, "address "+dialect.Remote(r))
	}
	return o, nil
}

// payPage is the customer's page of an order.
func (s *Server) payPage(w http.ResponseWriter, r *http.Request) error {
	o, err := s.payOrder(r)
	if err != nil {
		return err
	}
	view := s.payViewOf(o)
	view.Now = s.now()
	return s.render(w, r, "pay.html", map[string]any{"View": view, "Code": o.Code})
}

// payQRModule is the side of a module of a pay page's symbol, in pixels: fine
// enough for print.
const payQRModule = 10

// payQR is the symbol of an order's code, while it may be paid.
func (s *Server) payQR(w http.ResponseWriter, r *http.Request) error {
	o, err := s.payOrder(r)
	if err != nil {
		return err
	}
	if state := s.payViewOf(o).State; state != "pending" && state != "checking" {
		return ErrRoute
	}
	picture, err := symbolPNG(o.Payload, payQRModule)
	if err != nil {
		return err
	}
	send(w, http.StatusOK, "image/png", picture)
	return nil
}

func symbolPNG(payload string, px int) ([]byte, error) {
	drawn, err := symbol.Draw(payload, symbol.M)
	if err != nil {
		return nil, because(ErrInternal, err)
	}
	return drawn.PNG(px)
}

// payStatus is the view, for a page whose websocket is gone.
func (s *Server) payStatus(w http.ResponseWriter, r *http.Request) error {
	o, err := s.payOrder(r)
	if err != nil {
		return err
	}
	return s.payAnswer(w, o)
}

func (s *Server) payAnswer(w http.ResponseWriter, o pos.Order) error {
	view := s.payViewOf(o)
	view.Now = s.now()
	body, err := dialect.JSON(view)
	if err == nil {
		send(w, http.StatusOK, "application/json", body)
	}
	return err
}

// payLive keeps the view fresh.
func (s *Server) payLive(w http.ResponseWriter, r *http.Request) error {
	o, err := s.payOrder(r)
	if err != nil {
		return err
	}
	look := func() (any, error) {
		o, err := s.till.Order(context.WithoutCancel(r.Context()), o.ID)
		return s.payViewOf(o), err
	}
	return s.glance(w, r, look, func() error { return nil })
}

// How often one page, and one address, may say "Saya sudah bayar".
const (
	claimsAtOnce = 3
	claimRest    = 20 * time.Second
)

// payClaim is "Saya sudah bayar": a mark that somebody should look, and no proof.
func (s *Server) payClaim(w http.ResponseWriter, r *http.Request) error {
	o, err := s.payOrder(r)
	if err != nil {
		return err
	}
	for _, who := range []string{"code " + o.Code, "address " + dialect.Remote(r)} {
		if wait := s.claims.Take(who); wait > 0 {
			return &refused{error: ErrRate, retry: wait}
		}
	}
	if o, err = s.till.Claim(r.Context(), o.ID, "page"); err != nil {
		return err
	}
	return s.payAnswer(w, o)
}
