package pos

import (
	"errors"
	"time"
)

// pinState counts the wrong PINs given at this till.
type pinState struct {
	Refusals int       `json:"refusals,omitempty"`
	Last     time.Time `json:"last,omitzero"`
	Until    time.Time `json:"until,omitzero"` // no PIN is looked at before
}

// pinSet says that a person's PIN or password was set; its sealed hash is the
// private part. The first owner is made by it.
type pinSet struct {
	ofShop
	Person   string `json:"person"`
	Approved string `json:"approved_by,omitempty"`
}

func (*pinSet) kind() Kind { return KindPINSet }
func (f *pinSet) apply(x *txn, e Entry) error {
	return x.changeShop(func(s *shopState) {
		if s.person(f.Person) == nil {
			s.People = append(s.People, Person{Name: f.Person, Role: RoleOwner, Added: e.At})
		}
		s.person(f.Person).newSecret(e.Private)
		s.forgetTokens(f.Person)
	})
}

// newSecret gives a person a secret; no wait is left of the old one.
func (p *Person) newSecret(sealed []byte) {
	p.Sealed, p.Refusals, p.Until = sealed, 0, time.Time{}
}

// pinReset says that the owner's PIN was replaced without the old one.
type pinReset struct {
	ofShop
	Person string `json:"person"`
	How    string `json:"how"` // recovery_code, os_account
}

func (*pinReset) kind() Kind { return KindPINReset }
func (f *pinReset) apply(x *txn, e Entry) error {
	return errors.Join(x.note(e, f.How), x.changeShop(func(s *shopState) {
		s.Device = pinState{}
		if p := s.person(f.Person); p != nil {
			p.newSecret(e.Private)
		}
	}))
}

// pinWait is a count of wrong PINs and how long none is looked at.
type pinWait struct {
	Person   string    `json:"person"`
	Refusals int       `json:"refusals"`
	Until    time.Time `json:"until,omitzero"`
}

// pinRefused counts a wrong PIN against those it could have been meant for, and
// against the till it was given at.
type pinRefused struct {
	ofShop
	pinWait
	Also   []pinWait `json:"also,omitempty"`
	Device *pinWait  `json:"device,omitempty"` // not of a password, which is given elsewhere
	Right  Right     `json:"right,omitempty"`  // what was to be approved
}

func (*pinRefused) kind() Kind { return KindPINRefused }
func (f *pinRefused) apply(x *txn, e Entry) error {
	return x.changeShop(func(s *shopState) {
		for _, w := range append([]pinWait{f.pinWait}, f.Also...) {
			if p := s.person(w.Person); p != nil {
				p.Refusals, p.Until = w.Refusals, w.Until
			}
		}
		if f.Device != nil {
			s.Device = pinState{Refusals: f.Device.Refusals, Last: e.At, Until: f.Device.Until}
		}
	})
}

// pinAccepted starts the count of refusals again.
type pinAccepted struct {
	ofShop
	Person string `json:"person"`
}

func (*pinAccepted) kind() Kind { return KindPINAccepted }
func (f *pinAccepted) apply(x *txn, _ Entry) error {
	return x.changeShop(func(s *shopState) {
		p := s.person(f.Person)
		if p == nil {
			return
		}
		p.Refusals, p.Until = 0, time.Time{}
		if p.Role == RoleOwner {
			s.Device = pinState{}
		}
	})
}

// personAdded says that somebody works here from now on; the sealed hash of the
// PIN or password is the private part.
type personAdded struct {
	ofShop
	Name     string `json:"name"`
	Role     Role   `json:"role"`
	Email    string `json:"email,omitempty"`
	Approved string `json:"approved_by,omitempty"`
}

func (*personAdded) kind() Kind { return KindPersonAdded }
func (f *personAdded) apply(x *txn, e Entry) error {
	return errors.Join(x.note(e, f.Name), x.changeShop(func(s *shopState) {
		now := Person{Name: f.Name, Role: f.Role, Email: f.Email, Added: e.At, Sealed: e.Private}
		s.forgetTokens(f.Name)
		if known := s.person(f.Name); known != nil {
			*known = now
			return
		}
		s.People = append(s.People, now)
	}))
}

// personRetired says that somebody works here no more.
type personRetired struct {
	ofShop
	Name     string `json:"name"`
	Approved string `json:"approved_by,omitempty"`
}

func (*personRetired) kind() Kind { return KindPersonRetired }
func (f *personRetired) apply(x *txn, e Entry) error {
	return errors.Join(x.note(e, f.Name), x.changeShop(func(s *shopState) {
		if p := s.person(f.Name); p != nil {
			p.Retired, p.Sealed = true, nil
		}
		s.forgetTokens(f.Name)
		if s.Cashier == f.Name {
			s.Cashier = ""
		}
	}))
}
