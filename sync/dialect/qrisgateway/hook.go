package qrisgateway

import (
	"net/http"
	"time"

	"laci/pos"
	"laci/sync/dialect"
)

// Hook tells callers of this system of their orders: the document's callback,
// from our side. It knows no signature, so the caller is to ask for the
// transaction, as it would have to anyway.
func Hook() dialect.Hook { return dialect.Hook{Body: hookBody, Headers: hookHeaders} }

// hookBody tells that a transaction was paid; of nothing else, as the document.
func hookBody(kind pos.Kind, at time.Time, o pos.Order) (event string, body []byte) {
	if !dialect.Pays(kind, o) {
		return "", nil
	}
	body, err := dialect.JSON(struct {
		TransactionID string     `json:"transaction_id"`
		Status        string     `json:"status"`
		Amount        pos.Rupiah `json:"amount"`
		Timestamp     string     `json:"timestamp"`
	}{transactionID(o), status(o), o.Amount - o.Fee, stamp(at)})
	if err != nil {
		return "", nil // strings and numbers never fail
	}
	return status(o), body
}

func hookHeaders([]byte, string, int, []byte) http.Header {
	return http.Header{"Content-Type": {"application/json"}}
}
