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
	Added     time.Time `json:"added_at"`
	Revoked   time.Time `json:"revoked_at,omitzero"`
	Sealed    []byte    `json:"sealed,omitempty"` // the HMAC secret
	LastHeard time.Time `json:"-"`                // since the till was opened
}

var plainName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,39}$`)

// AddSource makes a source and gives its secret, "whsec_" and base64, which is
// told this once. It asks for the owner's PIN once one is set.
func (t *Till) AddSource(ctx context.Context, name, pin, actor string) (string, error) {
	if !plainName.MatchString(name) {
		return "", fmt.Errorf("source %q: %w", name, ErrName)
	}
	if _, err := t.Approve(ctx, MayKeys, "", pin); err != nil {
		return "", err
	}
	secret := make([]byte, 32)
	_, _ = rand.Read(secret)
	sealed, err := t.sealer.Seal(secret)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrStorage, err)
	}
	err = t.decide(ctx, func(x *txn) error {
		if x.shop.named(name) {
			return fmt.Errorf("source %q: %w", name, ErrName)
		}
		return x.recordPrivate(actor, &sourceAdded{Name: name}, sealed)
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
	}
	return sources
}

// Heard notes that a source spoke just now, with or without money.
func (t *Till) Heard(name string) { t.heard.Store(name, t.now()) }
