package pos

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"slices"
)

// keyAdded says that a program may use the till; the SHA-256 of its key and its
// sealed secrets are the private part.
type keyAdded struct {
	ofShop
	Name     string   `json:"name"`
	Scopes   []string `json:"scopes"`
	Dialect  string   `json:"dialect,omitempty"`
	Client   string   `json:"client,omitempty"`
	Approved string   `json:"approved_by,omitempty"`
}

func (*keyAdded) kind() Kind { return KindKeyAdded }
func (f *keyAdded) apply(x *txn, e Entry) error {
	split := min(sha256.Size, len(e.Private))
	key := APIKey{Name: f.Name, Scopes: f.Scopes, Dialect: f.Dialect, Client: f.Client, Added: e.At,
		Hash: e.Private[:split], Sealed: e.Private[split:]}
	return errors.Join(x.note(e, f.Name), x.changeShop(func(s *shopState) { s.Keys = append(s.Keys, key) }))
}

// keyRevoked takes a program's key away.
type keyRevoked struct {
	ofShop
	Name     string `json:"name"`
	Approved string `json:"approved_by,omitempty"`
}

func (*keyRevoked) kind() Kind { return KindKeyRevoked }
func (f *keyRevoked) apply(x *txn, e Entry) error {
	return errors.Join(x.note(e, f.Name), x.changeShop(func(s *shopState) {
		if key := s.key(f.Name); key != nil {
			key.Revoked = e.At
		}
	}))
}

// tokensMost is how many tokens a person has at once; the oldest gives way.
const tokensMost = 20

// tokenAdded says that a person logged in through the web; the SHA-256 of the
// token is the private part.
type tokenAdded struct {
	ofShop
	Person string `json:"person"`
}

func (*tokenAdded) kind() Kind { return KindTokenAdded }
func (f *tokenAdded) apply(x *txn, e Entry) error {
	return x.changeShop(func(s *shopState) {
		s.Tokens = append(s.Tokens, token{Person: f.Person, Added: e.At, Hash: e.Private})
		theirs := 0
		for _, known := range s.Tokens {
			if known.Person == f.Person {
				theirs++
			}
		}
		if theirs > tokensMost {
			oldest := slices.IndexFunc(s.Tokens, func(known token) bool { return known.Person == f.Person })
			s.Tokens = slices.Delete(s.Tokens, oldest, oldest+1)
		}
	})
}

// tokenRevoked says that a person logged out; the SHA-256 of the token is the
// private part.
type tokenRevoked struct {
	ofShop
	Person string `json:"person"`
}

func (*tokenRevoked) kind() Kind { return KindTokenRevoked }
func (f *tokenRevoked) apply(x *txn, e Entry) error {
	return x.changeShop(func(s *shopState) {
		s.Tokens = slices.DeleteFunc(s.Tokens, func(known token) bool { return bytes.Equal(known.Hash, e.Private) })
	})
}

// forgetTokens logs a person out everywhere: the password is another one, or
// the person is gone.
func (s *shopState) forgetTokens(person string) {
	s.Tokens = slices.DeleteFunc(s.Tokens, func(known token) bool { return known.Person == person })
}
