package house

import (
	"context"

	"laci/pos"
)

// pairDevice answers with a code that pairs one device. Codes live in the
// running till only.
func pairDevice(ctx context.Context, h *House, args Args) (Answer, error) {
	scope := ""
	if len(args.Scopes) == 1 {
		scope = args.Scopes[0]
	}
	p, err := h.Pair(ctx, scope, args.PIN, actor)
	if err != nil {
		return Answer{}, err
	}
	return Answer{Pairing: &p}, nil
}

func listDevices(_ context.Context, till *pos.Till, _ Args) (Answer, error) {
	return Answer{Devices: till.Devices()}, nil
}

func revokeDevice(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	return Answer{}, till.RevokeDevice(ctx, args.Name, args.PIN, actor)
}

// reach answers with the addresses of the running till, and calls the public
// one if there is one.
func reach(ctx context.Context, h *House, _ Args) (Answer, error) {
	r := Reach{Here: h.Address(), Public: h.Till.Settings().PublicAddress}
	r.LAN, r.Pin = h.LAN()
	if err := h.LANErr(); err != nil {
		return Answer{}, err
	}
	if r.Public != "" {
		if err := h.CheckPublic(ctx); err != nil {
			return Answer{}, err
		}
	}
	return Answer{Reach: &r}, nil
}

// Reach is how a running till can be reached.
type Reach struct {
	Here   string   `json:"here"`          // from this machine
	LAN    []string `json:"lan,omitempty"` // from the shop's network
	Pin    string   `json:"pin,omitempty"` // of the key that those see
	Public string   `json:"public,omitempty"`
}
