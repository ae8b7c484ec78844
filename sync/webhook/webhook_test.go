package webhook

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// sticker is a static code that cannot be paid.
const sticker = "00020101021126680016ID.CO.CONTOH.WWW011893600999000000012302150000000000001230303UMI51440014ID.CO.QRIS.WWW0215ID10200000003040303UMI5204549953033605802ID5920WARUNG SAYUR BU TINI6007JAKARTA61051011062070703A01630483E8"

// plain seals nothing: what a test reads back.
type plain struct{}

func (plain) Seal(b []byte) ([]byte, error)   { return b, nil }
func (plain) Unseal(b []byte) ([]byte, error) { return b, nil }

// heard is one request that a listener got.
type heard struct {
	header http.Header
	body   []byte
}

// listener is a program elsewhere; answer says what it answers next.
type listener struct {
	*httptest.Server
	got    chan heard
	mu     sync.Mutex
	answer http.HandlerFunc
}

func newListener(t *testing.T) *listener {
	l := &listener{got: make(chan heard, 100)}
	l.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		l.mu.Lock()
		answer := l.answer
		l.mu.Unlock()
		if answer != nil {
			answer(w, r)
		}
		l.got <- heard{r.Header, body}
	}))
	t.Cleanup(l.Close)
	return l
}

func (l *listener) answers(answer http.HandlerFunc) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.answer = answer
}

func (l *listener) hears(t *testing.T) heard {
	t.Helper()
	select {
	case h := <-l.got:
		return h
	case <-time.After(20 * time.Second):
		require.FailNow(t, "nothing was heard")
	}
	return heard{}
}

// silent proves that nothing more comes: the loop has been round since.
func (l *listener) silent(t *testing.T, h *shop) {
	t.Helper()
	h.settle(t)
	assert.Empty(t, l.got)
}

// shop is a till with its post.
type shop struct {
	dir   string
	till  *pos.Till
	post  *Post
	nanos atomic.Int64
	l     *listener
	forms map[string]Form
	end   func()
}

func (h *shop) now() time.Time { return time.Unix(0, h.nanos.Load()) }

// later moves the clock and wakes the post.
func (h *shop) later(d time.Duration) {
	h.nanos.Add(int64(d))
	h.wake()
}

func (h *shop) wake() {
	select {
	case h.post.poke <- struct{}{}:
	default:
	}
}

func newShop(t *testing.T) *shop {
	h := &shop{dir: t.TempDir(), l: newListener(t), forms: map[string]Form{}}
	h.nanos.Store(time.Date(2026, 8, 17, 5, 0, 0, 0, time.UTC).UnixNano())
	till, err := pos.Open(t.Context(), pos.Options{Dir: h.dir, Now: h.now, Sealer: plain{}})
	require.NoError(t, err)
	h.till = till
	t.Cleanup(func() { require.NoError(t, till.Close()) })
	_, err = till.AddQRIS(t.Context(), pos.AddQRIS{Text: sticker, Actor: "owner"})
	require.NoError(t, err)
	return h
}

// open runs the post until the test or close ends it.
func (h *shop) open(t *testing.T) {
	t.Helper()
	post, err := Open(Options{Dir: h.dir, Till: h.till, Forms: h.forms, Now: h.now,
		Client: func(string, pos.Settings, bool) (*http.Client, error) {
			client := *h.l.Client()
			client.CheckRedirect = func(*http.Request, []*http.Request) error { return ErrRedirect }
			return &client, nil
		}})
	require.NoError(t, err)
	h.post = post
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); post.Run(ctx) }()
	h.end = sync.OnceFunc(func() { cancel(); <-done; assert.NoError(t, post.Close()) })
	t.Cleanup(h.end)
}

// settle waits until nothing is due or under way any more.
func (h *shop) settle(t *testing.T) {
	t.Helper()
	require.Eventually(t, func() bool {
		at, _, err := h.post.box.cursor()
		due, _, err2 := h.post.box.due(h.now(), func(Delivery) bool { return false })
		return err == nil && err2 == nil && at == h.till.Head() && len(due) == 0
	}, 20*time.Second, 5*time.Millisecond)
}

func (h *shop) hook(t *testing.T, kinds ...pos.Kind) []byte {
	t.Helper()
	secret, err := h.till.AddHook(t.Context(), pos.NewHook{Name: "toko", URL: h.l.URL + "/hook", Kinds: kinds, Actor: "owner"})
	require.NoError(t, err)
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	require.NoError(t, err)
	return raw
}

func (h *shop) sell(t *testing.T, key string) pos.Order {
	t.Helper()
	o, err := h.till.Charge(t.Context(), pos.Charge{Key: key, Amount: 25_000, Actor: "Kasir A"})
	require.NoError(t, err)
	o, err = h.till.Confirm(t.Context(), o.ID, pos.Confirmation{Actor: "Kasir A", SeenAt: "merchant_app"})
	require.NoError(t, err)
	return o
}

// Ensure that a subscriber hears of every order and payment, signed as the
// standard says, in order, and of nothing that concerns people or keys.
func TestHookHears(t *testing.T) {
	h := newShop(t)
	secret := h.hook(t)
	h.open(t)
	_, err := h.till.AddSource(t.Context(), "hp", "", "owner")
	require.NoError(t, err)
	o := h.sell(t, "1")
	for _, kind := range []pos.Kind{pos.KindOrderPlaced, pos.KindOrderShown, pos.KindPaymentSettled} {
		got := h.l.hears(t)
		at, err := strconv.ParseInt(got.header.Get("Webhook-Timestamp"), 10, 64)
		require.NoError(t, err)
		assert.Equal(t, h.now().Unix(), at)
		id := got.header.Get("Webhook-Id")
		assert.Equal(t, standard{}.Header(Attempt{Secret: secret, ID: id, At: time.Unix(at, 0), Body: got.body}).Get("Webhook-Signature"), got.header.Get("Webhook-Signature"))
		var body struct {
			Type   pos.Kind
			Cursor string
			Data   struct{ Order string }
		}
		require.NoError(t, json.Unmarshal(got.body, &body))
		assert.Equal(t, kind, body.Type)
		assert.Equal(t, o.ID.String(), body.Data.Order)
		assert.NotContains(t, string(got.body), "private")
	}
	h.l.silent(t, h)
}

// Ensure that the signature is the one of the standard's own example.
func TestStandardSignature(t *testing.T) {
	secret, err := base64.StdEncoding.DecodeString("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	require.NoError(t, err)
	header := standard{}.Header(Attempt{Secret: secret, ID: "msg_p5jXN8AQM9LWM0D4loKWxJek", At: time.Unix(1614265330, 0), Body: []byte(`{"test": 2432232314}`)})
	assert.Equal(t, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", header.Get("Webhook-Signature"))
}

// Ensure that what happened while the post was off is told when it is on again,
// once each, from where it stopped; and after the outbox was lost, all of the last
// day again.
func TestNothingIsLost(t *testing.T) {
	h := newShop(t)
	h.hook(t, pos.KindPaymentSettled)
	h.open(t)
	h.sell(t, "1")
	first := h.l.hears(t)
	h.settle(t)
	h.end()
	h.sell(t, "2")
	h.sell(t, "3")
	h.open(t)
	second, third := h.l.hears(t), h.l.hears(t)
	assert.NotEqual(t, second.body, third.body)
	h.l.silent(t, h)
	h.end()
	require.NoError(t, removeOutbox(h.dir))
	h.open(t)
	for _, was := range [][]byte{first.body, second.body, third.body} {
		assert.JSONEq(t, string(was), string(h.l.hears(t).body))
	}
	h.l.silent(t, h)
}

// Ensure that a till that tells nobody reads and stores nothing for it, knows
// after a restart how far it was, and tells who comes later what happens from
// there on.
func TestNobodyListens(t *testing.T) {
	h := newShop(t)
	h.open(t)
	h.settle(t)
	stored := h.post.box.stored
	h.sell(t, "1")
	h.settle(t)
	assert.Equal(t, stored, h.post.box.stored)
	h.end()
	head := h.till.Head()
	h.open(t)
	at, known, err := h.post.box.cursor()
	require.NoError(t, err)
	assert.True(t, known)
	assert.Equal(t, head, at)
	h.hook(t, pos.KindPaymentSettled)
	o := h.sell(t, "2")
	assert.Contains(t, string(h.l.hears(t).body), o.ID.String())
	h.l.silent(t, h)
}

// Ensure that a listener that fails is told again, later and later, with the same
// id and body and a fresh time, until it hears; and that what it answered is kept.
func TestToldAgain(t *testing.T) {
	h := newShop(t)
	h.hook(t, pos.KindPaymentSettled)
	h.l.answers(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "sebentar\x00 ya", http.StatusInternalServerError)
	})
	h.open(t)
	h.sell(t, "1")
	first := h.l.hears(t)
	h.settle(t)
	rows, err := h.post.Deliveries("hook:toko", 10)
	require.NoError(t, err)
	require.Len(t, rows, 1)
	assert.Equal(t, []any{Waiting, 1, 500, "sebentar  ya"}, []any{rows[0].State, rows[0].Attempts, rows[0].Status, rows[0].Said})
	assert.InDelta(t, 5*time.Second, rows[0].Next.Sub(h.now()), float64(time.Second)+1)

	h.later(3 * time.Second)
	h.l.silent(t, h)
	h.later(4 * time.Second)
	second := h.l.hears(t)
	h.l.answers(nil)
	h.settle(t)
	h.later(6*time.Minute + time.Second)
	third := h.l.hears(t)
	h.settle(t)
	assert.Equal(t, first.body, third.body)
	assert.Equal(t, first.header.Get("Webhook-Id"), second.header.Get("Webhook-Id"))
	assert.NotEqual(t, first.header.Get("Webhook-Timestamp"), third.header.Get("Webhook-Timestamp"))
	rows, err = h.post.Deliveries("", 10)
	require.NoError(t, err)
	assert.Equal(t, []any{Done, 3, 200}, []any{rows[0].State, rows[0].Attempts, rows[0].Status})
}

// Ensure that a listener that asks for time gets it, and that one that sends us
// elsewhere is not followed.
func TestRetryAfterAndRedirect(t *testing.T) {
	h := newShop(t)
	h.hook(t, pos.KindPaymentSettled)
	h.l.answers(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	h.open(t)
	h.sell(t, "1")
	h.l.hears(t)
	h.settle(t)
	h.later(59 * time.Minute)
	h.l.silent(t, h)
	h.l.answers(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/other", http.StatusFound) })
	h.later(2 * time.Minute)
	h.l.hears(t)
	h.settle(t)
	rows, err := h.post.Deliveries("", 1)
	require.NoError(t, err)
	assert.Equal(t, Waiting, rows[0].State)
	assert.Contains(t, rows[0].Said, "elsewhere")
	assert.Empty(t, h.l.got, "not followed")
}

// Ensure that a listener that is gone for good, or was not heard for days, is
// switched off, that what it misses is held for it, and that Replay tells it all.
func TestSwitchedOff(t *testing.T) {
	for name, status := range map[string]int{"gone": http.StatusGone, "tired": http.StatusBadGateway} {
		t.Run(name, func(t *testing.T) {
			h := newShop(t)
			h.hook(t, pos.KindPaymentSettled)
			h.l.answers(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
			h.open(t)
			h.sell(t, "1")
			h.l.hears(t)
			h.settle(t)
			if status != http.StatusGone {
				h.later(6 * 24 * time.Hour)
				h.l.hears(t)
				h.settle(t)
			}
			require.Eventually(t, func() bool { off, err := h.post.Off("hook:toko"); return err == nil && off }, 20*time.Second, 5*time.Millisecond)
			h.sell(t, "2")
			h.l.silent(t, h)
			h.l.answers(nil)
			require.NoError(t, h.post.Replay("hook:toko"))
			h.l.hears(t)
			h.l.hears(t)
			h.settle(t)
			rows, err := h.post.Deliveries("hook:toko", 10)
			require.NoError(t, err)
			require.Len(t, rows, 2)
			assert.Equal(t, []State{Done, Done}, []State{rows[0].State, rows[1].State})
		})
	}
}

// told is a system of its own that tells of payments only.
type told struct{}

func (told) Body(told Told) (string, []byte, error) {
	if told.Entry.Kind != pos.KindPaymentSettled {
		return "", nil, nil
	}
	body, err := json.Marshal(map[string]any{"id": told.Order.ExternalID, "amount": told.Payments[0].Amount})
	return "qr.payment", body, err
}
func (told) Header(a Attempt) http.Header {
	return http.Header{"X-Callback-Token": {string(a.Secret)}, "X-Event": {a.Event}, "X-Retry": {strconv.Itoa(a.Retry)}}
}
func (told) Waits() []time.Duration { return []time.Duration{15 * time.Minute} }

// Ensure that who made an order is told of it at the address it named, in the
// manner of its own system, and is given up when that system would.
func TestCallerIsTold(t *testing.T) {
	h := newShop(t)
	h.forms["xendit"] = told{}
	shown, err := h.till.AddKey(t.Context(), pos.NewKey{Name: "web", Scopes: []string{pos.ScopeCharge}, Dialect: "xendit", Actor: "owner"})
	require.NoError(t, err)
	h.l.answers(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	h.open(t)
	o, err := h.till.Charge(t.Context(), pos.Charge{Key: "1", Amount: 25_000, Actor: "api:web", ExternalID: "INV-1", Callback: h.l.URL + "/cb"})
	require.NoError(t, err)
	_, err = h.till.Confirm(t.Context(), o.ID, pos.Confirmation{Actor: "Kasir A", SeenAt: "merchant_app"})
	require.NoError(t, err)
	got := h.l.hears(t)
	assert.Equal(t, shown.Signing, got.header.Get("X-Callback-Token"))
	assert.Equal(t, []string{"qr.payment", "0"}, []string{got.header.Get("X-Event"), got.header.Get("X-Retry")})
	assert.JSONEq(t, `{"id":"INV-1","amount":25000}`, string(got.body))
	h.settle(t)
	h.later(20 * time.Minute)
	h.l.hears(t)
	h.settle(t)
	h.later(24 * time.Hour)
	h.l.silent(t, h)
	rows, err := h.post.Deliveries("api:web", 10)
	require.NoError(t, err)
	require.Len(t, rows, 1)
	assert.Equal(t, Failed, rows[0].State)
}

// Ensure that the merchant is told of what a stranger paid, signed with the
// merchant's secret, and a web account of its own orders, as long as it is one.
func TestStrangersAndAccounts(t *testing.T) {
	h := newShop(t)
	h.forms[pos.DialectTemanQRIS], h.forms[pos.DialectGateway] = told{}, told{}
	shown, err := h.till.AddKey(t.Context(), pos.NewKey{Name: "web", Dialect: pos.DialectTemanQRIS, Actor: "owner"})
	require.NoError(t, err)
	require.NoError(t, h.till.SetUp(t.Context(), pos.SetUp{PIN: "274951", TerminalName: "Kasir A", Zone: "WIB", Actor: "owner"}))
	require.NoError(t, h.till.AddPerson(t.Context(), pos.AddPerson{Name: "Ani", Role: pos.RoleStaff, Email: "ani@example.com", Secret: "sandi-rahasia", PIN: "274951", Actor: "owner"}))
	h.open(t)
	pay := func(o pos.Order, err error) {
		t.Helper()
		require.NoError(t, err)
		_, err = h.till.Confirm(t.Context(), o.ID, pos.Confirmation{Actor: "owner", SeenAt: "merchant_app"})
		require.NoError(t, err)
	}
	pay(h.till.ChargeStranger(t.Context(), pos.Stranger{Key: "1", Merchant: shown.Client, Amount: 25_000, External: "S-1", Address: "a", Callback: h.l.URL + "/s"}))
	got := h.l.hears(t)
	assert.JSONEq(t, `{"id":"S-1","amount":25000}`, string(got.body))
	assert.Equal(t, shown.Signing, got.header.Get("X-Callback-Token"))
	pay(h.till.Charge(t.Context(), pos.Charge{Key: "1", Amount: 30_000, Actor: "Ani", ExternalID: "P-1", Callback: h.l.URL + "/p"}))
	got = h.l.hears(t)
	assert.JSONEq(t, `{"id":"P-1","amount":30000}`, string(got.body))
	assert.Empty(t, got.header.Get("X-Callback-Token"))

	o, err := h.till.Charge(t.Context(), pos.Charge{Key: "2", Amount: 35_000, Actor: "Ani", ExternalID: "P-2", Callback: h.l.URL + "/p"})
	require.NoError(t, err)
	require.NoError(t, h.till.Retire(t.Context(), "Ani", "274951", "owner"))
	pay(o, nil)
	h.l.silent(t, h)
}

// Ensure that nobody can make the till call what the owner did not allow: another
// scheme or host, this machine, the shop's own network.
func TestAddresses(t *testing.T) {
	s := pos.Settings{CallbackHosts: pos.List{"toko.example", "localhost", "127.0.0.1"}, LANServices: pos.List{"127.0.0.1:8080"}}
	c := newClients()
	for _, address := range []string{"http://toko.example/x", "https://jahat.example/x", "https://toko.example.jahat.example", "ftp://toko.example", "::"} {
		_, err := c.of(address, s, false)
		assert.ErrorIs(t, err, ErrAddress, address)
	}
	_, err := c.of("http://toko.example", s, true)
	assert.ErrorIs(t, err, ErrAddress, "the owner's own too must be https")
	l := newListener(t)
	for _, host := range []string{"localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "10.0.0.1", "100.64.0.1", "169.254.1.1", "192.168.1.1", "[fc00::1]", "[64:ff9b::7f00:1]", "224.0.0.1"} {
		address := "https://" + host + l.URL[strings.LastIndex(l.URL, ":"):]
		client, err := c.of(address, pos.Settings{}, true)
		require.NoError(t, err)
		_, err = post(t.Context(), client, address, http.Header{}, nil, time.Now())
		require.ErrorContains(t, err, "prohibited", host)
	}
	assert.Empty(t, l.got)
	service := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(service.Close)
	s.LANServices = pos.List{strings.TrimPrefix(service.URL, "http://")}
	client, err := c.of(service.URL, s, false)
	require.NoError(t, err)
	got, err := post(t.Context(), client, service.URL, http.Header{}, nil, time.Now())
	require.NoError(t, err)
	assert.Equal(t, http.StatusOK, got.status)
}

// Ensure that the outbox stays small: only the newest of what is over are kept,
// and nothing that waits is dropped.
func TestPrune(t *testing.T) {
	h := newShop(t)
	box, err := openOutbox(h.dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, box.close()) })
	var rows []Delivery
	for i := range keepRows + 100 {
		d := Delivery{To: "hook:toko", State: Done, Body: []byte("{}"), Made: h.now()}
		d.ID[15], d.ID[14], d.ID[13] = byte(i), byte(i>>8), byte(i>>16)
		if i < 10 {
			d.State, d.Next = Waiting, h.now()
		}
		rows = append(rows, d)
	}
	require.NoError(t, box.add(pos.Cursor{Epoch: 1, Seq: 1}, rows))
	require.NoError(t, box.prune())
	kept, err := box.list("", keepRows*2)
	require.NoError(t, err)
	assert.Len(t, kept, keepRows)
	due, _, err := box.due(h.now(), func(Delivery) bool { return false })
	require.NoError(t, err)
	assert.Len(t, due, 10)
}

func removeOutbox(dir string) error { return os.Remove(filepath.Join(dir, outboxName)) }
