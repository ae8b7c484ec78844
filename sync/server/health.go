package server

import (
	"net/http"

	"laci/pos"
)

// echoMost bounds what somebody asks to be answered to.
const echoMost = 64

// health says that the program answers. To ?echo= it answers what only this
// server can, so that it knows itself at its public address.
func (s *Server) health(w http.ResponseWriter, r *http.Request) error {
	said := map[string]string{"status": "ok"}
	if question := r.URL.Query().Get("echo"); question != "" && len(question) <= echoMost {
		said["echo"] = s.echoOf(question)
	}
	return s.reply(w, r, http.StatusOK, said)
}

// ready says that the till can sell: it has a pinned QRIS and its journal can
// be read. Until then it answers 503.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) error {
	if !s.till.Shop().Ready() {
		return errNotReady
	}
	if _, err := s.till.Entries(r.Context(), s.till.Head(), 1); err != nil {
		return err
	}
	return s.reply(w, r, http.StatusOK, map[string]string{"status": "ready"})
}

// errNotReady is pos.ErrNotSetUp as a state of the server, not of a request.
var errNotReady = &Error{http.StatusServiceUnavailable, pos.ErrNotSetUp.Code(), "the till has no QRIS yet"}

// about says what this till is, for a program that has just found it.
func (s *Server) about(w http.ResponseWriter, r *http.Request) error {
	shop := s.till.Shop()
	return s.reply(w, r, http.StatusOK, struct {
		Version  string `json:"version"`
		Terminal string `json:"terminal"`
		Practice bool   `json:"practice"`
		Head     string `json:"head"` // the journal's newest place
	}{s.version, shop.Terminal, shop.Practice, s.till.Head().String()})
}
