package pos

import (
	"context"
	"fmt"
	netmail "net/mail"
	"slices"
	"strings"
	"time"
)

// Person is somebody who works with the till. The name is the identity: it
// stands in the journal and is never given to anybody else.
type Person struct {
	Name     string    `json:"name"`
	Role     Role      `json:"role"`
	Email    string    `json:"email,omitempty"` // of those who come through the web
	Added    time.Time `json:"added_at"`
	Retired  bool      `json:"retired,omitempty"`
	Sealed   []byte    `json:"sealed,omitempty"` // sealed argon2id hash of the PIN or password
	Refusals int       `json:"refusals,omitempty"`
	Until    time.Time `json:"until,omitzero"` // no PIN of this person is looked at before
}

// firstPerson is the name of the one whose PIN set-up asks for.
const firstPerson = "owner"

// person finds somebody by name, whatever the case of its letters.
func (s *shopState) person(name string) *Person {
	at := slices.IndexFunc(s.People, func(p Person) bool { return strings.EqualFold(p.Name, name) })
	if at < 0 {
		return nil
	}
	return &s.People[at]
}

// hasPIN tells whether the owner's PIN was set.
func (s *shopState) hasPIN() bool {
	owner := s.person(firstPerson)
	return owner != nil && len(owner.Sealed) > 0
}

// People gives everybody, the retired too, in the order they came, without
// their secrets.
func (t *Till) People() []Person {
	people := slices.Clone(t.shop.Load().People)
	for i := range people {
		people[i].Sealed = nil
	}
	return people
}

// AddPerson is somebody to add.
type AddPerson struct {
	Name   string // 1 to 40 characters; not the name of a program ("api:…")
	Role   Role
	Email  string // for admin and staff
	Secret string // the PIN (owner six digits, others four to six), or the password of an admin or staff
	PIN    string // the owner's, once one is set
	Actor  string
}

// reserved are actors of the journal that are nobody.
var reserved = []string{"till", "unknown", "practice", "lacictl", "kasir", customer}

// AddPerson adds somebody, or brings a retired person back, with the owner's
// PIN.
func (t *Till) AddPerson(ctx context.Context, a AddPerson) error {
	a.Name = cleanText(a.Name, nameMost)
	if a.Name == "" || strings.Contains(a.Name, ":") || slices.Contains(reserved, strings.ToLower(a.Name)) {
		return ErrName
	}
	if err := a.check(); err != nil {
		return err
	}
	by, err := t.Approve(ctx, MayPeople, "", a.PIN)
	if err != nil {
		return err
	}
	sealed, err := t.sealSecret(a.Role, a.Secret)
	if err != nil {
		return err
	}
	return t.decide(ctx, func(x *txn) error {
		if !x.shop.hasPIN() {
			return ErrPINNeeded // the owner's comes first
		}
		if known := x.shop.person(a.Name); known != nil && !known.Retired {
			return fmt.Errorf("person %q: %w", a.Name, ErrName)
		} else if known != nil {
			a.Name = known.Name
		}
		if a.Email != "" && x.shop.emailOf(a.Email, a.Name) {
			return fmt.Errorf("e-mail of %q: %w", a.Name, ErrName)
		}
		return x.recordPrivate(a.Actor, &personAdded{Name: a.Name, Role: a.Role, Email: a.Email, Approved: by}, sealed)
	})
}

// check refuses a person the till cannot have.
func (a *AddPerson) check() error {
	if !a.Role.Known() {
		return fmt.Errorf("role %q: %w", a.Role, ErrRole)
	}
	if !a.Role.Web() {
		a.Email = ""
		return StrongSecret(a.Role, a.Secret)
	}
	address, err := netmail.ParseAddress(a.Email)
	if err != nil || address.Address != a.Email || len(a.Email) > 254 {
		return fmt.Errorf("e-mail: %w", ErrName)
	}
	a.Email = strings.ToLower(a.Email)
	return StrongSecret(a.Role, a.Secret)
}

// emailOf tells whether somebody other than name has the e-mail.
func (s *shopState) emailOf(email, name string) bool {
	return slices.ContainsFunc(s.People, func(p Person) bool {
		return p.Email == email && !p.Retired && !strings.EqualFold(p.Name, name)
	})
}

// sealSecret checks that no other person at the till has the PIN, which would
// leave open who approved, and seals its hash.
func (t *Till) sealSecret(role Role, secret string) ([]byte, error) {
	if !role.Web() {
		for _, p := range t.shop.Load().People {
			if p.Retired || p.Role.Web() || len(p.Sealed) == 0 {
				continue
			}
			// A PIN that can no longer be read opens nothing, so nobody has it.
			if stored, err := t.unseal(p.what(), p.Sealed); err == nil && samePIN(secret, stored) {
				return nil, ErrPINTaken
			}
		}
	}
	return seal(t.sealer, hashPIN(secret))
}

// SetSecret gives a person a new PIN or password, with the owner's PIN.
func (t *Till) SetSecret(ctx context.Context, name, secret, pin, actor string) error {
	p := t.shop.Load().person(name)
	if p == nil || p.Retired {
		return ErrNotFound
	}
	if err := StrongSecret(p.Role, secret); err != nil {
		return err
	}
	by, err := t.Approve(ctx, MayPeople, "", pin)
	if err != nil {
		return err
	}
	sealed, err := t.sealSecret(p.Role, secret)
	if err != nil {
		return err
	}
	return t.decide(ctx, func(x *txn) error {
		return x.recordPrivate(actor, &pinSet{Person: p.Name, Approved: by}, sealed)
	})
}

// Retire takes a person out of the shop, with the owner's PIN. The name stays
// in the journal; the first owner cannot be retired.
func (t *Till) Retire(ctx context.Context, name, pin, actor string) error {
	by, err := t.Approve(ctx, MayPeople, "", pin)
	if err != nil {
		return err
	}
	return t.decide(ctx, func(x *txn) error {
		p := x.shop.person(name)
		switch {
		case p == nil:
			return ErrNotFound
		case p.Name == firstPerson:
			return ErrRights
		case p.Retired:
			return nil
		}
		return x.record(actor, &personRetired{Name: p.Name, Approved: by})
	})
}
