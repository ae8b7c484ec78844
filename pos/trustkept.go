package pos

import (
	"bytes"
	"errors"
	"slices"
)

// trustKept is what a till trusts and a restore must not change: whom it pays,
// whose PIN counts, who opens its backups, and who was shut out.
type trustKept struct {
	codes    []QRIS   // pinned
	people   []Person // their hashes sealed for the restored till; the retired without
	recovery []byte   // the lock, sealed for it too
	keys     []APIKey // revoked
	sources  []Source // revoked
	devices  []Device // revoked
	hooks    []Hook   // revoked

	gateways []Gateway // all there are, their credentials sealed for it: they decide who is paid

	trusted   []Source // not revoked: how far their word goes
	templates []Template
}

// trustFor gives what the till trusts, sealed for another sealer.
func (t *Till) trustFor(sealer Sealer) (k trustKept, err error) {
	shop := t.shop.Load()
	k.codes = shop.pinned()
	if k.people, err = t.peopleFor(sealer); err != nil {
		return k, err
	}
	if lock, err := t.recovery(); err == nil {
		if k.recovery, err = sealJSON(sealer, lock); err != nil {
			return k, err
		}
	}
	for _, key := range shop.Keys {
		if !key.Revoked.IsZero() {
			k.keys = append(k.keys, key)
		}
	}
	for _, source := range shop.Sources {
		if source.Revoked.IsZero() {
			k.trusted = append(k.trusted, source)
		} else {
			k.sources = append(k.sources, source)
		}
	}
	for _, device := range shop.Devices {
		if !device.Revoked.IsZero() {
			k.devices = append(k.devices, device)
		}
	}
	for _, hook := range shop.Hooks {
		if !hook.Revoked.IsZero() {
			k.hooks = append(k.hooks, hook)
		}
	}
	k.templates = shop.Templates
	k.gateways, err = t.gatewaysFor(sealer)
	return k, err
}

// keep records what stays of the till that a backup takes the place of.
func (x *txn) keep(k trustKept, actor string) error {
	if err := x.keepCodes(k.codes, actor); err != nil {
		return err
	}
	for _, p := range k.people {
		if err := x.keepPerson(p, actor); err != nil {
			return err
		}
	}
	if k.recovery != nil {
		if err := x.recordPrivate(actor, &recoverySet{}, k.recovery); err != nil {
			return err
		}
	}
	if err := x.keepGateways(k, actor); err != nil {
		return err
	}
	if err := x.keepTold(k, actor); err != nil {
		return err
	}
	return x.keepRevoked(k, actor)
}

// keepTold lets the word of phones go no further than it did, and their
// notifications be read by no other templates than before, if there were any.
func (x *txn) keepTold(k trustKept, actor string) error {
	for _, source := range k.trusted {
		is := x.shop.source(source.Name)
		if is == nil || !is.Added.Equal(source.Added) || is.Trust == source.Trust && is.Most == source.Most {
			continue
		}
		if err := x.record(actor, &sourceTrusted{Name: source.Name, Trust: source.Trust, Most: source.Most}); err != nil {
			return err
		}
	}
	for _, template := range slices.Clone(x.shop.Templates) {
		if len(k.templates) == 0 || slices.Contains(k.templates, template) {
			continue
		}
		if err := x.record(actor, &templateRemoved{Template: template}); err != nil {
			return err
		}
	}
	return nil
}

// keepCodes lets exactly the codes be drawn that were pinned before, if any, and
// shared with what they were shared with.
func (x *txn) keepCodes(kept []QRIS, actor string) error {
	if len(kept) == 0 {
		return nil
	}
	at := func(list []QRIS, q QRIS) int {
		return slices.IndexFunc(list, func(known QRIS) bool { return known.Text == q.Text && known.Beside == q.Beside })
	}
	is := x.shop.pinned()
	for _, q := range is {
		if !q.Beside || at(kept, q) >= 0 {
			continue // one of the counter's gives way to the other
		}
		if err := x.record(actor, &qrisUnpinned{ID: q.ID, Name: q.named()}); err != nil {
			return err
		}
	}
	for _, q := range kept {
		var f fact = &qrisPinned{QRIS: q}
		if i := at(is, q); i >= 0 {
			if is[i].Sticker == q.Sticker && is[i].SecondTill == q.SecondTill {
				continue
			}
			f = &qrisShared{ID: is[i].ID, Name: q.named(), Sticker: q.Sticker, SecondTill: q.SecondTill}
		}
		if err := x.record(actor, f); err != nil {
			return err
		}
	}
	return nil
}

// keepRevoked revokes what the backup still trusts and the till did no more.
func (x *txn) keepRevoked(k trustKept, actor string) error {
	for _, key := range k.keys {
		if is := x.shop.key(key.Name); is != nil && is.Added.Equal(key.Added) && bytes.Equal(is.Hash, key.Hash) {
			if err := x.record(actor, &keyRevoked{Name: key.Name}); err != nil {
				return err
			}
		}
	}
	for _, device := range k.devices {
		if is := x.shop.device(device.Name); is != nil && bytes.Equal(is.Hash, device.Hash) {
			if err := x.record(actor, &deviceRevoked{Name: device.Name}); err != nil {
				return err
			}
		}
	}
	for _, hook := range k.hooks {
		if is := x.shop.hook(hook.Name); is != nil && is.Added.Equal(hook.Added) {
			if err := x.record(actor, &hookRevoked{Name: hook.Name}); err != nil {
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

// keepPerson lets a person's PIN count as it did, or keeps the retired out.
func (x *txn) keepPerson(p Person, actor string) error {
	is := x.shop.person(p.Name)
	switch {
	case p.Retired && (is == nil || is.Retired):
		return nil
	case p.Retired:
		return x.record(actor, &personRetired{Name: p.Name})
	case p.Name == firstPerson || is != nil && !is.Retired && is.Role == p.Role:
		return x.recordPrivate(actor, &pinSet{Person: p.Name}, p.Sealed)
	}
	return x.recordPrivate(actor, &personAdded{Name: p.Name, Role: p.Role, Email: p.Email}, p.Sealed)
}

// peopleFor seals everybody's hashes for another sealer. Whose PIN cannot be
// read has none to keep.
func (t *Till) peopleFor(sealer Sealer) (people []Person, err error) {
	for _, p := range t.shop.Load().People {
		if !p.Retired {
			p.Sealed, err = t.reseal(p.what(), p.Sealed, sealer)
			if errors.Is(err, ErrSealed) {
				continue
			} else if err != nil {
				return nil, err
			}
		}
		people = append(people, p)
	}
	return people, nil
}
