package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// shop is the world outside of the till: programs that charge by the API and a
// phone that reports payments by signed callbacks.
type shop struct{ customers []*customer }

// customer buys one thing after the other and remembers what it was told.
type customer struct {
	name   string
	key    string // of the API
	secret []byte // of the source
	wishes []*wish
}

// wish is one thing a customer wants: an order, and often to pay it.
type wish struct {
	key    string
	amount pos.Rupiah
	order  pos.ID // zero until the till acknowledged it
	pays   bool   // this customer will pay
	paying bool   // a payment was reported
	paid   bool   // and acknowledged
}

// pause is what a customer takes between two things, so that the till does not
// grow to a year's size in a minute.
const pause = 70 * time.Millisecond

// newShop pairs a key and a source with the till.
func newShop(t *testing.T, dir string) *shop {
	t.Helper()
	key := succeeds(t, "key", "add", "ci", "--scope", "read,charge", "--data", dir)
	secret := succeeds(t, "source", "add", "hp", "--data", dir)
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	require.NoError(t, err)
	s := &shop{}
	for i := range 3 {
		s.customers = append(s.customers, &customer{name: fmt.Sprintf("c%d", i), key: key, secret: raw})
	}
	return s
}

// buy buys until the server is gone. First it asks again for what it was last
// told, which must give the same order, and finishes what was cut off.
func (c *customer) buy(t *testing.T, address string) {
	client := &http.Client{Transport: &http.Transport{}, Timeout: 20 * time.Second}
	defer client.CloseIdleConnections()
	if n := len(c.wishes); n > 0 {
		last := c.wishes[n-1]
		known := last.order
		if !c.finish(t, client, address, last) {
			return
		}
		if known != (pos.ID{}) {
			assert.Equal(t, known, last.order, "the same key gave another order")
		}
	}
	for !t.Failed() {
		n := len(c.wishes)
		w := &wish{key: fmt.Sprintf("%s-%d", c.name, n), amount: pos.Rupiah(1000 + n%500), pays: n%4 != 3}
		c.wishes = append(c.wishes, w)
		if !c.finish(t, client, address, w) {
			return
		}
		time.Sleep(pause)
	}
}

// finish places and pays a wish; false when the server is gone.
func (c *customer) finish(t *testing.T, client *http.Client, address string, w *wish) bool {
	body, up := c.post(t, client, address+"/api/v1/orders", fmt.Sprintf(`{"amount":%d,"note":%q}`, w.amount, w.key),
		map[string]string{"Authorization": "Bearer " + c.key, "Idempotency-Key": w.key})
	if !up {
		return false
	}
	w.order = decode(t, body).ID
	if !w.pays {
		return true
	}
	w.paying = true
	now := time.Now()
	notice := fmt.Sprintf(`{"type":"payment.detected","timestamp":%q,"data":{"amount":%d,"currency":"IDR","paid_at":%[1]q,`+
		`"source_app":"id.contoh","order_ref":%[3]q,"payer_name":%[4]q,"device_id":"hp-1"}}`,
		now.Format(time.RFC3339Nano), w.amount, w.order.String(), w.key)
	id, stamp := "msg-"+w.key, strconv.FormatInt(now.Unix(), 10)
	mac := hmac.New(sha256.New, c.secret)
	fmt.Fprintf(mac, "%s.%s.%s", id, stamp, notice)
	body, up = c.post(t, client, address+"/api/v1/callbacks/hp", notice, map[string]string{
		"webhook-id": id, "webhook-timestamp": stamp, "webhook-signature": "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)),
	})
	if up {
		var receipt struct {
			Result string
			Order  pos.ID
		}
		assert.NoError(t, json.Unmarshal([]byte(body), &receipt))
		assert.Contains(t, []string{"settled", "seen"}, receipt.Result)
		assert.Equal(t, w.order, receipt.Order)
		w.paid = true
	}
	return up
}

// post sends a body; an answer other than 2xx fails the test, no whole answer
// means that the server is gone.
func (c *customer) post(t *testing.T, client *http.Client, url, body string, header map[string]string) (answer string, up bool) {
	request, err := http.NewRequest(http.MethodPost, url, strings.NewReader(body))
	if !assert.NoError(t, err) {
		return "", false
	}
	for name, value := range header {
		request.Header.Set(name, value)
	}
	response, err := client.Do(request)
	if err != nil {
		return "", false
	}
	defer response.Body.Close()
	whole, err := io.ReadAll(response.Body)
	if err != nil {
		return "", false
	}
	return string(whole), assert.Equal(t, 2, response.StatusCode/100, "%s: %s", url, whole)
}
