package singapay

import (
	"errors"
	"net/http"

	"laci/pos"
	"laci/sync/dialect"
)

// fault is an error in the envelope.
type fault struct {
	status  int
	Word    string `json:"code"`
	Message string `json:"message"`
}

// Error gives the line for logs.
func (f *fault) Error() string { return "singapay: " + f.Word + ": " + f.Message }

var (
	errAccount   = &fault{http.StatusNotFound, "SP020", "Merchant Account Not Found"}
	errSignature = &fault{http.StatusUnauthorized, "SP016", "Signature Invalid"}
	errNotFound  = &fault{http.StatusNotFound, "SP009", "Transaction Not Found"}
	errBusy      = &fault{http.StatusServiceUnavailable, "SP002", "General Failure"}
)

func invalid(message string) error {
	return &fault{http.StatusUnprocessableEntity, "SP018", message}
}

// faults are the answers for refusals, by code word. The document has no errors;
// the words are those of the live system.
var faults = map[string]*fault{
	pos.ErrKeyUnknown.Code():       {http.StatusUnauthorized, "SP013", "Unauthorized"},
	pos.ErrRights.Code():           {http.StatusForbidden, "SP015", "Forbidden"},
	pos.ErrNotFound.Code():         errNotFound,
	pos.ErrNotSetUp.Code():         errAccount,
	pos.ErrKeyReused.Code():        {http.StatusConflict, "SP004", "Duplicate Reference Number"},
	pos.ErrAmount.Code():           {http.StatusUnprocessableEntity, "SP018", "amount must be whole rupiah above zero"},
	pos.ErrAmountLimit.Code():      {http.StatusUnprocessableEntity, "SP007", "Exceed Account Limit"},
	pos.ErrUniqueFull.Code():       {http.StatusUnprocessableEntity, "SP007", "Exceed Account Limit"},
	pos.ErrMetadata.Code():         {http.StatusUnprocessableEntity, "SP018", "merchant_reff_no must have at most 255 characters"},
	pos.ErrKeyMissing.Code():       {http.StatusUnprocessableEntity, "SP018", "merchant_reff_no must have at most 255 characters"},
	(*dialect.TooMany)(nil).Code(): {http.StatusTooManyRequests, "SP019", "Too Many Requests"},
	dialect.ErrBody.Code():         {http.StatusBadRequest, "SP012", "Bad Request"},
	dialect.ErrTooLarge.Code():     {http.StatusBadRequest, "SP012", "Bad Request"},
	pos.ErrClock.Code():            errBusy,
	pos.ErrStorage.Code():          errBusy,
	pos.ErrClosed.Code():           errBusy,
	pos.ErrDamaged.Code():          errBusy,
}

// refuse answers with err in the envelope.
func (d *Dialect) refuse(w http.ResponseWriter, r *http.Request, err error) {
	var own *fault
	if !errors.As(err, &own) {
		own = faults[pos.Code(err)]
	}
	if own == nil {
		own = &fault{http.StatusInternalServerError, "SP019", "General Error"}
	}
	dialect.Refuse(w, r, d.log, own.status, err, envelope{Status: own.status, Error: own})
}
