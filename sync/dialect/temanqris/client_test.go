package temanqris

import (
	"bytes"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that a program written from the document alone goes through the whole
// flow: link, the customer's word, looking, verifying.
func TestClient(t *testing.T) {
	s := open(t)
	api := s.url + "/api/qris"
	call := func(method, url string, in map[string]any) (out map[string]map[string]any) {
		body, _ := json.Marshal(in)
		request, _ := http.NewRequest(method, url, bytes.NewReader(body))
		request.Header.Set("X-API-Key", s.shown.Key)
		request.Header.Set("Content-Type", "application/json")
		response, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		defer func() { _ = response.Body.Close() }()
		_ = json.NewDecoder(response.Body).Decode(&out) // fields that are no objects stay out
		return out
	}
	link := call("POST", api+"/payment-link", map[string]any{"amount": 75000, "order_id": "INV-2025-001", "webhook_url": "https://yoursite.example/webhook"})["payment_link"]
	call("POST", s.url+"/api/pay/"+link["link_code"].(string)+"/confirm", nil)
	assert.Equal(t, "awaiting_confirmation", call("GET", api+"/orders/INV-2025-001", nil)["order"]["status"])
	assert.Equal(t, "paid", call("POST", api+"/orders/INV-2025-001/verify", map[string]any{"payer_name": "John Doe"})["order"]["status"])
	assert.Equal(t, true, call("GET", api+"/orders/INV-2025-001", nil)["order"]["is_paid"])
}
