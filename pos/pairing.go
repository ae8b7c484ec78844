package pos

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"fmt"
	"sync"
	"time"
)

const (
	pairingFor   = 2 * time.Minute
	pairingTries = 10 // wrong codes, and the right one is worth nothing any more
	pairingRange = 100_000_000
)

// pairing is the one code that a device may be paired with just now. It is kept
// in memory only: a restart ends it.
type pairing struct {
	mutex    sync.Mutex
	code     string // "" when there is none
	scope    string
	approved string
	until    time.Time
	wrong    int
}

// PairingCode gives eight digits that pair one device within two minutes, with
// the owner's PIN once one is set. A new code ends the one before it. It returns
// ErrScope for a scope that devices do not have.
func (t *Till) PairingCode(ctx context.Context, scope, pin, actor string) (code string, until time.Time, err error) {
	if !deviceScope(scope) {
		return "", until, fmt.Errorf("scope %q: %w", scope, ErrScope)
	}
	by, err := t.Approve(ctx, MayKeys, "", pin)
	if err != nil {
		return "", until, err
	}
	if by == "" {
		by = actor // nobody has a PIN yet
	}
	code, until = randomDigits(), t.now().Add(pairingFor)
	t.pairing.mutex.Lock()
	defer t.pairing.mutex.Unlock()
	t.pairing.code, t.pairing.scope, t.pairing.approved = code, scope, by
	t.pairing.until, t.pairing.wrong = until, 0
	return code, until, nil
}

// randomDigits gives eight digits, none likelier than another.
func randomDigits() string {
	random := make([]byte, 4)
	for {
		_, _ = rand.Read(random) // never fails
		if n := binary.BigEndian.Uint32(random); n < pairingRange*42 {
			return fmt.Sprintf("%08d", n%pairingRange)
		}
	}
}

// Pair pairs a device by the code on the till and gives its token, which is done
// this once. The name is how the owner knows it, at most 40 characters. It
// returns ErrPairing for a code that is wrong, used or over, and ErrName; then
// the code can be tried again.
func (t *Till) Pair(ctx context.Context, code, name string) (token string, err error) {
	t.pairing.mutex.Lock()
	defer t.pairing.mutex.Unlock()
	p := &t.pairing
	if p.code == "" || !t.now().Before(p.until) {
		return "", ErrPairing
	}
	if subtle.ConstantTimeCompare([]byte(code), []byte(p.code)) != 1 {
		if p.wrong++; p.wrong >= pairingTries {
			p.code = ""
		}
		return "", ErrPairing
	}
	if name = cleanText(name, nameMost); name == "" {
		return "", ErrName
	}
	token = DeviceToken + randomHex()
	hash := sha256.Sum256([]byte(token))
	added := deviceAdded{Name: name, Scope: p.scope, Approved: p.approved}
	err = t.decide(ctx, func(x *txn) error {
		if x.shop.device(name) != nil {
			return fmt.Errorf("device %q: %w", name, ErrName)
		}
		return x.recordPrivate("device:"+name, &added, hash[:])
	})
	if err != nil {
		return "", err
	}
	p.code = ""
	return token, nil
}
