package pos

import (
	"bytes"
	"fmt"
)

// trustKept is what a till trusts and a restore must not change: whom it pays,
// whose PIN counts, who opens its backups, and who was shut out.
type trustKept struct {
	code     *QRIS
	pins     map[string][]byte // person → sealed hash, for the restored till's sealer
	recovery []byte            // the same of the lock
	keys     []APIKey          // revoked
	sources  []Source          // revoked
}

// trustFor gives what the till trusts, sealed for another sealer.
func (t *Till) trustFor(sealer Sealer) (k trustKept, err error) {
	shop := t.shop.Load()
	if code, ok := shop.public().Pinned(); ok {
		k.code = &code
	}
	if k.pins, err = t.pinsFor(sealer); err != nil {
		return k, err
	}
	if len(shop.Recovery) > 0 {
		lock, err := t.recovery()
		if err != nil {
			return k, err
		}
		if k.recovery, err = lock.seal(sealer); err != nil {
			return k, err
		}
	}
	for _, key := range shop.Keys {
		if !key.Revoked.IsZero() {
			k.keys = append(k.keys, key)
		}
	}
	for _, source := range shop.Sources {
		if !source.Revoked.IsZero() {
			k.sources = append(k.sources, source)
		}
	}
	return k, nil
}

// keep records what stays of the till that a backup takes the place of.
func (x *txn) keep(k trustKept, actor string) error {
	if is, ok := x.shop.public().Pinned(); k.code != nil && (!ok || is.Text != k.code.Text) {
		if err := x.record(actor, &qrisPinned{QRIS: *k.code}); err != nil {
			return err
		}
	}
	for person, sealed := range k.pins {
		if err := x.recordPrivate(actor, &pinSet{Person: person}, sealed); err != nil {
			return err
		}
	}
	if k.recovery != nil {
		if err := x.recordPrivate(actor, &recoverySet{}, k.recovery); err != nil {
			return err
		}
	}
	return x.keepRevoked(k, actor)
}

// keepRevoked revokes what the backup still trusts and the till did no more.
func (x *txn) keepRevoked(k trustKept, actor string) error {
	for _, key := range k.keys {
		if is := x.shop.key(key.Name); is != nil && bytes.Equal(is.Hash, key.Hash) {
			if err := x.record(actor, &keyRevoked{Name: key.Name}); err != nil {
				return err
			}
		}
	}
	for _, source := range k.sources {
		if is := x.shop.source(source.Name); is != nil && is.Added.Equal(source.Added) {
			if err := x.record(actor, &sourceRevoked{Name: source.Name}); err != nil {
				return err
			}
		}
	}
	return nil
}

// pinsFor seals the owner's PIN for another sealer.
func (t *Till) pinsFor(sealer Sealer) (map[string][]byte, error) {
	sealed := t.shop.Load().PIN.Sealed
	if len(sealed) == 0 {
		return nil, nil
	}
	again, err := reseal(sealed, t.sealer, sealer)
	return map[string][]byte{"owner": again}, err
}

// reseal opens what one sealer sealed and seals it with another.
func reseal(sealed []byte, from, to Sealer) ([]byte, error) {
	plain, err := from.Unseal(sealed)
	if err == nil {
		sealed, err = to.Seal(plain)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrStorage, err)
	}
	return sealed, nil
}
