package pos

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// AddGateway is an account to make codes with. The caller knows the system: it
// fills in the limits, the evidence and whether the address is one of the
// system's own.
type AddGateway struct {
	Gateway
	Credentials map[string]string // what its API asks for; sealed
	Known       bool              // the address is the system's own; another one needs the owner's PIN
	Beside      bool              // the counter goes on with the gateway it has
	PIN, Actor  string
}

// hookName is the credential that the till makes itself: with it callbacks'
// addresses are made that nobody can guess.
const hookName = "hook"

const (
	budgetLeast    = 100    // milliseconds
	budgetMost     = 10_000 // milliseconds
	pollLeast      = 100    // milliseconds
	pollMost       = 60_000 // milliseconds
	optionsMost    = 20
	optionMost     = 500
	credentialMost = 4000
	gatewaysMost   = 20
	addressMost    = 500
	dailyMost      = 10_000_000
	hookBytes      = 32
	systemMost     = 40
)

// AddGateway stores an account at a payment system, with the owner's PIN once
// one is set. Unless Beside is said the counter's codes come from it from now
// on. Its first code pins whom it pays.
func (t *Till) AddGateway(ctx context.Context, a AddGateway) (Gateway, error) {
	if err := a.check(t.Shop()); err != nil {
		return Gateway{}, err
	}
	if _, err := t.Approve(ctx, MayQRIS, "", a.PIN); err != nil {
		return Gateway{}, err
	}
	private, err := a.seal(t.sealer)
	if err != nil {
		return Gateway{}, err
	}
	fresh := a.Gateway
	fresh.Added, fresh.Removed, fresh.Sealed, fresh.Payee = time.Time{}, time.Time{}, nil, nil
	fresh.LastHeard, fresh.SilentSince = time.Time{}, time.Time{}
	err = t.decide(ctx, func(x *txn) error {
		if len(t.Gateways()) >= gatewaysMost || x.shop.named(fresh.Name) {
			return fmt.Errorf("gateway %q: %w", fresh.Name, ErrName)
		}
		if err := x.recordPrivate(a.Actor, &gatewayAdded{Gateway: fresh}, private); err != nil || a.Beside {
			return err
		}
		return x.counterGateway(fresh.Name, a.Actor)
	})
	if err != nil {
		return Gateway{}, err
	}
	added := *t.shop.Load().gateway(fresh.Name)
	added.Sealed = nil
	return added, nil
}

// counterGateway changes which gateway the counter's codes come from.
func (x *txn) counterGateway(name, actor string) error {
	settings := x.shop.Settings
	if settings.Gateway == name {
		return nil
	}
	settings.Gateway = name
	return x.record(actor, &settingsChanged{Settings: settings})
}

// RemoveGateway takes a gateway away, with the owner's PIN: no code is made with
// it and no word of it taken any more. Doing so twice is ErrGateway.
func (t *Till) RemoveGateway(ctx context.Context, name, pin, actor string) error {
	by, err := t.Approve(ctx, MayQRIS, "", pin)
	if err != nil {
		return err
	}
	return t.decide(ctx, func(x *txn) error {
		if x.shop.gateway(name) == nil {
			return fmt.Errorf("gateway %q: %w", name, ErrGateway)
		}
		if x.shop.Settings.Gateway == name {
			if err := x.counterGateway("", actor); err != nil {
				return err
			}
		}
		return x.record(actor, &gatewayRemoved{Name: name, Approved: by})
	})
}

// GatewayCredentials gives what a gateway's API asks for, or ErrGateway.
func (t *Till) GatewayCredentials(_ context.Context, name string) (credentials map[string]string, err error) {
	g := t.shop.Load().gateway(name)
	if g == nil {
		return nil, fmt.Errorf("gateway %q: %w", name, ErrGateway)
	}
	plain, err := t.unseal(g.what(), g.Sealed)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(plain, &credentials); err != nil {
		return nil, fmt.Errorf("%s: %w: %w", g.what(), ErrSealed, err)
	}
	return credentials, nil
}

// seal makes the private part: the credentials, and a secret of the till's own.
func (a AddGateway) seal(sealer Sealer) ([]byte, error) {
	hook := make([]byte, hookBytes)
	_, _ = rand.Read(hook)
	kept := map[string]string{hookName: hex.EncodeToString(hook)}
	for name, value := range a.Credentials {
		if name != hookName {
			kept[name] = value
		}
	}
	return sealJSON(sealer, kept)
}

// check refuses a gateway that no till could use. A live till takes no pretended
// money, and before there is a PIN only addresses that are known.
func (a AddGateway) check(shop Shop) error {
	switch {
	case !plainName.MatchString(a.Name) || a.Name == NoGateway || a.System == "" || len(a.System) > systemMost:
		return fmt.Errorf("gateway %q: %w", a.Name, ErrName)
	case a.Sandbox && !shop.Practice:
		return fmt.Errorf("gateway %q: %w", a.Name, ErrLive)
	case !a.Known && !shop.HasPIN && !shop.Practice:
		return ErrPINNeeded
	case a.Budget < budgetLeast || a.Budget > budgetMost, a.Poll < pollLeast || a.Poll > pollMost, a.Daily < 0 || a.Daily > dailyMost,
		a.Least < 0 || a.Most < 0, a.Surest != GatewayVerified && a.Surest != GatewayReported,
		!small(a.Options, optionMost), !small(a.Credentials, credentialMost):
		return fmt.Errorf("gateway %q: %w", a.Name, ErrSetting)
	}
	return address(a.Base, shop.Practice)
}

// small bounds what is kept with a gateway.
func small(values map[string]string, most int) bool {
	for name, value := range values {
		if len(name) > systemMost || len(value) > most {
			return false
		}
	}
	return len(values) <= optionsMost
}

// address refuses what is no https address. A practice till may talk to a
// gateway of this machine in the clear.
func address(text string, practice bool) error {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || len(text) > addressMost || strings.ContainsAny(text, " \t\r\n") {
		return fmt.Errorf("%w: %q", ErrAddress, text)
	}
	local, err := netip.ParseAddr(u.Hostname())
	if u.Scheme == "https" || u.Scheme == "http" && practice && (err == nil && local.IsLoopback() || u.Hostname() == "localhost") {
		return nil
	}
	return fmt.Errorf("%w: %q", ErrAddress, text)
}

// named tells whether a source or gateway, or the till itself, reports money
// under the name.
func (s *shopState) named(name string) bool {
	switch name {
	case sourceManual, sourcePractice, sourceCash, sourceOwner:
		return true
	}
	return s.source(name) != nil || s.gateway(name) != nil
}
