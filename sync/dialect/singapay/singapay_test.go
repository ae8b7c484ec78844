package singapay

import (
	"encoding/hex"
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
	till   *pos.Till
	clock  *golden.Clock
	url    string
	client string
	secret string
	token  string
}

// open opens a shop at 11:25:23 on Jakarta's clock.
func open(t testing.TB) shop {
	t.Helper()
	return openWith(t, pos.Options{})
}

func openWith(t testing.TB, o pos.Options) shop {
	t.Helper()
	c := golden.NewClock(time.Date(2025, 9, 24, 4, 25, 23, 0, time.UTC))
	o.Now = c.Now
	till := golden.Till(t, o)
	s := shop{till: till, clock: c, url: golden.Live(t, till, New(till, slog.New(slog.DiscardHandler), c.Now))}
	return s.let(t, pos.NewKey{Name: "toko", Dialect: pos.DialectSingaPay})
}

// let lets another program in and gives it a token.
func (s shop) let(t testing.TB, k pos.NewKey) shop {
	t.Helper()
	k.Actor = "test"
	shown, err := s.till.AddKey(t.Context(), k)
	require.NoError(t, err)
	s.client, s.secret = shown.Client, shown.Secret
	if k.Dialect == pos.DialectSingaPay {
		s.token = granting(t, s.grant(t, s.clock.Now()))
	}
	return s
}

// grant asks for a token with the date of a time.
func (s shop) grant(t testing.TB, at time.Time) golden.Answer {
	t.Helper()
	return s.grantWith(t, `{"grant_type":"client_credentials"}`, s.client, s.client, hex.EncodeToString(signDate(s.client, []byte(s.secret), at)))
}

func (s shop) grantWith(t testing.TB, body, partner, client, signature string) golden.Answer {
	t.Helper()
	return golden.Ask(t, "POST", s.url+"/api/v1.1/access-token/b2b", body, "Content-Type", "application/json",
		"X-PARTNER-ID", partner, "X-CLIENT-ID", client, "X-Signature", signature)
}

func granting(t testing.TB, a golden.Answer) string {
	t.Helper()
	require.Equal(t, http.StatusOK, a.Status, "%s", a.Body)
	var told struct {
		Data struct {
			Token string `json:"access_token"`
		}
	}
	require.NoError(t, json.Unmarshal(a.Body, &told))
	return told.Data.Token
}

// at is the path of the shop's account.
func (s shop) at(rest string) string { return "/api/v1.0/qris-dynamic/" + s.client + rest }

func (s shop) get(t testing.TB, path string) golden.Answer {
	t.Helper()
	return golden.Ask(t, "GET", s.url+path, "", "Authorization", "Bearer "+s.token, "X-PARTNER-ID", s.client, "Accept", "application/json")
}

func (s shop) generate(t testing.TB, body string) golden.Answer {
	t.Helper()
	return golden.Ask(t, "POST", s.url+s.at("/generate-qr"), body, "Authorization", "Bearer "+s.token, "X-PARTNER-ID", s.client, "Content-Type", "application/json")
}

// order is the till's order of a merchant_reff_no.
func (s shop) order(t testing.TB, ref string) pos.Order {
	t.Helper()
	return golden.Order(t, s.till, ref)
}

// pay reports the money of an order.
func (s shop) pay(t testing.TB, o pos.Order) {
	t.Helper()
	golden.Pay(t, s.till, pos.Report{PaymentID: o.Number, RRN: "000111666", Amount: o.Payable, PaidAt: s.clock.Now(), OrderRef: o.Number,
		Issuer: "DOMPET", Payer: "SITI & BUDI é"})
}

// refused checks an error's status and code.
func refused(t testing.TB, a golden.Answer, status int, word string) {
	t.Helper()
	require.Equal(t, status, a.Status, "%s", a.Body)
	golden.Same(t, "testdata/error.json", a.Body)
	var told envelope
	require.NoError(t, json.Unmarshal(a.Body, &told))
	assert.Equal(t, []any{status, false, word}, []any{told.Status, told.Success, told.Error.Word})
	assert.NotEmpty(t, told.Error.Message)
}

// Ensure that only a program of this dialect gets in, with a token of its own,
// its partner id and its account; and that nobody else learns or makes
// anything.
func TestWhoMayAsk(t *testing.T) {
	s := open(t)
	other := s.let(t, pos.NewKey{Name: "lain", Dialect: pos.DialectSingaPay})
	reader := s.let(t, pos.NewKey{Name: "papan", Dialect: pos.DialectSingaPay, Scopes: []string{pos.ScopeRead}})
	writer := s.let(t, pos.NewKey{Name: "kasir", Dialect: pos.DialectSingaPay, Scopes: []string{pos.ScopeCharge}})
	foreign := s.let(t, pos.NewKey{Name: "dapur", Dialect: pos.DialectSenGo})
	forged, err := mint(claims{Subject: foreign.client, Expires: s.clock.Now().Add(time.Hour).Unix()}, []byte(foreign.secret))
	require.NoError(t, err)
	late, err := mint(claims{Subject: s.client, Expires: s.clock.Now().Unix()}, []byte(s.secret))
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, s.generate(t, `{"amount":100000,"merchant_reff_no":"a"}`).Status)

	for _, route := range [][2]string{{"POST", "/generate-qr"}, {"GET", "/show/1"}, {"GET", ""}} {
		ask := func(account, token, partner string) golden.Answer {
			return golden.Ask(t, route[0], s.url+"/api/v1.0/qris-dynamic/"+account+route[1], `{"amount":5000}`, "Authorization", token, "X-PARTNER-ID", partner)
		}
		for name, token := range map[string]string{
			"none": "", "no scheme": s.token, "basic": "Basic " + s.token, "empty": "Bearer ", "half": "Bearer " + s.token[:len(s.token)/2],
			"another's": "Bearer " + other.token, "changed": "Bearer " + s.token + "x", "of another dialect": "Bearer " + forged,
			"expired": "Bearer " + late, "unsigned": "Bearer eyJhbGciOiJub25lIn0.e30.", "secret itself": "Bearer " + s.secret,
		} {
			a := ask(s.client, token, s.client)
			require.Equal(t, http.StatusUnauthorized, a.Status, name)
			refused(t, a, http.StatusUnauthorized, "SP013")
			s.clock.Add(6 * time.Second) // one is forgiven
		}
		refused(t, ask(s.client, "Bearer "+s.token, ""), http.StatusUnauthorized, "SP013")
		refused(t, ask(s.client, "Bearer "+s.token, other.client), http.StatusUnauthorized, "SP013")
		refused(t, ask(other.client, "Bearer "+s.token, s.client), http.StatusNotFound, "SP020")
		refused(t, ask(foreign.client, "Bearer "+forged, foreign.client), http.StatusUnauthorized, "SP013")
		s.clock.Add(18 * time.Second)
	}
	refused(t, reader.generate(t, `{"amount":5000}`), http.StatusForbidden, "SP015")
	refused(t, writer.get(t, writer.at("")), http.StatusForbidden, "SP015")
	refused(t, other.get(t, other.at("/show/1")), http.StatusNotFound, "SP009")
	for _, caller := range []string{"api:lain", "api:papan", "api:dapur"} {
		_, total, err := s.till.CallerOrders(t.Context(), caller, pos.CallerSearch{})
		require.NoError(t, err)
		assert.Zero(t, total)
	}
	raw, err := os.ReadFile("testdata/error.json")
	require.NoError(t, err)
	assert.JSONEq(t, string(raw), string(golden.Ask(t, "GET", s.url+s.at(""), "").Body))

	s.token = granting(t, s.grant(t, s.clock.Now()))
	s.clock.Add(tokenLife - time.Second)
	require.Equal(t, http.StatusOK, s.get(t, s.at("")).Status)
	s.clock.Add(time.Second)
	refused(t, s.get(t, s.at("")), http.StatusUnauthorized, "SP013")
	s.token = granting(t, s.grant(t, s.clock.Now()))
	require.NoError(t, s.till.RevokeKey(t.Context(), "toko", "", "test"))
	refused(t, s.get(t, s.at("")), http.StatusUnauthorized, "SP013")
}

// Ensure that who asks too often is told when to come again: a program as often
// as the owner set, an address with wrong tokens or signatures after ten of
// them.
func TestLimits(t *testing.T) {
	s := open(t)
	settings := s.till.Shop().Settings
	settings.KeyRate = 2
	require.NoError(t, s.till.Change(t.Context(), settings, "", "owner"))
	for range 4 {
		require.Equal(t, http.StatusOK, s.get(t, s.at("")).Status)
	}
	refused(t, s.get(t, s.at("")), http.StatusTooManyRequests, "SP019")
	refused(t, s.grant(t, s.clock.Now()), http.StatusTooManyRequests, "SP019")
	s.clock.Add(time.Second)
	require.Equal(t, http.StatusOK, s.get(t, s.at("")).Status)
	other := s
	other.token = "x"
	for range 5 {
		refused(t, other.get(t, s.at("")), http.StatusUnauthorized, "SP013")
		refused(t, s.grantWith(t, "", s.client, s.client, "00"), http.StatusUnauthorized, "SP016")
	}
	a := other.get(t, s.at(""))
	refused(t, a, http.StatusTooManyRequests, "SP019")
	assert.Equal(t, "6", a.Header.Get("Retry-After"))
	require.Equal(t, http.StatusOK, s.get(t, s.at("")).Status)
}

// Ensure that every path answers with a final slash as without.
func TestFinalSlash(t *testing.T) {
	s := open(t)
	signature := hex.EncodeToString(signDate(s.client, []byte(s.secret), s.clock.Now()))
	for _, slash := range []string{"", "/"} {
		headers := []string{"X-PARTNER-ID", s.client, "X-CLIENT-ID", s.client, "X-Signature", signature, "Authorization", "Bearer " + s.token}
		for _, route := range [][3]string{
			{"POST", "/api/v1.1/access-token/b2b", `{"grant_type":"client_credentials"}`}, {"POST", s.at("/generate-qr"), `{"amount":5000}`},
			{"GET", s.at("/show/1"), ""}, {"GET", s.at(""), ""},
		} {
			assert.Equal(t, http.StatusOK, golden.Ask(t, route[0], s.url+route[1]+slash, route[2], headers...).Status, route[1]+slash)
		}
	}
}

// Ensure that a token is given for today's date in Jakarta signed with the
// client secret, and for nothing else.
func TestToken(t *testing.T) {
	s := open(t)
	golden.Same(t, "testdata/token.json", s.grant(t, s.clock.Now()).Body)
	sign := func(at time.Time) string { return hex.EncodeToString(signDate(s.client, []byte(s.secret), at)) }
	today, body := sign(s.clock.Now()), `{"grant_type":"client_credentials"}`
	refused(t, s.grant(t, s.clock.Now().Add(-24*time.Hour)), http.StatusUnauthorized, "SP016")
	refused(t, s.grantWith(t, body, s.client, s.client, ""), http.StatusUnauthorized, "SP016")
	refused(t, s.grantWith(t, body, s.client, s.client, "zz"), http.StatusUnauthorized, "SP016")
	refused(t, s.grantWith(t, body, s.client, "other", today), http.StatusUnauthorized, "SP016")
	refused(t, s.grantWith(t, body, "other", s.client, today), http.StatusUnauthorized, "SP013")
	refused(t, s.grantWith(t, body, "", "", today), http.StatusUnauthorized, "SP013")
	refused(t, s.grantWith(t, `{"grant_type":"password"}`, s.client, s.client, today), http.StatusUnprocessableEntity, "SP018")
	refused(t, s.grantWith(t, ``, s.client, s.client, today), http.StatusUnprocessableEntity, "SP018")
	refused(t, s.grantWith(t, `[]`, s.client, s.client, today), http.StatusBadRequest, "SP012")

	// 16:30 UTC is the next day in Jakarta for thirty minutes still to come.
	s.clock.Add(time.Date(2025, 9, 24, 16, 30, 0, 0, time.UTC).Sub(s.clock.Now()))
	refused(t, s.grantWith(t, body, s.client, s.client, sign(s.clock.Now().Add(time.Hour))), http.StatusUnauthorized, "SP016")
	s.clock.Add(26 * time.Minute)
	require.Equal(t, http.StatusOK, s.grantWith(t, body, s.client, s.client, sign(s.clock.Now().Add(5*time.Minute))).Status, "a clock that is early")
	require.Equal(t, http.StatusOK, s.grantWith(t, body, s.client, s.client, today).Status, "and one that is late")
	s.clock.Add(10 * time.Minute)
	refused(t, s.grantWith(t, body, s.client, s.client, today), http.StatusUnauthorized, "SP016")
}

// Ensure that the date is signed as known answers say, by Jakarta's day.
func TestSignDate(t *testing.T) {
	at := time.Date(2026, 8, 19, 20, 0, 0, 0, time.UTC)
	assert.Equal(t, "8191972917be4567e1a41ae42f1449ec47f228f8a7470b54094d23e12c2f64cbc135848d5762834f0e3b298687feaa5d03d86957f7b2b7bf25880979fe260881",
		hex.EncodeToString(signDate("sp-id", []byte("sp-secret"), at)))
}

// Ensure that no text is taken for claims that is no token of this form, and
// that claims are read as they were minted.
func FuzzToken(f *testing.F) {
	good, err := mint(claims{Subject: "a", Issued: 1, Expires: 2}, []byte("s"))
	require.NoError(f, err)
	f.Add(good)
	f.Add(tokenHead + "..")
	f.Add(tokenHead + ".e30.x")
	f.Fuzz(func(t *testing.T, token string) {
		said, ok := read(token)
		if !ok {
			return
		}
		again, err := mint(said, []byte("s"))
		require.NoError(t, err)
		back, ok := read(again)
		assert.True(t, ok)
		assert.Equal(t, said, back)
	})
}
