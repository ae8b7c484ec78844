package main

import (
	"bytes"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// proxy stands in a line between two programs, speaks TLS, and is as bad as a
// test wants.
type proxy struct {
	*httptest.Server
	mutex   sync.Mutex
	target  *url.URL
	cut     bool                // nothing gets through
	bad     bool                // requests are dropped, delayed and doubled in turn
	count   int                 // of requests while bad
	passed  int                 // of requests
	edit    func(*http.Request) // changes what is sent
	spoil   func([]byte) []byte // changes what is answered
	hold    func(*http.Request) // looks at a request after it was answered, before its sender hears
	keep    bool                // requests are kept instead of sent on
	kept    []*http.Request
	bodies  [][]byte                 // of what was kept
	twiceOK func(*http.Request) bool // whether a request may be doubled; nil is yes
}

func newProxy(t *testing.T) *proxy {
	p := &proxy{}
	p.Server = httptest.NewTLSServer(http.HandlerFunc(p.serve))
	t.Cleanup(p.Close)
	return p
}

// keptFor finds a request that was kept and says a name.
func (p *proxy) keptFor(name string) (*http.Request, []byte) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for i, body := range p.bodies {
		if bytes.Contains(body, []byte(name)) {
			return p.kept[i], body
		}
	}
	return nil, nil
}

// trust writes the certificates of proxies to a file that programs trust.
func trust(t *testing.T, proxies ...*proxy) string {
	t.Helper()
	var all []byte
	for _, p := range proxies {
		all = append(all, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.Certificate().Raw})...)
	}
	path := filepath.Join(t.TempDir(), "certificates.pem")
	require.NoError(t, os.WriteFile(path, all, 0o600))
	return path
}

// to says where the line leads.
func (p *proxy) to(t *testing.T, address string) {
	t.Helper()
	target, err := url.Parse(address)
	require.NoError(t, err)
	p.set(func() { p.target = target })
}

func (p *proxy) set(change func()) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	change()
}

// The ways a bad line fails a request, in turn.
const (
	lineWell = iota
	lineDropsRequest
	lineDelays
	lineDropsAnswer
	lineDoubles
	lineWays
)

// way is how the line treats the next request.
func (p *proxy) way(r *http.Request) (way int, target *url.URL) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.passed++
	if p.cut || p.target == nil {
		return lineDropsRequest, nil
	}
	if !p.bad {
		return lineWell, p.target
	}
	p.count++
	way = p.count % lineWays
	if way == lineDoubles && p.twiceOK != nil && !p.twiceOK(r) {
		way = lineWell
	}
	return way, p.target
}

func (p *proxy) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	way, target := p.way(r)
	if way == lineDropsRequest {
		panic(http.ErrAbortHandler)
	}
	p.mutex.Lock()
	edit, spoil, hold, keep := p.edit, p.spoil, p.hold, p.keep
	if keep {
		p.kept, p.bodies = append(p.kept, r.Clone(r.Context())), append(p.bodies, body)
	}
	p.mutex.Unlock()
	if keep {
		panic(http.ErrAbortHandler)
	}
	if way == lineDelays {
		time.Sleep(100 * time.Millisecond) // what a slow line does
	}
	send := func(w http.ResponseWriter) {
		again := r.Clone(r.Context())
		again.Body, again.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		if edit != nil {
			edit(again)
		}
		(&httputil.ReverseProxy{
			Rewrite:      func(q *httputil.ProxyRequest) { q.SetURL(target) },
			ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
		}).ServeHTTP(w, again)
	}
	answer := httptest.NewRecorder()
	send(answer)
	switch way {
	case lineDropsAnswer:
		panic(http.ErrAbortHandler)
	case lineDoubles:
		send(httptest.NewRecorder())
	}
	if hold != nil {
		hold(r)
	}
	said := answer.Body.Bytes()
	if spoil != nil {
		said = spoil(said)
	}
	for name, values := range answer.Header() {
		if name != "Content-Length" {
			w.Header()[name] = values
		}
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(said)
}
