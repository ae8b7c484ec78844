package sengo

import (
	"errors"
	"net/http"

	"laci/pos"
	"laci/sync/dialect"
)

// errRequest is a request the document's fields do not allow.
var errRequest = errors.New("sengo: a mandatory field is missing or a field is not what the document says")

// refusals are the answers for refusals, by code word. The document points to a
// table of errors that it does not hold; the words are that table's.
var refusals = map[string]struct {
	status int
	word   string
}{
	pos.ErrKeyUnknown.Code():       {http.StatusUnauthorized, "UNAUTHORIZED"},
	pos.ErrRights.Code():           {http.StatusUnauthorized, "PRODUCT_ACCESS_ERROR"},
	pos.ErrKeyReused.Code():        {http.StatusConflict, "DUPLICATE_REFERENCE"},
	pos.ErrExternalID.Code():       {http.StatusConflict, "DUPLICATE_REFERENCE"},
	pos.ErrAmount.Code():           {http.StatusUnprocessableEntity, "REQUEST_INVALID"},
	pos.ErrAmountLimit.Code():      {http.StatusUnprocessableEntity, "REQUEST_INVALID"},
	pos.ErrKeyMissing.Code():       {http.StatusUnprocessableEntity, "REQUEST_INVALID"},
	pos.ErrMetadata.Code():         {http.StatusUnprocessableEntity, "REQUEST_INVALID"},
	pos.ErrURL.Code():              {http.StatusUnprocessableEntity, "REQUEST_INVALID"},
	(*dialect.TooMany)(nil).Code(): {http.StatusTooManyRequests, "PAYMENT_INTERNAL_ERROR"},
	dialect.ErrBody.Code():         {http.StatusUnprocessableEntity, "REQUEST_INVALID"},
	dialect.ErrTooLarge.Code():     {http.StatusUnprocessableEntity, "REQUEST_INVALID"},
	dialect.ErrQuery.Code():        {http.StatusUnprocessableEntity, "REQUEST_INVALID"},
	pos.ErrNotSetUp.Code():         {http.StatusForbidden, "PAYMENT_INACTIVE_ERROR"},
	pos.ErrUniqueFull.Code():       {http.StatusBadRequest, "CREATE_FAILED"},
	pos.ErrClock.Code():            {http.StatusServiceUnavailable, "CREATE_FAILED"},
	pos.ErrStorage.Code():          {http.StatusServiceUnavailable, "CREATE_FAILED"},
	pos.ErrClosed.Code():           {http.StatusServiceUnavailable, "CREATE_FAILED"},
	pos.ErrDamaged.Code():          {http.StatusServiceUnavailable, "CREATE_FAILED"},
}

// refuse answers with err in the document's envelope.
func (d *Dialect) refuse(w http.ResponseWriter, r *http.Request, err error) {
	found, ok := refusals[pos.Code(err)]
	switch {
	case errors.Is(err, errRequest):
		found.status, found.word = http.StatusUnprocessableEntity, "REQUEST_INVALID"
	case !ok:
		found.status, found.word = http.StatusInternalServerError, "CREATE_FAILED"
	}
	dialect.Refuse(w, r, d.log, found.status, err, answer{found.status, found.word, nil})
}
