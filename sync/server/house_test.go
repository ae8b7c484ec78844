package server

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// sticker is an invented shop's static QRIS: nobody can be paid by it.
const sticker = "00020101021126630014ID.SPINPAY.WWW011893600999307418529602122581470369250303UMI51440014ID.CO.QRIS.WWW0215ID10209000000240303UMI5204839853033605802ID5904TOKO6013KOTA CONTOH A61051011062140103***0703C586304267B"

// unsealed keeps secrets as they are; sealing is not what is tested here.
type unsealed struct{}

func (unsealed) Seal(plain []byte) ([]byte, error)    { return bytes.Clone(plain), nil }
func (unsealed) Unseal(sealed []byte) ([]byte, error) { return bytes.Clone(sealed), nil }

// house is a till that can sell, a server before it, and what a client needs.
type house struct {
	till   *pos.Till
	server *Server
	url    string
	read   string // a key with scope read
	charge string // a key with scope charge
	secret string // of the source "hp-kasir"
}

// openTill opens a till in a new file, with its one code pinned.
func openTill(t testing.TB) *pos.Till {
	t.Helper()
	return openTillAt(t, time.Now)
}

func openTillAt(t testing.TB, now func() time.Time) *pos.Till {
	t.Helper()
	till, err := pos.Open(t.Context(), pos.Options{Dir: t.TempDir(), Now: now, Sealer: unsealed{}})
	require.NoError(t, err)
	t.Cleanup(func() { _ = till.Close() })
	_, err = till.AddQRIS(t.Context(), pos.AddQRIS{Text: sticker, Actor: "test"})
	require.NoError(t, err)
	return till
}

// open starts a house; each of changes may alter the server before it listens.
func open(t testing.TB, changes ...func(*Server)) *house {
	t.Helper()
	return openWith(t, openTill(t), nil, Options{}, changes...)
}

// openWith starts a server before till, through front if that is given.
func openWith(t testing.TB, till *pos.Till, front Till, o Options, changes ...func(*Server)) *house {
	t.Helper()
	h := &house{till: till}
	h.read, h.charge = h.key(t, "papan", pos.ScopeRead), h.key(t, "kasir", pos.ScopeCharge)
	var err error
	h.secret, err = till.AddSource(t.Context(), "hp-kasir", "", "test")
	require.NoError(t, err)

	if o.Till = front; front == nil {
		o.Till = till
	}
	o.Addr = "127.0.0.1:0"
	h.server = New(o)
	for _, change := range changes {
		change(h.server)
	}
	require.NoError(t, h.server.Start(context.WithoutCancel(t.Context())))
	t.Cleanup(func() { require.NoError(t, h.server.Close()) })
	h.url = "http://" + h.server.Addr()
	return h
}

// key adds a key with scopes.
func (h *house) key(t testing.TB, name string, scopes ...string) string {
	t.Helper()
	shown, err := h.till.AddKey(t.Context(), pos.NewKey{Name: name, Scopes: scopes, Actor: "test"})
	require.NoError(t, err)
	return shown.Key
}

// device pairs a device with a scope.
func (h *house) device(t testing.TB, name, scope string) string {
	t.Helper()
	code, _, err := h.till.PairingCode(t.Context(), scope, "", "test")
	require.NoError(t, err)
	token, err := h.till.Pair(t.Context(), code, name)
	require.NoError(t, err)
	return token
}

// answered is a whole HTTP answer.
type answered struct {
	status int
	header http.Header
	body   []byte
}

// problem reads the answer as problem details.
func (a answered) problem(t testing.TB) problem {
	t.Helper()
	require.Equal(t, "application/problem+json", a.header.Get("Content-Type"), "%s", a.body)
	var p problem
	require.NoError(t, json.Unmarshal(a.body, &p))
	require.Equal(t, a.status, p.Status)
	return p
}

// into reads the answer as JSON.
func (a answered) into(t testing.TB, value any) {
	t.Helper()
	require.Equal(t, "application/json", a.header.Get("Content-Type"), "%d %s", a.status, a.body)
	require.NoError(t, json.Unmarshal(a.body, value))
}

// do sends a request and reads the answer, which must be one that the API's
// document tells of.
func do(t testing.TB, request *http.Request) answered {
	t.Helper()
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	a := answered{response.StatusCode, response.Header, body}
	theContract().holds(t, request, a)
	return a
}

// ask makes a request with a key ("" for none) and name, value pairs of headers.
func (h *house) ask(t testing.TB, method, path, key, body string, headers ...string) *http.Request {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, h.url+path, strings.NewReader(body))
	require.NoError(t, err)
	if key != "" {
		request.Header.Set("Authorization", "Bearer "+key)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	return request
}

// post sends a body with a key, and an Idempotency-Key of its own.
func (h *house) post(t testing.TB, path, key, body string) answered {
	t.Helper()
	return do(t, h.ask(t, "POST", path, key, body, "Idempotency-Key", rand.Text()))
}

// get asks for a path with the read key.
func (h *house) get(t testing.TB, path string) answered {
	t.Helper()
	return do(t, h.ask(t, "GET", path, h.read, ""))
}

// sign makes the signature header of a delivery.
func sign(t testing.TB, secret, id string, at time.Time, body string) string {
	t.Helper()
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	require.NoError(t, err)
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + strconv.FormatInt(at.Unix(), 10) + "." + body))
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// delivery is a callback of the house's source, signed at a time.
func (h *house) delivery(t testing.TB, id string, at time.Time, body string) *http.Request {
	t.Helper()
	return h.ask(t, "POST", "/api/v1/callbacks/hp-kasir", "", body,
		headerID, id, headerTimestamp, strconv.FormatInt(at.Unix(), 10), headerSignature, sign(t, h.secret, id, at, body))
}

// deliver sends a callback signed now.
func (h *house) deliver(t testing.TB, id, body string) answered {
	t.Helper()
	return do(t, h.delivery(t, id, time.Now(), body))
}

// sell charges an amount and shows its code.
func (h *house) sell(t testing.TB, key string, amount pos.Rupiah) pos.Order {
	t.Helper()
	order, err := h.till.Charge(t.Context(), pos.Charge{Key: key, Amount: amount, Actor: "test"})
	require.NoError(t, err)
	return order
}

// paidBody is the body of a callback that names an order.
func paidBody(order pos.Order) string {
	return `{"type":"payment.detected","timestamp":"` + time.Now().UTC().Format(time.RFC3339) + `","data":{"amount":` +
		strconv.FormatInt(int64(order.Payable), 10) + `,"currency":"IDR","paid_at":"` + time.Now().UTC().Format(time.RFC3339) +
		`","source_app":"id.example.merchant","order_ref":"` + order.Number + `","raw_text":"Pembayaran ` + order.Number + ` diterima","device_id":"hp-1"}}`
}

// dial opens the stream with a key; query is "" or "?after=1.3".
func (h *house) dial(t testing.TB, query string, dialer *websocket.Dialer) *websocket.Conn {
	t.Helper()
	conn, response, err := h.tryDial(t, query, dialer, "Authorization", "Bearer "+h.read)
	require.NoError(t, err)
	require.Equal(t, http.StatusSwitchingProtocols, response.StatusCode)
	return conn
}

// tryDial opens the stream with the headers given, or fails.
func (h *house) tryDial(t testing.TB, query string, dialer *websocket.Dialer, headers ...string) (*websocket.Conn, *http.Response, error) {
	t.Helper()
	if dialer == nil {
		dialer = &websocket.Dialer{HandshakeTimeout: 5 * time.Second}
	}
	header := http.Header{}
	for i := 0; i < len(headers); i += 2 {
		header.Set(headers[i], headers[i+1])
	}
	conn, response, err := dialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(h.url, "http")+"/api/v1/stream"+query, header)
	if err == nil {
		t.Cleanup(func() { _ = conn.Close() })
	}
	return conn, response, err
}

// serving is the context of a request that came in at 127.0.0.1, as net/http
// makes it.
func serving(t testing.TB) context.Context {
	t.Helper()
	ending, end := context.WithCancel(t.Context())
	t.Cleanup(end)
	ctx := context.WithValue(t.Context(), http.LocalAddrContextKey, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1})
	return context.WithValue(ctx, inBy{}, &door{ending: ending})
}
