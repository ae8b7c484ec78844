package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"code.dny.dev/ssrf"

	"laci/pos"
)

// Errors of an address that a caller named.
var (
	ErrAddress  = errors.New("webhook: the address is not one the owner allowed")
	ErrRedirect = errors.New("webhook: the listener sent us elsewhere")
)

const (
	timeout  = 15 * time.Second // for one attempt, all of it
	saidMost = 200              // characters of an answer that are kept
	readMost = 4 << 10          // bytes of an answer that are read
)

// clients are how the till calls out: to the internet, never into the machine or
// the shop's own network; and to the services there that the owner named.
type clients struct{ world, shop *http.Client }

func newClients() clients {
	return clients{
		world: newClient(&net.Dialer{Timeout: timeout, Control: ssrf.New(ssrf.WithAnyPort()).Safe}),
		shop:  newClient(&net.Dialer{Timeout: timeout}),
	}
}

func newClient(dialer *net.Dialer) *http.Client {
	return &http.Client{
		Timeout:       timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return ErrRedirect },
		Transport: &http.Transport{DialContext: dialer.DialContext, ForceAttemptHTTP2: true, TLSHandshakeTimeout: timeout,
			MaxIdleConnsPerHost: 1, IdleConnTimeout: time.Minute, MaxResponseHeaderBytes: 64 << 10},
	}
}

// of gives the way to an address. A caller's address must be https to a host that
// the owner listed; services of the shop's own network are listed apart.
func (c clients) of(address string, s pos.Settings, owner bool) (*http.Client, error) {
	at, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrAddress, err)
	}
	listed := func(list pos.List) bool {
		return slices.Contains(list, strings.ToLower(at.Host)) || slices.Contains(list, strings.ToLower(at.Hostname()))
	}
	switch {
	case listed(s.LANServices):
		return c.shop, nil
	case at.Scheme == "https" && (owner || listed(s.CallbackHosts)):
		return c.world, nil
	}
	return nil, fmt.Errorf("%w: %s", ErrAddress, at.Host)
}

// answer is what came back.
type answer struct {
	status int
	said   string
	after  time.Duration // the listener asked to be left alone so long
}

// post tells once.
func post(ctx context.Context, client *http.Client, address string, header http.Header, body []byte, now time.Time) (answer, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	request.Header = header
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "Laci")
	response, err := client.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = response.Body.Close() }()
	read, _ := io.ReadAll(io.LimitReader(response.Body, readMost)) // only for the eye
	return answer{response.StatusCode, excerpt(string(read)), retryAfter(response.Header.Get("Retry-After"), now)}, nil
}

// excerpt keeps what a person may want to see of an answer.
func excerpt(text string) string {
	clean := []rune(strings.Map(func(r rune) rune {
		if r == utf8.RuneError || r < ' ' {
			return ' '
		}
		return r
	}, text))
	return strings.TrimSpace(string(clean[:min(len(clean), saidMost)]))
}

// retryAfter reads the header: seconds, or a date (RFC 9110, 10.2.3).
func retryAfter(text string, now time.Time) time.Duration {
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}
