package xendit

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/sync/dialect/golden"
)

// listed reads a list of payments.
func listed(t testing.TB, a golden.Answer) (list []map[string]any) {
	t.Helper()
	require.Equal(t, http.StatusOK, a.Status, "%s", a.Body)
	require.NoError(t, json.Unmarshal(a.Body, &list))
	require.NotNil(t, list)
	return list
}

// Ensure that the payments of a code are told in the document's form, each
// once, oldest first, cut by from, to and limit; and none before it is paid.
func TestPayments(t *testing.T) {
	s := open(t, false)
	require.Equal(t, http.StatusOK, s.form(t, "/qr_codes", example).Status)
	assert.Empty(t, listed(t, s.get(t, "/qr_codes/payments?external_id=testing_id_123")))

	number, first := s.order(t, "testing_id_123").Number, time.Now().UTC().Truncate(time.Second)
	s.pay(t, number, "120318666", 1500, first)
	s.pay(t, number, "120318666", 1500, first) // told twice
	s.pay(t, number, "000111666", 1500, first.Add(time.Second))
	all := s.get(t, "/qr_codes/payments?external_id=testing_id_123")
	golden.Same(t, "testdata/payments.json", all.Body)
	list := listed(t, all)
	require.Len(t, list, 2, "the second one is money too, and goes back")
	o := s.order(t, "testing_id_123")
	assert.Equal(t, "qrpy_"+o.Payments[0].String(), list[0]["id"])
	assert.Equal(t, map[string]any{"receipt_id": "120318666", "source": "DOMPET"}, list[0]["payment_detail"])
	assert.Equal(t, first.Format("2006-01-02T15:04:05.000Z"), list[0]["created"])
	assert.Equal(t, "COMPLETED", list[0]["status"])
	assert.Equal(t, codeID(o.ID), list[0]["qr_code"].(map[string]any)["id"])

	receipts := func(query string) (found []string) {
		for _, p := range listed(t, s.get(t, "/qr_codes/payments/?external_id=testing_id_123"+query)) {
			found = append(found, p["payment_detail"].(map[string]any)["receipt_id"].(string))
		}
		return found
	}
	at := func(d time.Duration) string { return first.Add(d).Format("2006-01-02T15:04:05.000Z") }
	both := []string{"120318666", "000111666"}
	assert.Equal(t, both, receipts("&from="+at(0)+"&to="+at(time.Second)))
	assert.Equal(t, both[:1], receipts("&to="+at(time.Millisecond)))
	assert.Equal(t, both[1:], receipts("&from="+at(time.Millisecond)))
	assert.Equal(t, both[1:], receipts("&limit=1"), "the newest of more than the limit")
	assert.Equal(t, both, receipts("&from="+first.In(time.FixedZone("WIB", 7*3600)).Format(time.RFC3339)), "a + that is not escaped")
	assert.Empty(t, receipts("&from="+at(2*time.Second)))
}

// Ensure that a list that cannot be read is refused in the document's words.
func TestPaymentsRefused(t *testing.T) {
	s := open(t, false)
	missing := s.get(t, "/qr_codes/payments?external_id=testing_id_123")
	assert.Equal(t, http.StatusNotFound, missing.Status)
	assert.JSONEq(t, file(t, "not_found.json"), string(missing.Body))
	require.Equal(t, http.StatusOK, s.form(t, "/qr_codes", example).Status)
	for _, query := range []string{
		"", "external_id=", "external_id=testing_id_123&limit=0", "external_id=testing_id_123&limit=1001", "external_id=testing_id_123&limit=x",
		"external_id=testing_id_123&from=yesterday", "external_id=testing_id_123&to=2021-01-04",
		"external_id=testing_id_123&from=2021-01-04T08:22:29.000Z&to=2021-01-04T08:09:30.000Z",
		"external_id=testing_id_123&from=2021-01-04T08:22:29.000Z&to=2021-01-04T08:22:29.000Z",
	} {
		refused(t, s.get(t, "/qr_codes/payments?"+query), http.StatusBadRequest, "API_VALIDATION_ERROR")
	}
}

// Ensure that cash, and money that a person took back, is no payment of a code.
func TestPaymentsOnlyQRIS(t *testing.T) {
	s := open(t, false)
	require.Equal(t, http.StatusOK, s.form(t, "/qr_codes", example).Status)
	_, err := s.till.Confirm(t.Context(), s.order(t, "testing_id_123").ID, pos.Confirmation{Actor: "kasir", SeenAt: "soundbox"})
	require.NoError(t, err)
	assert.Len(t, listed(t, s.get(t, "/qr_codes/payments?external_id=testing_id_123")), 1)
	o := s.order(t, "testing_id_123")
	_, err = s.till.Void(t.Context(), o.Payments[0], pos.Approval{Why: "salah", Actor: "owner"})
	require.NoError(t, err)
	assert.Empty(t, listed(t, s.get(t, "/qr_codes/payments?external_id=testing_id_123")))
}

// Ensure that a practice till is paid by the document's simulation, in its
// form, once; and that nothing else is.
func TestSimulate(t *testing.T) {
	s := open(t, true)
	missing := s.form(t, "/qr_codes/testing_id_123/payments/simulate", "amount=1500")
	assert.Equal(t, http.StatusNotFound, missing.Status)
	assert.JSONEq(t, file(t, "not_found.json"), string(missing.Body))

	require.Equal(t, http.StatusOK, s.form(t, "/qr_codes", example).Status)
	for _, wrong := range []string{"amount=1499", "amount=10000001", "amount=x", "amount=1500.5"} {
		refused(t, s.form(t, "/qr_codes/testing_id_123/payments/simulate", wrong), http.StatusBadRequest, "API_VALIDATION_ERROR")
	}
	paid := s.form(t, "/qr_codes/testing_id_123/payments/simulate/", "amount=1500")
	golden.Same(t, "testdata/simulate.json", paid.Body)
	o := s.order(t, "testing_id_123")
	assert.Equal(t, pos.Paid, o.State)
	assert.Equal(t, pos.PracticeMoney, o.Evidence)
	assert.Contains(t, string(paid.Body), "qrpy_"+o.Payments[0].String())
	refused(t, s.form(t, "/qr_codes/testing_id_123/payments/simulate", "amount=1500"), http.StatusGone, "INACTIVE_QR_CODE")
	assert.Len(t, s.order(t, "testing_id_123").Payments, 1)

	require.Equal(t, http.StatusOK, s.form(t, "/qr_codes", strings.Replace(example, "testing_id_123", "b", 1)).Status)
	require.Equal(t, http.StatusOK, s.post(t, "/qr_codes/b/payments/simulate", "{}").Status, "the amount is optional")
	assert.Len(t, listed(t, s.get(t, "/qr_codes/payments?external_id=b")), 1)
}

// Ensure that a live till pays nothing because a program says so.
func TestSimulateLive(t *testing.T) {
	s := open(t, false)
	require.Equal(t, http.StatusOK, s.form(t, "/qr_codes", example).Status)
	refused(t, s.form(t, "/qr_codes/testing_id_123/payments/simulate", "amount=1500"), http.StatusForbidden, "REQUEST_FORBIDDEN_ERROR")
	assert.Equal(t, pos.Pending, s.order(t, "testing_id_123").State)
}

// Ensure that a caller is told of a payment in the document's form, with the
// token it knows us by.
func TestCallback(t *testing.T) {
	s := open(t, false)
	require.Equal(t, http.StatusOK, s.form(t, "/qr_codes", example).Status)
	s.pay(t, s.order(t, "testing_id_123").Number, "000111666", 1500, time.Now())
	o := s.order(t, "testing_id_123")
	p, err := s.till.Payment(t.Context(), o.Payments[0])
	require.NoError(t, err)
	_, signing, err := s.till.KeySecrets(t.Context(), "toko")
	require.NoError(t, err)
	assert.True(t, Tells(o, p))
	body, err := Callback(o, p)
	require.NoError(t, err)
	header := CallbackHeader(signing)
	golden.Same(t, "testdata/callback.json", body)
	assert.Contains(t, string(body), `{"event":"qr.payment",`)
	assert.Equal(t, s.sign, header.Get("x-callback-token"))
	assert.NotEmpty(t, s.sign)
	assert.Equal(t, "application/json", header.Get("Content-Type"))
}
