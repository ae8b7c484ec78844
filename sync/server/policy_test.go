package server

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/sync/dialect"
)

// Ensure that only proxies the owner listed are believed when they say who asks,
// and of what they pass on the last that no such proxy wrote.
func TestTellClient(t *testing.T) {
	p := &policy{proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("fd00::/8")}}
	for _, c := range []struct {
		from  string
		said  []string
		proto string
		want  string
	}{
		{"192.0.2.7:1234", []string{"203.0.113.9"}, "https", "http 192.0.2.7"},
		{"127.0.0.1:1234", nil, "", "http 127.0.0.1"},
		{"127.0.0.1:1234", []string{"203.0.113.9"}, "https", "https 203.0.113.9"},
		{"127.0.0.1:1234", []string{"198.51.100.1, 203.0.113.9"}, "http", "http 203.0.113.9"},
		{"127.0.0.1:1234", []string{"198.51.100.1", "203.0.113.9, 10.1.2.3"}, "", "http 203.0.113.9"},
		{"127.0.0.1:1234", []string{"10.9.9.9, 10.1.2.3"}, "", "http 10.9.9.9"},
		{"127.0.0.1:1234", []string{"203.0.113.9, nonsense"}, "", "http 127.0.0.1"},
		{"[::ffff:10.0.0.1]:1234", []string{"2001:db8::9"}, "HTTPS", "https 2001:db8::9"},
		{"[fd00::1]:1234", []string{" 203.0.113.9 "}, "", "http 203.0.113.9"},
		{"[fe80::1%eth0]:1234", []string{"203.0.113.9"}, "https", "http fe80::1%eth0"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr, r.Header["X-Forwarded-For"] = c.from, c.said
		r.Header.Set("X-Forwarded-Proto", c.proto)
		p.tellClient(r)
		assert.Equal(t, c.want, r.URL.Scheme+" "+dialect.Remote(r), "%+v", c)
	}
}

// Ensure that the names of the settings are this till's, at once and only as
// long as they stand there.
func TestNamesOfSettings(t *testing.T) {
	h := open(t)
	ask := func(host string) int {
		request := h.ask(t, "GET", "/healthz", "", "")
		request.Host = host
		return do(t, request).status
	}
	require.Equal(t, http.StatusMisdirectedRequest, ask("kasir.toko.example"))
	h.set(t, func(s *pos.Settings) {
		s.PublicAddress, s.Names = "https://kasir.toko.example:8443", pos.List{"kasir.local"}
	})
	assert.Equal(t, http.StatusOK, ask("kasir.toko.example"))
	assert.Equal(t, http.StatusOK, ask("KASIR.local:8417"))
	assert.Equal(t, http.StatusMisdirectedRequest, ask("toko.example"))
	h.set(t, func(s *pos.Settings) { s.Names = nil })
	assert.Equal(t, http.StatusMisdirectedRequest, ask("kasir.local"))
}

// Ensure that strangers behind a listed proxy are slowed down one by one, not
// all for the guesses of one of them.
func TestGuessingBehindProxy(t *testing.T) {
	h := open(t)
	h.set(t, func(s *pos.Settings) { s.TrustedProxies = pos.List{"127.0.0.1"} })
	guess := func(from string) int {
		return do(t, h.ask(t, "GET", "/api/v1/version", "guess", "", "X-Forwarded-For", from)).status
	}
	for range strikesAllowed {
		require.Equal(t, http.StatusUnauthorized, guess("203.0.113.9"))
	}
	assert.Equal(t, http.StatusTooManyRequests, guess("203.0.113.9"))
	assert.Equal(t, http.StatusUnauthorized, guess("203.0.113.10"))
}
