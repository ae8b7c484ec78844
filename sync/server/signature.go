package server

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// The headers of Standard Webhooks 1.0.0.
const (
	headerID        = "Webhook-Id"
	headerTimestamp = "Webhook-Timestamp"
	headerSignature = "Webhook-Signature"
)

// tolerance is how far a sender's clock may be off ours.
const tolerance = 5 * time.Minute

// signature is what a delivery says about itself: its id, the unix second it
// was sent at, and one or more "v1,<base64>" separated by spaces (several while
// a secret is being replaced).
type signature struct{ id, stamp, proofs string }

// signatureOf reads the signature of a request.
func signatureOf(h http.Header) signature {
	return signature{h.Get(headerID), h.Get(headerTimestamp), h.Get(headerSignature)}
}

// verify checks the signature over the raw body, and only then the time, so
// that nobody without the secret learns more than that it is wrong.
func (sig signature) verify(secret, body []byte, now time.Time) error {
	sent, ok := unix(sig.stamp)
	if sig.id == "" || !ok || !sig.proves(secret, body) {
		return ErrSignature
	}
	if off := now.Unix() - sent; off > int64(tolerance.Seconds()) || off < -int64(tolerance.Seconds()) {
		return &refused{error: ErrTimestamp, now: now.UTC()}
	}
	return nil
}

// proves tells whether any of the proofs is HMAC-SHA256 over "id.stamp.body".
func (sig signature) proves(secret, body []byte) bool {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(sig.id + "." + sig.stamp + "."))
	mac.Write(body)
	want := mac.Sum(nil)
	for proof := range strings.SplitSeq(sig.proofs, " ") {
		encoded, ok := strings.CutPrefix(proof, "v1,")
		if !ok {
			continue
		}
		if got, err := base64.StdEncoding.DecodeString(encoded); err == nil && hmac.Equal(got, want) {
			return true
		}
	}
	return false
}

// unix reads a unix second: digits only, as the header's bytes are signed.
func unix(text string) (int64, bool) {
	if len(text) > 12 || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	second, err := strconv.ParseInt(text, 10, 64)
	return second, err == nil
}
