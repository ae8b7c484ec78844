package pos

import (
	"context"
	"fmt"
	"slices"
)

// RevokeKey takes a program's key away, with the owner's PIN: its requests are
// refused and its streams end at once. Doing so twice is ErrNotFound.
func (t *Till) RevokeKey(ctx context.Context, name, pin, actor string) error {
	return t.revoke(ctx, pin, func(x *txn, by string) error { return x.dropKey(name, actor, by) })
}

// DropKey is a program's word that another program, or itself, is out, and
// DropDevice that a device is: its key has the scope admin, else ErrRights.
func (t *Till) DropKey(ctx context.Context, name string, by APIKey) error {
	return t.drop(ctx, by, func(x *txn) error { return x.dropKey(name, by.Actor(), "") })
}

// DropDevice takes a device's token away, see DropKey.
func (t *Till) DropDevice(ctx context.Context, name string, by APIKey) error {
	return t.drop(ctx, by, func(x *txn) error { return x.dropDevice(name, by.Actor(), "") })
}

func (t *Till) drop(ctx context.Context, by APIKey, do func(*txn) error) error {
	if !by.May(MayRevoke) {
		return ErrRights
	}
	return t.decide(ctx, do)
}

func (x *txn) dropKey(name, actor, approved string) error {
	if x.shop.key(name) == nil {
		return fmt.Errorf("key %q: %w", name, ErrNotFound)
	}
	return x.record(actor, &keyRevoked{Name: name, Approved: approved})
}

func (x *txn) dropDevice(name, actor, approved string) error {
	known := x.shop.device(name)
	if known == nil {
		return fmt.Errorf("device %q: %w", name, ErrNotFound)
	}
	return x.record(actor, &deviceRevoked{Name: known.Name, Approved: approved})
}

// RevokeSource takes the word from a source, with the owner's PIN: no report of
// it is taken any more. A new source of the name gets a new secret.
func (t *Till) RevokeSource(ctx context.Context, name, pin, actor string) error {
	return t.revoke(ctx, pin, func(x *txn, by string) error {
		if x.shop.source(name) == nil {
			return fmt.Errorf("source %q: %w", name, ErrNotFound)
		}
		return x.record(actor, &sourceRevoked{Name: name, Approved: by})
	})
}

func (t *Till) revoke(ctx context.Context, pin string, do func(x *txn, by string) error) error {
	by, err := t.Approve(ctx, MayRevoke, "", pin)
	if err != nil {
		return err
	}
	return t.decide(ctx, func(x *txn) error { return do(x, by) })
}

// silenced tells whether a source was revoked, or a gateway removed, and not
// added again.
func (s *shopState) silenced(name string) bool {
	return s.source(name) == nil && s.gateway(name) == nil &&
		(slices.ContainsFunc(s.Sources, func(known Source) bool { return known.Name == name }) ||
			slices.ContainsFunc(s.Gateways, func(known Gateway) bool { return known.Name == name }))
}
