package server

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// Ensure that a whole notice of a forwarder becomes the report it says, with
// unknown fields ignored.
func TestNotice(t *testing.T) {
	n, err := decodeNotice([]byte(`{"type":"payment.detected","timestamp":"2026-11-20T10:00:05Z","new":[1,{"a":null}],
		"data":{"amount":"25000.00","currency":"IDR","paid_at":"2026-11-20T17:00:01+07:00","source_app":"id.example.merchant",
		"payer_name":"BUDI","rrn":"123456789012","issuer":"Bank Contoh","nmid":"ID1020000000304","order_ref":"A-0042","raw_text":"masuk Rp25.000","device_id":"hp-1","later":true}}`))
	require.NoError(t, err)
	report, err := n.report()
	require.NoError(t, err)
	at := report.PaidAt
	assert.True(t, at.Equal(time.Date(2026, 11, 20, 10, 0, 1, 0, time.UTC)))
	report.PaidAt = time.Time{}
	assert.Equal(t, pos.Report{
		Evidence: pos.ForwarderMatched, Amount: 25000, Currency: "IDR", Payee: "ID1020000000304", OrderRef: "A-0042", RRN: "123456789012", Issuer: "Bank Contoh",
		Payer: "BUDI", App: "id.example.merchant", Device: "hp-1", RawText: "masuk Rp25.000",
	}, report)
}

// Ensure that each odd body is refused by its own code word.
func TestNoticeRefused(t *testing.T) {
	for _, odd := range []struct{ body, code string }{
		{``, "body_invalid"},
		{`null`, "body_invalid"},
		{`[]`, "body_invalid"},
		{`"x"`, "body_invalid"},
		{`{`, "body_invalid"},
		{`{}`, "body_invalid"},
		{`{"type":1}`, "body_invalid"},
		{`{"type":"payment.detected"}`, "amount_invalid"},
		{`{"type":"payment.detected","data":[]}`, "body_invalid"},
		{`{"type":"payment.detected","data":{"amount":1}} {}`, "body_invalid"},
		{`{"type":"payment.detected","data":{"amount":1,"raw_text":5}}`, "body_invalid"},
		{`{"type":"payment.detected","data":{"amount":1,"paid_at":"yesterday"}}`, "body_invalid"},
		{`{"type":"payment.detected","data":null}`, "body_invalid"},
		{`{"type":"payment.detected","data":{}}`, "amount_invalid"},
		{`{"type":"payment.detected","data":{"amount":null}}`, "amount_invalid"},
		{`{"type":"payment.detected","data":{"amount":10000.50}}`, "amount_invalid"},
		{`{"type":"payment.detected","data":{"amount":1,"currency":"USD"}}`, "currency_invalid"},
		{`{"type":"payment.detected","data":{"amount":{"value":1,"currency":"SGD"}}}`, "currency_invalid"},
		{`{"type":"payment.detected","data":{"amount":{"value":1,"currency":"IDR"},"currency":"SGD"}}`, "currency_invalid"},
	} {
		n, err := decodeNotice([]byte(odd.body))
		if err == nil {
			_, err = n.report()
		}
		require.Error(t, err, odd.body)
		assert.Equal(t, odd.code, describe(err).Code, odd.body)
	}
}

// Ensure that no body makes the decoder panic, answer as if the till had broken,
// or report what is not whole rupiah.
func FuzzNotice(f *testing.F) {
	f.Add([]byte(`{"type":"payment.detected","data":{"amount":25000,"currency":"IDR","paid_at":"2026-11-20T10:00:00Z","order_ref":"A-0042"}}`))
	f.Add([]byte(`{"type":"payment.detected","data":{"amount":{"value":"10000.00","currency":"IDR"},"raw_text":"\u0000\ud800"}}`))
	f.Add([]byte(`{"type":"source.heartbeat"}`))
	f.Add([]byte(`{"type":"payment.detected","data":{"amount":"10.000"}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		n, err := decodeNotice(raw)
		var report pos.Report
		if err == nil {
			report, err = n.report()
		}
		if err != nil {
			p := describe(err)
			require.Contains(t, []int{http.StatusBadRequest, http.StatusUnprocessableEntity}, p.Status, "%v", err)
			return
		}
		require.Positive(t, int64(report.Amount))
		require.LessOrEqual(t, int64(report.Amount), int64(9_999_999_999_999))
		require.Equal(t, "IDR", report.Currency)
	})
}
