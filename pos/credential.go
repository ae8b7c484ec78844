package pos

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// The systems whose documents programs may speak to this till.
const (
	DialectGateway   = "gateway" // "QRIS Payment Gateway API"
	DialectTemanQRIS = "temanqris"
	DialectXendit    = "xendit"
	DialectSenGo     = "sengo"
	DialectSingaPay  = "singapay"
)

// Dialects are the names of those systems.
func Dialects() []string {
	return []string{DialectGateway, DialectTemanQRIS, DialectXendit, DialectSenGo, DialectSingaPay}
}

// credentials checks the wish and makes what a program of its system needs, in
// that system's form; each secret has at least 128 random bits.
func (k *NewKey) credentials(practice bool) (KeyShown, error) {
	if !plainName.MatchString(k.Name) {
		return KeyShown{}, fmt.Errorf("key %q: %w", k.Name, ErrName)
	}
	if len(k.Scopes) == 0 && k.Dialect != "" {
		k.Scopes = []string{ScopeRead, ScopeCharge}
	}
	for _, scope := range k.Scopes {
		if !slices.Contains([]string{ScopeRead, ScopeCharge, ScopeSettle, ScopeAdmin}, scope) {
			return KeyShown{}, fmt.Errorf("scope %q: %w", scope, ErrScope)
		}
	}
	if len(k.Scopes) == 0 {
		return KeyShown{}, ErrScope
	}
	switch k.Dialect {
	case "":
		return KeyShown{Key: "laci_" + randomHex()}, nil
	case DialectGateway:
		return KeyShown{Key: newToken()}, nil
	case DialectTemanQRIS:
		return KeyShown{Key: randomHex(), Client: strings.ToLower(rand.Text()[:16]), Signing: randomHex()}, nil
	case DialectXendit:
		mode := "production"
		if practice {
			mode = "development"
		}
		return KeyShown{Key: "xnd_" + mode + "_" + randomHex(), Signing: randomHex()}, nil
	case DialectSenGo:
		return KeyShown{Client: rand.Text(), Secret: randomHex()}, nil
	case DialectSingaPay:
		return KeyShown{Client: rand.Text(), Secret: randomHex()}, nil
	}
	return KeyShown{}, fmt.Errorf("dialect %q: %w", k.Dialect, ErrDialect)
}

// randomHex gives 256 random bits.
func randomHex() string {
	random := make([]byte, 32)
	_, _ = rand.Read(random) // never fails
	return hex.EncodeToString(random)
}

// newToken makes a token of the form web accounts get: "1|" and 128 random bits.
func newToken() string { return "1|" + rand.Text() }
