package pos

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"time"
)

// Source is somebody who may report money by signed callbacks.
type Source struct {
	Name      string    `json:"name"`
	Made      Made      `json:"made,omitempty"`
	Trust     Trust     `json:"trust,omitempty"`
	Most      Rupiah    `json:"most,omitempty"` // with TrustAuto: the most that one payment may be
	Added     time.Time `json:"added_at"`
	Revoked   time.Time `json:"revoked_at,omitzero"`
	Sealed    []byte    `json:"sealed,omitempty"` // the HMAC secret
	Beats     bool      `json:"beats,omitempty"`  // it sends signs of life
	Silent    time.Time `json:"silent_since,omitzero"`
	SilentDay Day       `json:"silent_day,omitempty"`   // the day that its silence stands on
	LastHeard time.Time `json:"last_heard_at,omitzero"` // since the till was opened; never stored
	Unread    Unread    `json:"unread,omitzero"`        // the same
}

// Made says how a source got its secret.
type Made string

// How sources are made. Whoever a person told the secret to is known to that
// person too, so that the word of a phone made by hand is worth a person's.
const (
	MadeProgram Made = ""       // a program that the shop trusts, on a server of its own
	MadePaired  Made = "paired" // a phone that fetched its secret by a one-time code; nobody saw it
	MadeByHand  Made = "hand"   // a phone into which a person typed it: it may only suggest
)

// Phone tells whether the source is a phone that forwards notifications.
func (m Made) Phone() bool { return m != MadeProgram }

// Trust says what happens to money that a source tells of without naming its
// order. What the stored QRIS allow (see QRIS) is asked besides.
type Trust string

// The trust in a source.
const (
	TrustCodes   Trust = ""        // whatever the stored QRIS allow
	TrustSuggest Trust = "suggest" // a person says yes
	TrustAuto    Trust = "auto"    // up to a ceiling, and only if the payable amount is unique
)

// Unread is the newest text of a phone that no template could read.
type Unread struct {
	App string    `json:"app"` // the package that showed it
	At  time.Time `json:"at"`  // when it was told of; zero when there was none
}

var plainName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,39}$`)

// AddSource makes a source and gives its secret, "whsec_" and base64, which is
// told this once. It asks for the owner's PIN once one is set.
func (t *Till) AddSource(ctx context.Context, name, pin, actor string) (string, error) {
	if _, err := t.Approve(ctx, MayKeys, "", pin); err != nil {
		return "", err
	}
	return t.newSource(ctx, sourceAdded{Name: name}, actor)
}

// AddPhone makes a phone whose secret a person types into it, told this once.
// It may only suggest, also when it names an order; see PairingSource for one
// that may do more. It asks for the owner's PIN once one is set.
func (t *Till) AddPhone(ctx context.Context, name, pin, actor string) (string, error) {
	by, err := t.Approve(ctx, MayKeys, "", pin)
	if err != nil {
		return "", err
	}
	return t.newSource(ctx, sourceAdded{Name: name, Made: MadeByHand, Trust: TrustSuggest, Approved: by}, actor)
}

// newSource stores a source and gives its secret.
func (t *Till) newSource(ctx context.Context, f sourceAdded, actor string) (string, error) {
	if !plainName.MatchString(f.Name) {
		return "", fmt.Errorf("source %q: %w", f.Name, ErrName)
	}
	secret := make([]byte, 32)
	_, _ = rand.Read(secret)
	sealed, err := seal(t.sealer, secret)
	if err != nil {
		return "", err
	}
	err = t.decide(ctx, func(x *txn) error {
		if x.shop.named(f.Name) {
			return fmt.Errorf("source %q: %w", f.Name, ErrName)
		}
		return x.recordPrivate(actor, &f, sealed)
	})
	if err != nil {
		return "", err
	}
	return "whsec_" + base64.StdEncoding.EncodeToString(secret), nil
}

// source finds a source that was not revoked.
func (s *shopState) source(name string) *Source {
	at := slices.IndexFunc(s.Sources, func(known Source) bool { return known.Name == name && known.Revoked.IsZero() })
	if at < 0 {
		return nil
	}
	return &s.Sources[at]
}

// SourceSecret gives the HMAC key of a source, or ErrSource.
func (t *Till) SourceSecret(_ context.Context, name string) ([]byte, error) {
	source := t.shop.Load().source(name)
	if source == nil {
		return nil, ErrSource
	}
	return t.unseal(source.what(), source.Sealed)
}

// Sources gives the sources that were not revoked, without their secrets.
func (t *Till) Sources() []Source {
	sources := slices.DeleteFunc(slices.Clone(t.shop.Load().Sources), func(s Source) bool { return !s.Revoked.IsZero() })
	for i := range sources {
		sources[i].Sealed = nil
		if at, ok := t.heard.Load(sources[i].Name); ok {
			sources[i].LastHeard, _ = at.(time.Time)
		}
		if last, ok := t.unread.Load(sources[i].Name); ok {
			sources[i].Unread, _ = last.(Unread)
		}
	}
	return sources
}

// Heard notes that a source spoke just now, with or without money.
func (t *Till) Heard(name string) { t.heard.Store(name, t.now()) }
