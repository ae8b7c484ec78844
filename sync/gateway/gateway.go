// Package gateway speaks to payment systems that the shop has an account with:
// it asks them for codes and about money, takes their callbacks, and hands what
// they say to the till.
package gateway

import (
	"context"
	"net/http"
	"time"

	"laci/pos"
)

// System speaks one payment system's API for one account. Its methods may be
// called from any goroutine.
type System interface {
	// Create asks for a code of what is payable on an order, under the order's id.
	Create(ctx context.Context, w Wish) (pos.GatewayCode, error)
	// Query asks about the money of orders, in as few requests as the system
	// allows. An order it has nothing to say about is left out: it is pending.
	Query(ctx context.Context, orders []pos.Order) ([]Word, error)
	// Verify reads a callback, or fails with ErrProof or ErrStale when it is not
	// the system's. Money in its Word is proved by the callback alone; without
	// any, and with a Word that names no order, it only says that asking is worth
	// it.
	Verify(c Callback) (Word, error)
}

// Wish is a code that is wanted.
type Wish struct {
	Order    pos.Order
	Callback string    // the address at which the system may tell of money
	Until    time.Time // how long the code has to be payable
}

// Word is what a system says of one order.
type Word struct {
	Order  string // the order's id, as the system was told it; "" when it is not said
	Status Status
	Money  []Money // every payment of it the system tells of
}

// Money is one payment, as a system tells of it.
type Money struct {
	ID       string // the system's own name for the payment
	RRN      string // the retrieval reference number, when it gives one
	Issuer   string
	Payer    string
	Currency string // "IDR", or "" when it was not said
	Amount   pos.Rupiah
	PaidAt   time.Time // zero when it was not said
}

// Callback is a request that says it comes from a system.
type Callback struct {
	Target string // path and query, as they were asked for
	Header http.Header
	Body   []byte // byte for byte
	At     time.Time
}

// Account is what a system needs to speak for a shop.
type Account struct {
	Base    string            // the address its API is under, without a slash at the end
	Options map[string]string // what anybody may know
	Secrets map[string]string // what nobody may
	Now     func() time.Time
	Client  *http.Client
	Heard   func(theirs time.Time) // told the time of each answer; may be nil
}

// Error is a failure of a gateway that somebody may act on. The words a person
// reads for its Code live in assets.
type Error struct{ code, text string }

// Error gives the English line for logs.
func (e *Error) Error() string { return "gateway: " + e.text }

// Code gives the stable code word, such as "gateway_unreachable".
func (e *Error) Code() string { return e.code }

// What goes wrong with gateways.
var (
	ErrUnreachable = &Error{"gateway_unreachable", "the gateway did not answer"}
	ErrRefused     = &Error{"gateway_refused", "the gateway refused the request"}
	ErrAccess      = &Error{"gateway_access", "the gateway does not know these credentials, or this address"}
	ErrAnswer      = &Error{"gateway_answer", "the gateway's answer cannot be read"}
	ErrBusy        = &Error{"gateway_busy", "the gateway takes no more requests for now"}
	ErrProof       = &Error{"callback_unproved", "the callback is not proved to be the gateway's"}
	ErrStale       = &Error{"callback_stale", "the callback was signed too long ago"}
	ErrCallback    = &Error{"callback_unreadable", "the callback cannot be read"}
	ErrSystem      = &Error{"gateway_system", "the till does not speak this system"}
	ErrMissing     = &Error{"gateway_missing", "the gateway needs more than was given"}
)
