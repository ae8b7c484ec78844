package sengo

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/qris"
	"laci/qris/symbol"
	"laci/sync/dialect"
	"laci/sync/dialect/golden"
)

// told reads a transaction.
func told(t testing.TB, a golden.Answer) transaction {
	t.Helper()
	require.Equal(t, http.StatusOK, a.Status, "%s", a.Body)
	var read struct{ ResponseData transaction }
	require.NoError(t, json.Unmarshal(a.Body, &read))
	return read.ResponseData
}

// asked is what a code asks a wallet for.
func asked(t testing.TB, payload string) pos.Rupiah {
	t.Helper()
	p, err := qris.Parse(payload)
	require.NoError(t, err)
	amount, _, err := p.Amount()
	require.NoError(t, err)
	return pos.Rupiah(amount)
}

// body is the example with fields changed; null takes one out.
func body(t testing.TB, changes string) string {
	t.Helper()
	fields := map[string]any{}
	require.NoError(t, json.Unmarshal([]byte(example), &fields))
	require.NoError(t, json.Unmarshal([]byte(changes), &fields))
	for name, value := range fields {
		if value == nil {
			delete(fields, name)
		}
	}
	raw, err := json.Marshal(fields)
	require.NoError(t, err)
	return string(raw)
}

// Ensure that the document's request is answered in the document's form with
// the till's values, that code and picture ask for the total, and that the
// order waits for its money as long as it was asked to.
func TestCreate(t *testing.T) {
	s := open(t)
	made := s.post(t, example)
	golden.Same(t, "testdata/create.json", made.Body)
	c, o := told(t, made), s.order(t, "REFF012")
	image := c.QRIS.Image
	c.QRIS.Image = ""
	assert.Equal(t, transaction{
		ID: o.ID.String(), Ref: "REFF012", Status: "pending", FeePayer: "merchant", Amount: 10_000, Total: 10_000,
		Expires: "2026-11-20T11:30:00+07:00", Info: info{"http://toko.example/notify"}, QRIS: code{Content: o.Payload},
	}, c)
	assert.Equal(t, pos.Rupiah(10_000), asked(t, c.QRIS.Content))
	png, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(image, "data:image/png;base64,"))
	require.NoError(t, err)
	texts, err := symbol.Read(t.Context(), bytes.NewReader(png), symbol.Limits{})
	require.NoError(t, err)
	assert.Equal(t, []string{o.Payload}, texts)
	assert.Equal(t, []any{pos.Pending, "Merchant Name", "http://toko.example/notify"}, []any{o.State, o.Note, o.Callback})

	short := told(t, s.ask(t, "POST", "/qris/", body(t, `{"reference":"b","expiryMinutes":"60"}`), body(t, `{"reference":"b","expiryMinutes":"60"}`)))
	assert.Equal(t, "2026-11-20T12:00:00+07:00", short.Expires)
	assert.Equal(t, "2026-11-20T11:30:00+07:00", told(t, s.post(t, body(t, `{"reference":"c","expiryMinutes":null}`))).Expires)
}

// Ensure that the same request under a reference is the same transaction, and
// that another one is refused.
func TestCreateAgain(t *testing.T) {
	s := open(t)
	first := told(t, s.post(t, example))
	s.clock.Add(time.Minute)
	assert.Equal(t, first, told(t, s.post(t, example)))
	refused(t, s.post(t, body(t, `{"amount":20000}`)), http.StatusConflict, "DUPLICATE_REFERENCE")
	refused(t, s.post(t, body(t, `{"expiryMinutes":5}`)), http.StatusConflict, "DUPLICATE_REFERENCE")
	s.pay(t, s.order(t, "REFF012"))
	assert.Equal(t, "success", told(t, s.post(t, example)).Status)
}

// Ensure that what the document's fields do not allow is refused and makes
// nothing.
func TestCreateRefused(t *testing.T) {
	s := open(t)
	for _, wrong := range []string{
		`{"reference":null}`, `{"reference":""}`, `{"reference":7}`, `{"reference":"` + strings.Repeat("x", 256) + `"}`,
		`{"amount":null}`, `{"amount":0}`, `{"amount":-1}`, `{"amount":10000.5}`, `{"amount":"10.000"}`, `{"amount":10000001}`,
		`{"expiryMinutes":0}`, `{"expiryMinutes":-5}`, `{"expiryMinutes":44641}`, `{"expiryMinutes":1.5}`, `{"expiryMinutes":"x"}`,
		`{"viewName":null}`, `{"viewName":""}`,
		`{"additionalInfo":null}`, `{"additionalInfo":{}}`, `{"additionalInfo":{"callback":"toko.example"}}`, `{"additionalInfo":{"callback":"ftp://toko.example"}}`, `{"additionalInfo":"x"}`,
	} {
		refused(t, s.post(t, body(t, wrong)), http.StatusUnprocessableEntity, "REQUEST_INVALID")
	}
	for _, raw := range []string{"", "[]", "{", `"x"`} {
		refused(t, s.post(t, raw), http.StatusUnprocessableEntity, "REQUEST_INVALID")
	}
	_, total, err := s.till.CallerOrders(t.Context(), "api:toko", pos.CallerSearch{})
	require.NoError(t, err)
	assert.Zero(t, total)
}

// Ensure that a fee the owner turned on is told as the customer's, and rupiah
// taken off too: the total is always what the code asks for.
func TestTotals(t *testing.T) {
	s := open(t)
	settings := s.till.Shop().Settings
	settings.FeeFixed, settings.Unique = 500, true
	require.NoError(t, s.till.Change(t.Context(), settings, "", "owner"))
	c := told(t, s.post(t, example))
	assert.Equal(t, []any{"customer", pos.Rupiah(10_000), pos.Rupiah(500)}, []any{c.FeePayer, c.Amount, c.Fee})
	assert.Equal(t, asked(t, c.QRIS.Content), c.Total)
	assert.Less(t, c.Total, pos.Rupiah(10_500))
}

// Ensure that an order is told in the document's four words wherever it stands,
// and that money which went back is no success.
func TestStatus(t *testing.T) {
	s := open(t)
	status := func(reference string) string { return transactionOf(s.order(t, reference)).Status }
	for _, reference := range []string{"a", "b", "c"} {
		require.Equal(t, "pending", told(t, s.post(t, body(t, `{"reference":"`+reference+`"}`))).Status)
	}
	_, err := s.till.Cancel(t.Context(), s.order(t, "a").ID, pos.ReasonChangedMind, "kasir")
	require.NoError(t, err)
	assert.Equal(t, "failed", status("a"))
	s.pay(t, s.order(t, "b"))
	assert.Equal(t, "success", status("b"))
	_, err = s.till.Refund(t.Context(), s.order(t, "b").ID, pos.GiveBack{Amount: 10_000, How: pos.BackInCash, Why: "salah", Actor: "owner"})
	require.NoError(t, err)
	assert.Equal(t, "failed", status("b"))
	s.clock.Add(30 * time.Minute)
	require.NoError(t, s.till.Tick(t.Context()))
	assert.Equal(t, "expired", status("c"))
	for _, word := range []string{pending, success, expired, failed} {
		for _, state := range statesOf(word) {
			assert.Equal(t, word, statusOf(state))
		}
	}
	assert.Empty(t, statesOf("paid"))
}

// Ensure that the list gives one day's transactions of one status, newest
// first, page by page, in the document's form.
func TestList(t *testing.T) {
	s := open(t)
	for i := range pageSize + 1 {
		require.Equal(t, http.StatusOK, s.post(t, body(t, fmt.Sprintf(`{"reference":"r%02d","amount":%d}`, i, 10_000+i))).Status)
		s.clock.Add(time.Second)
	}
	_, err := s.till.Charge(t.Context(), pos.Charge{Key: "k", Amount: 5000, Actor: "kasir"})
	require.NoError(t, err)
	assert.Empty(t, s.list(t, ""), "success is the default")
	s.pay(t, s.order(t, "r07"))
	golden.Same(t, "testdata/list.json", s.ask(t, "GET", "/transactions/?page=1&status=success&date=2026-11-20&type=cashIn", "", "").Body)
	paid := s.list(t, "")
	require.Len(t, paid, 1)
	assert.Equal(t, []any{"r07", "success"}, []any{paid[0]["merchantRef"], paid[0]["status"]})

	first, second := s.list(t, "status=pending&type=receive"), s.list(t, "status=pending&page=2")
	assert.Len(t, first, pageSize)
	assert.Equal(t, "r50", first[0]["merchantRef"])
	assert.Empty(t, second)
	require.Equal(t, http.StatusOK, s.post(t, body(t, `{"reference":"last"}`)).Status)
	second = s.list(t, "status=pending&page=2")
	require.Len(t, second, 1)
	assert.Equal(t, "r00", second[0]["merchantRef"])
	assert.Empty(t, s.list(t, "status=pending&type=cashOut"))
	assert.Empty(t, s.list(t, "status=pending&type=send"))

	assert.Empty(t, s.list(t, "status=pending&date=2026-11-19"))
	s.clock.Add(24 * time.Hour)
	assert.Empty(t, s.list(t, "status=pending"), "today is another day")
	assert.Len(t, s.list(t, "status=pending&date=2026-11-20"), pageSize)

	for _, wrong := range []string{"page=0", "page=x", "status=paid", "date=20-11-2026", "type=other"} {
		refused(t, s.ask(t, "GET", "/transactions?"+wrong, "", ""), http.StatusUnprocessableEntity, "REQUEST_INVALID")
	}
}

// Ensure that a day of the list begins and ends at Jakarta's midnight.
func TestListDay(t *testing.T) {
	s := open(t)
	s.clock.Add(12*time.Hour + 59*time.Minute + 59*time.Second)
	require.Equal(t, http.StatusOK, s.post(t, example).Status)
	s.clock.Add(time.Second)
	require.Equal(t, http.StatusOK, s.post(t, body(t, `{"reference":"b"}`)).Status)
	for day, want := range map[string]string{"2026-11-20": "REFF012", "2026-11-21": "b"} {
		found := s.list(t, "status=pending&date="+day)
		require.Len(t, found, 1, day)
		assert.Equal(t, want, found[0]["merchantRef"])
	}
}

// Ensure that a caller is told of its transaction in the document's form, signed
// as it signs itself.
func TestCallback(t *testing.T) {
	s := open(t)
	require.Equal(t, http.StatusOK, s.post(t, example).Status)
	assert.False(t, Tells(s.order(t, "REFF012")))
	s.pay(t, s.order(t, "REFF012"))
	assert.True(t, Tells(s.order(t, "REFF012")))
	body, err := Callback(s.order(t, "REFF012"))
	require.NoError(t, err)
	header := CallbackHeader(s.client, []byte(s.token), body)
	golden.Same(t, "testdata/create.json", body)
	assert.Contains(t, string(body), `"responseMessage":"success","responseData":{`)
	assert.Contains(t, string(body), `"merchantRef":"REFF012","status":"success"`)
	assert.Equal(t, s.client, header.Get("X-Client-Key"))
	assert.True(t, signed(s.client, []byte(s.token), body, header.Get("X-Signature")))
	assert.Empty(t, header.Get("X-Client-Token"), "no secret is sent")
}

// Ensure that any body is read as a charge within the document's bounds or
// refused.
func FuzzWish(f *testing.F) {
	f.Add(example)
	f.Add(`{"reference":"a","amount":"1.00","expiryMinutes":"44640","viewName":"b","additionalInfo":{"callback":"//x"}}`)
	f.Fuzz(func(t *testing.T, raw string) {
		var w wish
		if dialect.Decode("application/json", []byte(raw), &w) != nil {
			return
		}
		c, err := w.charge()
		if err != nil {
			return
		}
		assert.NotEmpty(t, c.Key)
		assert.Positive(t, c.Amount)
		assert.True(t, c.Life >= time.Minute && c.Life <= 31*24*time.Hour)
	})
}

// Ensure that any query is read as one day of the caller's orders or refused.
func FuzzSearch(f *testing.F) {
	f.Add("page=1&status=success&date=2025-02-28&type=cashIn")
	f.Add("page=99&date=0000-01-01")
	d := New(nil, nil, time.Now)
	f.Fuzz(func(t *testing.T, text string) {
		query, err := url.ParseQuery(text)
		if err != nil {
			return
		}
		s, _, err := d.searchOf(query)
		if err != nil {
			return
		}
		assert.NotEmpty(t, s.States)
		assert.True(t, s.From.Before(s.To) && s.To.Sub(s.From) <= 24*time.Hour)
		assert.True(t, s.Offset >= 0 && s.Limit == pageSize)
	})
}
