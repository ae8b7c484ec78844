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
func (standard) Body(told Told) (string, []byte, error) {
	e := told.Entry.Public()
	body, err := json.Marshal(map[string]any{"type": e.Kind, "timestamp": e.At, "cursor": e.Cursor().String(), "data": e})
	return string(e.Kind), body, err
}

// Header gives the three headers of the standard.
func (standard) Header(a Attempt) http.Header {
	stamp := strconv.FormatInt(a.At.Unix(), 10)
	mac := hmac.New(sha256.New, a.Secret)
	mac.Write([]byte(a.ID + "." + stamp + "."))
	mac.Write(a.Body)
	return http.Header{
		"Webhook-Id":        {a.ID},
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
