package house

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/oklog/ulid/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/sync/dialect/temanqris"
)

// ask sends a request to the house's server and reads the JSON it answers.
func (h *House) ask(t *testing.T, method, path, header, secret, body string) (status int, said map[string]any) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, "http://"+h.Address()+path, strings.NewReader(body))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/json")
	if header != "" {
		request.Header.Set(header, secret)
	}
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	raw, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, &said), "%s %s: %s", method, path, raw)
	return response.StatusCode, said
}

// Ensure that programs of both documents sell at the house's own server, beside
// each other and the native API, and that what one of them may not see is not
// there for it.
func TestDialectsAreMounted(t *testing.T) {
	h, _ := withOwner(t, t.TempDir(), &moved{})
	require.NoError(t, h.Till.AddPerson(t.Context(), pos.AddPerson{Name: "Sari", Role: pos.RoleStaff, Email: "sari@example.com", Secret: "sandi-rahasia-1", PIN: ownerPIN, Actor: "owner"}))
	teman, err := h.Till.AddKey(t.Context(), pos.NewKey{Name: "toko", Dialect: pos.DialectTemanQRIS, PIN: ownerPIN, Actor: "owner"})
	require.NoError(t, err)

	status, said := h.ask(t, "POST", "/api/auth/login/", "", "", `{"email":"sari@example.com","password":"sandi-rahasia-1"}`)
	require.Equal(t, http.StatusOK, status, said)
	token, _ := said["data"].(map[string]any)["token"].(string)
	status, said = h.ask(t, "POST", "/api/payment/generate-qris", "Authorization", "Bearer "+token, `{"amount":15000}`)
	require.Equal(t, http.StatusOK, status, said)
	transaction, _ := said["data"].(map[string]any)["transaction_id"].(string)
	status, said = h.ask(t, "GET", "/api/payment/transaction/"+transaction, "Authorization", "Bearer "+token, "")
	require.Equal(t, http.StatusOK, status)
	assert.Equal(t, "pending", said["data"].(map[string]any)["status"])
	status, said = h.ask(t, "POST", "/api/payment/generate-qris", "Authorization", "Bearer "+token, `{"amount":10}`)
	assert.Equal(t, http.StatusBadRequest, status)
	assert.Equal(t, false, said["success"])

	status, said = h.ask(t, "POST", "/api/qris/generate", "X-API-Key", teman.Key, `{"amount":15000,"order_id":"A"}`)
	require.Equal(t, http.StatusOK, status, said)
	status, said = h.ask(t, "POST", "/api/pay/"+said["payment_link"].(map[string]any)["link_code"].(string)+"/confirm/", "", "", "")
	require.Equal(t, http.StatusOK, status, said)
	assert.Equal(t, "awaiting_confirmation", said["status"])
	status, _ = h.ask(t, "POST", "/api/qris/orders/A/verify", "X-API-Key", teman.Key, "")
	assert.Equal(t, http.StatusForbidden, status, "settle is never given by default")
	status, _ = h.ask(t, "POST", "/api/payment/generate-qris", "Authorization", "Bearer "+teman.Key, `{"amount":15000}`)
	assert.Equal(t, http.StatusUnauthorized, status, "a key of the other system")
	assert.Zero(t, received(t, h))
}

// received is the money of the day.
func received(t *testing.T, h *House) pos.Rupiah {
	t.Helper()
	today, err := h.Till.Today(t.Context())
	require.NoError(t, err)
	return today.Sales.Sum
}

// Ensure that callers of both documents are told of money at the address they
// named, in their document's words, TemanQRIS' with a signature that the check of
// its document finds good.
func TestTemanQRISAndGatewayAreTold(t *testing.T) {
	service := listen(t)
	h := service.calls()
	teman, err := h.Till.AddKey(t.Context(), pos.NewKey{Name: "toko", Dialect: pos.DialectTemanQRIS, Scopes: []string{pos.ScopeCharge, pos.ScopeSettle}, Actor: "owner"})
	require.NoError(t, err)
	gateway, err := h.Till.AddKey(t.Context(), pos.NewKey{Name: "web", Dialect: pos.DialectGateway, Actor: "owner"})
	require.NoError(t, err)

	status, said := h.ask(t, "POST", "/api/qris/payment-link", "X-API-Key", teman.Key, `{"amount":75000,"order_id":"A","description":"Kopi & roti <besar>","webhook_url":"`+service.url+`/teman"}`)
	require.Equal(t, http.StatusOK, status, said)
	for _, step := range []struct{ path, event string }{
		{"/api/pay/" + said["payment_link"].(map[string]any)["link_code"].(string) + "/confirm", "payment.awaiting_confirmation"},
		{"/api/qris/orders/A/verify", "payment.confirmed"},
	} {
		status, said := h.ask(t, "POST", step.path, "X-API-Key", teman.Key, "")
		require.Equal(t, http.StatusOK, status, said)
		got := service.hear("/teman")
		mac := hmac.New(sha256.New, []byte(teman.Signing))
		mac.Write(got.body)
		assert.Equal(t, "sha256="+hex.EncodeToString(mac.Sum(nil)), got.header.Get("X-TemanQRIS-Signature"))
		assert.Equal(t, step.event, got.header.Get("X-TemanQRIS-Event"))
		assert.Contains(t, string(got.body), `"event":"`+step.event+`"`)
		assert.Contains(t, string(got.body), `"description":"Kopi & roti <besar>"`)
	}

	status, said = h.ask(t, "POST", "/api/payment/generate-qris", "Authorization", "Bearer "+gateway.Key, `{"amount":15000,"callback_url":"`+service.url+`/gateway"}`)
	require.Equal(t, http.StatusOK, status, said)
	transaction := said["data"].(map[string]any)["transaction_id"].(string)
	id, err := ulid.ParseStrict(strings.TrimPrefix(transaction, "TRX-"))
	require.NoError(t, err)
	_, err = h.Till.Confirm(t.Context(), id, pos.Confirmation{Actor: "kasir", SeenAt: "merchant_app"})
	require.NoError(t, err)
	got := service.hear("/gateway")
	assert.Contains(t, string(got.body), `{"transaction_id":"`+transaction+`","status":"success","amount":15000,"timestamp":"`)
}

// Ensure that a tier is set by the environment, that its counts outlive the
// house, and that one that is not understood costs nobody anything.
func TestTier(t *testing.T) {
	dir := t.TempDir()
	t.Setenv(envTier, "toko:2:0")
	h := open(t, Options{Dir: dir})
	assert.Equal(t, temanqris.Tier{Name: "toko", Daily: 2}, h.tier())
	key, err := h.Till.AddKey(t.Context(), pos.NewKey{Name: "toko", Dialect: pos.DialectTemanQRIS, Actor: "test"})
	require.NoError(t, err)
	look := func() int {
		status, _ := h.ask(t, "GET", "/api/qris/my-qris", "X-API-Key", key.Key, "")
		return status
	}
	assert.Equal(t, http.StatusOK, look())
	assert.Equal(t, http.StatusOK, look())
	require.NoError(t, h.Close())
	h = open(t, Options{Dir: dir})
	assert.Equal(t, http.StatusTooManyRequests, look())

	t.Setenv(envTier, "gold")
	assert.Equal(t, temanqris.Premium(), h.tier())
}
