package dialect

// Error is a request no dialect can read. Its Code is a stable word; each
// dialect has its own words for callers.
type Error struct{ code, text string }

// Error gives the English line for logs.
func (e *Error) Error() string { return "dialect: " + e.text }

// Code gives the stable code word, such as "body_invalid".
func (e *Error) Code() string { return e.code }

// Refusals of what a caller sent.
var (
	ErrBody     = &Error{"body_invalid", "the body is not the JSON object or form this path takes"}
	ErrTooLarge = &Error{"body_too_large", "the body is over 64 kB"}
	ErrQuery    = &Error{"query_invalid", "the query is not one this path takes"}
)
