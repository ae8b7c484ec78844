package temanqris

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// Ensure that the customer's word is a mark that this system shows as awaiting
// confirmation, pays nothing, and answers as the document's examples.
func TestConfirm(t *testing.T) {
	var woken []pos.ID
	s := open(t, func(o *Options) { o.Wake = func(order pos.Order) { woken = append(woken, order.ID) } })
	l := s.charge(t, "75000", "A")
	head := s.till.Head()
	for range 2 {
		a := good(t, s.askAs(t, "", "POST", "/api/pay/"+l.Code+"/confirm", ""), "confirm")
		assert.JSONEq(t, `{"success":true,"message":"Konfirmasi pembayaran berhasil dikirim","order_id":"A","status":"awaiting_confirmation"}`, string(a.Body))
	}
	entries, err := s.till.Entries(t.Context(), head, 10)
	require.NoError(t, err)
	require.Len(t, entries, 1)
	assert.Equal(t, pos.KindOrderClaimed, entries[0].Kind)
	assert.Equal(t, []pos.ID{s.order(t, "A").ID, s.order(t, "A").ID}, woken)
	assert.Equal(t, pos.Pending, s.order(t, "A").State)
	assert.Equal(t, "awaiting_confirmation", s.word(t, "A"))
	refused(t, s.askAs(t, "", "POST", "/api/pay/ABC12345/confirm", ""), http.StatusNotFound, "confirm-not-found", "")

	good(t, s.ask(t, "POST", "/api/qris/orders/A/verify", ""), "verify")
	a := good(t, s.askAs(t, "", "POST", "/api/pay/"+l.Code+"/confirm", ""), "confirm")
	assert.Contains(t, string(a.Body), `"status":"paid"`)
}

// Ensure that one pay page, and one address, confirms only so often.
func TestConfirmLimits(t *testing.T) {
	now := time.Now()
	s := open(t, func(o *Options) { o.Now = func() time.Time { return now } })
	a, b := s.charge(t, "1000", "A"), s.charge(t, "1000", "B")
	for range claimsBurst {
		good(t, s.askAs(t, "", "POST", "/api/pay/"+a.Code+"/confirm", ""), "confirm")
	}
	turnedAway(t, s.askAs(t, "", "POST", "/api/pay/"+a.Code+"/confirm", ""), http.StatusTooManyRequests, "Too many requests")
	good(t, s.askAs(t, "", "POST", "/api/pay/"+b.Code+"/confirm", ""), "confirm")
	for range visitsBurst - claimsBurst - 2 {
		require.Equal(t, http.StatusNotFound, s.askAs(t, "", "GET", "/api/pay/guess", "").Status)
	}
	turnedAway(t, s.askAs(t, "", "GET", "/api/pay/"+a.Code, ""), http.StatusTooManyRequests, "Too many requests")
	now = now.Add(claimsRest)
	good(t, s.askAs(t, "", "POST", "/api/pay/"+a.Code+"/confirm", ""), "confirm")
}

// Ensure that a pay page learns how its order stands, by its code alone.
func TestPayStatus(t *testing.T) {
	s := open(t)
	l := s.charge(t, "75000", "A")
	o := s.order(t, "A")
	assert.JSONEq(t, `{"success":true,"order_id":"A","amount":75000,"total_amount":75000,"status":"pending","is_paid":false,"is_expired":false,"expires_at":"`+stamp(o.ShowUntil)+`"}`,
		string(s.askAs(t, "", "GET", "/api/pay/"+l.Code, "").Body))
	good(t, s.ask(t, "POST", "/api/qris/orders/A/verify", ""), "verify")
	assert.Contains(t, string(s.askAs(t, "", "GET", "/api/pay/"+l.Code, "").Body), `"status":"paid","is_paid":true`)
	refused(t, s.askAs(t, "", "GET", "/api/pay/"+o.ID.String(), ""), http.StatusNotFound, "confirm-not-found", "")
	counter, err := s.till.Charge(t.Context(), pos.Charge{Key: "c", Amount: 5000, Actor: "kasir"})
	require.NoError(t, err)
	assert.Empty(t, counter.Code)
	for _, code := range []string{"%20", counter.Number} {
		refused(t, s.askAs(t, "", "GET", "/api/pay/"+code, ""), http.StatusNotFound, "confirm-not-found", "")
	}
}

// Ensure that the widget's visitors get an order of their own class by the
// merchant id alone, once for a key and few at a time, and that the merchant
// finds, verifies and lists them.
func TestWidget(t *testing.T) {
	s := open(t)
	path := "/api/widget/" + s.shown.Client + "/orders"
	ask := func(key string) string {
		return `{"key":"` + key + `","amount":50000,"description":"Pembayaran Order #123","webhook_url":"https://shop.example.com/webhook","callback_url":"https://shop.example.com/thank-you"}`
	}
	first := good(t, s.askAs(t, "", "POST", path, ask("k1")), "generate")
	assert.Equal(t, string(first.Body), string(good(t, s.askAs(t, "", "POST", path, ask("k1")), "generate").Body))
	l := as[struct {
		PaymentLink link `json:"payment_link"`
	}](t, first).PaymentLink
	assert.Equal(t, "W-0001", l.OrderID)
	o, err := s.till.OrderByCode(t.Context(), l.Code)
	require.NoError(t, err)
	assert.True(t, o.Stranger)
	assert.Equal(t, 15*time.Minute, o.ShowUntil.Sub(o.FirstShown))
	assert.Equal(t, [3]string{"Pembayaran Order #123", "https://shop.example.com/webhook", "https://shop.example.com/thank-you"}, [3]string{o.Note, o.Callback, o.Return})

	good(t, s.askAs(t, "", "POST", "/api/pay/"+l.Code+"/confirm", ""), "confirm")
	assert.Equal(t, "awaiting_confirmation", s.word(t, "W-0001"))
	assert.Contains(t, string(s.ask(t, "GET", "/api/qris/orders", "").Body), `"order_id":"W-0001"`)
	other := s.key(t, "other", "", pos.ScopeRead, pos.ScopeSettle)
	refused(t, s.askAs(t, other.Key, "POST", "/api/qris/orders/W-0001/verify", ""), http.StatusNotFound, "order-not-found", "W-0001")
	good(t, s.ask(t, "POST", "/api/qris/orders/W-0001/verify", ""), "verify")

	own := s.charge(t, "50000", "own")
	second := as[struct {
		PaymentLink link `json:"payment_link"`
	}](t, good(t, s.askAs(t, "", "POST", path, ask("k2")), "generate")).PaymentLink
	good(t, s.ask(t, "DELETE", "/api/qris/payment-link/"+strconv.FormatUint(second.ID, 10), ""), "delete")
	assert.Equal(t, "cancelled", s.word(t, "W-0002"))
	assert.Equal(t, "pending", s.word(t, "own"), "link %d is another than %d", own.ID, second.ID)
	assert.Equal(t, uint64(1), own.ID)
	turnedAway(t, s.askAs(t, s.key(t, "third", "").Key, "DELETE", "/api/qris/payment-link/"+strconv.FormatUint(second.ID, 10), ""), http.StatusNotFound, "Payment link not found")

	for i := range 3 {
		good(t, s.askAs(t, "", "POST", path, ask("n"+strconv.Itoa(i))), "generate")
	}
	turnedAway(t, s.askAs(t, "", "POST", path, ask("n3")), http.StatusTooManyRequests, "Too many requests")
	turnedAway(t, s.askAs(t, "", "POST", "/api/widget/nobody/orders", ask("x")), http.StatusNotFound, "Merchant not found")
	turnedAway(t, s.askAs(t, "", "POST", "/api/widget/"+other.Client+"/orders", ask("x")), http.StatusNotFound, "Merchant not found")
	for _, body := range []string{`{}`, `{"amount":1000}`, `{"key":"k"}`, `{"key":"k","amount":-1}`, `[]`} {
		turnedAway(t, s.askAs(t, "", "POST", path, body), http.StatusBadRequest, "Invalid request")
	}
}
