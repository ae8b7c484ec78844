package temanqris

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"time"

	"laci/pos"
	"laci/sync/dialect"
)

// The document's events.
const (
	eventAwaiting  = "payment.awaiting_confirmation"
	eventConfirmed = "payment.confirmed"
)

// Hook tells callers of this system of their orders.
func Hook() dialect.Hook { return dialect.Hook{Body: hookBody, Headers: hookHeaders} }

// hookBody makes the document's payload: of a customer's word, and of money.
func hookBody(kind pos.Kind, at time.Time, o pos.Order) (event string, body []byte) {
	status := wordAwaiting
	switch {
	case kind == pos.KindOrderClaimed:
		event = eventAwaiting
	case dialect.Pays(kind, o):
		event, status = eventConfirmed, wordPaid
	default:
		return "", nil
	}
	type data struct {
		OrderID     string     `json:"order_id"`
		LinkCode    string     `json:"link_code"`
		Amount      pos.Rupiah `json:"amount"`
		Description string     `json:"description"`
		Status      string     `json:"status"`
		PaidAt      *string    `json:"paid_at"`
		CreatedAt   string     `json:"created_at"`
	}
	told := data{orderID(o), o.Code, asked(o), o.Note, status, nil, stamp(o.Placed)}
	if status == wordPaid {
		told.PaidAt = stampOrNull(o.PaidAt)
	}
	body, err := dialect.JSON(struct {
		Event     string `json:"event"`
		Timestamp string `json:"timestamp"`
		Data      data   `json:"data"`
	}{event, stamp(at), told})
	if err != nil {
		return "", nil // strings and numbers never fail
	}
	return event, body
}

// hookHeaders signs the bytes of a payload: HMAC-SHA256 with the caller's
// signing secret.
func hookHeaders(signing []byte, event string, retry int, body []byte) http.Header {
	mac := hmac.New(sha256.New, signing)
	mac.Write(body)
	h := http.Header{}
	h.Set("Content-Type", "application/json")
	h.Set("X-TemanQRIS-Signature", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	h.Set("X-TemanQRIS-Event", event)
	if retry > 0 {
		h.Set("X-TemanQRIS-Retry", strconv.Itoa(retry))
	}
	return h
}
