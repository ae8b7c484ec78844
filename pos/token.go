package pos

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"strings"
	"time"
)

// token lets a person in through the web until it is revoked, the password
// changes or the person is retired. Only its SHA-256 is kept.
type token struct {
	Person string    `json:"person"`
	Added  time.Time `json:"added_at"`
	Hash   []byte    `json:"hash"`
}

// AddToken gives a bearer token, "1|" and random letters, to the person of an
// e-mail whose password was just found right by CheckPassword. A person has at
// most 20; the oldest gives way. An e-mail nobody has is ErrNotFound.
func (t *Till) AddToken(ctx context.Context, email string) (string, error) {
	email = strings.ToLower(strings.TrimSpace(email))
	made := newToken()
	hash := sha256.Sum256([]byte(made))
	err := t.decide(ctx, func(x *txn) error {
		for _, p := range x.shop.People {
			if email != "" && p.Email == email && !p.Retired {
				return x.recordPrivate(p.Name, &tokenAdded{Person: p.Name}, hash[:])
			}
		}
		return ErrNotFound
	})
	if err != nil {
		return "", err
	}
	return made, nil
}

// Token finds the person a token belongs to, or ErrKeyUnknown. Every stored
// token is compared, in constant time.
func (t *Till) Token(_ context.Context, bearer string) (Person, error) {
	shop := t.shop.Load()
	if known := shop.token(bearer); known != nil {
		if p := shop.person(known.Person); p != nil {
			found := *p
			found.Sealed = nil
			return found, nil
		}
	}
	return Person{}, ErrKeyUnknown
}

// RevokeToken logs out the one who has the token; one that is not known, or no
// more, is ErrKeyUnknown.
func (t *Till) RevokeToken(ctx context.Context, bearer string) error {
	return t.decide(ctx, func(x *txn) error {
		known := x.shop.token(bearer)
		if known == nil {
			return ErrKeyUnknown
		}
		return x.recordPrivate(known.Person, &tokenRevoked{Person: known.Person}, known.Hash)
	})
}

// token finds what is kept of a token.
func (s *shopState) token(bearer string) (found *token) {
	hash := sha256.Sum256([]byte(bearer))
	for i := range s.Tokens {
		if subtle.ConstantTimeCompare(hash[:], s.Tokens[i].Hash) == 1 {
			found = &s.Tokens[i]
		}
	}
	return found
}
