package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"laci/pos"
)

// standard tells in the manner of Standard Webhooks 1.0.0: signed over id, time
// and body, and told again for more than three days.
type standard struct{}

// Body is the entry as the stream of the journal gives it.
func (standard) Body(told Told) ([]byte, error) {
	e := told.Entry.Public()
	return json.Marshal(map[string]any{"type": e.Kind, "timestamp": e.At, "cursor": e.Cursor().String(), "data": e})
}

// Header gives the three headers of the standard.
func (standard) Header(secret []byte, id string, at time.Time, body []byte) http.Header {
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(id + "." + stamp + "."))
	mac.Write(body)
	return http.Header{
		"Webhook-Id":        {id},
		"Webhook-Timestamp": {stamp},
		"Webhook-Signature": {"v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))},
	}
}

// Waits are those that the standard recommends.
func (standard) Waits() []time.Duration {
	return []time.Duration{5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour,
		10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour}
}

// ofOrders are the beginnings of the kinds that a hook without a choice hears:
// what happens to orders and their money, nothing of people and secrets.
var ofOrders = []string{"order.", "payment.", "refund."}

// wants tells whether a hook wants to hear of an entry.
func wants(h pos.Hook, kind pos.Kind) bool {
	for _, wanted := range h.Kinds {
		if wanted == kind {
			return true
		}
	}
	for _, start := range ofOrders {
		if len(h.Kinds) == 0 && strings.HasPrefix(string(kind), start) {
			return true
		}
	}
	return false
}
