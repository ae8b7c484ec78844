package gateway

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"time"
)

const jsonType = "application/json"

// answerMost bounds the bytes of an answer.
const answerMost = 1 << 20

// request is one request to a system.
type request struct {
	method, path string // the path below the account's base, with its query
	header       map[string]string
	body         []byte
}

// refusal is an answer that is no success, with what the system says of it.
type refusal struct {
	cause  error // ErrRefused, ErrAccess, ErrBusy or ErrUnreachable
	status int
	body   []byte
	retry  time.Duration // when to come again; 0 when it was not said
}

func (r *refusal) Error() string { return fmt.Sprintf("%v: HTTP %d", r.cause, r.status) }
func (r *refusal) Unwrap() error { return r.cause }

// ask sends a request and decodes the answer's JSON into into.
func (a Account) ask(ctx context.Context, q request, into any) error {
	r, err := http.NewRequestWithContext(ctx, q.method, a.Base+q.path, bytes.NewReader(q.body))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	r.Header.Set("Accept", jsonType)
	r.Header.Set("User-Agent", "laci")
	for name, value := range q.header {
		r.Header.Set(name, value)
	}
	response, err := a.Client.Do(r)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	defer func() { _ = response.Body.Close() }()
	if theirs, err := http.ParseTime(response.Header.Get("Date")); err == nil && a.Heard != nil {
		a.Heard(theirs)
	}
	raw, err := io.ReadAll(io.LimitReader(response.Body, answerMost+1))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	if response.StatusCode/100 != 2 {
		return refused(response, raw)
	}
	if len(raw) > answerMost {
		return fmt.Errorf("%w: over %d bytes", ErrAnswer, answerMost)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("%w: %w", ErrAnswer, err)
	}
	return nil
}

// refused says what an answer that is no success means.
func refused(response *http.Response, raw []byte) error {
	r := &refusal{cause: ErrRefused, status: response.StatusCode, body: raw}
	switch {
	case r.status == http.StatusUnauthorized, r.status == http.StatusForbidden:
		r.cause = ErrAccess
	case r.status == http.StatusTooManyRequests:
		r.cause = ErrBusy
	case r.status/100 == 5:
		r.cause = ErrUnreachable
	}
	if seconds, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil && seconds > 0 {
		r.retry = min(time.Duration(seconds)*time.Second, time.Hour)
	}
	return r
}

// offline tells whether a request found no network to go out by: a host that
// refuses, or a name that is not there, was looked for over one.
func offline(err error) bool {
	var name *net.DNSError
	if errors.As(err, &name) {
		return !name.IsNotFound
	}
	var dial *net.OpError
	return errors.As(err, &dial) && dial.Op == "dial" && (dial.Timeout() || errors.Is(err, syscall.ENETUNREACH) ||
		errors.Is(err, syscall.EHOSTUNREACH) || errors.Is(err, syscall.ENETDOWN))
}

// unauthorized tells whether a system does not know the token any more.
func unauthorized(err error) bool {
	var r *refusal
	return errors.As(err, &r) && r.status == http.StatusUnauthorized
}

// absent tells whether a system does not know what was asked about.
func absent(err error) bool {
	var r *refusal
	return errors.As(err, &r) && r.status == http.StatusNotFound
}

// jsonBody writes a body without the escapes that Go adds for web pages: what is
// signed and sent is what other programs would write.
func jsonBody(value any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// client is the one for every system: it follows no redirects, because what it
// sends is signed for one address.
func client() *http.Client {
	return &http.Client{
		Timeout:       requestMost,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true, TLSHandshakeTimeout: 10 * time.Second,
			MaxIdleConns: 20, MaxIdleConnsPerHost: 4, IdleConnTimeout: 90 * time.Second,
		},
	}
}

// requestMost is how long any request may take.
const requestMost = 20 * time.Second
