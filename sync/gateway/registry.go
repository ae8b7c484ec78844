package gateway

import (
	"fmt"
	"slices"
	"strings"

	"laci/pos"
)

// The systems the till speaks.
const (
	Generic   = "qrisgateway"
	TemanQRIS = "temanqris"
	SenGo     = "sengo"
	Xendit    = "xendit"
	SingaPay  = "singapay"
)

// Kind is a system, as the owner and the till must know it.
type Kind struct {
	System  string
	Address map[string]bool // its own addresses; true for one whose money is pretended
	Usual   string          // the address when none is given
	Secrets []string        // what must be kept secret and must be given
	Spare   []string        // what must be kept secret and may be given
	Options []string        // what must be given and anybody may know
	Choices []string        // what may be given and anybody may know
	Surest  pos.Evidence    // what its word is worth
	Least   pos.Rupiah      // the smallest amount it makes a code for
	Most    pos.Rupiah      // and the largest; 0 when that is said nowhere
	Daily   int             // requests a day; 0 when there is no limit
	Pace    int             // requests a minute, at most
	Batch   int             // orders that one query asks about, at most
	Proved  bool            // its callbacks prove that they are its own

	open func(Account) System
}

// kinds is the one list of systems; it is never written.
var kinds = [...]Kind{
	{System: Generic, Secrets: []string{"email", "password"}, Choices: []string{"qris_id"},
		Surest: pos.GatewayReported, Least: 1_000, Pace: 60, Batch: 1, open: openGeneric},
	{System: TemanQRIS, Address: map[string]bool{"https://temanqris.com/api/qris": false}, Usual: "https://temanqris.com/api/qris",
		Secrets: []string{"api_key"}, Spare: []string{"webhook_secret"}, Choices: []string{"qris_id"},
		Surest: pos.GatewayReported, Least: 1, Daily: 50, Pace: 30, Batch: temanPage, Proved: true, open: openTemanQRIS},
	{System: SenGo, Address: map[string]bool{"https://api.sengo.id/api": false, "https://api.sandbox.sengo.id/api": true}, Usual: "https://api.sengo.id/api",
		Secrets: []string{"client_key", "client_token"}, Options: []string{"view_name"}, Choices: []string{"slashes"},
		Surest: pos.GatewayVerified, Least: 1, Pace: 60, Batch: 1000, open: openSenGo},
	{System: Xendit, Address: map[string]bool{"https://api.xendit.co": false}, Usual: "https://api.xendit.co",
		Secrets: []string{"api_key"}, Spare: []string{"callback_token"}, Choices: []string{"version"},
		Surest: pos.GatewayVerified, Least: 1_500, Most: 10_000_000, Pace: 300, Batch: 1, Proved: true, open: openXendit},
	{System: SingaPay, Address: map[string]bool{"https://payment-b2b.singapay.id": false, "https://sandbox-payment-b2b.singapay.id": true},
		Usual: "https://payment-b2b.singapay.id", Secrets: []string{"api_key", "client_id", "client_secret"}, Options: []string{"account_id"},
		Surest: pos.GatewayVerified, Least: 1, Pace: 60, Batch: 1000, Proved: true, open: openSingaPay},
}

// Kinds gives every system the till speaks.
func Kinds() []Kind { return slices.Clone(kinds[:]) }

// KindOf finds a system, or ErrSystem.
func KindOf(system string) (Kind, error) {
	for _, k := range kinds {
		if k.System == system {
			return k, nil
		}
	}
	return Kind{}, fmt.Errorf("%w: %q", ErrSystem, system)
}

// xenditTest begins the keys of accounts whose money is pretended.
const xenditTest = "xnd_development_"

// Fill makes what the till stores of an account: what was given, checked against
// what its system needs, and what the system brings along.
func Fill(name, system, base string, given map[string]string) (pos.AddGateway, error) {
	k, err := KindOf(system)
	if err != nil {
		return pos.AddGateway{}, err
	}
	base = strings.TrimRight(base, "/")
	if base == "" {
		base = k.Usual
	}
	sandbox, known := k.Address[base]
	a := pos.AddGateway{Known: known, Credentials: map[string]string{}, Gateway: pos.Gateway{
		Name: name, System: system, Base: base, Options: map[string]string{}, Budget: usualBudget, Poll: usualPoll, Daily: k.Daily,
		Least: k.Least, Most: k.Most, Surest: k.Surest,
		Sandbox: sandbox || strings.HasPrefix(given["api_key"], xenditTest),
	}}
	for field, value := range given {
		switch {
		case slices.Contains(k.Secrets, field), slices.Contains(k.Spare, field):
			a.Credentials[field] = value
		case slices.Contains(k.Options, field), slices.Contains(k.Choices, field):
			a.Options[field] = value
		default:
			return a, fmt.Errorf("%w: %s has no %q", ErrMissing, system, field)
		}
	}
	for _, field := range append(slices.Clone(k.Secrets), k.Options...) {
		if given[field] == "" {
			return a, fmt.Errorf("%w: %s needs %s", ErrMissing, system, field)
		}
	}
	return a, nil
}

// usualBudget is how long a customer waits for a gateway's code, in
// milliseconds, unless the owner says otherwise.
const usualBudget = 2000

// usualPoll is how long after a code was shown its gateway is first asked about
// money, in milliseconds, unless the owner says otherwise.
const usualPoll = 2000
