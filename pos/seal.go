package pos

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// seal closes a secret with the key of a machine.
func seal(with Sealer, plain []byte) ([]byte, error) {
	sealed, err := with.Seal(plain)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrStorage, err)
	}
	return sealed, nil
}

// sealJSON closes a secret that has parts.
func sealJSON(with Sealer, secret any) ([]byte, error) {
	plain, err := json.Marshal(secret)
	if err != nil {
		return nil, err
	}
	return seal(with, plain)
}

// unseal reads a secret of the file, or says with ErrSealed which one cannot be
// read with the key of this machine.
func (t *Till) unseal(what string, sealed []byte) ([]byte, error) {
	plain, err := t.sealer.Unseal(sealed)
	switch {
	case errors.Is(err, ErrSealed):
		return nil, fmt.Errorf("%s: %w", what, err)
	case err != nil:
		return nil, fmt.Errorf("%s: %w: %w", what, ErrSealed, err)
	}
	return plain, nil
}

// reseal opens a secret and seals it for another machine.
func (t *Till) reseal(what string, sealed []byte, to Sealer) ([]byte, error) {
	plain, err := t.unseal(what, sealed)
	if err != nil {
		return nil, err
	}
	if sealed, err = seal(to, plain); err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	return sealed, nil
}

// What a secret is of, for logs and for the owner.
func (p Person) what() string  { return "pin " + p.Name }
func (s Source) what() string  { return "source " + s.Name }
func (k APIKey) what() string  { return "key " + k.Name }
func (g Gateway) what() string { return "gateway " + g.Name }
func (h Hook) what() string    { return "webhook " + h.Name }

// Unreadable names the secrets that cannot be read with the key of this machine
// ("pin Sari", "source hp1", "key kasir-web", "recovery"), because it was lost
// or is another machine's; none when all is well. What they guard is refused
// with ErrSealed until each was set anew; selling needs none of them.
func (t *Till) Unreadable() (names []string) {
	shop := t.shop.Load()
	look := func(what string, sealed []byte) {
		if _, err := t.unseal(what, sealed); err != nil && len(sealed) > 0 {
			names = append(names, what)
		}
	}
	for _, p := range shop.People {
		look(p.what(), p.Sealed) // of the retired nothing is kept
	}
	for _, s := range shop.Sources {
		if s.Revoked.IsZero() {
			look(s.what(), s.Sealed)
		}
	}
	for _, k := range shop.Keys {
		if k.Revoked.IsZero() {
			look(k.what(), k.Sealed)
		}
	}
	for _, g := range shop.Gateways {
		if g.Removed.IsZero() {
			look(g.what(), g.Sealed)
		}
	}
	for _, h := range shop.hooks() {
		look(h.what(), h.Sealed)
	}
	look("recovery", shop.Recovery)
	return names
}

// SealLost writes down that the key which the secrets were sealed with is gone
// and another one took its place. It stands on the next Z: whoever takes the
// key away can set a new owner's PIN.
func (t *Till) SealLost(ctx context.Context, actor string) error {
	return t.decide(ctx, func(x *txn) error { return x.record(actor, &sealLost{}) })
}

// sealLost is the entry of it.
type sealLost struct{ ofShop }

func (*sealLost) kind() Kind                    { return KindSealLost }
func (f *sealLost) apply(x *txn, e Entry) error { return x.note(e, "") }
