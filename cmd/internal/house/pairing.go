package house

import (
	"context"
	"net/url"
	"time"
)

// Pairing is what a screen or phone needs to be paired: the code, and where and
// by which key it finds this till.
type Pairing struct {
	Code      string    `json:"code"` // eight digits, good once
	Until     time.Time `json:"until"`
	Addresses []string  `json:"addresses"`        // "https://192.168.1.5:8418", best first
	Pin       string    `json:"pin,omitempty"`    // SHA-256 of the till's public key, base64; "" while others are not let in
	Source    string    `json:"source,omitempty"` // of a phone that is to forward notifications: its name
}

// Link is the pairing as one line for a QR code that a native client scans.
func (p Pairing) Link() string {
	query := url.Values{"code": {p.Code}, "address": p.Addresses}
	if p.Pin != "" {
		query.Set("pin", p.Pin)
	}
	if p.Source != "" {
		query.Set("source", p.Source)
	}
	return "laci://pair?" + query.Encode()
}

// Pair shows a code that pairs one device with a scope (pos.ScopeDisplay,
// pos.ScopeOwnerRead …) within two minutes, with the owner's PIN.
func (h *House) Pair(ctx context.Context, scope, pin, actor string) (Pairing, error) {
	code, until, err := h.Till.PairingCode(ctx, scope, pin, actor)
	return h.found(Pairing{Code: code, Until: until}), err
}

// PairSource shows a code by which a phone that forwards notifications fetches
// its secret within two minutes, with the owner's PIN.
func (h *House) PairSource(ctx context.Context, name, pin, actor string) (Pairing, error) {
	code, until, err := h.Till.PairingSource(ctx, name, pin, actor)
	return h.found(Pairing{Code: code, Until: until, Source: name}), err
}

// Link is a pairing code of this till as one line for a QR code; source is the
// name of the phone that is to forward notifications, "" for another device.
func (h *House) Link(code, source string) string {
	return h.found(Pairing{Code: code, Source: source}).Link()
}

// found adds where this till is found: in the shop's network, else on this
// machine.
func (h *House) found(p Pairing) Pairing {
	p.Addresses, p.Pin = h.server.LAN()
	if p.Addresses == nil && h.Address() != "" {
		p.Addresses = []string{"http://" + h.Address()}
	}
	return p
}

// LAN gives the addresses by which others reach the till and the pin of its
// public key; none while the settings let nobody in.
func (h *House) LAN() (addresses []string, pin string) { return h.server.LAN() }

// LANErr says why others cannot reach the till although the settings let them
// in, with a code word; nil when they can, or need not.
func (h *House) LANErr() error { return h.server.LANErr() }

// CheckPublic calls the till by its public address and says, with a code word,
// why that does not lead back here.
func (h *House) CheckPublic(ctx context.Context) error { return h.server.CheckPublic(ctx) }
