package gateway

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// The bodies of requests as the documents print them; of TemanQRIS' without the
// fee, which no customer may be asked for.
const (
	documentedGeneric = `{
"amount": 50000,
"description": "Product purchase",
"callback_url": "https://yourapp.com/webhook"
}`
	documentedTeman = `{
"amount": 50000,
"order_id": "INV-2025-001",
"webhook_url": "https://yoursite.com/webhook"
}`
	documentedSenGo = `{
        "reference": "REFF012",
        "amount": 10000,
        "expiryMinutes": 30,
        "viewName": "Merchant Name",
        "additionalInfo": {
        "callback": "http://your-site-callback.com/notify"
    }
    }`
	documentedXendit   = `external_id=testing_id_123&type=DYNAMIC&callback_url=https://yourwebsite.com/callback&amount=1500`
	documentedSingaPay = `{
    "amount": 50000,
    "expired_at": "2025-08-30 12:00:00",
    "merchant_reff_no": "INV-2026-001"
}`
	documentedToken = `{
  "grant_type": "client_credentials"
}`
	documentedLookup = `/api/v1.0/qris-dynamic/01K8AESCCKYSD98Z3P9RSDA36W?reff_no=6601K5WZG32XJB5RSZB80XC9E2MC&type=mpm-dynamic`
)

// compact takes the spaces out of JSON; anything else stays as it is.
func compact(t *testing.T, text string) string {
	t.Helper()
	if !strings.HasPrefix(text, "{") {
		return text
	}
	var out bytes.Buffer
	require.NoError(t, json.Compact(&out, []byte(text)))
	return out.String()
}

// Ensure that the body of every request is, byte for byte, the one its document
// prints, but for the order's own name and the spaces.
func TestDocumentedBodies(t *testing.T) {
	until := time.Date(2025, 8, 30, 5, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		open     func(Account) System
		options  []string
		amount   pos.Rupiah
		callback string
		named    string // the order's name in the document
		want     string
	}{
		"qrisgateway": {openGeneric, nil, 50_000, "https://yourapp.com/webhook", "Product purchase", documentedGeneric},
		"temanqris":   {openTemanQRIS, nil, 50_000, "https://yoursite.com/webhook", "INV-2025-001", documentedTeman},
		"sengo":       {openSenGo, []string{"view_name", "Merchant Name", "slashes", "plain"}, 10_000, "http://your-site-callback.com/notify", "REFF012", documentedSenGo},
		"xendit":      {openXendit, nil, 1_500, "https://yourwebsite.com/callback", "testing_id_123", documentedXendit},
		"singapay":    {openSingaPay, nil, 50_000, "", "INV-2026-001", documentedSingaPay},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRecorder(t)
			r.answer = func(q *http.Request) (int, string) {
				return http.StatusOK, `{"data":{"token":"t","access_token":"t","expires_in":"60"}}`
			}
			o := anOrder
			o.Payable = c.amount
			account := r.account(c.options...)
			account.Now = func() time.Time { return until.Add(-30 * time.Minute) }
			_, err := c.open(account).Create(context.Background(), Wish{Order: o, Callback: c.callback, Until: until})
			require.NoError(t, err)
			_, body, _ := strings.Cut(r.asked[len(r.asked)-1], "\n\n")
			body = strings.NewReplacer(o.Number+" "+o.ID.String(), c.named, o.ID.String(), c.named).Replace(strings.TrimSuffix(body, "\n"))
			assert.Equal(t, compact(t, c.want), body)
		})
	}
}

// Ensure that SingaPay's token is asked for and one transaction looked up as the
// documents print it.
func TestDocumentedLookup(t *testing.T) {
	r := newRecorder(t)
	r.answer = func(q *http.Request) (int, string) {
		return http.StatusOK, `{"data":{"access_token":"t","expires_in":"60"}}`
	}
	o := anOrder
	o.GatewayRef = "6601K5WZG32XJB5RSZB80XC9E2MC"
	s := openSingaPay(r.account()).(*singapay)
	_, err := s.login(context.Background())
	require.NoError(t, err)
	assert.True(t, strings.HasSuffix(r.asked[0], "\n\n"+compact(t, documentedToken)+"\n"))
	r.answer = func(q *http.Request) (int, string) {
		if q.Method == http.MethodPost {
			return http.StatusOK, `{"data":{"access_token":"t","expires_in":"60"}}`
		}
		return http.StatusOK, `{"data":[]}`
	}
	words, err := s.Query(context.Background(), []pos.Order{o})
	require.NoError(t, err)
	assert.Empty(t, words)
	assert.True(t, strings.HasPrefix(r.asked[len(r.asked)-1], "GET "+documentedLookup+"\n"), r.asked[len(r.asked)-1])
}
