package xendit

import (
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/sync/dialect/golden"
)

// shop is a till with its server, and a program that was let in.
type shop struct {
	till  *pos.Till
	clock *golden.Clock
	url   string
	key   string
	sign  string
}

func open(t testing.TB, practice bool) shop {
	t.Helper()
	c := golden.NewClock(time.Now())
	till := golden.Till(t, pos.Options{Practice: practice, Now: c.Now})
	shown, err := till.AddKey(t.Context(), pos.NewKey{Name: "toko", Dialect: pos.DialectXendit, Actor: "test"})
	require.NoError(t, err)
	url := golden.Live(t, till, New(till, slog.New(slog.DiscardHandler), c.Now))
	return shop{till: till, clock: c, url: url, key: shown.Key, sign: shown.Signing}
}

func basic(key string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(key+":"))
}

const (
	formBody = "application/x-www-form-urlencoded"
	jsonBody = "application/json"
)

// form sends a form, as the document's curl does.
func (s shop) form(t testing.TB, path, body string) golden.Answer {
	t.Helper()
	return golden.Ask(t, "POST", s.url+path, body, "Authorization", basic(s.key), "Content-Type", formBody)
}

// post sends JSON.
func (s shop) post(t testing.TB, path, body string) golden.Answer {
	t.Helper()
	return golden.Ask(t, "POST", s.url+path, body, "Authorization", basic(s.key), "Content-Type", jsonBody)
}

func (s shop) get(t testing.TB, path string) golden.Answer {
	t.Helper()
	return golden.Ask(t, "GET", s.url+path, "", "Authorization", basic(s.key))
}

// example is the document's code, made by its form.
const example = "external_id=testing_id_123&type=DYNAMIC&callback_url=https://toko.example/callback&amount=1500&metadata[branch_code]=cabang_372"

// order is the till's order of an external_id.
func (s shop) order(t testing.TB, external string) pos.Order {
	t.Helper()
	return golden.Order(t, s.till, external)
}

// pay reports money that names an order.
func (s shop) pay(t testing.TB, ref, rrn string, amount pos.Rupiah, at time.Time) {
	t.Helper()
	golden.Pay(t, s.till, pos.Report{PaymentID: "p-" + rrn, RRN: rrn, Amount: amount, PaidAt: at, OrderRef: ref, Issuer: "DOMPET"})
}

// refused checks an error's status and words.
func refused(t testing.TB, a golden.Answer, status int, word string) string {
	t.Helper()
	require.Equal(t, status, a.Status, "%s", a.Body)
	var told map[string]string
	require.NoError(t, json.Unmarshal(a.Body, &told))
	require.Equal(t, word, told["error_code"])
	require.Len(t, told, 2)
	require.NotEmpty(t, told["message"])
	return told["message"]
}

func file(t testing.TB, name string) string {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	return string(raw)
}

// Ensure that only a key of this dialect with the scope gets in, by the name of
// HTTP's Basic scheme, and that nobody else learns or makes anything.
func TestWhoMayAsk(t *testing.T) {
	s := open(t, true)
	require.Equal(t, http.StatusOK, s.form(t, "/qr_codes", example).Status)
	reader, err := s.till.AddKey(t.Context(), pos.NewKey{Name: "papan", Dialect: pos.DialectXendit, Scopes: []string{pos.ScopeRead}, Actor: "test"})
	require.NoError(t, err)
	own, err := s.till.AddKey(t.Context(), pos.NewKey{Name: "dapur", Scopes: []string{pos.ScopeRead, pos.ScopeCharge}, Actor: "test"})
	require.NoError(t, err)
	routes := [][2]string{{"POST", "/qr_codes"}, {"GET", "/qr_codes/testing_id_123"}, {"GET", "/qr_codes/payments?external_id=testing_id_123"}, {"POST", "/qr_codes/testing_id_123/payments/simulate"}}
	for _, route := range routes {
		for _, header := range []string{"", "Bearer " + s.key, basic("xnd_development_x"), basic(s.key + "x"), basic("")} {
			refused(t, golden.Ask(t, route[0], s.url+route[1], "", "Authorization", header), http.StatusUnauthorized, "INVALID_API_KEY")
			s.clock.Add(6 * time.Second) // one is forgiven
		}
		refused(t, golden.Ask(t, route[0], s.url+route[1], "", "Authorization", basic(own.Key)), http.StatusForbidden, "REQUEST_FORBIDDEN_ERROR")
		if route[0] == "POST" {
			refused(t, golden.Ask(t, route[0], s.url+route[1], "", "Authorization", basic(reader.Key)), http.StatusForbidden, "REQUEST_FORBIDDEN_ERROR")
		} else {
			// A key with the scope is told that its own caller has no such code.
			refused(t, golden.Ask(t, route[0], s.url+route[1], "", "Authorization", basic(reader.Key)), http.StatusNotFound, "DATA_NOT_FOUND")
		}
	}
	require.NoError(t, s.till.RevokeKey(t.Context(), "toko", "", "test"))
	refused(t, s.get(t, "/qr_codes/testing_id_123"), http.StatusUnauthorized, "INVALID_API_KEY")
	assert.Equal(t, pos.Pending, s.order(t, "testing_id_123").State)
}

// Ensure that who asks too often is told when to come again: a program as often
// as the owner set, an address with wrong keys after ten of them.
func TestLimits(t *testing.T) {
	s := open(t, false)
	settings := s.till.Shop().Settings
	settings.KeyRate = 2
	require.NoError(t, s.till.Change(t.Context(), settings, "", "owner"))
	for range 4 {
		refused(t, s.get(t, "/qr_codes/x"), http.StatusNotFound, "DATA_NOT_FOUND")
	}
	a := s.get(t, "/qr_codes/x")
	refused(t, a, http.StatusTooManyRequests, "RATE_LIMIT_EXCEEDED")
	assert.Equal(t, "1", a.Header.Get("Retry-After"))
	s.clock.Add(time.Second)
	refused(t, s.get(t, "/qr_codes/x"), http.StatusNotFound, "DATA_NOT_FOUND")

	for range 10 {
		refused(t, golden.Ask(t, "GET", s.url+"/qr_codes/x", "", "Authorization", basic("x")), http.StatusUnauthorized, "INVALID_API_KEY")
	}
	a = golden.Ask(t, "GET", s.url+"/qr_codes/x", "")
	refused(t, a, http.StatusTooManyRequests, "RATE_LIMIT_EXCEEDED")
	assert.Equal(t, "6", a.Header.Get("Retry-After"))
	refused(t, s.get(t, "/qr_codes/x"), http.StatusNotFound, "DATA_NOT_FOUND")
}

// openBare is a shop whose till has no QRIS yet.
func openBare(t testing.TB) shop {
	t.Helper()
	till, err := pos.Open(t.Context(), pos.Options{Dir: t.TempDir(), Sealer: plain{}})
	require.NoError(t, err)
	t.Cleanup(func() { _ = till.Close() })
	shown, err := till.AddKey(t.Context(), pos.NewKey{Name: "toko", Dialect: pos.DialectXendit, Actor: "test"})
	require.NoError(t, err)
	return shop{till: till, url: golden.Live(t, till, New(till, slog.New(slog.DiscardHandler), time.Now)), key: shown.Key}
}

// plain keeps secrets as they are.
type plain struct{}

func (plain) Seal(secret []byte) ([]byte, error)   { return secret, nil }
func (plain) Unseal(sealed []byte) ([]byte, error) { return sealed, nil }
