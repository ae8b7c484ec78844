package temanqris

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/sync/dialect/golden"
)

// Ensure that the signature is the one of the known vector, over a body made by
// this dialect itself, byte for byte.
func TestHookVector(t *testing.T) {
	raw, err := os.ReadFile("testdata/signature.json")
	require.NoError(t, err)
	var vector struct {
		Secret   string `json:"secret"`
		RawBody  string `json:"raw_body"`
		Header   string `json:"header"`
		Expected string `json:"expected"`
	}
	require.NoError(t, json.Unmarshal(raw, &vector))
	at := time.Date(2025, 12, 27, 16, 30, 0, 0, time.UTC)
	o := pos.Order{State: pos.Paid, ExternalID: "INV-2025-001", Code: "ABC12345", Amount: 75_000, Note: "Kopi & roti <besar> é/…",
		PaidAt: at, Placed: at.Add(-35 * time.Minute)}
	event, body := Hook().Body(pos.KindPaymentSettled, at, o)
	assert.Equal(t, "payment.confirmed", event)
	assert.Equal(t, vector.RawBody, string(body))
	headers := Hook().Headers([]byte(vector.Secret), event, 2, body)
	assert.Equal(t, vector.Expected, headers.Get(vector.Header))
	assert.Equal(t, "payment.confirmed", headers.Get("X-TemanQRIS-Event"))
	assert.Equal(t, "2", headers.Get("X-TemanQRIS-Retry"))
	assert.Equal(t, "application/json", headers.Get("Content-Type"))
	assert.NotContains(t, Hook().Headers(nil, event, 0, body), "X-Temanqris-Retry")
}

// Ensure that the customer's word and money are told in the document's form, and
// nothing else is.
func TestHookBody(t *testing.T) {
	s := open(t)
	l := s.charge(t, "75000", "A")
	tell := func() (told []string) {
		entries, err := s.till.Entries(t.Context(), pos.Cursor{}, 1000)
		require.NoError(t, err)
		o := s.order(t, "A")
		for _, entry := range entries {
			if entry.Order != o.ID {
				continue
			}
			if event, body := Hook().Body(entry.Kind, entry.At, o); event != "" {
				golden.Same(t, "testdata/"+event+".json", body)
				told = append(told, event+" "+string(body))
			}
		}
		return told
	}
	assert.Empty(t, tell())
	good(t, s.askAs(t, "", "POST", "/api/pay/"+l.Code+"/confirm", ""), "confirm")
	events := tell()
	require.Len(t, events, 1)
	assert.Contains(t, events[0], `payment.awaiting_confirmation {"event":"payment.awaiting_confirmation","timestamp":"`)
	assert.Contains(t, events[0], `"order_id":"A","link_code":"`+l.Code+`","amount":75000,"description":"","status":"awaiting_confirmation","paid_at":null,`)
	good(t, s.ask(t, "POST", "/api/qris/orders/A/verify", ""), "verify")
	events = tell()
	require.Len(t, events, 2)
	assert.Contains(t, events[0], `"status":"awaiting_confirmation","paid_at":null`, "the customer's word stays the customer's")
	assert.Contains(t, events[1], `payment.confirmed {"event":"payment.confirmed","timestamp":"`)
	assert.Contains(t, events[1], `"status":"paid","paid_at":"`+stamp(s.order(t, "A").PaidAt)+`"`)

	event, _ := Hook().Body(pos.KindPaymentSettled, time.Now(), pos.Order{State: pos.Awaiting})
	assert.Empty(t, event, "money that does not pay the order confirms nothing")
}
