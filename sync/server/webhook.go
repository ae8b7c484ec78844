package server

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"laci/pos"
	"laci/sync/dialect"
)

// Post tells programs elsewhere what happens. A listener is "hook:NAME", or
// "api:NAME" for a program that named an address with an order.
type Post interface {
	// Off tells whether a listener was switched off: it was gone, or not heard for days.
	Off(to string) (bool, error)
	// Deliveries gives the newest, to one listener or to all with "".
	Deliveries(to string, limit int) ([]Delivery, error)
	// Replay switches a listener on again and tells it now whatever it missed.
	Replay(to string) error
}

// Delivery is one thing that one listener is told.
type Delivery struct {
	ID       string    `json:"id"`
	To       string    `json:"to"`
	URL      string    `json:"url"`
	Cursor   string    `json:"cursor"`          // of the entry it tells of
	Kind     pos.Kind  `json:"kind"`            // and its kind
	Order    string    `json:"order,omitempty"` // number
	State    string    `json:"state"`           // waiting, held, done or failed
	Attempts int       `json:"attempts"`
	Made     time.Time `json:"made_at"`
	Next     time.Time `json:"next_at,omitzero"`
	Last     time.Time `json:"last_at,omitzero"`
	Status   int       `json:"status,omitempty"` // what came back
	Said     string    `json:"said,omitempty"`   // at most 200 characters of it
}

// noPost is a till that tells nobody.
type noPost struct{}

func (noPost) Off(string) (bool, error)                   { return false, nil }
func (noPost) Deliveries(string, int) ([]Delivery, error) { return nil, nil }
func (noPost) Replay(string) error                        { return nil }

// hookView is a webhook as clients see it.
type hookView struct {
	Name  string     `json:"name"`
	URL   string     `json:"url"`
	Kinds []pos.Kind `json:"kinds,omitempty"` // none is every kind of order, payment and refund
	Added time.Time  `json:"added_at"`
	Off   bool       `json:"off"`
}

// listHooks gives the programs elsewhere that are told.
func (s *Server) listHooks(w http.ResponseWriter, r *http.Request) error {
	hooks := []hookView{}
	for _, hook := range s.till.Hooks() {
		off, err := s.post.Off("hook:" + hook.Name)
		if err != nil {
			return because(ErrInternal, err)
		}
		hooks = append(hooks, hookView{hook.Name, hook.URL, hook.Kinds, hook.Added, off})
	}
	return s.reply(w, r, http.StatusOK, struct {
		Hooks []hookView `json:"webhooks"`
	}{hooks})
}

// dropHook tells a program nothing more. Webhooks are added at the till only,
// with the owner's PIN.
func (s *Server) dropHook(w http.ResponseWriter, r *http.Request) error {
	if err := s.till.DropHook(r.Context(), r.PathValue("name"), callerOf(r).key); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// listDeliveries gives the newest deliveries and what came back.
func (s *Server) listDeliveries(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	limit, err := dialect.QueryInt(query, "limit", pageDefault, 1, pageMost)
	if err != nil {
		return err
	}
	deliveries, err := s.post.Deliveries(query.Get("to"), limit)
	if err != nil {
		return because(ErrInternal, err)
	}
	return s.reply(w, r, http.StatusOK, struct {
		Deliveries []Delivery `json:"deliveries"`
	}{append([]Delivery{}, deliveries...)})
}

// replay switches a listener on again and tells it what it missed.
func (s *Server) replay(w http.ResponseWriter, r *http.Request) error {
	var wish struct {
		To string `json:"to"`
	}
	if err := bodyInto(r, &wish); err != nil {
		return err
	}
	if !s.listens(wish.To) {
		return pos.ErrNotFound
	}
	if err := s.post.Replay(wish.To); err != nil {
		return because(ErrInternal, err)
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// listens tells whether somebody is told under the name.
func (s *Server) listens(to string) bool {
	if name, is := strings.CutPrefix(to, "hook:"); is {
		return slices.ContainsFunc(s.till.Hooks(), func(h pos.Hook) bool { return h.Name == name })
	}
	name, is := strings.CutPrefix(to, "api:")
	return is && slices.ContainsFunc(s.till.Keys(), func(k pos.APIKey) bool { return k.Name == name })
}
