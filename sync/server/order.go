package server

import (
	"errors"
	"net/http"

	"github.com/oklog/ulid/v2"

	"laci/pos"
	"laci/sync/dialect"
)

const keyLongest = 255 // characters of an Idempotency-Key

// orderView is an order as clients see it: without what only the till needs.
type orderView struct {
	pos.Order
	Request *struct{} `json:"request,omitempty"`
}

// idOf reads the id in a path; what is none is of nothing.
func idOf(r *http.Request) (pos.ID, error) {
	id, err := ulid.ParseStrict(r.PathValue("id"))
	if err != nil {
		return id, pos.ErrNotFound
	}
	return id, nil
}

// orderOf gives the order in a path, if the caller may see it: who may not read
// what others charged finds only what it charged itself.
func (s *Server) orderOf(r *http.Request) (pos.Order, error) {
	id, err := idOf(r)
	if err != nil {
		return pos.Order{}, err
	}
	order, err := s.till.Order(r.Context(), id)
	if err == nil && !callerOf(r).sees(order.Actor) {
		return pos.Order{}, pos.ErrNotFound
	}
	return order, err
}

// sees tells whether the caller may see what an actor charged.
func (c caller) sees(actor string) bool {
	return c.actor == actor || c.can(pos.ScopeRead, pos.ScopeOwnerRead)
}

// order gives one order by its id.
func (s *Server) order(w http.ResponseWriter, r *http.Request) error {
	id, err := idOf(r)
	if err != nil {
		return err
	}
	answer, err := s.tell(r.Context(), id)
	switch {
	case err != nil:
		return err
	case !callerOf(r).sees(answer.actor):
		return pos.ErrNotFound
	}
	sendTagged(w, r, "application/json", answer.body, answer.tag)
	return nil
}

// placeOrder charges an amount. The Idempotency-Key is the caller's, made
// before it asked: the same key and request give the same order again, another
// request under it is refused as key_reused.
func (s *Server) placeOrder(w http.ResponseWriter, r *http.Request) error {
	key := r.Header.Get("Idempotency-Key")
	if key == "" || len(key) > keyLongest {
		return pos.ErrKeyMissing
	}
	var wish struct {
		Amount     dialect.Amount `json:"amount"`
		Note       string         `json:"note"`
		ExternalID string         `json:"external_id"`
		Metadata   pos.Metadata   `json:"metadata"`
		Items      []pos.Item     `json:"items"`
		QRIS       string         `json:"qris"`
		ReturnURL  string         `json:"return_url"`
	}
	if err := bodyInto(r, &wish); err != nil {
		return err
	}
	if given := wish.Amount.Currency; given != "" && given != rupiahCode {
		return pos.ErrCurrency
	}
	// The till keeps the keys of each actor apart, so no caller meets another's.
	order, err := s.till.Charge(r.Context(), pos.Charge{
		Key: key, Actor: callerOf(r).actor, Amount: wish.Amount.Rupiah, Note: wish.Note, Items: wish.Items,
		ExternalID: wish.ExternalID, Metadata: wish.Metadata, QRIS: wish.QRIS, Return: wish.ReturnURL,
	})
	if err != nil {
		return err
	}
	w.Header().Set("Location", "/api/v1/orders/"+order.ID.String())
	return s.reply(w, r, http.StatusCreated, orderView{Order: order})
}

// onOwn does something to an order of the caller's own; one with the scope admin
// may do it to any.
func (s *Server) onOwn(w http.ResponseWriter, r *http.Request, do func(id pos.ID, actor string) (pos.Order, error)) error {
	order, err := s.orderOf(r)
	if err != nil {
		return err
	}
	c := callerOf(r)
	if order.Actor != c.actor && !c.can(pos.ScopeAdmin) {
		return ErrScope
	}
	if order, err = do(order.ID, c.actor); err != nil {
		return err
	}
	return s.reply(w, r, http.StatusOK, orderView{Order: order})
}

// cancelOrder gives an order up for one of the till's reasons.
func (s *Server) cancelOrder(w http.ResponseWriter, r *http.Request) error {
	var wish struct {
		Reason string `json:"reason"`
	}
	if err := bodyInto(r, &wish); err != nil {
		return err
	}
	return s.onOwn(w, r, func(id pos.ID, actor string) (pos.Order, error) {
		return s.till.Cancel(r.Context(), id, wish.Reason, actor)
	})
}

// showOrder puts the same code up again with a fresh countdown.
func (s *Server) showOrder(w http.ResponseWriter, r *http.Request) error {
	return s.onOwn(w, r, func(id pos.ID, actor string) (pos.Order, error) { return s.till.Show(r.Context(), id, actor) })
}

// extendOrder gives a code that is up two more minutes.
func (s *Server) extendOrder(w http.ResponseWriter, r *http.Request) error {
	return s.onOwn(w, r, func(id pos.ID, actor string) (pos.Order, error) { return s.till.Extend(r.Context(), id, actor) })
}

// askOwner asks the owner's phone whether the money is there.
func (s *Server) askOwner(w http.ResponseWriter, r *http.Request) error {
	return s.onOwn(w, r, func(id pos.ID, actor string) (pos.Order, error) { return s.till.AskOwner(r.Context(), id, actor) })
}

// answerOwner is the owner's answer, from a paired phone.
func (s *Server) answerOwner(w http.ResponseWriter, r *http.Request) error {
	var said struct {
		Yes *bool `json:"yes"`
	}
	if err := bodyInto(r, &said); err != nil {
		return err
	}
	if said.Yes == nil {
		return because(dialect.ErrBody, errors.New("neither yes nor no"))
	}
	id, err := idOf(r)
	if err != nil {
		return err
	}
	order, err := s.till.AnswerOwner(r.Context(), id, *said.Yes, callerOf(r).actor)
	if err != nil {
		return err
	}
	return s.reply(w, r, http.StatusOK, orderView{Order: order})
}
