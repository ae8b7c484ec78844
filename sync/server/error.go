package server

import (
	"fmt"
	"net/http"
	"time"

	"laci/pos"
	"laci/sync/dialect"
)

// Error is a refusal of the server itself. Its Code is a stable word for
// programs; the words a person reads for it live in assets.
type Error struct {
	status     int
	code, text string
}

// Error gives the English line for logs.
func (e *Error) Error() string { return "server: " + e.text }

// Code gives the stable code word, such as "signature_wrong".
func (e *Error) Code() string { return e.code }

// Refusals of the server.
var (
	ErrSignature = &Error{http.StatusUnauthorized, "signature_wrong", "the signature is missing or not this source's"}
	ErrTimestamp = &Error{http.StatusUnauthorized, "timestamp", "the signature is good but more than five minutes off our clock"}
	ErrKeyNeeded = &Error{http.StatusUnauthorized, "key_needed", "a bearer key is needed"}
	ErrRate      = &Error{http.StatusTooManyRequests, "rate_exceeded", "the key asks more often than the owner allows"}
	ErrScope     = &Error{http.StatusForbidden, "scope_missing", "the key lacks the scope for this"}
	ErrOrigin    = &Error{http.StatusForbidden, "origin_refused", "a page of another host asks"}
	ErrHost      = &Error{http.StatusMisdirectedRequest, "host_unknown", "the Host is not a name or address of this till"}
	ErrRoute     = &Error{http.StatusNotFound, "not_found", "there is nothing at this path"}
	ErrMethod    = &Error{http.StatusMethodNotAllowed, "method_not_allowed", "the path does not take this method"}
	ErrHandshake = &Error{http.StatusBadRequest, "websocket_needed", "the stream is a websocket"}
	ErrTooMany   = &Error{http.StatusTooManyRequests, "too_many_attempts", "too many refused attempts, wait"}
	ErrFull      = &Error{http.StatusServiceUnavailable, "too_many_streams", "every stream is taken, wait"}
	ErrUnasked   = &Error{http.StatusServiceUnavailable, "gateway_unasked", "the gateway could not be asked about it, come again"}
	ErrGone      = &Error{http.StatusServiceUnavailable, "request_cancelled", "the client left before the till began"}
	ErrInternal  = &Error{http.StatusInternalServerError, "internal", "something broke inside"}
)

// Failures to be reached.
var (
	ErrListen      = &Error{0, "listen_failed", "the address cannot be listened on"}
	ErrLAN         = &Error{0, "lan_off", "the address is reachable by others, who come by TLS and only once the settings allow it"}
	ErrCertificate = &Error{0, "certificate_unusable", "the certificate cannot be read or made"}
	ErrNoPublic    = &Error{0, "public_none", "no public address is set"}
	ErrPublic      = &Error{0, "public_unreachable", "nobody answers at the public address"}
	ErrPublicOther = &Error{0, "public_other", "somebody else answers at the public address"}
)

// statuses are the HTTP answers for the till's own refusals, by code word.
// What is not here broke, and answers 500.
var statuses = map[string]int{
	dialect.ErrBody.Code():     http.StatusBadRequest,
	dialect.ErrQuery.Code():    http.StatusBadRequest,
	dialect.ErrTooLarge.Code(): http.StatusRequestEntityTooLarge,

	pos.ErrAmount.Code():       http.StatusUnprocessableEntity,
	pos.ErrAmountLimit.Code():  http.StatusUnprocessableEntity,
	pos.ErrCurrency.Code():     http.StatusUnprocessableEntity,
	pos.ErrReport.Code():       http.StatusUnprocessableEntity,
	pos.ErrReason.Code():       http.StatusUnprocessableEntity,
	pos.ErrName.Code():         http.StatusUnprocessableEntity,
	pos.ErrURL.Code():          http.StatusUnprocessableEntity,
	pos.ErrKeyMissing.Code():   http.StatusBadRequest,
	pos.ErrPairing.Code():      http.StatusUnauthorized,
	pos.ErrKeyUnknown.Code():   http.StatusUnauthorized,
	pos.ErrRights.Code():       http.StatusForbidden,
	pos.ErrNotFound.Code():     http.StatusNotFound,
	pos.ErrKeyReused.Code():    http.StatusConflict,
	pos.ErrMove.Code():         http.StatusConflict,
	pos.ErrReshow.Code():       http.StatusConflict,
	pos.ErrQRISKnown.Code():    http.StatusConflict,
	pos.ErrPracticeCode.Code(): http.StatusConflict,
	pos.ErrGateway.Code():      http.StatusNotFound,
	pos.ErrSource.Code():       http.StatusForbidden, // the source of its own reports was revoked
	pos.ErrNotSetUp.Code():     http.StatusConflict,
	pos.ErrUniqueFull.Code():   http.StatusConflict,
	pos.ErrExternalID.Code():   http.StatusConflict,
	pos.ErrMetadata.Code():     http.StatusUnprocessableEntity,
	pos.ErrReference.Code():    http.StatusConflict,
	pos.ErrLive.Code():         http.StatusConflict,
	pos.ErrCursor.Code():       http.StatusGone,
	pos.ErrClock.Code():        http.StatusServiceUnavailable,
	pos.ErrStorage.Code():      http.StatusServiceUnavailable,
	pos.ErrClosed.Code():       http.StatusServiceUnavailable,
	pos.ErrSealed.Code():       http.StatusServiceUnavailable,
	pos.ErrDamaged.Code():      http.StatusServiceUnavailable,
}

// refused is an error together with what its answer tells besides the code.
type refused struct {
	error
	now   time.Time     // our clock, for one whose own is wrong
	head  pos.Cursor    // where the journal stands, for one who asked beyond it
	retry time.Duration // when another attempt makes sense
}

// Unwrap gives the error that is answered.
func (a *refused) Unwrap() error { return a.error }

// because adds the cause, for the log, to the refusal that is answered.
func because(refusal, cause error) error {
	return fmt.Errorf("%w: %w", refusal, cause)
}
