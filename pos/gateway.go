package pos

import (
	"slices"
	"time"
)

// Gateway is an account at a payment system that makes codes for the till's
// orders and knows by itself which of them were paid.
type Gateway struct {
	Name    string            `json:"name"`              // in addresses of callbacks and as the source of money
	System  string            `json:"system"`            // which protocol it speaks: "xendit", "sengo" …
	Base    string            `json:"base"`              // the https address its API is under
	Options map[string]string `json:"options,omitempty"` // what else the system must know and anybody may: an account's id
	Budget  int               `json:"budget_ms"`         // milliseconds: the longest a customer waits for its code
	Poll    int               `json:"poll_ms"`           // milliseconds until it is first asked about money; later waits grow to 15 times that
	Daily   int               `json:"daily,omitempty"`   // requests a day that the account allows; 0 for no limit
	Least   Rupiah            `json:"least,omitempty"`   // the smallest amount it makes a code for
	Most    Rupiah            `json:"most,omitempty"`    // and the largest; 0 for no limit
	Surest  Evidence          `json:"surest"`            // the most its word can be worth
	Sandbox bool              `json:"sandbox,omitempty"` // its money is pretended: for practice tills only
	Added   time.Time         `json:"added_at,omitzero"`
	Removed time.Time         `json:"removed_at,omitzero"`
	Sealed  []byte            `json:"sealed,omitempty"` // the credentials
	Payee   *GatewayPayee     `json:"payee,omitempty"`  // whom its codes pay, pinned with the first of them

	LastHeard   time.Time `json:"last_heard_at,omitzero"` // when it last answered, since the till was opened; in no entry
	SilentSince time.Time `json:"silent_since,omitzero"`  // the first request it left without an answer since then; zero while it answers
	Offline     bool      `json:"offline,omitempty"`      // not even the network to it was there at the last try
}

// GatewayPayee is whom a gateway's codes pay.
type GatewayPayee struct {
	Name     string `json:"name"`     // tag 59
	Accounts string `json:"accounts"` // every account in the code: owner of the format, number, merchant id
}

// gateway finds a gateway that was not removed.
func (s *shopState) gateway(name string) *Gateway {
	at := slices.IndexFunc(s.Gateways, func(g Gateway) bool { return g.Name == name && g.Removed.IsZero() })
	if at < 0 {
		return nil
	}
	return &s.Gateways[at]
}

// takes tells whether the gateway makes codes for the amount.
func (g *Gateway) takes(amount Rupiah) bool {
	return amount >= g.Least && (g.Most == 0 || amount <= g.Most)
}

// cap is what the gateway's word is worth: never more than its system's.
func (g *Gateway) cap(said Evidence) Evidence {
	if said.rank() > g.Surest.rank() {
		return g.Surest
	}
	return said
}

// Gateways gives the gateways that were not removed, without their credentials.
func (t *Till) Gateways() []Gateway {
	gateways := slices.DeleteFunc(slices.Clone(t.shop.Load().Gateways), func(g Gateway) bool { return !g.Removed.IsZero() })
	for i := range gateways {
		g := &gateways[i]
		g.Sealed = nil
		if at, ok := t.heard.Load(g.Name); ok {
			g.LastHeard, _ = at.(time.Time)
		}
		if at, ok := t.silent.Load(g.Name); ok {
			s, _ := at.(silence)
			g.SilentSince, g.Offline = s.since, s.offline
		}
	}
	return gateways
}

// GatewayHeard notes that a gateway answered just now.
func (t *Till) GatewayHeard(name string) {
	t.heard.Store(name, t.now())
	t.silent.Delete(name)
}

// silence is a gateway's: since when, and whether it is the network's.
type silence struct {
	since   time.Time
	offline bool
}

// GatewaySilent notes that a gateway left a request without an answer; offline
// tells that the request found no network to go out by.
func (t *Till) GatewaySilent(name string, offline bool) {
	now := silence{t.now(), offline}
	if before, was := t.silent.Load(name); was {
		now.since = before.(silence).since
	}
	t.silent.Store(name, now)
}

// NoGateway as the gateway of a charge makes the shop's own code.
const NoGateway = "none"

// through chooses the gateway of a new order. Where the counter's makes no code
// for the amount, the order is marked: its money is confirmed by hand.
func (x *txn) through(o *Order, c Charge, asks bool) error {
	g, byHand, err := x.shop.gatewayFor(c, o.Payable)
	if err != nil || o.Payable == 0 || !asks {
		return err
	}
	if byHand {
		o.flag(FlagLocalCode)
	}
	if g != nil {
		o.Gateway, o.Life = g.Name, c.Life
	}
	return nil
}

// gatewayFor finds the gateway that a charge goes through: the one named, else
// the counter's; nil for none. An amount the gateway makes no code for gets the
// shop's own: byHand is then true.
func (s *shopState) gatewayFor(c Charge, amount Rupiah) (g *Gateway, byHand bool, err error) {
	switch {
	case c.Gateway == NoGateway, c.Gateway == "" && c.QRIS != "":
		return nil, false, nil
	case c.Gateway == "":
		g = s.gateway(s.Settings.Gateway)
	default:
		if g = s.gateway(c.Gateway); g == nil {
			return nil, false, ErrGateway
		}
	}
	if g != nil && !g.takes(amount) {
		return nil, true, nil
	}
	return g, false, nil
}
