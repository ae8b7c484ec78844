package sengo

import (
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/sync/dialect/golden"
)

// shop is a till with its server, and a program that was let in.
type shop struct {
	till   *pos.Till
	clock  *golden.Clock
	url    string
	client string
	token  string
}

// open opens a shop at 11 in the morning, on Jakarta's clock.
func open(t testing.TB) shop {
	t.Helper()
	c := golden.NewClock(time.Date(2026, 11, 20, 4, 0, 0, 0, time.UTC))
	till := golden.Till(t, pos.Options{Now: c.Now})
	shown, err := till.AddKey(t.Context(), pos.NewKey{Name: "toko", Dialect: pos.DialectSenGo, Actor: "test"})
	require.NoError(t, err)
	url := golden.Live(t, till, New(till, slog.New(slog.DiscardHandler), c.Now))
	return shop{till: till, clock: c, url: url, client: shown.Client, token: shown.Secret}
}

// ask sends a body whose signature is of these bytes.
func (s shop) ask(t testing.TB, method, path, body, signed string) golden.Answer {
	t.Helper()
	return golden.Ask(t, method, s.url+path, body, "X-Client-Key", s.client, "X-Client-Token", s.token,
		"X-Signature", hex.EncodeToString(sign(s.client, []byte(s.token), []byte(signed))))
}

func (s shop) post(t testing.TB, body string) golden.Answer {
	t.Helper()
	return s.ask(t, "POST", "/qris", body, body)
}

func (s shop) list(t testing.TB, query string) []map[string]any {
	t.Helper()
	a := s.ask(t, "GET", "/transactions?"+query, "", "")
	var told struct {
		ResponseData []map[string]any
	}
	require.Equal(t, http.StatusOK, a.Status, "%s", a.Body)
	require.NoError(t, json.Unmarshal(a.Body, &told))
	require.NotNil(t, told.ResponseData)
	return told.ResponseData
}

// example is the document's request.
const example = `{
        "reference": "REFF012",
        "amount": 10000,
        "expiryMinutes": 30,
        "viewName": "Merchant Name",
        "additionalInfo": {
        "callback": "http://toko.example/notify"
    }
    }`

// order is the till's order of a reference.
func (s shop) order(t testing.TB, reference string) pos.Order {
	t.Helper()
	return golden.Order(t, s.till, reference)
}

// pay reports the money of an order.
func (s shop) pay(t testing.TB, o pos.Order) {
	t.Helper()
	golden.Pay(t, s.till, pos.Report{PaymentID: o.Number, Amount: o.Payable, PaidAt: s.clock.Now(), OrderRef: o.Number})
}

// refused checks an error's status and word.
func refused(t testing.TB, a golden.Answer, status int, word string) {
	t.Helper()
	require.Equal(t, status, a.Status, "%s", a.Body)
	var told map[string]any
	require.NoError(t, json.Unmarshal(a.Body, &told))
	assert.Equal(t, map[string]any{"responseCode": float64(status), "responseMessage": word, "responseData": nil}, told)
}

// Ensure that only a program of this dialect that signs what it sends gets in,
// and that nobody else learns or makes anything.
func TestWhoMayAsk(t *testing.T) {
	s := open(t)
	reader, err := s.till.AddKey(t.Context(), pos.NewKey{Name: "papan", Dialect: pos.DialectSenGo, Scopes: []string{pos.ScopeRead}, Actor: "test"})
	require.NoError(t, err)
	other, err := s.till.AddKey(t.Context(), pos.NewKey{Name: "lain", Dialect: pos.DialectSingaPay, Actor: "test"})
	require.NoError(t, err)
	for _, route := range [][3]string{{"POST", "/qris", example}, {"GET", "/transactions", ""}} {
		signature := func(client, token, body string) string {
			return hex.EncodeToString(sign(client, []byte(token), []byte(body)))
		}
		good := signature(s.client, s.token, route[2])
		for name, headers := range map[string][3]string{
			"none":             {},
			"unknown key":      {"X" + s.client, s.token, signature("X"+s.client, s.token, route[2])},
			"no key":           {"", s.token, signature("", s.token, route[2])},
			"wrong token":      {s.client, s.token + "x", signature(s.client, s.token+"x", route[2])},
			"no token":         {s.client, "", signature(s.client, "", route[2])},
			"token not sent":   {s.client, "", good},
			"no signature":     {s.client, s.token, ""},
			"cut signature":    {s.client, s.token, good[:64]},
			"not hex":          {s.client, s.token, "x" + good[1:]},
			"other body":       {s.client, s.token, signature(s.client, s.token, route[2]+" x")},
			"without the key":  {s.client, s.token, signature("", s.token, route[2])},
			"another dialect":  {other.Client, other.Secret, signature(other.Client, other.Secret, route[2])},
			"another's secret": {s.client, reader.Secret, signature(s.client, reader.Secret, route[2])},
		} {
			a := golden.Ask(t, route[0], s.url+route[1], route[2], "X-Client-Key", headers[0], "X-Client-Token", headers[1], "X-Signature", headers[2])
			require.Equal(t, http.StatusUnauthorized, a.Status, name)
			refused(t, a, http.StatusUnauthorized, "UNAUTHORIZED")
			s.clock.Add(6 * time.Second) // one is forgiven
		}
	}
	papan := shop{till: s.till, clock: s.clock, url: s.url, client: reader.Client, token: reader.Secret}
	refused(t, papan.post(t, example), http.StatusUnauthorized, "PRODUCT_ACCESS_ERROR")
	_, total, err := s.till.CallerOrders(t.Context(), "api:toko", pos.CallerSearch{})
	require.NoError(t, err)
	assert.Zero(t, total)

	require.Equal(t, http.StatusOK, s.post(t, example).Status)
	assert.Len(t, s.list(t, "status=pending"), 1)
	assert.Empty(t, papan.list(t, "status=pending"), "another program's")
	require.NoError(t, s.till.RevokeKey(t.Context(), "toko", "", "test"))
	refused(t, s.post(t, example), http.StatusUnauthorized, "UNAUTHORIZED")
}

// Ensure that who asks too often is told when to come again: a program as often
// as the owner set, an address with wrong signatures after ten of them.
func TestLimits(t *testing.T) {
	s := open(t)
	settings := s.till.Shop().Settings
	settings.KeyRate = 2
	require.NoError(t, s.till.Change(t.Context(), settings, "", "owner"))
	for range 4 {
		s.list(t, "")
	}
	refused(t, s.ask(t, "GET", "/transactions", "", ""), http.StatusTooManyRequests, "PAYMENT_INTERNAL_ERROR")
	s.clock.Add(time.Second)
	s.list(t, "")
	for range 10 {
		refused(t, s.ask(t, "GET", "/transactions", "", "x"), http.StatusUnauthorized, "UNAUTHORIZED")
	}
	a := s.ask(t, "GET", "/transactions", "", "x")
	refused(t, a, http.StatusTooManyRequests, "PAYMENT_INTERNAL_ERROR")
	assert.Equal(t, "6", a.Header.Get("Retry-After"))
	s.list(t, "")
}
