package temanqris

import (
	"encoding/base64"
	"net/http"
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

// Ensure that generate answers as the document's example, with our dynamic code
// as text and picture, and an order that lives for a day.
func TestGenerate(t *testing.T) {
	s := open(t)
	a := good(t, s.ask(t, "POST", "/api/qris/generate", `{"amount":50000,"fee_type":"rupiah","fee_value":0,"order_id":"INV-2025-001",
		"webhook_url":"https://shop.example.com/webhook","callback_url":"https://shop.example.com/thanks"}`), "generate")
	said := as[struct {
		QRIS        string `json:"qris"`
		QRImage     string `json:"qr_image"`
		Amount      int64
		ExpiresAt   string `json:"expires_at"`
		PaymentLink link   `json:"payment_link"`
	}](t, a)
	o := s.order(t, "INV-2025-001")
	p, err := qris.Parse(said.QRIS)
	require.NoError(t, err)
	amount, _, err := p.Amount()
	require.NoError(t, err)
	assert.Equal(t, int64(50000), amount)
	assert.Equal(t, o.Payload, said.QRIS)
	texts, err := symbol.Read(t.Context(), base64.NewDecoder(base64.StdEncoding, strings.NewReader(strings.TrimPrefix(said.QRImage, "data:image/png;base64,"))), symbol.Limits{})
	require.NoError(t, err)
	assert.Equal(t, []string{said.QRIS}, texts)
	assert.Equal(t, link{o.Sequence, o.Code, "INV-2025-001", "/p/" + o.Code}, said.PaymentLink)
	assert.Equal(t, stamp(o.Placed.Add(24*time.Hour)), said.ExpiresAt)
	assert.Equal(t, [2]string{"https://shop.example.com/webhook", "https://shop.example.com/thanks"}, [2]string{o.Callback, o.Return})
	assert.Equal(t, "api:toko", o.Actor)

	a = good(t, s.ask(t, "POST", "/api/qris/generate", `{"amount":"50000.00"}`), "generate", "payment_link.webhook_url")
	assert.Regexp(t, `"order_id":"ORD-[A-Z2-7]{12}"`, string(a.Body))
}

// Ensure that a payment link answers as the document's example, and that the
// same wish with the same order_id is the same order until it is over.
func TestPaymentLink(t *testing.T) {
	s := open(t)
	body := `{"amount":75000,"description":"Pembayaran Order #12345","order_id":"INV-2025-001","webhook_url":"https://shop.example.com/webhook","callback_url":"https://shop.example.com/thank-you"}`
	first := good(t, s.ask(t, "POST", "/api/qris/payment-link", body), "payment-link")
	head := s.till.Head()
	assert.Equal(t, string(first.Body), string(good(t, s.ask(t, "POST", "/api/qris/payment-link/", body), "payment-link").Body))
	assert.Equal(t, head, s.till.Head())
	turnedAway(t, s.ask(t, "POST", "/api/qris/payment-link", strings.Replace(body, "75000", "75001", 1)), http.StatusBadRequest, "Order ID already used")

	good(t, s.ask(t, "POST", "/api/qris/orders/INV-2025-001/cancel", ""), "cancel")
	turnedAway(t, s.ask(t, "POST", "/api/qris/payment-link", body), http.StatusBadRequest, "Order ID already used")
	good(t, s.askAs(t, s.key(t, "other", "", pos.ScopeCharge).Key, "POST", "/api/qris/payment-link", body), "payment-link")
}

// Ensure that every limit of a wish is held, with nothing written.
func TestWishRefused(t *testing.T) {
	s := open(t)
	head := s.till.Head()
	for _, path := range []string{"/api/qris/generate", "/api/qris/payment-link"} {
		for _, body := range []string{`{}`, `[]`, `{`, `{"amount":0}`, `{"amount":-1}`, `{"amount":1.5}`, `{"amount":"Rp1"}`, `{"amount":99999999999}`,
			`{"amount":1000,"order_id":"` + strings.Repeat("é", 31) + `"}`, `{"amount":1000,"webhook_url":"ftp://a.example"}`, `{"amount":1000,"callback_url":"javascript:1"}`,
			`{"amount":1000,"fee_type":"dollar"}`, `{"amount":1000,"fee_value":-1}`, `{"amount":1000,"fee_value":"x"}`, `{"amount":1000,"fee_value":1e999999}`, `{"amount":1000,"fee_value":0e0}`, `{"amount":1000,"fee_value":0.00000000000000000000}`, `{"amount":1000,"qris_id":"x"}`} {
			turnedAway(t, s.ask(t, "POST", path, body), http.StatusBadRequest, "Invalid request")
		}
		for _, fee := range []string{`"fee_value":1000`, `"fee_type":"rupiah","fee_value":1000`, `"fee_type":"percent","fee_value":0.7`} {
			turnedAway(t, s.ask(t, "POST", path, `{"amount":50000,`+fee+`}`), http.StatusBadRequest, "Fee not allowed")
		}
	}
	assert.Equal(t, head, s.till.Head())
	good(t, s.ask(t, "POST", "/api/qris/payment-link", `{"amount":1,"order_id":"`+strings.Repeat("é", 30)+`"}`), "payment-link",
		"payment_link.webhook_url", "payment_link.callback_url")
}

// Ensure that a fee is only ever the owner's, told as it is, and that a program
// may name just that one.
func TestOwnersFee(t *testing.T) {
	s := open(t)
	s.setUp(t)
	for _, test := range []struct {
		fixed         pos.Rupiah
		basis         int
		same, other   string
		told          string
		amount, total pos.Rupiah
	}{
		{1000, 0, `"fee_type":"rupiah","fee_value":1000`, `"fee_type":"percent","fee_value":1000`, `{"type":"rupiah","value":1000}`, 51_000, 51_000},
		{0, 70, `"fee_type":"percent","fee_value":0.70`, `"fee_value":70`, `{"type":"percent","value":0.7}`, 50_350, 50_350},
		{0, 200, `"fee_type":"percent","fee_value":2`, `"fee_value":2`, `{"type":"percent","value":2}`, 51_000, 51_000},
	} {
		settings := s.till.Shop().Settings
		settings.FeeFixed, settings.FeeBasis = test.fixed, test.basis
		require.NoError(t, s.till.Change(t.Context(), settings, ownerPIN, "owner"))
		turnedAway(t, s.ask(t, "POST", "/api/qris/generate", `{"amount":50000,`+test.other+`}`), http.StatusBadRequest, "Fee not allowed")
		for _, fee := range []string{test.same, `"fee_value":0`, `"fee_type":"percent"`} {
			a := good(t, s.ask(t, "POST", "/api/qris/generate", `{"amount":50000,`+fee+`}`), "generate", "payment_link.webhook_url")
			assert.Contains(t, string(a.Body), `"amount":50000,"fee":`+test.told)
			o := s.order(t, as[struct {
				PaymentLink link `json:"payment_link"`
			}](t, a).PaymentLink.OrderID)
			assert.Equal(t, test.amount, o.Amount)
			a = good(t, s.ask(t, "GET", "/api/qris/orders/"+o.ExternalID, ""), "order", "order.paid_at")
			said := as[struct {
				Order struct {
					Amount int64
					Total  int64 `json:"total_amount"`
				}
			}](t, a).Order
			assert.Equal(t, [2]int64{50_000, int64(test.total)}, [2]int64{said.Amount, said.Total})
		}
	}
}

// Ensure that the links are listed newest first with what became of them, that
// deleting one ends it, twice too, and that nobody reaches another caller's.
func TestLinks(t *testing.T) {
	s := open(t)
	for _, id := range []string{"A", "B", "C"} {
		s.charge(t, "75000", id)
	}
	other := s.key(t, "other", "", pos.ScopeRead, pos.ScopeCharge).Key
	type listed struct {
		ID        uint64
		IsActive  bool `json:"is_active"`
		IsExpired bool `json:"is_expired"`
	}
	list := func() []listed {
		a := good(t, s.ask(t, "GET", "/api/qris/payment-links", ""), "payment-links")
		return as[struct {
			PaymentLinks []listed `json:"payment_links"`
		}](t, a).PaymentLinks
	}
	b := digits(int(s.order(t, "B").Sequence))
	good(t, s.ask(t, "DELETE", "/api/qris/payment-link/"+b, ""), "delete")
	good(t, s.ask(t, "DELETE", "/api/qris/payment-link/"+b, ""), "delete")
	assert.Equal(t, pos.Cancelled, s.order(t, "B").State)
	assert.Equal(t, []listed{{3, true, false}, {2, false, false}, {1, true, false}}, list())

	good(t, s.ask(t, "POST", "/api/qris/orders/C/verify", ""), "verify")
	good(t, s.ask(t, "DELETE", "/api/qris/payment-link/3", ""), "delete")
	assert.Equal(t, pos.Paid, s.order(t, "C").State, "money stays")
	s.ahead.Add(int64(linkLife))
	assert.Equal(t, []listed{{3, false, false}, {2, false, false}, {1, false, true}}, list())

	for _, id := range []string{"4", "0", "x", "-1", "99999999999999999999"} {
		turnedAway(t, s.ask(t, "DELETE", "/api/qris/payment-link/"+id, ""), http.StatusNotFound, "Payment link not found")
	}
	turnedAway(t, s.askAs(t, other, "DELETE", "/api/qris/payment-link/1", ""), http.StatusNotFound, "Payment link not found")
	assert.JSONEq(t, `{"payment_links":[]}`, string(s.askAs(t, other, "GET", "/api/qris/payment-links", "").Body))
}

// Ensure that no body makes a wish outside of the document's limits.
func FuzzWish(f *testing.F) {
	for _, body := range []string{`{"amount":50000,"fee_type":"rupiah","fee_value":1000,"qris_id":1,"order_id":"INV-2025-001","webhook_url":"https://a.example"}`,
		`{"amount":"75000","fee_type":"percent","fee_value":"0.70"}`, `{"fee_value":1e999999999}`, `{"amount":1e3}`} {
		f.Add(body, 0, 70)
	}
	f.Fuzz(func(t *testing.T, body string, fixed, basis int) {
		var v wish
		if dialect.Decode("application/json", []byte(body), &v) != nil || v.check() != nil {
			return
		}
		assert.Positive(t, v.Amount.Rupiah)
		assert.LessOrEqual(t, len([]rune(v.OrderID)), orderIDMost)
		if v.mayAsk(pos.Settings{}) == nil && v.FeeValue != "" {
			assert.Regexp(t, `^-?0+(\.0+)?$`, string(v.FeeValue), "without the owner's fee only zero passes")
		}
		_ = v.mayAsk(pos.Settings{FeeFixed: pos.Rupiah(fixed), FeeBasis: basis})
	})
}

// Ensure that every picture or text of a form is a code or a refusal.
func FuzzUpload(f *testing.F) {
	f.Add([]byte("GIF89a"))
	f.Add([]byte(golden.Sticker(1)))
	f.Fuzz(func(t *testing.T, file []byte) {
		text, err := readPicture(t.Context(), strings.NewReader(string(file)))
		assert.True(t, err == nil || text == "")
	})
}
