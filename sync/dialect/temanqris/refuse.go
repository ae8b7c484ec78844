package temanqris

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"laci/pos"
	"laci/qris/symbol"
	"laci/sync/dialect"
)

// refusal is an error as this system's callers see it: a short word, and a
// sentence for whoever reads it.
type refusal struct {
	status  int
	word    string
	message string
	wait    time.Duration // with 429: until another attempt makes sense
	bare    bool          // the document shows the word alone
}

func (r *refusal) Error() string { return "temanqris: " + r.word }

// The refusals of the document.
var (
	errVerified   = &refusal{status: http.StatusBadRequest, word: "Order already verified", message: "This order has already been marked as paid."}
	errPaid       = &refusal{status: http.StatusBadRequest, word: "Cannot cancel paid order", message: "This order has already been verified as paid and cannot be cancelled."}
	errLinkPublic = &refusal{status: http.StatusNotFound, word: "Link pembayaran tidak ditemukan", bare: true}
)

// errOrder is the document's refusal of an order nobody knows.
func errOrder(id string) error {
	return &refusal{status: http.StatusNotFound, word: "Order not found", message: fmt.Sprintf("No order found with order_id %q for your account.", id)}
}

// The refusals that the document leaves open.
var (
	errKey       = &refusal{status: http.StatusUnauthorized, word: "Unauthorized", message: "Missing or invalid API key. Send it in the X-API-Key header."}
	errForbidden = &refusal{status: http.StatusForbidden, word: "Forbidden", message: "This API key may not do that. The owner gives its scopes."}
	errLink      = &refusal{status: http.StatusNotFound, word: "Payment link not found", message: "No payment link found with this id for your account."}
	errQRIS      = &refusal{status: http.StatusNotFound, word: "QRIS not found", message: "No QRIS in use has this id. See /my-qris."}
	errPayee     = &refusal{status: http.StatusForbidden, word: "QRIS not allowed", message: "Only codes of the payee that the owner confirmed are rendered."}
	errMerchant  = &refusal{status: http.StatusNotFound, word: "Merchant not found", message: "No merchant has this id."}
	errOrderUsed = &refusal{status: http.StatusBadRequest, word: "Order ID already used", message: "This order_id belongs to another order. Use a new one."}
	errFee       = &refusal{status: http.StatusBadRequest, word: "Fee not allowed", message: "Passing the QRIS fee on to customers is forbidden (PBI 23/6/PBI/2021). Only the owner can set a fee, at the till."}
	errStored    = &refusal{status: http.StatusForbidden, word: "QRIS limit reached", message: "This tier stores no further QRIS."}
	errInternal  = &refusal{status: http.StatusInternalServerError, word: "Internal server error", message: "Something broke inside. Try again later."}
)

// invalid refuses a request for what it says.
func invalid(message string) error {
	return &refusal{status: http.StatusBadRequest, word: "Invalid request", message: message}
}

// tooMany refuses whoever came too often.
func tooMany(wait time.Duration) error {
	return &refusal{status: http.StatusTooManyRequests, word: "Too many requests", message: "Wait a little and try again.", wait: wait}
}

// pace takes a turn of name, or refuses.
func pace(p *dialect.Pace, name string) error {
	if wait := p.Take(name); wait > 0 {
		return tooMany(wait)
	}
	return nil
}

// understood are the till's refusals as this system's; those without a refusal
// are 400 with the till's own words.
var understood = []struct {
	err  error
	told *refusal
}{
	{pos.ErrKeyReused, errOrderUsed}, {pos.ErrExternalID, errOrderUsed},
	{pos.ErrAmount, nil}, {pos.ErrAmountLimit, nil}, {pos.ErrUniqueFull, nil}, {pos.ErrURL, nil}, {pos.ErrNotSetUp, nil},
	{pos.ErrQRIS, nil}, {pos.ErrPracticeCode, nil}, {pos.ErrMove, nil},
	{symbol.ErrNoCode, nil}, {symbol.ErrNotAPicture, nil}, {symbol.ErrTooLarge, nil}, {symbol.ErrReadTimeout, nil},
	{dialect.ErrBody, nil}, {dialect.ErrTooLarge, nil}, {dialect.ErrQuery, nil},
}

// told finds how this system says an error. Nothing of one that nobody expected
// leaves the till but that something broke.
func (d *TemanQRIS) told(err error) *refusal {
	var own *refusal
	if errors.As(err, &own) {
		return own
	}
	for _, known := range understood {
		if errors.Is(err, known.err) && known.told != nil {
			return known.told
		}
		if errors.Is(err, known.err) {
			return &refusal{status: http.StatusBadRequest, word: "Invalid request", message: d.words(pos.Code(err))}
		}
	}
	return errInternal
}

// refuse answers with the document's envelope.
func (d *TemanQRIS) refuse(w http.ResponseWriter, r *http.Request, err error) {
	told := d.told(err)
	if told == errInternal && !errors.Is(err, context.Canceled) {
		d.log.Error("request failed", "method", r.Method, "route", r.Pattern, "error", err)
	}
	if told.wait > 0 {
		dialect.RetryAfter(w, told.wait)
	}
	if told.bare {
		dialect.Reply(w, told.status, struct {
			Error string `json:"error"`
		}{told.word})
		return
	}
	dialect.Reply(w, told.status, struct {
		Success bool   `json:"success"`
		Error   string `json:"error"`
		Message string `json:"message"`
	}{false, told.word, told.message})
}
