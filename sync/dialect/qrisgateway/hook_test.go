package qrisgateway

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/sync/dialect/golden"
)

// Ensure that money is told in the form of the document's callback, and nothing
// else is.
func TestHook(t *testing.T) {
	s := open(t, 1)
	m := s.charge(t, s.program, 100_000, `,"callback_url":"https://shop.example.com/cb"`)
	for _, kind := range []pos.Kind{pos.KindOrderPlaced, pos.KindOrderShown, pos.KindOrderClaimed, pos.KindPaymentSettled} {
		event, _ := Hook().Body(kind, time.Now(), s.order(t, m.ID))
		assert.Empty(t, event, "%s of an order that is not paid", kind)
	}
	s.pay(t, m.ID)
	at := time.Date(2026, 11, 20, 10, 25, 0, 0, time.UTC)
	event, body := Hook().Body(pos.KindPaymentSettled, at, s.order(t, m.ID))
	require.Equal(t, "success", event)
	golden.Same(t, "testdata/callback-request.json", body)
	assert.JSONEq(t, `{"transaction_id":"`+m.ID+`","status":"success","amount":100000,"timestamp":"2026-11-20T10:25:00.000000Z"}`, string(body))
	assert.Equal(t, "application/json", Hook().Headers(nil, event, 0, body).Get("Content-Type"))
	event, _ = Hook().Body(pos.KindOrderPrinted, at, s.order(t, m.ID))
	assert.Empty(t, event)
}
