package server

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that only names and addresses of this till are answered, whatever the
// path: a page that points its own name at our address gets nothing.
func TestHost(t *testing.T) {
	h := openWith(t, openTill(t), nil, Options{AllowedHosts: []string{"Kasir.Toko.example", "192.168.1.20"}})
	_, port, err := net.SplitHostPort(h.server.Addr())
	require.NoError(t, err)
	for _, host := range []string{"127.0.0.1:" + port, "127.0.0.1", "localhost:" + port, "LOCALHOST.", "kasir.toko.example", "kasir.toko.example.:8080", "192.168.1.20:443"} {
		request := h.ask(t, "GET", "/healthz", "", "")
		request.Host = host
		assert.Equal(t, http.StatusOK, do(t, request).status, host)
	}
	for _, host := range []string{"evil.example", "evil.example:" + port, "127.0.0.1.evil.example", "127.0.0.2", "192.168.1.21", "[::1]:" + port, "0.0.0.0", "localhost.evil.example", "2130706433"} {
		for _, path := range []string{"/healthz", "/api/v1/orders", "/nothing"} {
			request := h.ask(t, "GET", path, h.read, "")
			request.Host = host
			a := do(t, request)
			assert.Equal(t, http.StatusMisdirectedRequest, a.status, "%s %s", host, path)
			assert.Equal(t, "host_unknown", a.problem(t).Code)
		}
	}
}

// Ensure that a request without any Host is turned away too.
func TestNoHost(t *testing.T) {
	h := open(t)
	conn, err := net.Dial("tcp", h.server.Addr())
	require.NoError(t, err)
	defer func() { _ = conn.Close() }()
	_, err = conn.Write([]byte("GET /healthz HTTP/1.0\r\n\r\n"))
	require.NoError(t, err)
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	require.NoError(t, err)
	assert.Equal(t, http.StatusMisdirectedRequest, response.StatusCode)
	require.NoError(t, response.Body.Close())
}

// Ensure that every answer, good or bad, forbids browsers what they need not do.
func TestSecurityHeaders(t *testing.T) {
	h := open(t)
	for _, path := range []string{"/healthz", "/api/v1/orders", "/nothing"} {
		header := do(t, h.ask(t, "GET", path, "", "")).header
		assert.Equal(t, "nosniff", header.Get("X-Content-Type-Options"), path)
		assert.Equal(t, map[bool]string{true: "private, no-cache", false: "no-store"}[path == "/healthz"], header.Get("Cache-Control"), path)
		assert.Equal(t, "no-referrer", header.Get("Referrer-Policy"), path)
		assert.Contains(t, header.Get("Content-Security-Policy"), "default-src 'none'", path)
		assert.Empty(t, header.Get("Access-Control-Allow-Origin"), path)
	}
}

// Ensure that a body over 64 kB is refused, whether it says so or just goes on,
// and one of exactly 64 kB is not.
func TestBodyLimit(t *testing.T) {
	h := open(t)
	large := strings.Repeat("x", maxBody+1)
	a := do(t, h.ask(t, "POST", "/api/v1/callbacks/hp-kasir", "", large))
	assert.Equal(t, http.StatusRequestEntityTooLarge, a.status)
	assert.Equal(t, "body_too_large", a.problem(t).Code)

	endless := h.ask(t, "POST", "/api/v1/callbacks/hp-kasir", "", large)
	endless.ContentLength = -1
	a = do(t, endless)
	assert.Equal(t, http.StatusRequestEntityTooLarge, a.status)
	assert.Equal(t, "body_too_large", a.problem(t).Code)

	a = do(t, h.ask(t, "POST", "/api/v1/callbacks/hp-kasir", "", large, "Content-Type", "multipart/form-data; boundary=x"))
	assert.Equal(t, http.StatusRequestEntityTooLarge, a.status, "no route of the native API takes files")

	a = h.deliver(t, "msg_1", `{"type":"other","x":"`+strings.Repeat("x", maxBody-len(`{"type":"other","x":""}`))+`"}`)
	assert.Equal(t, http.StatusOK, a.status)
}

// Ensure that a head without end is refused before it fills the memory.
func TestHeaderLimit(t *testing.T) {
	h := open(t)
	a := do(t, h.ask(t, "GET", "/healthz", "", "", "X-Long", strings.Repeat("x", 2*maxHeader)))
	assert.Equal(t, http.StatusRequestHeaderFieldsTooLarge, a.status)
}

// Ensure that a handler that panics answers 500 and the server goes on.
func TestPanic(t *testing.T) {
	h := open(t, func(s *Server) {
		broken := append(s.routes, route{"GET", "/broken", public, func(http.ResponseWriter, *http.Request) error { panic("broken") }})
		s.handler = s.guard(s.mount(broken))
	})
	for range 2 {
		a := do(t, h.ask(t, "GET", "/broken", "", ""))
		assert.Equal(t, http.StatusInternalServerError, a.status)
		assert.Equal(t, "internal", a.problem(t).Code)
		assert.NotContains(t, string(a.body), "broken")
	}
	assert.Equal(t, http.StatusOK, do(t, h.ask(t, "GET", "/healthz", "", "")).status)
}

// Ensure that the server answers nobody else without TLS, and that a taken address is told and can be tried again.
func TestStart(t *testing.T) {
	till := openTill(t)
	for _, addr := range []string{":0", "0.0.0.0:0", "[::]:0"} {
		assert.ErrorIs(t, New(Options{Till: till, Addr: addr}).Start(t.Context()), ErrLAN, addr)
	}

	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s := New(Options{Till: till, Addr: taken.Addr().String()})
	assert.ErrorIs(t, s.Start(t.Context()), ErrListen)
	assert.ErrorIs(t, New(Options{Till: till, Addr: "127.0.0.1"}).Start(t.Context()), ErrListen)
	require.NoError(t, taken.Close())
	require.NoError(t, s.Start(t.Context()))
	assert.Equal(t, taken.Addr().String(), s.Addr())
	require.NoError(t, s.Close())
	require.NoError(t, s.Close(), "twice")
	assert.Empty(t, s.Addr())
}

// Ensure that the end of the context the server was started with ends it.
func TestContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := New(Options{Till: openTill(t), Addr: "127.0.0.1:0"})
	require.NoError(t, s.Start(ctx))
	addr, done := s.Addr(), s.home.done
	cancel()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		require.Fail(t, "still serving")
	}
	_, err := net.Dial("tcp", addr)
	assert.Error(t, err)
	require.NoError(t, s.Close())
}
