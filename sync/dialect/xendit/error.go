package xendit

import (
	"errors"
	"net/http"

	"laci/pos"
	"laci/sync/dialect"
)

// refusal is an error in the document's envelope.
type refusal struct {
	status  int
	Word    string `json:"error_code"`
	Message string `json:"message"`
}

// Error gives the line for logs.
func (e *refusal) Error() string { return "xendit: " + e.Word + ": " + e.Message }

func invalid(message string) error {
	return &refusal{http.StatusBadRequest, "API_VALIDATION_ERROR", message}
}

func forbidden(message string) error {
	return &refusal{http.StatusForbidden, "REQUEST_FORBIDDEN_ERROR", message}
}

func missing(external string) error {
	return &refusal{http.StatusNotFound, "DATA_NOT_FOUND", "QR code with external_id " + external + " not found"}
}

// refusals are the document's answers for the till's refusals, by code word.
// INVALID_API_KEY and SERVER_ERROR stand in no table of the document: it does
// not say what a wrong key and a broken server answer.
var refusals = map[string]*refusal{
	pos.ErrKeyUnknown.Code():       {http.StatusUnauthorized, "INVALID_API_KEY", "API key is missing, unknown or revoked"},
	(*dialect.TooMany)(nil).Code(): {http.StatusTooManyRequests, "RATE_LIMIT_EXCEEDED", "Requests come too often, wait a little"},
	dialect.ErrBody.Code():         {http.StatusBadRequest, "API_VALIDATION_ERROR", "The body is not an object with fields of the documented types"},
	dialect.ErrTooLarge.Code():     {http.StatusBadRequest, "API_VALIDATION_ERROR", "The body is over 64 kB"},
	pos.ErrExternalID.Code():       {http.StatusConflict, "DUPLICATE_ERROR", "The external_id was used for another QR code"},
	pos.ErrKeyReused.Code():        {http.StatusConflict, "DUPLICATE_ERROR", "The idempotency key was used for another request"},
	pos.ErrURL.Code():              {http.StatusBadRequest, "API_VALIDATION_ERROR", "callback_url must be an http or https URL of at most 2000 bytes"},
	pos.ErrKeyMissing.Code():       {http.StatusBadRequest, "API_VALIDATION_ERROR", "The idempotency key must have at most 255 characters"},
	pos.ErrNotSetUp.Code():         {http.StatusConflict, "DATA_NOT_FOUND", "QRIS merchant not found, the till has no QRIS yet"},
	pos.ErrAmountLimit.Code():      {http.StatusBadRequest, "API_VALIDATION_ERROR", "Amount is over the limit of one sale in this shop"},
	pos.ErrUniqueFull.Code():       {http.StatusBadRequest, "API_VALIDATION_ERROR", "Every unique amount of this price is taken, try another amount"},
	pos.ErrLive.Code():             {http.StatusForbidden, "REQUEST_FORBIDDEN_ERROR", "Payments are simulated by a practice till only"},
	pos.ErrMove.Code():             {http.StatusGone, "INACTIVE_QR_CODE", "QR code is inactive"},
	pos.ErrClock.Code():            {http.StatusServiceUnavailable, "SERVER_ERROR", "The till cannot save now, try again"},
	pos.ErrStorage.Code():          {http.StatusServiceUnavailable, "SERVER_ERROR", "The till cannot save now, try again"},
	pos.ErrClosed.Code():           {http.StatusServiceUnavailable, "SERVER_ERROR", "The till cannot save now, try again"},
	pos.ErrDamaged.Code():          {http.StatusServiceUnavailable, "SERVER_ERROR", "The till cannot save now, try again"},
}

// refuse answers with err in the document's envelope.
func (d *Dialect) refuse(w http.ResponseWriter, r *http.Request, err error) {
	var own *refusal
	if !errors.As(err, &own) {
		own = refusals[pos.Code(err)]
	}
	if own == nil {
		own = &refusal{http.StatusInternalServerError, "SERVER_ERROR", "Something broke inside the till"}
	}
	dialect.Refuse(w, r, d.log, own.status, err, own)
}
