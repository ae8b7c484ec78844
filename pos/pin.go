package pos

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// The cost of one argon2id hash: two passes over 19 MiB, a quarter of a second
// on a slow tablet. Salt and hash are stored one after the other.
const (
	pinPasses = 2
	pinMemory = 19 * 1024 // KiB
	pinSalt   = 16
	pinHash   = 32

	ownerPIN     = 6  // digits; of everybody else
	leastPIN     = 4  // at least so many
	leastSecret  = 10 // characters of a password
	secretMost   = 200
	personTries  = 4  // wrong PINs of a person before the first wait
	deviceTries  = 12 // and of everybody at this till together
	firstWait    = 30 * time.Second
	longestWait  = time.Hour
	deviceForget = 24 * time.Hour // without a wrong PIN, and this till counts from the start
)

// StrongSecret tells whether somebody of the role may have the secret: ErrPINWeak
// for a PIN that is too short, a run or a repeat, ErrPassword for a password of
// a web role that is too short. A pad may ask before it asks for the PIN again.
func StrongSecret(role Role, secret string) error {
	switch {
	case role.Web():
		if n := utf8.RuneCountInString(secret); n < leastSecret || len(secret) > secretMost {
			return ErrPassword
		}
		return nil
	case role == RoleOwner && len(secret) != ownerPIN,
		len(secret) < leastPIN, !isDigits(secret, ownerPIN), run(secret), repeats(secret):
		return ErrPINWeak
	}
	return nil
}

// run tells whether each digit is one above, or one below, the one before it.
func run(pin string) bool {
	up, down := true, true
	for i := 1; i < len(pin); i++ {
		step := int(pin[i]) - int(pin[i-1])
		up, down = up && step == 1, down && step == -1
	}
	return up || down
}

// repeats tells whether the PIN is one piece again and again: 1111, 1212, 493493.
func repeats(pin string) bool {
	for n := 1; n <= len(pin)/2; n++ {
		if len(pin)%n == 0 && strings.Repeat(pin[:n], len(pin)/n) == pin {
			return true
		}
	}
	return false
}

// hashPIN makes the stored form of a PIN or password: salt and argon2id hash.
func hashPIN(pin string) []byte {
	salt := make([]byte, pinSalt)
	_, _ = rand.Read(salt) // never fails
	return append(salt, argon2.IDKey([]byte(pin), salt, pinPasses, pinMemory, 1, pinHash)...)
}

// samePIN compares in constant time.
func samePIN(pin string, stored []byte) bool {
	if len(stored) != pinSalt+pinHash {
		return false
	}
	got := argon2.IDKey([]byte(pin), stored[:pinSalt], pinPasses, pinMemory, 1, pinHash)
	return subtle.ConstantTimeCompare(got, stored[pinSalt:]) == 1
}

// CheckPIN looks at the owner's PIN: nil when it is right, ErrPINWrong, or
// ErrPINLocked while a wait runs. The wait grows with every further wrong PIN,
// outlives a restart, and never keeps anybody from selling.
func (t *Till) CheckPIN(ctx context.Context, pin string) error {
	if !t.shop.Load().hasPIN() {
		return ErrPINNeeded
	}
	_, err := t.identify(ctx, MaySettings, "", pin)
	return err
}

// CheckPassword finds the person of an e-mail who comes through the web. An
// e-mail nobody has is ErrPINWrong, after the same work.
func (t *Till) CheckPassword(ctx context.Context, email, password string) (Person, error) {
	email = strings.ToLower(strings.TrimSpace(email))
	for _, p := range t.shop.Load().People {
		if p.Email != "" && p.Email == email && !p.Retired {
			_, err := t.identify(ctx, MayLook, p.Name, password)
			p.Sealed = nil
			return p, err
		}
	}
	_ = hashPIN(password)
	return Person{}, ErrPINWrong
}

// identify finds whose secret it is among those who have the right: the person
// named, or with "" anybody at the till.
func (t *Till) identify(ctx context.Context, right Right, person, secret string) (string, error) {
	t.pin.Lock()
	defer t.pin.Unlock()
	shop, now := t.shop.Load(), t.now()
	asked, err := shop.holders(right, person)
	if err != nil {
		return "", err
	}
	device := shop.Device.Until
	if asked[0].Role.Web() {
		device = time.Time{} // whoever guesses from afar must not keep the owner out
	}
	free, until := 0, device
	for _, p := range asked {
		if now.Before(p.Until) {
			until = later(until, p.Until)
			continue
		}
		free++
	}
	if free == 0 || now.Before(device) {
		return "", fmt.Errorf("%w until %s", ErrPINLocked, until.Format(time.TimeOnly))
	}
	var lost error
	for _, p := range asked {
		if now.Before(p.Until) {
			continue
		}
		stored, err := t.unseal(p.what(), p.Sealed)
		if err != nil {
			lost, free = err, free-1
			continue
		}
		if samePIN(secret, stored) {
			return p.Name, t.acceptPIN(ctx, p)
		}
	}
	if free == 0 {
		return "", lost // no PIN was looked at
	}
	return "", t.refusePIN(ctx, right, asked)
}

// holders are those whose secret is asked for.
func (s *shopState) holders(right Right, person string) (asked []Person, err error) {
	if person != "" {
		p := s.person(person)
		switch {
		case p == nil || p.Retired:
			return nil, fmt.Errorf("person %q: %w", person, ErrNotFound)
		case !p.Role.May(right):
			return nil, fmt.Errorf("%s may not %s: %w", p.Name, right, ErrRights)
		}
		return []Person{*p}, nil
	}
	for _, p := range s.People {
		if !p.Retired && !p.Role.Web() && p.Role.May(right) {
			asked = append(asked, p)
		}
	}
	if len(asked) == 0 {
		return nil, ErrRights
	}
	return asked, nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// acceptPIN starts a person's count of refusals again, and with the owner's PIN
// that of this till.
func (t *Till) acceptPIN(ctx context.Context, p Person) error {
	if p.Refusals == 0 && (p.Role != RoleOwner || t.shop.Load().Device.Refusals == 0) {
		return nil
	}
	return t.decide(ctx, func(x *txn) error { return x.record(p.Name, &pinAccepted{Person: p.Name}) })
}

// refusePIN counts a wrong PIN before anybody is told: against everybody it
// could have been meant for, and against this till.
func (t *Till) refusePIN(ctx context.Context, right Right, asked []Person) error {
	err := t.decide(ctx, func(x *txn) error {
		f := &pinRefused{Right: right}
		for i, p := range asked {
			wait := x.waitAfter(p.Name, p.Refusals+1, personTries)
			if i == 0 {
				f.pinWait = wait
			} else {
				f.Also = append(f.Also, wait)
			}
		}
		if !asked[0].Role.Web() {
			f.Device = x.deviceWait()
		}
		return x.record("unknown", f)
	})
	if err != nil {
		return err
	}
	return ErrPINWrong
}

// deviceWait counts one more wrong PIN at this till.
func (x *txn) deviceWait() *pinWait {
	count := x.shop.Device.Refusals + 1
	if x.now.Sub(x.shop.Device.Last) > deviceForget {
		count = 1
	}
	w := x.waitAfter("", count, deviceTries)
	return &w
}

// waitAfter is the wait that a number of wrong PINs brings.
func (x *txn) waitAfter(person string, refusals, free int) pinWait {
	w := pinWait{Person: person, Refusals: refusals}
	if over := refusals - free; over > 0 {
		w.Until = x.now.Add(min(firstWait<<min(over-1, 16), longestWait))
	}
	return w
}
