package singapay

import (
	"crypto/hmac"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// client is a shop's client, written from the document alone.
type client struct{ url, id, secret, token string }

func (c client) call(method, path, body, signature string) (said struct{ Data json.RawMessage }, err error) {
	request, err := http.NewRequest(method, c.url+path, strings.NewReader(body))
	if err != nil {
		return said, err
	}
	request.Header = http.Header{"X-Partner-Id": {c.id}, "X-Client-Id": {c.id}, "X-Signature": {signature}, "Accept": {"application/json"}, "Authorization": {"Bearer " + c.token}}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return said, err
	}
	defer response.Body.Close()
	return said, json.NewDecoder(response.Body).Decode(&said)
}

// Ensure that a client written from the document gets a token, sells a code and
// finds it in the list.
func TestClient(t *testing.T) {
	s := open(t)
	c := client{url: s.url, id: s.client, secret: s.secret}
	mac := hmac.New(sha512.New, []byte(c.secret))
	mac.Write([]byte(c.id + "_" + c.secret + "_20250924"))
	granted, err := c.call("POST", "/api/v1.1/access-token/b2b", `{"grant_type":"client_credentials"}`, hex.EncodeToString(mac.Sum(nil)))
	require.NoError(t, err)
	var access struct{ Access_token string }
	require.NoError(t, json.Unmarshal(granted.Data, &access))
	c.token = access.Access_token
	made, err := c.call("POST", "/api/v1.0/qris-dynamic/"+c.id+"/generate-qr", `{"amount":25000,"merchant_reff_no":"INV-1"}`, "")
	require.NoError(t, err)
	assert.Contains(t, string(made.Data), s.order(t, "INV-1").Payload)
	s.pay(t, s.order(t, "INV-1"))
	list, err := c.call("GET", "/api/v1.0/qris-dynamic/"+c.id+"?status=paid&has_settle=true&sort_by=created_at", "", "")
	require.NoError(t, err)
	assert.Contains(t, string(list.Data), `"merchant_reff_no":"INV-1","status":"paid"`)
}
