package pos

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"
)

// Hook is a program elsewhere that wants to be told what happens.
type Hook struct {
	Name    string    `json:"name"`
	URL     string    `json:"url"`             // https, or http to a service in the shop's own network
	Kinds   []Kind    `json:"kinds,omitempty"` // of entries it is told of; none is every kind of order, payment and refund
	Added   time.Time `json:"added_at"`
	Revoked time.Time `json:"revoked_at,omitzero"`
	Start   Cursor    `json:"-"`                // it hears what came after
	From    string    `json:"from"`             // Start as text
	Sealed  []byte    `json:"sealed,omitempty"` // what deliveries are signed with
}

// NewHook is a wish to be told.
type NewHook struct {
	Name, URL  string
	Kinds      []Kind
	PIN, Actor string
}

const (
	hooksMost = 20
	kindsMost = 60
)

// AddHook stores who is to be told and gives the secret that its deliveries are
// signed with, "whsec_" and base64, this once. It asks for the owner's PIN once
// one is set. An address that is neither https nor of the shop's own network is
// ErrAddress.
func (t *Till) AddHook(ctx context.Context, n NewHook) (string, error) {
	at, err := url.Parse(n.URL)
	switch {
	case !plainName.MatchString(n.Name):
		return "", fmt.Errorf("webhook %q: %w", n.Name, ErrName)
	case err != nil, len(n.URL) > urlMost, at.Host == "", at.User != nil, at.Scheme != "https" && at.Scheme != "http":
		return "", fmt.Errorf("webhook %q: %w", n.Name, ErrAddress)
	case at.Scheme == "http" && !slices.Contains(t.Shop().LANServices, at.Host):
		return "", fmt.Errorf("webhook %q is not https: %w", n.Name, ErrAddress)
	case len(n.Kinds) > kindsMost:
		return "", fmt.Errorf("webhook %q: %w", n.Name, ErrSetting)
	}
	for _, kind := range n.Kinds {
		if _, err := factOf(kind); err != nil {
			return "", fmt.Errorf("webhook %q: %w: no entry is of the kind %.40q", n.Name, ErrSetting, kind)
		}
	}
	by, err := t.Approve(ctx, MayKeys, "", n.PIN)
	if err != nil {
		return "", err
	}
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails, says crypto/rand
	sealed, err := seal(t.sealer, secret)
	if err != nil {
		return "", err
	}
	err = t.decide(ctx, func(x *txn) error {
		if x.shop.hook(n.Name) != nil || len(x.shop.hooks()) >= hooksMost {
			return fmt.Errorf("webhook %q: %w", n.Name, ErrName)
		}
		return x.recordPrivate(n.Actor, &hookAdded{Name: n.Name, URL: n.URL, Kinds: n.Kinds, Approved: by}, sealed)
	})
	if err != nil {
		return "", err
	}
	return "whsec_" + base64.StdEncoding.EncodeToString(secret), nil
}

// Hooks gives who is told, without the secrets.
func (t *Till) Hooks() []Hook {
	hooks := slices.Clone(t.shop.Load().hooks())
	for i := range hooks {
		hooks[i].Sealed = nil
		hooks[i].Start, _ = ParseCursor(hooks[i].From) // written by the till itself
	}
	return hooks
}

// HookSecret gives what deliveries to a hook are signed with, or ErrNotFound.
func (t *Till) HookSecret(_ context.Context, name string) ([]byte, error) {
	hook := t.shop.Load().hook(name)
	if hook == nil {
		return nil, fmt.Errorf("webhook %q: %w", name, ErrNotFound)
	}
	return t.unseal(hook.what(), hook.Sealed)
}

// RevokeHook tells a program nothing more, with the owner's PIN.
func (t *Till) RevokeHook(ctx context.Context, name, pin, actor string) error {
	return t.revoke(ctx, pin, func(x *txn, by string) error { return x.dropHook(name, actor, by) })
}

// DropHook is a program's word that another is told nothing more, see DropKey.
func (t *Till) DropHook(ctx context.Context, name string, by APIKey) error {
	return t.drop(ctx, by, func(x *txn) error { return x.dropHook(name, by.Actor(), "") })
}

func (x *txn) dropHook(name, actor, approved string) error {
	if x.shop.hook(name) == nil {
		return fmt.Errorf("webhook %q: %w", name, ErrNotFound)
	}
	return x.record(actor, &hookRevoked{Name: name, Approved: approved})
}

// hooks are those that were not revoked.
func (s *shopState) hooks() []Hook {
	return slices.DeleteFunc(slices.Clone(s.Hooks), func(h Hook) bool { return !h.Revoked.IsZero() })
}

// hook finds one that was not revoked.
func (s *shopState) hook(name string) *Hook {
	at := slices.IndexFunc(s.Hooks, func(h Hook) bool { return h.Name == name && h.Revoked.IsZero() })
	if at < 0 {
		return nil
	}
	return &s.Hooks[at]
}

// hookAdded says that a program elsewhere is told from now on; the secret is the
// private part.
type hookAdded struct {
	ofShop
	Name     string `json:"name"`
	URL      string `json:"url"`
	Kinds    []Kind `json:"kinds,omitempty"`
	Approved string `json:"approved_by,omitempty"`
}

func (*hookAdded) kind() Kind { return KindHookAdded }
func (f *hookAdded) apply(x *txn, e Entry) error {
	return errors.Join(x.note(e, f.Name), x.changeShop(func(s *shopState) {
		s.Hooks = append(s.Hooks, Hook{Name: f.Name, URL: f.URL, Kinds: f.Kinds, Added: e.At, From: e.Cursor().String(), Sealed: e.Private})
	}))
}

// hookRevoked says that a program is told nothing more.
type hookRevoked struct {
	ofShop
	Name     string `json:"name"`
	Approved string `json:"approved_by,omitempty"`
}

func (*hookRevoked) kind() Kind { return KindHookRevoked }
func (f *hookRevoked) apply(x *txn, e Entry) error {
	return errors.Join(x.note(e, f.Name), x.changeShop(func(s *shopState) {
		if hook := s.hook(f.Name); hook != nil {
			hook.Revoked = e.At
		}
	}))
}
