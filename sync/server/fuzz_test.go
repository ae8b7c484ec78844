package server

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/sync/dialect"
)

// Ensure that no request, whatever its path, query, headers and body, makes the
// server break: each is answered, as the document says where it knows the path.
func FuzzRequest(f *testing.F) {
	till := openTill(f)
	h := openWith(f, till, nil, Options{Log: slog.New(slog.DiscardHandler)})
	admin := h.key(f, "kantor", pos.ScopeAdmin)
	h.set(f, func(s *pos.Settings) { s.KeyRate = 1_000_000 })
	order := h.sell(f, "k", 10000)
	for _, r := range h.server.native() {
		f.Add(r.method, at.Replace(r.path), "", "", `{}`)
	}
	id := order.ID.String()
	f.Add("POST", "/api/v1/orders", "", "k1", `{"amount":"25000.00","note":"x","items":[{"name":"a","quantity":2,"price":12500}],"metadata":{"a":"b"},"qris":"","return_url":"https://a.example"}`)
	f.Add("GET", "/api/v1/orders", "state=paid&state=pending&amount=10000&day=today&limit=3&before="+id, "", "")
	f.Add("GET", "/api/v1/orders/"+id+"/", "", `"tag", W/"x"`, "")
	f.Add("POST", "/api/v1/orders/"+id+"/cancel", "", "", `{"reason":"cash"}`)
	f.Add("GET", "/api/v1/payments", "from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00%2B07:00", "", "")
	f.Add("POST", "/api/v1/payments", "", "k2", `{"amount":{"value":"10000.00","currency":"IDR"},"order_ref":"A-0001","paid_at":"2026-11-20T00:00:00Z","rrn":"1"}`)
	f.Add("GET", "/api/v1/days", "from=2026-01-01&to=2026-12-31", "", "")
	f.Add("GET", "/api/v1/entries", "after=1.3&limit=2", "", "")
	f.Add("POST", "/api/v1/qris", "", "", `{"text":"`+sticker+`"}`)
	f.Add("POST", "/api/v1/devices", "", "", `{"code":"12345678","name":"HP"}`)
	f.Fuzz(func(t *testing.T, method, path, query, header, body string) {
		address := url.URL{Scheme: "http", Host: "127.0.0.1", Path: "/" + strings.TrimPrefix(path, "/"), RawQuery: query}
		request, err := http.NewRequest(method, address.String(), strings.NewReader(body))
		if err != nil {
			return
		}
		request.Host, request.RemoteAddr = "127.0.0.1", "127.0.0.1:1"
		request = request.WithContext(serving(t))
		request.Header.Set("Authorization", "Bearer "+admin)
		for _, name := range []string{"Idempotency-Key", "If-None-Match", "Accept-Language", "X-Forwarded-For", headerID, headerTimestamp, headerSignature} {
			request.Header.Set(name, header)
		}
		answer := httptest.NewRecorder()
		h.server.handler.ServeHTTP(answer, request)
		said := answer.Result()
		text, err := io.ReadAll(said.Body)
		require.NoError(t, err)
		assert.NotEqual(t, http.StatusInternalServerError, said.StatusCode, "%s %s: %s", method, &address, text)
		if method != http.MethodHead {
			theContract().holds(t, request, answered{said.StatusCode, said.Header, text})
		}
	})
}

// Ensure that a signature is good only when it is the one over these bytes, and
// that no header makes checking it break.
func FuzzSignature(f *testing.F) {
	f.Add("msg_1", "1795168800", "v1,AAAA v1a,x v1,", []byte(`{}`))
	f.Fuzz(func(t *testing.T, id, stamp, proofs string, body []byte) {
		sig := signature{id, stamp, proofs}
		secret := []byte("0123456789abcdef0123456789abcdef")
		second, ok := unix(stamp)
		err := sig.verify(secret, body, time.Unix(second, 0))
		if err == nil {
			assert.True(t, ok && id != "")
			assert.ErrorIs(t, sig.verify(secret[1:], body, time.Unix(second, 0)), ErrSignature)
		} else {
			assert.ErrorIs(t, err, ErrSignature)
		}
	})
}

// Ensure that whatever proxies say of who asks, the address of a request stays
// one, and is never that of a listed proxy when another is named behind it.
func FuzzForwarded(f *testing.F) {
	f.Add("127.0.0.1:1", "203.0.113.9, 10.0.0.1", "https")
	f.Add("[fd00::1%eth0]:1", "::ffff:10.0.0.1,, x", "HTTPS")
	p := &policy{proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8")}}
	f.Fuzz(func(t *testing.T, from, said, proto string) {
		if _, err := netip.ParseAddrPort(from); err != nil {
			return
		}
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = from
		r.Header.Set("X-Forwarded-For", said)
		r.Header.Set("X-Forwarded-Proto", proto)
		trusted := p.trusts(dialect.Remote(r))
		p.tellClient(r)
		_, err := netip.ParseAddr(dialect.Remote(r))
		assert.NoError(t, err)
		if !trusted {
			assert.Equal(t, from, r.RemoteAddr)
			assert.Equal(t, "http", r.URL.Scheme)
		}
	})
}
