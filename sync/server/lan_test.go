package server

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// set changes the till's settings.
func (h *house) set(t testing.TB, change func(*pos.Settings)) {
	t.Helper()
	settings := h.till.Shop().Settings
	change(&settings)
	require.NoError(t, h.till.Change(t.Context(), settings, "", "test"))
}

// pinned trusts nobody but the one with the key of this pin, as a native client
// that was paired by QR.
func pinned(pin string) *tls.Config {
	return &tls.Config{InsecureSkipVerify: true, VerifyConnection: func(c tls.ConnectionState) error {
		sum := sha256.Sum256(c.PeerCertificates[0].RawSubjectPublicKeyInfo)
		if base64.StdEncoding.EncodeToString(sum[:]) != pin {
			return errors.New("another key")
		}
		return nil
	}}
}

// client asks by TLS with the pin.
func client(pin string) *http.Client {
	return &http.Client{Transport: &http.Transport{TLSClientConfig: pinned(pin), DisableKeepAlives: true}, Timeout: 10 * time.Second}
}

// openToLAN starts a house that others may reach at 127.0.0.1.
func openToLAN(t testing.TB, dir string, o Options) *house {
	t.Helper()
	o.LANAddr, o.Dir = "127.0.0.1:0", dir
	h := openWith(t, openTill(t), nil, o)
	h.set(t, func(s *pos.Settings) { s.LAN = true })
	require.Eventually(t, func() bool { addresses, _ := h.server.LAN(); return addresses != nil }, 10*time.Second, 5*time.Millisecond)
	return h
}

// Ensure that nobody else reaches the server until the owner says so, then by
// TLS with the key of the pin, and no more, streams too, once the owner takes it
// back; while this machine is served all along.
func TestLAN(t *testing.T) {
	h := openWith(t, openTill(t), nil, Options{LANAddr: "127.0.0.1:0"})
	addresses, pin := h.server.LAN()
	assert.Empty(t, addresses)
	assert.Empty(t, pin)

	h.set(t, func(s *pos.Settings) { s.LAN = true })
	require.Eventually(t, func() bool { addresses, pin = h.server.LAN(); return addresses != nil }, 10*time.Second, 5*time.Millisecond)
	require.Len(t, addresses, 1)
	request := func(key string) *http.Request {
		r, err := http.NewRequestWithContext(t.Context(), "GET", addresses[0]+"/api/v1/version", nil)
		require.NoError(t, err)
		r.Header.Set("Authorization", "Bearer "+key)
		return r
	}
	response, err := client(pin).Do(request(h.read))
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	assert.Equal(t, http.StatusOK, response.StatusCode)
	response, err = client(pin).Do(request("guess"))
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	assert.Equal(t, http.StatusUnauthorized, response.StatusCode)
	_, err = client("another").Do(request(h.read))
	require.ErrorContains(t, err, "another key")
	plain, err := http.Get(strings.Replace(addresses[0], "https", "http", 1) + "/healthz")
	require.NoError(t, err)
	require.NoError(t, plain.Body.Close())
	assert.Equal(t, http.StatusBadRequest, plain.StatusCode, "not without TLS")

	dialer := &websocket.Dialer{TLSClientConfig: pinned(pin)}
	conn, _, err := dialer.DialContext(t.Context(), strings.Replace(addresses[0], "https", "wss", 1)+"/api/v1/stream", http.Header{"Authorization": {"Bearer " + h.read}})
	require.NoError(t, err)
	defer conn.Close()
	near := h.dial(t, "", nil)
	h.sell(t, "k", 10000)
	assert.Equal(t, pos.KindOrderPlaced, next(t, conn).Kind)
	next(t, conn)

	h.set(t, func(s *pos.Settings) { s.LAN = false })
	require.NoError(t, conn.SetReadDeadline(time.Now().Add(10*time.Second)))
	for err = nil; err == nil; {
		_, _, err = conn.ReadMessage()
	}
	assert.True(t, websocket.IsCloseError(err, websocket.CloseGoingAway), "%v", err)
	require.Eventually(t, func() bool { _, err := client(pin).Do(request(h.read)); return err != nil }, 10*time.Second, 5*time.Millisecond)
	assert.Equal(t, http.StatusOK, h.get(t, "/api/v1/version").status)
	for _, kind := range []pos.Kind{pos.KindOrderPlaced, pos.KindOrderShown, pos.KindSettings} {
		assert.Equal(t, kind, next(t, near).Kind)
	}
}

// Ensure that the self-made key stays, for this account alone, so that paired
// clients still know the till after a restart and under a new name; and that its
// certificate names the till.
func TestSelfMadeCertificate(t *testing.T) {
	dir := t.TempDir()
	first := openToLAN(t, dir, Options{AllowedHosts: []string{"kasir.local"}})
	_, pin := first.server.LAN()
	info, err := os.Stat(filepath.Join(dir, "laci.tls.pem"))
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode())
	leaf := first.leaf(t)
	assert.Equal(t, x509.ECDSA, leaf.PublicKeyAlgorithm)
	assert.NoError(t, leaf.VerifyHostname("kasir.local"))
	assert.NoError(t, leaf.VerifyHostname("localhost"))
	require.NoError(t, first.server.Close())

	again := openToLAN(t, dir, Options{AllowedHosts: []string{"kasir.local"}})
	_, same := again.server.LAN()
	assert.Equal(t, pin, same)
	assert.Equal(t, leaf.Raw, again.leaf(t).Raw, "nothing changed")
	require.NoError(t, again.server.Close())

	renamed := openToLAN(t, dir, Options{AllowedHosts: []string{"warung.local"}})
	_, same = renamed.server.LAN()
	assert.Equal(t, pin, same)
	assert.NoError(t, renamed.leaf(t).VerifyHostname("warung.local"))
	require.NoError(t, renamed.server.Close())

	later := &certificate{dir: dir, clock: func() time.Time { return time.Now().Add(certificateLife) }, names: []string{"warung.local"}}
	require.NoError(t, later.load(&pos.Settings{}))
	assert.Equal(t, pin, later.pin())
	assert.True(t, later.held.Leaf.NotAfter.After(time.Now().Add(certificateLife)), "it was about to end")
	assert.NotEqual(t, pin, fresh(t).pin(), "another till has another key")
}

// fresh is the certificate of another till.
func fresh(t testing.TB) *certificate {
	t.Helper()
	c := &certificate{dir: t.TempDir(), clock: time.Now}
	require.NoError(t, c.load(&pos.Settings{}))
	return c
}

// leaf is the certificate the house shows others.
func (h *house) leaf(t testing.TB) *x509.Certificate {
	t.Helper()
	conn, err := tls.Dial("tcp", h.server.lan.addr(), &tls.Config{InsecureSkipVerify: true})
	require.NoError(t, err)
	defer conn.Close()
	return conn.ConnectionState().PeerCertificates[0]
}

// Ensure that the owner's own certificate is shown, read again when it was
// renewed, and that files that are none are told, while this machine is served.
func TestOwnCertificate(t *testing.T) {
	clock := time.Now()
	h := openWith(t, openTill(t), nil, Options{LANAddr: "127.0.0.1:0", Now: func() time.Time { return clock }})
	own, other := fresh(t), fresh(t)
	path := filepath.Join(own.dir, certificateName)
	h.set(t, func(s *pos.Settings) { s.LAN, s.CertFile, s.CertKeyFile = true, path, path+".missing" })
	require.Eventually(t, func() bool { return h.server.LANErr() != nil }, 10*time.Second, 5*time.Millisecond)
	assert.Equal(t, "certificate_unusable", pos.Code(h.server.LANErr()))
	assert.Equal(t, http.StatusOK, h.get(t, "/api/v1/version").status)

	h.set(t, func(s *pos.Settings) { s.CertKeyFile = path })
	require.Eventually(t, func() bool { addresses, _ := h.server.LAN(); return addresses != nil }, 10*time.Second, 5*time.Millisecond)
	_, pin := h.server.LAN()
	assert.Equal(t, own.pin(), pin)
	assert.NoError(t, h.server.LANErr())

	renewed, err := os.ReadFile(filepath.Join(other.dir, certificateName))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, renewed, 0o600))
	require.NoError(t, os.Chtimes(path, clock.Add(time.Hour), clock.Add(time.Hour)))
	clock = clock.Add(certificateLook)
	assert.Equal(t, other.held.Leaf.Raw, h.leaf(t).Raw)
	require.NoError(t, os.WriteFile(path, []byte("half"), 0o600))
	clock = clock.Add(certificateLook)
	assert.Equal(t, other.held.Leaf.Raw, h.leaf(t).Raw, "what was read before stays")
}

// Ensure that a kept file that holds no key is told and not written over.
func TestKeptCertificateDamaged(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, certificateName)
	require.NoError(t, os.WriteFile(path, []byte("mine"), 0o600))
	c := &certificate{dir: dir, clock: time.Now}
	require.Error(t, c.load(&pos.Settings{}))
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "mine", string(text))
}

// Ensure that an address that is taken is told, and tried again when the owner
// changes something.
func TestLANTaken(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	h := openWith(t, openTill(t), nil, Options{LANAddr: taken.Addr().String()})
	h.set(t, func(s *pos.Settings) { s.LAN = true })
	require.Eventually(t, func() bool { return h.server.LANErr() != nil }, 10*time.Second, 5*time.Millisecond)
	assert.Equal(t, "listen_failed", pos.Code(h.server.LANErr()))
	require.NoError(t, taken.Close())
	h.set(t, func(s *pos.Settings) { s.KeyRate = 50 })
	require.Eventually(t, func() bool { return h.server.LANErr() == nil }, 10*time.Second, 5*time.Millisecond)
	addresses, _ := h.server.LAN()
	assert.Equal(t, []string{"https://" + taken.Addr().String()}, addresses)
}

// Ensure that the till knows itself at its public address, and tells when nobody,
// or somebody else, answers there.
func TestCheckPublic(t *testing.T) {
	var behind *url.URL
	public := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if behind == nil {
			http.Redirect(w, r, "https://elsewhere.example/healthz", http.StatusFound)
			return
		}
		httputil.NewSingleHostReverseProxy(behind).ServeHTTP(w, r)
	}))
	defer public.Close()
	roots := x509.NewCertPool()
	roots.AddCert(public.Certificate())
	h := openWith(t, openTill(t), nil, Options{Roots: roots})
	assert.ErrorIs(t, h.server.CheckPublic(t.Context()), ErrNoPublic)
	h.set(t, func(s *pos.Settings) { s.PublicAddress = public.URL })
	assert.ErrorIs(t, h.server.CheckPublic(t.Context()), ErrPublicOther, "a redirect is not followed")

	var err error
	behind, err = url.Parse(h.url)
	require.NoError(t, err)
	assert.NoError(t, h.server.CheckPublic(t.Context()))
	other := open(t)
	behind, err = url.Parse(other.url)
	require.NoError(t, err)
	other.set(t, func(s *pos.Settings) { s.PublicAddress = public.URL })
	assert.ErrorIs(t, h.server.CheckPublic(t.Context()), ErrPublicOther, "another till")
	assert.ErrorIs(t, other.server.CheckPublic(t.Context()), ErrPublic, "nobody it trusts vouches for it")
	public.Close()
	assert.ErrorIs(t, h.server.CheckPublic(t.Context()), ErrPublic)
}
