package xendit

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/qris"
	"laci/sync/dialect/golden"
)

// told reads a code.
func told(t testing.TB, a golden.Answer) (c map[string]any) {
	t.Helper()
	require.Equal(t, http.StatusOK, a.Status, "%s", a.Body)
	require.NoError(t, json.Unmarshal(a.Body, &c))
	return c
}

// Ensure that a code made by the document's form, and by the same as JSON, is
// answered in the document's form with the till's values, and is an order that
// waits for its money.
func TestCreate(t *testing.T) {
	s := open(t, false)
	made := s.form(t, "/qr_codes", example)
	golden.Same(t, "testdata/create.json", made.Body)
	c := told(t, made)
	o := s.order(t, "testing_id_123")
	assert.Equal(t, "qr_"+o.ID.String(), c["id"])
	assert.Equal(t, o.Payload, c["qr_string"])
	assert.Equal(t, "ACTIVE", c["status"])
	assert.Equal(t, "DYNAMIC", c["type"])
	assert.Equal(t, map[string]any{"branch_code": "cabang_372"}, c["metadata"])
	assert.Equal(t, o.Placed.Format("2006-01-02T15:04:05.000Z"), c["created"])
	assert.Equal(t, "https://toko.example/callback", o.Callback)
	assert.Equal(t, pos.Pending, o.State)
	assert.Equal(t, life, o.ShowUntil.Sub(o.Placed))
	p, err := qris.Parse(o.Payload)
	require.NoError(t, err)
	asked, _, err := p.Amount()
	require.NoError(t, err)
	assert.Equal(t, int64(1500), asked)

	made = s.post(t, "/qr_codes/", `{"external_id":"b","type":"DYNAMIC","callback_url":"http://kasir.example","amount":10000000}`)
	golden.Same(t, "testdata/create.json", made.Body, "metadata")
	assert.NotContains(t, told(t, made), "metadata")
}

// Ensure that a code is found by its external_id, with any characters in it,
// with and without a final slash, and that another one is told in the
// document's words.
func TestGet(t *testing.T) {
	s := open(t, false)
	missing := s.get(t, "/qr_codes/testing_id_123")
	assert.Equal(t, http.StatusNotFound, missing.Status)
	assert.JSONEq(t, file(t, "not_found.json"), string(missing.Body))

	made := s.form(t, "/qr_codes", example)
	for _, path := range []string{"/qr_codes/testing_id_123", "/qr_codes/testing_id_123/"} {
		found := s.get(t, path)
		golden.Same(t, "testdata/create.json", found.Body)
		assert.JSONEq(t, string(made.Body), string(found.Body))
	}
	for _, external := range []string{"meja 7/é", "100%", "a?b&c=d", "..%2F", "x/"} {
		body, err := json.Marshal(map[string]any{"external_id": external, "type": dynamic, "callback_url": "https://toko.example", "amount": 2000})
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, s.post(t, "/qr_codes", string(body)).Status)
		assert.Equal(t, external, told(t, s.get(t, "/qr_codes/"+url.PathEscape(external)))["external_id"])
	}
}

// Ensure that what the document forbids is refused in its words, and that
// nothing was made of it.
func TestCreateRefused(t *testing.T) {
	s := open(t, false)
	low := s.form(t, "/qr_codes", strings.Replace(example, "amount=1500", "amount=1499", 1))
	assert.Equal(t, http.StatusBadRequest, low.Status)
	assert.JSONEq(t, file(t, "create_error.json"), string(low.Body))

	wide := func(n, name, value int) string {
		values := map[string]string{}
		for i := range n {
			values[strings.Repeat("n", name-2)+string(rune('a'+i/26))+string(rune('a'+i%26))] = strings.Repeat("é", value)
		}
		raw, _ := json.Marshal(values)
		return string(raw)
	}
	body := func(changes string) string {
		fields := map[string]any{"external_id": "a", "type": "DYNAMIC", "callback_url": "https://toko.example/cb", "amount": 1500}
		require.NoError(t, json.Unmarshal([]byte(changes), &fields))
		raw, err := json.Marshal(fields)
		require.NoError(t, err)
		return string(raw)
	}
	for _, wrong := range []string{
		`{"amount":10000001}`, `{"amount":0}`, `{"amount":-1500}`, `{"amount":1500.5}`, `{"amount":"1.500"}`, `{"amount":null}`, `{"amount":true}`, `{"amount":[]}`,
		`{"external_id":""}`, `{"external_id":null}`, `{"external_id":7}`, `{"external_id":"` + strings.Repeat("x", 256) + `"}`,
		`{"type":""}`, `{"type":"dynamic"}`, `{"type":"OTHER"}`,
		`{"callback_url":""}`, `{"callback_url":"toko.example"}`, `{"callback_url":"javascript:alert(1)"}`, `{"callback_url":"ftp://toko.example"}`, `{"callback_url":"https://toko.example/` + strings.Repeat("x", 2000) + `"}`,
		`{"metadata":"x"}`, `{"metadata":[1]}`, `{"metadata":{"":"x"}}`,
		`{"metadata":` + wide(51, 10, 1) + `}`, `{"metadata":` + wide(1, 41, 1) + `}`, `{"metadata":` + wide(1, 10, 501) + `}`,
	} {
		refused(t, s.post(t, "/qr_codes", body(wrong)), http.StatusBadRequest, "API_VALIDATION_ERROR")
	}
	for _, raw := range []string{"", "[]", "null", "{", `"x"`, strings.Repeat(" ", 70_000)} {
		if a := s.post(t, "/qr_codes", raw); a.Status != http.StatusRequestEntityTooLarge { // the server's own word for a body over its bound
			refused(t, a, http.StatusBadRequest, "API_VALIDATION_ERROR")
		}
	}
	refused(t, s.form(t, "/qr_codes", "external_id=%zz"), http.StatusBadRequest, "API_VALIDATION_ERROR")
	_, total, err := s.till.CallerOrders(t.Context(), "api:toko", pos.CallerSearch{})
	require.NoError(t, err)
	assert.Zero(t, total)

	require.Equal(t, http.StatusOK, s.post(t, "/qr_codes", body(`{"metadata":`+wide(50, 40, 500)+`}`)).Status)
	refused(t, s.post(t, "/qr_codes", body(`{}`)), http.StatusConflict, "DUPLICATE_ERROR")
	refused(t, s.post(t, "/qr_codes", body(`{"amount":2000}`)), http.StatusConflict, "DUPLICATE_ERROR")
}

// Ensure that a till without a QRIS says so as the document does for a merchant
// without one.
func TestCreateNoMerchant(t *testing.T) {
	s := openBare(t)
	message := refused(t, s.form(t, "/qr_codes", example), http.StatusConflict, "DATA_NOT_FOUND")
	assert.Contains(t, message, "QRIS merchant not found")
}

// Ensure that a request repeated under its idempotency key is the same code, and
// that another request under it is refused.
func TestCreateAgain(t *testing.T) {
	s := open(t, false)
	ask := func(body string) golden.Answer {
		return golden.Ask(t, "POST", s.url+"/qr_codes", body, "Authorization", basic(s.key), "Content-Type", formBody, "X-IDEMPOTENCY-KEY", "k")
	}
	first := told(t, ask(example))
	assert.Equal(t, first, told(t, ask(example)))
	refused(t, ask(strings.Replace(example, "1500", "1600", 1)), http.StatusConflict, "DUPLICATE_ERROR")
}

// Ensure that metadata of any JSON type comes back as what it was, and that
// text which looks like the till's mark does too.
func TestMetadata(t *testing.T) {
	s := open(t, false)
	const sent = `{"text":"é","table":5,"big":12345678901234567890,"gift":true,"none":null,"nested":{"a":[1,2]},"odd":"json:5","mark":"json:\"x\"","rest":"json:"}`
	c := s.post(t, "/qr_codes", `{"external_id":"a","type":"DYNAMIC","callback_url":"https://toko.example","amount":1500,"metadata":`+sent+`}`)
	var got struct{ Metadata json.RawMessage }
	require.NoError(t, json.Unmarshal(c.Body, &got))
	assert.JSONEq(t, sent, string(got.Metadata))
	assert.Contains(t, string(got.Metadata), "12345678901234567890")
}

// Ensure that a code says INACTIVE once it is paid, and only then: not when its
// display closed or it was cancelled, for it can still be paid.
func TestStatus(t *testing.T) {
	s := open(t, false)
	require.Equal(t, http.StatusOK, s.form(t, "/qr_codes", example).Status)
	require.Equal(t, http.StatusOK, s.form(t, "/qr_codes", strings.Replace(example, "testing_id_123", "b", 1)).Status)
	_, err := s.till.Cancel(t.Context(), s.order(t, "b").ID, pos.ReasonChangedMind, "kasir")
	require.NoError(t, err)
	assert.Equal(t, "ACTIVE", told(t, s.get(t, "/qr_codes/b"))["status"])

	s.clock.Add(time.Second)
	s.pay(t, s.order(t, "testing_id_123").Number, "1", 1400, s.clock.Now())
	assert.Equal(t, "ACTIVE", told(t, s.get(t, "/qr_codes/testing_id_123"))["status"], "too little is not paid")
	s.pay(t, s.order(t, "testing_id_123").Number, "2", 100, s.clock.Now())
	c := told(t, s.get(t, "/qr_codes/testing_id_123"))
	assert.Equal(t, "INACTIVE", c["status"])
	assert.Greater(t, c["updated"], c["created"])
}
