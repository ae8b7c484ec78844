package temanqris

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/sync/dialect/golden"
)

// Ensure that an order is told as the document's example from pending to paid,
// that verifying says so once with the caller as evidence, and that each refusal
// has the document's words.
func TestVerify(t *testing.T) {
	s := open(t)
	s.charge(t, "75000", "INV-2025-001")
	a := good(t, s.ask(t, "GET", "/api/qris/orders/INV-2025-001", ""), "order", "order.paid_at")
	assert.Contains(t, string(a.Body), `"status":"pending","is_paid":false,"is_expired":false`)
	assert.Contains(t, string(a.Body), `"paid_at":null`)

	a = good(t, s.ask(t, "POST", "/api/qris/orders/INV-2025-001/verify", `{"payer_name":"John Doe","payer_note":"Pembayaran via dompet"}`), "verify")
	assert.Contains(t, string(a.Body), `"status":"paid"`)
	o := s.order(t, "INV-2025-001")
	assert.Equal(t, pos.Paid, o.State)
	assert.Equal(t, pos.Evidence("api:toko"), o.Evidence)
	payment, err := s.till.Payment(t.Context(), o.Payments[0])
	require.NoError(t, err)
	assert.Equal(t, [4]string{"John Doe", "Pembayaran via dompet", "api:toko", "api:toko"}, [4]string{payment.Payer, payment.Note, payment.Actor, payment.Source})
	assert.Equal(t, pos.Rupiah(75_000), payment.Amount)

	a = good(t, s.ask(t, "GET", "/api/qris/orders/INV-2025-001/", ""), "order")
	assert.Contains(t, string(a.Body), `"status":"paid","is_paid":true,"is_expired":false`)
	refused(t, s.ask(t, "POST", "/api/qris/orders/INV-2025-001/verify", ""), http.StatusBadRequest, "order-already-verified", "")
	assert.Equal(t, pos.Rupiah(75_000), s.order(t, "INV-2025-001").Received)
	for _, request := range [][2]string{{"GET", ""}, {"POST", "/verify"}, {"POST", "/cancel"}} {
		refused(t, s.ask(t, request[0], "/api/qris/orders/INV-999"+request[1], ""), http.StatusNotFound, "order-not-found", "INV-999")
	}
	turnedAway(t, s.ask(t, "POST", "/api/qris/orders/INV-2025-001/verify", `{"payer_name":7}`), http.StatusBadRequest, "Invalid request")
}

// Ensure that verifying needs the scope settle, which no key has by default.
func TestVerifyNeedsSettle(t *testing.T) {
	s := open(t)
	plain := s.key(t, "plain", "").Key
	good(t, s.askAs(t, plain, "POST", "/api/qris/payment-link", `{"amount":1000,"order_id":"A"}`), "payment-link", "payment_link.webhook_url", "payment_link.callback_url")
	turnedAway(t, s.askAs(t, plain, "POST", "/api/qris/orders/A/verify", ""), http.StatusForbidden, "Forbidden")
	refused(t, s.ask(t, "POST", "/api/qris/orders/A/verify", ""), http.StatusNotFound, "order-not-found", "A")
	o, err := s.till.OrderByExternalID(t.Context(), "api:plain", "A")
	require.NoError(t, err)
	assert.Equal(t, pos.Pending, o.State)
}

// Ensure that cancelling answers as the document's example, twice too, and that
// a paid order is refused with the document's words.
func TestCancel(t *testing.T) {
	s := open(t)
	s.charge(t, "75000", "A")
	for range 2 {
		a := good(t, s.ask(t, "POST", "/api/qris/orders/A/cancel", ""), "cancel")
		assert.Contains(t, string(a.Body), `"message":"Order cancelled successfully"`)
		assert.Contains(t, string(a.Body), `"status":"cancelled"`)
	}
	s.charge(t, "75000", "B")
	good(t, s.ask(t, "POST", "/api/qris/orders/B/verify", "{}"), "verify")
	refused(t, s.ask(t, "POST", "/api/qris/orders/B/cancel", ""), http.StatusBadRequest, "cancel-paid", "")
	assert.Equal(t, "paid", s.word(t, "B"))
}

// Ensure that every state of an order is one of the document's five words, and
// that paid is only money that came and did not go back.
func TestWord(t *testing.T) {
	claimed := time.Now()
	for state, want := range map[pos.State]string{pos.Placed: "pending", pos.Pending: "pending", pos.Awaiting: "awaiting_confirmation", pos.Paid: "paid",
		pos.Expired: "expired", pos.Cancelled: "cancelled", pos.Failed: "cancelled", pos.Refunded: "cancelled", "new": "cancelled"} {
		assert.Equal(t, want, word(pos.Order{State: state}), state)
		if want == "pending" {
			want = "awaiting_confirmation"
		}
		assert.Equal(t, want, word(pos.Order{State: state, Claimed: claimed}), state)
	}
}

// Ensure that the list has the document's form, every filter gives its orders
// newest first, and pages join without a gap.
func TestOrders(t *testing.T) {
	s := open(t)
	for i := range 7 {
		s.charge(t, "1000", "N"+strconv.Itoa(i))
	}
	s.charge(t, "1000", "old")
	_, err := s.till.Claim(t.Context(), s.order(t, "N1").ID, "test")
	require.NoError(t, err)
	good(t, s.ask(t, "POST", "/api/qris/orders/N2/verify", ""), "verify")
	good(t, s.ask(t, "POST", "/api/qris/orders/N3/verify", ""), "verify")
	good(t, s.ask(t, "POST", "/api/qris/orders/N4/cancel", ""), "cancel")
	good(t, s.askAs(t, s.key(t, "other", "", pos.ScopeCharge).Key, "POST", "/api/qris/payment-link", `{"amount":1}`), "payment-link",
		"payment_link.webhook_url", "payment_link.callback_url")

	list := func(query string) (ids []string, total int) {
		a := s.ask(t, "GET", "/api/qris/orders"+query, "")
		require.Equal(t, http.StatusOK, a.Status, "%s", a.Body)
		said := as[struct {
			Orders []struct {
				OrderID string `json:"order_id"`
			}
			Pagination struct{ Total int }
		}](t, a)
		for _, o := range said.Orders {
			ids = append(ids, o.OrderID)
		}
		return ids, said.Pagination.Total
	}
	for query, want := range map[string][]string{
		"": {"old", "N6", "N5", "N4", "N3", "N2", "N1", "N0"}, "?status=pending": {"old", "N6", "N5", "N0"}, "?status=awaiting_confirmation": {"N1"},
		"?status=paid": {"N3", "N2"}, "?status=cancelled": {"N4"}, "?status=expired": nil,
	} {
		ids, total := list(query)
		assert.Equal(t, want, ids, query)
		assert.Equal(t, len(want), total, query)
	}
	good(t, s.ask(t, "GET", "/api/qris/orders?status=paid&limit=10", ""), "orders")
	for _, status := range []string{"", "&status=pending"} {
		all, total := list("?limit=100" + status)
		var joined []string
		for offset := 0; offset < total; offset += 3 {
			ids, again := list("?limit=3&offset=" + strconv.Itoa(offset) + status)
			assert.Equal(t, total, again)
			joined = append(joined, ids...)
		}
		assert.Equal(t, all, joined)
		beyond, total := list("?offset=50" + status)
		assert.Empty(t, beyond)
		assert.Equal(t, len(all), total)
	}
	s.ahead.Add(int64(linkLife))
	require.NoError(t, s.till.Tick(t.Context()))
	ids, _ := list("?status=expired")
	assert.Equal(t, []string{"old", "N6", "N5", "N1", "N0"}, ids)
	for _, query := range []string{"?limit=0", "?limit=101", "?limit=x", "?offset=-1", "?status=late"} {
		turnedAway(t, s.ask(t, "GET", "/api/qris/orders"+query, ""), http.StatusBadRequest, "Invalid request")
	}
}

// Ensure that a missing, wrong, foreign or revoked key opens nothing, in the
// document's envelope, and that guessing is slowed down.
func TestKeys(t *testing.T) {
	s := open(t)
	native, err := s.till.AddKey(t.Context(), pos.NewKey{Name: "native", Scopes: []string{pos.ScopeAdmin}, Actor: "test"})
	require.NoError(t, err)
	gone := s.key(t, "gone", "").Key
	require.NoError(t, s.till.RevokeKey(t.Context(), "gone", "", "test"))
	for _, key := range []string{"", "guess", native.Key, gone} {
		turnedAway(t, s.askAs(t, key, "GET", "/api/qris/my-qris", ""), http.StatusUnauthorized, "Unauthorized")
	}
	var a golden.Answer
	for range refusalsBurst {
		a = s.askAs(t, "guess", "GET", "/api/qris/orders", "")
	}
	turnedAway(t, a, http.StatusTooManyRequests, "Too many requests")
	assert.Regexp(t, `^[1-9]\d*$`, a.Header.Get("Retry-After"))
	assert.Equal(t, http.StatusOK, s.ask(t, "GET", "/api/qris/orders", "").Status)

	require.NoError(t, s.till.Close())
	turnedAway(t, s.ask(t, "POST", "/api/qris/generate", `{"amount":1000}`), http.StatusInternalServerError, "Internal server error")
}
