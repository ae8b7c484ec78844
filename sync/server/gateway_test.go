package server

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/qris"
	"laci/sync/gateway"
)

// systems is every payment system behind one address: accounts at real ones are
// not to be had here. It makes codes of the shop's sticker and tells of the money
// a test paid.
type systems struct {
	server *httptest.Server
	mutex  sync.Mutex
	paid   map[string]string // order's id → the amount that was paid
	asked  int
	down   bool
	wish   string // the body of the last wish for a code
}

func newSystems(t testing.TB) *systems {
	s := &systems{paid: map[string]string{}}
	s.server = httptest.NewTLSServer(s)
	t.Cleanup(s.server.Close)
	return s
}

// client reaches the systems by the name their certificate has.
func (s *systems) client() *http.Client {
	client := s.server.Client()
	client.Transport.(*http.Transport).DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, s.server.Listener.Addr().String())
	}
	return client
}

func (s *systems) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	body, _ := io.ReadAll(r.Body)
	switch path := r.URL.Path; {
	case s.down:
		http.Error(w, "{}", http.StatusBadGateway)
	case strings.HasSuffix(path, "/b2b"), strings.HasSuffix(path, "/login"):
		_, _ = io.WriteString(w, `{"data":{"access_token":"t","token":"t","expires_in":"3600"}}`)
	case r.Method == http.MethodPost:
		s.wish = string(body)
		s.create(w, s.wish)
	default:
		s.asked++
		s.tell(w, r)
	}
}

// create answers in every system's words at once.
func (s *systems) create(w http.ResponseWriter, body string) {
	amount := int64(0)
	for _, mark := range []string{`"amount":`, "&amount="} {
		if _, after, found := strings.Cut(body, mark); found {
			_, _ = fmt.Sscanf(after, "%d", &amount)
		}
	}
	code, err := qris.Dynamic(sticker, qris.Options{Amount: amount})
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"id": "qr_1", "qr_string": code, "qris": code,
		"data":         map[string]any{"id": 1, "reff_no": "ref", "qr_data": code, "qris_code": code, "transaction_id": "TRX-1"},
		"responseData": map[string]any{"id": "uuid", "qris": map[string]any{"content": code}}})
}

// tell tells of what was paid, in the words of whoever asks.
func (s *systems) tell(w http.ResponseWriter, r *http.Request) {
	var orders []string
	for id := range s.paid {
		orders = append(orders, id)
	}
	switch path := r.URL.Path; {
	case strings.HasSuffix(path, "/qr_codes/payments"):
		id := r.URL.Query().Get("external_id")
		if amount, ok := s.paid[id]; ok {
			fmt.Fprintf(w, `[{"id":"qrpy_%s","amount":%s,"status":"COMPLETED","payment_detail":{"receipt_id":"rrn-%s","source":"OVO"}}]`, id, amount, id)
			return
		}
		_, _ = io.WriteString(w, "[]")
	case strings.Contains(path, "/qris-dynamic/"):
		var rows []string
		for _, id := range orders {
			rows = append(rows, fmt.Sprintf(`{"reff_no":"ref-%s","merchant_reff_no":%q,"status":"paid","amount":%s}`, id, id, s.paid[id]))
		}
		fmt.Fprintf(w, `{"data":[%s],"pagination":{"totalPages":1}}`, strings.Join(rows, ","))
	case strings.Contains(path, "/api/payment/transaction/"):
		for _, id := range orders {
			fmt.Fprintf(w, `{"data":{"transaction_id":"TRX-1","amount":"%s.00","status":"success"}}`, s.paid[id])
			return
		}
		_, _ = io.WriteString(w, `{"data":{"transaction_id":"TRX-1","amount":1,"status":"pending"}}`)
	default:
		http.Error(w, "{}", http.StatusNotFound)
	}
}

func (s *systems) pay(o pos.Order, amount string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.paid[o.ID.String()] = amount
}

func (s *systems) fall(down bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.down = down
}

// gatewayHouse is a house whose counter has an account at a system.
type gatewayHouse struct {
	*house
	systems *systems
	desk    *gateway.Desk
	name    string
}

var credentials = map[string]map[string]string{
	gateway.Generic:   {"email": "a@b.example", "password": "p"},
	gateway.TemanQRIS: {"api_key": "k", "webhook_secret": "tq-secret"},
	gateway.Xendit:    {"api_key": "k", "callback_token": "xendit-token"},
	gateway.SingaPay:  {"api_key": "k", "client_id": "c", "client_secret": "sp-secret", "account_id": "A"},
	gateway.SenGo:     {"client_key": "k", "client_token": "t", "view_name": "Toko"},
}

func openGateway(t testing.TB, system string) *gatewayHouse {
	t.Helper()
	g := &gatewayHouse{systems: newSystems(t), name: "gw-" + system}
	till := openTill(t)
	a, err := gateway.Fill(g.name, system, "https://example.com", credentials[system])
	require.NoError(t, err)
	a.Known, a.Actor = true, "test"
	_, err = till.AddGateway(t.Context(), a)
	require.NoError(t, err)
	settings := till.Shop().Settings
	settings.PublicAddress = "https://kasir.toko.example"
	require.NoError(t, till.Change(t.Context(), settings, "", "test"))
	g.desk = gateway.New(gateway.Options{Till: till, Client: g.systems.client()})
	till.SetCharger(g.desk)
	g.house = openWith(t, till, nil, Options{Gateways: g.desk})
	return g
}

func (g *gatewayHouse) sale(t testing.TB, amount pos.Rupiah) pos.Order {
	t.Helper()
	o, err := g.till.Charge(t.Context(), pos.Charge{Key: fmt.Sprint(time.Now().UnixNano()), Amount: amount, Actor: "kasir"})
	require.NoError(t, err)
	require.False(t, o.Has(pos.FlagLocalCode))
	return o
}

func (g *gatewayHouse) callback(t testing.TB, body string, headers ...string) answered {
	t.Helper()
	return do(t, g.ask(t, "POST", "/api/v1/callbacks/"+g.name, "", body, headers...))
}

func (g *gatewayHouse) state(t testing.TB, o pos.Order) pos.Order {
	t.Helper()
	is, err := g.till.Order(t.Context(), o.ID)
	require.NoError(t, err)
	return is
}

// signed makes the proof that a system sends with a body, or a wrong one.
func (g *gatewayHouse) signed(system, body string, wrong bool, at time.Time) []string {
	secret := credentials[system]
	spoil := func(text string) string {
		if wrong {
			return strings.Map(func(r rune) rune {
				if r == '0' {
					return '1'
				}
				return '0'
			}, text[:4]) + text[4:]
		}
		return text
	}
	switch system {
	case gateway.TemanQRIS:
		mac := hmac.New(sha256.New, []byte(secret["webhook_secret"]))
		mac.Write([]byte(body))
		return []string{"X-TemanQRIS-Signature", "sha256=" + spoil(hex.EncodeToString(mac.Sum(nil)))}
	case gateway.Xendit:
		return []string{"x-callback-token", spoil(secret["callback_token"])}
	}
	stamp := strconv.FormatInt(at.Unix(), 10)
	hash := sha256.Sum256([]byte(body))
	mac := hmac.New(sha512.New, []byte(secret["client_secret"]))
	mac.Write([]byte("POST:/api/v1/callbacks/" + g.name + ":random:" + hex.EncodeToString(hash[:]) + ":" + stamp))
	return []string{"X-Signature", spoil(hex.EncodeToString(mac.Sum(nil))), "X-Timestamp", stamp, "Authorization", "Bearer random"}
}

// body is a system's word that an order was paid.
func word(system, order, amount string) string {
	switch system {
	case gateway.TemanQRIS:
		return `{"event":"payment.confirmed","data":{"order_id":"` + order + `","amount":` + amount + `,"status":"paid","paid_at":null}}`
	case gateway.Xendit:
		return `{"event":"qr.payment","id":"qrpy_1","amount":` + amount + `,"qr_code":{"external_id":"` + order + `"},"status":"COMPLETED"}`
	}
	return `{"event":"qris-acquirer-transaction","data":{"transaction":{"merchant_reff_no":"` + order + `","status":"paid"}}}`
}

// Ensure that a system's callback makes a sale green, once, with the evidence its
// system may give; that a wrong proof, a stale one, another till's order, odd
// words and a body of a megabyte change nothing; and that a wrong amount waits
// for a person.
func TestGatewayCallback(t *testing.T) {
	for system, evidence := range map[string]pos.Evidence{
		gateway.TemanQRIS: pos.GatewayReported, gateway.Xendit: pos.GatewayVerified, gateway.SingaPay: pos.GatewayVerified,
	} {
		t.Run(system, func(t *testing.T) {
			g := openGateway(t, system)
			o := g.sale(t, 25_000)
			id, now := o.ID.String(), time.Now()
			good := word(system, id, "25000")

			for range 3 {
				a := g.callback(t, good, g.signed(system, good, true, now)...)
				assert.Contains(t, []int{http.StatusUnauthorized, http.StatusTooManyRequests}, a.status)
			}
			assert.Equal(t, http.StatusUnauthorized, g.callback(t, good).status, "without any proof")
			if system == gateway.SingaPay {
				a := g.callback(t, good, g.signed(system, good, false, now.Add(-time.Hour))...)
				assert.Equal(t, "timestamp", a.problem(t).Code)
			}
			stranger := word(system, "01KAGHXJ00TESTTESTTESTTEST", "25000")
			assert.Equal(t, http.StatusOK, g.callback(t, stranger, g.signed(system, stranger, false, now)...).status, "asking again would change nothing")
			for _, odd := range []string{`{"event":`, `[]`, `"x"`, `{"data":7,"qr_code":7}`} {
				a := g.callback(t, odd, g.signed(system, odd, false, now)...)
				assert.Contains(t, []int{http.StatusOK, http.StatusBadRequest}, a.status, odd)
			}
			large := word(system, id, "25000") + strings.Repeat(" ", 1<<20)
			assert.Equal(t, http.StatusRequestEntityTooLarge, g.callback(t, large, g.signed(system, large, false, now)...).status)
			assert.Equal(t, pos.Pending, g.state(t, o).State)

			g.systems.pay(o, "25000")
			for range 3 {
				a := g.callback(t, good, g.signed(system, good, false, now)...)
				require.Equal(t, http.StatusOK, a.status, "%s", a.body)
			}
			is := g.state(t, o)
			assert.Equal(t, pos.Paid, is.State)
			assert.Equal(t, evidence, is.Evidence)
			assert.Len(t, is.Payments, 1, "replayed, it is the same money")

			wrong := g.sale(t, 30_000)
			g.systems.pay(wrong, "29999")
			body := word(system, wrong.ID.String(), "29999")
			require.Equal(t, http.StatusOK, g.callback(t, body, g.signed(system, body, false, now)...).status)
			assert.Equal(t, pos.Awaiting, g.state(t, wrong).State)
			require.NoError(t, g.till.Verify(t.Context()))
		})
	}
}

// Ensure that a callback whose money cannot be asked about is told to come again,
// and works then.
func TestGatewayCallbackUnasked(t *testing.T) {
	g := openGateway(t, gateway.Xendit)
	o := g.sale(t, 25_000)
	body := word(gateway.Xendit, o.ID.String(), "25000")
	g.systems.pay(o, "25000")
	g.systems.fall(true)
	a := g.callback(t, body, g.signed(gateway.Xendit, body, false, time.Now())...)
	assert.Equal(t, http.StatusServiceUnavailable, a.status)
	assert.Equal(t, "gateway_unasked", a.problem(t).Code)
	assert.NotEmpty(t, a.header.Get("Retry-After"))
	assert.Equal(t, pos.Pending, g.state(t, o).State)
	g.systems.fall(false)
	require.Equal(t, http.StatusOK, g.callback(t, body, g.signed(gateway.Xendit, body, false, time.Now())...).status)
	assert.Equal(t, pos.Paid, g.state(t, o).State)
}

// Ensure that a Xendit callback of either version proves nothing of what it says:
// with the right token and nothing paid, nothing is paid.
func TestGatewayTokenIsNoProof(t *testing.T) {
	g := openGateway(t, gateway.Xendit)
	o := g.sale(t, 25_000)
	newer := `{"event":"qr.payment","data":{"id":"qrpy_1","reference_id":"` + o.ID.String() + `","amount":25000,"status":"SUCCEEDED"}}`
	for _, body := range []string{word(gateway.Xendit, o.ID.String(), "25000"), newer} {
		a := g.callback(t, body, g.signed(gateway.Xendit, body, false, time.Now())...)
		assert.Equal(t, http.StatusOK, a.status)
	}
	assert.Equal(t, 2, g.systems.asked, "each was asked about")
	assert.Equal(t, pos.Pending, g.state(t, o).State)
	g.systems.pay(o, "25000")
	require.Equal(t, http.StatusOK, g.callback(t, newer, g.signed(gateway.Xendit, newer, false, time.Now())...).status)
	assert.Equal(t, pos.Paid, g.state(t, o).State)
}

// Ensure that TemanQRIS' word that a customer says so is a mark and no money.
func TestGatewayClaim(t *testing.T) {
	g := openGateway(t, gateway.TemanQRIS)
	o := g.sale(t, 25_000)
	body := `{"event":"payment.awaiting_confirmation","data":{"order_id":"` + o.ID.String() + `","amount":25000,"status":"awaiting_confirmation"}}`
	for range 2 {
		require.Equal(t, http.StatusOK, g.callback(t, body, g.signed(gateway.TemanQRIS, body, false, time.Now())...).status)
	}
	is := g.state(t, o)
	assert.Equal(t, pos.Pending, is.State)
	assert.True(t, is.Has(pos.FlagClaimed))
	body = strings.Replace(body, `"awaiting_confirmation","amount`, `"paid","amount`, 1)
	body = strings.Replace(body, `"status":"awaiting_confirmation"`, `"status":"paid"`, 1)
	require.Equal(t, http.StatusOK, g.callback(t, body, g.signed(gateway.TemanQRIS, body, false, time.Now())...).status)
	assert.Equal(t, pos.Pending, g.state(t, o).State, "the event says that nobody looked")
}

// Ensure that a callback nobody can prove comes to an address of the order's own,
// makes the till ask and nothing else; and that no such address can be guessed.
func TestGatewayHint(t *testing.T) {
	g := openGateway(t, gateway.Generic)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); g.desk.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	o := g.sale(t, 25_000)
	lie := `{"transaction_id":"TRX-1","status":"success","amount":25000}`
	assert.Equal(t, http.StatusUnauthorized, g.callback(t, lie).status, "the common address is nobody's")
	guess := "/api/v1/callbacks/" + g.name + "/" + o.ID.String() + ".AAAAAAAAAAAAAAAAAAAAAAAAAA"
	assert.Equal(t, http.StatusUnauthorized, do(t, g.ask(t, "POST", guess, "", lie)).status)
	assert.Equal(t, http.StatusUnauthorized, do(t, g.ask(t, "GET", guess, "", "")).status)

	var said struct {
		Callback string `json:"callback_url"`
	}
	require.NoError(t, json.Unmarshal([]byte(g.systems.wish), &said))
	path, found := strings.CutPrefix(said.Callback, "https://kasir.toko.example")
	require.True(t, found, said.Callback)
	require.Equal(t, http.StatusOK, do(t, g.ask(t, "POST", path, "", lie)).status)
	require.Eventually(t, func() bool { g.systems.mutex.Lock(); defer g.systems.mutex.Unlock(); return g.systems.asked > 0 }, 20*time.Second, time.Millisecond)
	assert.Equal(t, pos.Pending, g.state(t, o).State, "a lie makes the till ask, and it learns the truth")

	g.systems.pay(o, "25000")
	require.Equal(t, http.StatusOK, do(t, g.ask(t, "POST", path, "", strings.Repeat("?", 100))).status)
	require.Eventually(t, func() bool { return g.state(t, o).State == pos.Paid }, 20*time.Second, time.Millisecond)
	assert.Equal(t, pos.GatewayReported, g.state(t, o).Evidence)
}
