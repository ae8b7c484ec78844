package singapay

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"laci/pos"
	"laci/sync/dialect"
)

// moneyTime is the time of a webhook, "26 Dec 2025 13:31:59", in Jakarta.
const moneyTime = "02 Jan 2006 15:04:05"

// Caller is who is told of its money: the partner id and client secret of its
// key.
type Caller struct {
	Client string
	Secret []byte
}

// object is JSON whose keys are written in their order, as the signature is
// made of them.
type object map[string]any

// Callback makes what a caller is told at an address of a payment of its order:
// the qris-acquirer-transaction of the live system, as far as it is known. The
// body is written the way the signature wants it, so that it is signed as sent.
func Callback(o pos.Order, p pos.Payment, c Caller, address string, now time.Time) (body []byte, header http.Header, err error) {
	at, err := url.Parse(address)
	if err != nil {
		return nil, nil, err
	}
	body, err = dialect.JSON(object{
		"status": http.StatusOK, "success": true, "event": "qris-acquirer-transaction", "timestamp": p.PaidAt.In(wib).Format(moneyTime),
		"data": object{
			"transaction": object{
				"reff_no": o.ID.String(), "merchant_reff_no": some(o.ExternalID), "type": kind, "status": statusOf(o.State),
				"amount":         object{"value": p.Amount, "currency": "IDR"},
				"post_timestamp": p.Received.In(wib).Format(moneyTime), "processed_timestamp": p.PaidAt.In(wib).Format(moneyTime),
			},
			"customer": object{"name": some(p.Payer)},
			"payment": object{"method": "qris", "additional_info": object{
				"rrn": some(p.RRN), "issuer_name": some(p.Issuer), "qr_data": o.Payload,
			}},
		},
	})
	token, stamp := rand.Text(), strconv.FormatInt(now.Unix(), 10)
	header = http.Header{
		"Content-Type": {"application/json"}, "X-Partner-Id": {c.Client}, "Authorization": {"Bearer " + token}, "X-Timestamp": {stamp},
		"X-Signature": {signBody(c.Secret, at.RequestURI(), token, body, stamp)},
	}
	return body, header, err
}

// signBody is the signature of a webhook: HMAC-SHA512, in hex, with the client
// secret. The body is canonical: keys sorted, no white space, nothing escaped
// that need not be.
func signBody(secret []byte, path, token string, body []byte, stamp string) string {
	hash := sha256.Sum256(body)
	mac := hmac.New(sha512.New, secret)
	mac.Write([]byte("POST:" + path + ":" + token + ":" + hex.EncodeToString(hash[:]) + ":" + stamp))
	return hex.EncodeToString(mac.Sum(nil))
}
