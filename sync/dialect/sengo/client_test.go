package sengo

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
type client struct{ host, key, token string }

func (c client) call(method, path, body string) (said struct{ ResponseData json.RawMessage }, err error) {
	mac := hmac.New(sha512.New, []byte(c.token))
	mac.Write([]byte(c.key + body))
	request, err := http.NewRequest(method, c.host+path, strings.NewReader(body))
	if err != nil {
		return said, err
	}
	request.Header = http.Header{"X-Client-Key": {c.key}, "X-Client-Token": {c.token}, "X-Signature": {hex.EncodeToString(mac.Sum(nil))}}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return said, err
	}
	defer response.Body.Close()
	return said, json.NewDecoder(response.Body).Decode(&said)
}

// Ensure that a client written from the document sells a code and finds it paid
// in the list.
func TestClient(t *testing.T) {
	s := open(t)
	c := client{s.url, s.client, s.token}
	made, err := c.call("POST", "/qris", `{"reference":"INV-1","amount":25000,"viewName":"Toko","additionalInfo":{"callback":"https://toko.example/cb"}}`)
	require.NoError(t, err)
	assert.Contains(t, string(made.ResponseData), s.order(t, "INV-1").Payload)
	s.pay(t, s.order(t, "INV-1"))
	list, err := c.call("GET", "/transactions?page=1&status=success&date=2026-11-20&type=cashIn", "")
	require.NoError(t, err)
	assert.Contains(t, string(list.ResponseData), `"merchantRef":"INV-1","status":"success"`)
}
