package pos

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"time"

	"golang.org/x/crypto/argon2"
)

// The cost of one argon2id hash: two passes over 19 MiB, a quarter of a second
// on a slow tablet. Salt and hash are stored one after the other.
const (
	pinPasses  = 2
	pinMemory  = 19 * 1024 // KiB
	pinSalt    = 16
	pinHash    = 32
	ownerPIN   = 6 // digits
	freeTries  = 4 // wrong PINs before the first wait
	firstWait  = 30 * time.Second
	longestPIN = time.Hour // no wait is longer
)

// checkPIN tells whether a PIN may be the owner's: six digits, no run, no
// repeat.
func strongPIN(pin string) error {
	if len(pin) != ownerPIN || !isDigits(pin, ownerPIN) {
		return ErrPINWeak
	}
	up, down, same := true, true, true
	for i := 1; i < len(pin); i++ {
		step := int(pin[i]) - int(pin[i-1])
		up, down, same = up && step == 1, down && step == -1, same && step == 0
	}
	if up || down || same || pin[:3] == pin[3:] || pin[:2] == pin[2:4] && pin[2:4] == pin[4:] {
		return ErrPINWeak
	}
	return nil
}

// hashPIN makes the stored form of a PIN: salt and argon2id hash.
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
	t.pin.Lock()
	defer t.pin.Unlock()
	state := t.shop.Load().PIN
	if len(state.Sealed) == 0 {
		return ErrPINNeeded
	}
	if t.now().Before(state.Until) {
		return fmt.Errorf("%w until %s", ErrPINLocked, state.Until.Format(time.TimeOnly))
	}
	stored, err := t.sealer.Unseal(state.Sealed)
	if err != nil {
		return fmt.Errorf("%w: the PIN cannot be read: %w", ErrStorage, err)
	}
	if !samePIN(pin, stored) {
		return t.refusePIN(ctx, state.Refusals+1)
	}
	if state.Refusals == 0 {
		return nil
	}
	return t.decide(ctx, func(x *txn) error { return x.record("owner", &pinAccepted{Person: "owner"}) })
}

// refusePIN counts a wrong PIN before anybody is told.
func (t *Till) refusePIN(ctx context.Context, refusals int) error {
	f := &pinRefused{Person: "owner", Refusals: refusals}
	if over := refusals - freeTries; over > 0 {
		wait := min(firstWait<<min(over-1, 16), longestPIN)
		f.Until = t.now().UTC().Truncate(time.Millisecond).Add(wait)
	}
	if err := t.decide(ctx, func(x *txn) error { return x.record("unknown", f) }); err != nil {
		return err
	}
	return ErrPINWrong
}

// approve asks for the owner's PIN once one is set; before that anybody who can
// reach the till sets it up.
func (t *Till) approve(ctx context.Context, pin string) error {
	if len(t.shop.Load().PIN.Sealed) == 0 {
		return nil
	}
	if pin == "" {
		return ErrPINNeeded
	}
	return t.CheckPIN(ctx, pin)
}
