package pos

import (
	"cmp"
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

// pairing is the one code that a device or phone may be paired with just now. It
// is kept in memory only: a restart ends it.
type pairing struct {
	mutex    sync.Mutex
	code     string // "" when there is none
	scope    string // of a device
	source   string // else the name of a phone that is to forward notifications
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
	code, until = t.pairing.show(scope, "", cmp.Or(by, actor), t.now()) // nobody may have a PIN yet
	return code, until, nil
}

// PairingSource gives eight digits by which one phone fetches the secret of a
// new source within two minutes, with the owner's PIN once one is set. Nobody
// sees that secret. A new code ends the one before it. It returns ErrName for a
// name that is taken.
func (t *Till) PairingSource(ctx context.Context, name, pin, actor string) (code string, until time.Time, err error) {
	if !plainName.MatchString(name) || t.shop.Load().named(name) {
		return "", until, fmt.Errorf("source %q: %w", name, ErrName)
	}
	by, err := t.Approve(ctx, MayKeys, "", pin)
	if err != nil {
		return "", until, err
	}
	code, until = t.pairing.show("", name, cmp.Or(by, actor), t.now())
	return code, until, nil
}

// show makes a new code.
func (p *pairing) show(scope, source, by string, now time.Time) (code string, until time.Time) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.code, p.scope, p.source, p.approved = randomDigits(), scope, source, by
	p.until, p.wrong = now.Add(pairingFor), 0
	return p.code, p.until
}

// fits tells whether the code is the one on the till, of a phone or of a
// device; a wrong one is counted. The caller holds the mutex.
func (p *pairing) fits(code string, phone bool, now time.Time) bool {
	if p.code == "" || !now.Before(p.until) {
		return false
	}
	if subtle.ConstantTimeCompare([]byte(code), []byte(p.code)) == 1 && phone == (p.source != "") {
		return true
	}
	if p.wrong++; p.wrong >= pairingTries {
		p.code = ""
	}
	return false
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
	if !p.fits(code, false, t.now()) {
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

// PairSource makes the phone that the code on the till is for and gives its name
// and its secret, "whsec_" and base64, which is done this once. Until the owner
// says otherwise its word for money that names no order is a suggestion. It
// returns ErrPairing for a code that is wrong, used or over.
func (t *Till) PairSource(ctx context.Context, code string) (name, secret string, err error) {
	t.pairing.mutex.Lock()
	defer t.pairing.mutex.Unlock()
	p := &t.pairing
	if !p.fits(code, true, t.now()) {
		return "", "", ErrPairing
	}
	added := sourceAdded{Name: p.source, Made: MadePaired, Trust: TrustSuggest, Approved: p.approved}
	if secret, err = t.newSource(ctx, added, "source:"+p.source); err != nil {
		return "", "", err
	}
	p.code = ""
	return p.source, secret, nil
}
