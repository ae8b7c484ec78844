package server

import (
	"cmp"
	"errors"
	"net/http"
	"time"

	"laci/pos"
	"laci/sync/dialect"
)

// listQRIS gives the stored codes, pinned and proposed.
func (s *Server) listQRIS(w http.ResponseWriter, r *http.Request) error {
	return s.reply(w, r, http.StatusOK, struct {
		QRIS []pos.QRIS `json:"qris"`
	}{append([]pos.QRIS{}, s.till.Shop().Codes...)})
}

// proposeQRIS stores a static code. Nothing is paid to it until the owner's PIN
// is given at the till; only the first code of a till without a PIN is used at
// once.
func (s *Server) proposeQRIS(w http.ResponseWriter, r *http.Request) error {
	wish := struct {
		Text       string `json:"text"`
		Sticker    bool   `json:"sticker"`
		SecondTill bool   `json:"second_till"`
	}{Sticker: true, SecondTill: true}
	if err := bodyInto(r, &wish); err != nil {
		return err
	}
	code, err := s.till.AddQRIS(r.Context(), pos.AddQRIS{Text: wish.Text, Sticker: wish.Sticker, SecondTill: wish.SecondTill, Actor: callerOf(r).actor})
	if err != nil {
		return err
	}
	return s.reply(w, r, http.StatusCreated, code)
}

// sourceView is a source as clients see it.
type sourceView struct {
	Name  string     `json:"name"`
	Made  string     `json:"made"`
	Trust string     `json:"trust"`
	Most  pos.Rupiah `json:"most,omitzero"`
	Added time.Time  `json:"added_at"`
	Heard time.Time  `json:"last_heard_at,omitzero"`
}

// listSources gives who may report money, and when each was last heard.
func (s *Server) listSources(w http.ResponseWriter, r *http.Request) error {
	sources := []sourceView{}
	for _, source := range s.till.Sources() {
		sources = append(sources, sourceView{
			Name: source.Name, Made: cmp.Or(string(source.Made), "program"), Trust: cmp.Or(string(source.Trust), "codes"), Most: source.Most,
			Added: source.Added, Heard: source.LastHeard,
		})
	}
	return s.reply(w, r, http.StatusOK, struct {
		Sources []sourceView `json:"sources"`
	}{sources})
}

// listKeys gives the programs that may use the till.
func (s *Server) listKeys(w http.ResponseWriter, r *http.Request) error {
	return s.reply(w, r, http.StatusOK, struct {
		Keys []pos.APIKey `json:"keys"`
	}{append([]pos.APIKey{}, s.till.Keys()...)})
}

// dropKey takes a program's key away. Keys are given at the till only, with the
// owner's PIN.
func (s *Server) dropKey(w http.ResponseWriter, r *http.Request) error {
	if err := s.till.DropKey(r.Context(), r.PathValue("name"), callerOf(r).key); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// listDevices gives the paired screens and phones.
func (s *Server) listDevices(w http.ResponseWriter, r *http.Request) error {
	return s.reply(w, r, http.StatusOK, struct {
		Devices []pos.Device `json:"devices"`
	}{append([]pos.Device{}, s.till.Devices()...)})
}

// dropDevice takes a device's token away.
func (s *Server) dropDevice(w http.ResponseWriter, r *http.Request) error {
	if err := s.till.DropDevice(r.Context(), r.PathValue("name"), callerOf(r).key); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// pairDevice gives a device its token for the code that the till shows. The
// token is told this once.
func (s *Server) pairDevice(w http.ResponseWriter, r *http.Request) error {
	var wish struct {
		Code string `json:"code"`
		Name string `json:"name"`
	}
	if err := bodyInto(r, &wish); err != nil {
		return err
	}
	token, err := s.till.Pair(r.Context(), wish.Code, wish.Name)
	if errors.Is(err, pos.ErrPairing) {
		return s.strike(err, "address "+dialect.Remote(r))
	}
	if err != nil {
		return err
	}
	device, err := s.till.Device(r.Context(), token)
	if err != nil {
		return err
	}
	return s.reply(w, r, http.StatusCreated, struct {
		Token string `json:"token"`
		Name  string `json:"name"`
		Scope string `json:"scope"`
	}{token, device.Name, device.Scope})
}

// pairSource gives a phone that forwards notifications its name and its secret
// for the code that the till shows. The secret is told this once.
func (s *Server) pairSource(w http.ResponseWriter, r *http.Request) error {
	var wish struct {
		Code string `json:"code"`
	}
	if err := bodyInto(r, &wish); err != nil {
		return err
	}
	name, secret, err := s.till.PairSource(r.Context(), wish.Code)
	if errors.Is(err, pos.ErrPairing) {
		return s.strike(err, "address "+dialect.Remote(r))
	}
	if err != nil {
		return err
	}
	s.log.Info("phone paired", "source", name)
	return s.reply(w, r, http.StatusCreated, struct {
		Name     string `json:"name"`
		Secret   string `json:"secret"`
		Callback string `json:"callback"` // the path to send reports to
	}{name, secret, "/api/v1/callbacks/" + name})
}
