package gateway

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// wish is the wish that every recorded request is made of.
var wish = Wish{Order: anOrder, Callback: "https://yoursite.com/webhook", Until: noon.Add(30 * time.Minute)}

// other is a second order, for the questions about many.
var other = func() pos.Order {
	o := anOrder
	o.ID[15]++
	o.Placed, o.GatewayRef = noon.Add(-time.Hour), "THEIRS-2"
	return o
}()

// Ensure that each system is asked for a code exactly as its document says, and
// that its documented answer gives the code, its name for it and its end.
func TestCreateRequests(t *testing.T) {
	made := code(10_000)
	for name, c := range map[string]struct {
		open    func(Account) System
		options []string
		answers []string
		want    pos.GatewayCode
	}{
		"qrisgateway-create": {openGeneric, nil, []string{"qrisgateway-login", "qrisgateway-create"}, pos.GatewayCode{Payload: made, Reference: "TRX-ABC123XYZ7"}},
		"qrisgateway-create-specific": {openGeneric, []string{"qris_id", "1"}, []string{"qrisgateway-login", "qrisgateway-create"},
			pos.GatewayCode{Payload: made, Reference: "TRX-ABC123XYZ7"}},
		"temanqris-create": {openTemanQRIS, nil, []string{"temanqris-create"},
			pos.GatewayCode{Payload: made, Reference: "BTN3EV2X", Expires: time.Date(2025, 12, 25, 10, 0, 0, 0, time.UTC)}},
		"sengo-create": {openSenGo, nil, []string{"sengo-create"},
			pos.GatewayCode{Payload: made, Reference: "66e934f6-f5d6-4f1c-bb3d-450ec2873782", Expires: time.Date(2025, 3, 23, 3, 24, 58, 0, time.UTC)}},
		"sengo-create-plain": {openSenGo, []string{"slashes", "plain"}, []string{"sengo-create"},
			pos.GatewayCode{Payload: made, Reference: "66e934f6-f5d6-4f1c-bb3d-450ec2873782", Expires: time.Date(2025, 3, 23, 3, 24, 58, 0, time.UTC)}},
		"xendit-create":       {openXendit, nil, []string{"xendit-create"}, pos.GatewayCode{Payload: made, Reference: "qr_8182837te-87st-49ing-8696-1239bd4d759c"}},
		"xendit-create-newer": {openXendit, []string{"version", xenditNewer}, []string{"xendit-create"}, pos.GatewayCode{Payload: made, Reference: "qr_8182837te-87st-49ing-8696-1239bd4d759c"}},
		"singapay-create": {openSingaPay, nil, []string{"singapay-token", "singapay-create"},
			pos.GatewayCode{Payload: made, Reference: "6601K5WZG32XJB5RSZB80XC9E2MC", Expires: time.Date(2025, 12, 30, 5, 0, 0, 0, time.UTC)}},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRecorder(t)
			r.answer = func(*http.Request) (int, string) {
				return http.StatusOK, answerFile(t, c.answers[min(len(r.asked), len(c.answers))-1], "CODE", made)
			}
			got, err := c.open(r.account(c.options...)).Create(context.Background(), wish)
			require.NoError(t, err)
			assert.Equal(t, c.want, got)
			r.sent(name)
		})
	}
}

// Ensure that each system is asked about money exactly as its document says, and
// that its documented answer is the payment it tells of.
func TestQueryRequests(t *testing.T) {
	ours := anOrder.ID.String()
	at := func(text string) time.Time {
		moment, err := parseMoment(text)
		require.NoError(t, err)
		return moment
	}
	first := Money{ID: "qrpy_8182837te-87st-49ing-8696-1239bd4d759c", RRN: "120318666", Issuer: "GOPAY", Amount: 1500, PaidAt: at("2020-01-08T18:18:18.857Z")}
	second := Money{ID: "qrpy_8182837te-87st-49ing-8696-1229bd22222", RRN: "000111666", Issuer: "GOPAY", Amount: 1500, PaidAt: at("2020-01-08T18:18:18.857Z")}
	for name, c := range map[string]struct {
		open    func(Account) System
		options []string
		orders  []pos.Order
		answers []string
		want    []Word
	}{
		"qrisgateway-query": {openGeneric, nil, []pos.Order{anOrder}, []string{"qrisgateway-login", "qrisgateway-query"},
			[]Word{{ours, Paid, []Money{{ID: "TRX-ABC123XYZ7", Amount: 100_000, PaidAt: at("2025-09-03T10:25:00Z")}}}}},
		"temanqris-query": {openTemanQRIS, nil, []pos.Order{anOrder}, []string{"temanqris-query"},
			[]Word{{ours, Paid, []Money{{ID: "order " + ours, Amount: 50_000, PaidAt: at("2024-01-15T10:35:00Z")}}}}},
		"temanqris-list": {openTemanQRIS, nil, []pos.Order{anOrder, other}, []string{"temanqris-list"},
			[]Word{{ours, Paid, []Money{{ID: "order " + ours, Amount: 50_000}}}}},
		"sengo-list": {openSenGo, nil, []pos.Order{anOrder}, []string{"sengo-list", "empty"},
			[]Word{{ours, Paid, []Money{{ID: "66e934f6-f5d6-4f1c-bb3d-450ec2873782", Amount: 10_000}}}}},
		"xendit-payments": {openXendit, nil, []pos.Order{anOrder}, []string{"xendit-payments"},
			[]Word{{ours, Paid, []Money{first, second}}}},
		"xendit-payments-newer": {openXendit, []string{"version", xenditNewer}, []pos.Order{anOrder}, []string{"xendit-newer-payments"},
			[]Word{{ours, Paid, []Money{{ID: "qrpy_3fc5fcbd-cf11-4e63-8a8c-0b1d2f7b5a10", RRN: "000111777", Issuer: "GOPAY", Currency: "IDR", Amount: 1500, PaidAt: at("2026-08-29T09:12:09.686Z")}}}}},
		"singapay-one": {openSingaPay, nil, []pos.Order{anOrder}, []string{"singapay-token", "singapay-list"},
			[]Word{{ours, Paid, []Money{{ID: "6601K5WZG32XJB5RSZB80XC9E2MC", Amount: 100_000}}}}},
		"singapay-list": {openSingaPay, nil, []pos.Order{anOrder, other}, []string{"singapay-token", "singapay-list"},
			[]Word{{ours, Paid, []Money{{ID: "6601K5WZG32XJB5RSZB80XC9E2MC", Amount: 100_000}}}}},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRecorder(t)
			r.answer = func(*http.Request) (int, string) {
				answer := c.answers[min(len(r.asked), len(c.answers))-1]
				if answer == "empty" {
					return http.StatusOK, `{"responseCode":200,"responseMessage":"success","responseData":[]}`
				}
				return http.StatusOK, answerFile(t, answer, "CODE", code(10_000), "STATUS", "paid")
			}
			got, err := c.open(r.account(c.options...)).Query(context.Background(), c.orders)
			require.NoError(t, err)
			assert.Equal(t, c.want, got)
			r.sent(name)
		})
	}
}

// Ensure that SingaPay's own example, settled and still open, is not paid, and
// that neither is anything with a word nobody knows, at any system.
func TestWordsNobodyKnows(t *testing.T) {
	for name, c := range map[string]struct {
		open   func(Account) System
		answer string
		swap   []string
	}{
		"settled and open": {openSingaPay, "singapay-list", []string{"STATUS", "open"}},
		"singapay":         {openSingaPay, "singapay-list", []string{"STATUS", "lunas"}},
		"qrisgateway":      {openGeneric, "qrisgateway-query", []string{`"success",` + "\n" + `"description"`, `"sukses",` + "\n" + `"description"`}},
		"temanqris":        {openTemanQRIS, "temanqris-query", []string{`"paid"`, `"confirmed"`}},
		"sengo":            {openSenGo, "sengo-list", []string{`"status": "success"`, `"status": "settled"`}},
		"xendit":           {openXendit, "xendit-payments", []string{"COMPLETED", "PENDING"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRecorder(t)
			r.answer = func(q *http.Request) (int, string) {
				switch {
				case strings.HasSuffix(q.URL.Path, "/b2b"):
					return http.StatusOK, answerFile(t, "singapay-token")
				case strings.HasSuffix(q.URL.Path, "/login"):
					return http.StatusOK, answerFile(t, "qrisgateway-login")
				case q.URL.Query().Get("page") == "2":
					return http.StatusOK, `{"responseData":[]}`
				}
				return http.StatusOK, answerFile(t, c.answer, c.swap...)
			}
			words, err := c.open(r.account()).Query(context.Background(), []pos.Order{anOrder})
			require.NoError(t, err)
			require.Len(t, words, 1)
			assert.NotEqual(t, Paid, words[0].Status)
			assert.Empty(t, words[0].Money)
		})
	}
}

// Ensure that the same amount in every form is the same, at every system, and
// that sen and other nonsense are no amount.
func TestAmountsOnTheWire(t *testing.T) {
	r := newRecorder(t)
	ask := func(amount string) ([]Word, error) {
		r.answer = func(*http.Request) (int, string) {
			return http.StatusOK, strings.Replace(answerFile(t, "xendit-payments"), `"amount": 1500`, `"amount": `+amount, 1)
		}
		return openXendit(r.account()).Query(context.Background(), []pos.Order{anOrder})
	}
	for _, same := range []string{`10000`, `"10000.00"`, `{"value":"10000.00"}`, `{"value":10000,"currency":"IDR"}`} {
		words, err := ask(same)
		require.NoError(t, err, same)
		assert.Equal(t, pos.Rupiah(10_000), words[0].Money[0].Amount, same)
	}
	for _, refused := range []string{`10000.50`, `"10000.50"`, `{"value":"10000.50"}`, `-1`, `"Rp10000"`} {
		_, err := ask(refused)
		require.ErrorIs(t, err, ErrAnswer, refused)
	}
}

// Ensure that times with a zone are what they say, and without one Jakarta's.
func TestMoments(t *testing.T) {
	want := time.Date(2025, 12, 26, 6, 31, 59, 0, time.UTC)
	for _, same := range []string{"2025-12-26T06:31:59Z", "2025-12-26T06:31:59.000000Z", "2025-12-26T13:31:59+07:00", "2025-12-26 13:31:59", "2025-12-26T13:31:59", "26 Dec 2025 13:31:59"} {
		got, err := parseMoment(same)
		require.NoError(t, err, same)
		assert.Equal(t, want, got, same)
	}
	for _, refused := range []string{"besok", "26/12/2025", "1766730719"} {
		_, err := parseMoment(refused)
		require.Error(t, err, refused)
	}
}

// Ensure that what an answer means is told apart: not there, refused, no access,
// too often, unreadable, too large; and that no redirect is followed.
func TestAnswers(t *testing.T) {
	r := newRecorder(t)
	for name, c := range map[string]struct {
		status int
		body   string
		want   error
	}{
		"broken":        {500, `{}`, ErrUnreachable},
		"bad gateway":   {502, `<html>`, ErrUnreachable},
		"refused":       {400, `{"error_code":"API_VALIDATION_ERROR"}`, ErrRefused},
		"twice":         {409, `{"error_code":"DUPLICATE_ERROR"}`, ErrRefused},
		"who are you":   {401, `{}`, ErrAccess},
		"not from here": {403, `{}`, ErrAccess},
		"too often":     {429, `{}`, ErrBusy},
		"elsewhere":     {302, ``, ErrRefused},
		"no JSON":       {200, `<html>`, ErrAnswer},
		"cut off":       {200, `{"id":`, ErrAnswer},
		"too large":     {200, `{"id":"` + strings.Repeat("x", 2<<20) + `"}`, ErrAnswer},
	} {
		r.answer = func(*http.Request) (int, string) { return c.status, c.body }
		_, err := openXendit(r.account()).Create(context.Background(), wish)
		require.ErrorIs(t, err, c.want, name)
	}
	r.server.Close()
	_, err := openXendit(r.account()).Create(context.Background(), wish)
	require.ErrorIs(t, err, ErrUnreachable)
}

// Ensure that a token which is not known any more is asked for anew, once.
func TestTokenSpent(t *testing.T) {
	for _, c := range []struct {
		open         func(Account) System
		login, query string
	}{{openGeneric, "qrisgateway-login", "qrisgateway-query"}, {openSingaPay, "singapay-token", "singapay-list"}} {
		r := newRecorder(t)
		logins, refusals := 0, 1
		r.answer = func(q *http.Request) (int, string) {
			if strings.HasSuffix(q.URL.Path, "/login") || strings.HasSuffix(q.URL.Path, "/b2b") {
				logins++
				return http.StatusOK, answerFile(t, c.login)
			}
			if refusals > 0 {
				refusals--
				return http.StatusUnauthorized, `{"success":false,"message":"Unauthenticated."}`
			}
			return http.StatusOK, answerFile(t, c.query)
		}
		system := c.open(r.account())
		_, err := system.Query(context.Background(), []pos.Order{anOrder})
		require.NoError(t, err)
		assert.Equal(t, 2, logins)
		refusals = 100
		_, err = system.Query(context.Background(), []pos.Order{anOrder})
		require.ErrorIs(t, err, ErrAccess)
		assert.Equal(t, 3, logins, "not for ever")
	}
}

// Ensure that whoever has the wrong password is told so, though the system
// calls it another thing.
func TestWrongPassword(t *testing.T) {
	r := newRecorder(t)
	r.answer = func(*http.Request) (int, string) {
		return http.StatusUnprocessableEntity, `{"message":"wrong","errors":{}}`
	}
	_, err := openGeneric(r.account()).Create(context.Background(), wish)
	require.ErrorIs(t, err, ErrAccess)
	require.False(t, errors.Is(err, ErrRefused))
}
