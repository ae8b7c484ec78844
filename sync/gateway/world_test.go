package gateway

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// world is a payment system with Xendit's requests: an account at a real one is
// not to be had here. It makes codes, is paid when a test says so, and can be
// made to fail.
type world struct {
	server *httptest.Server
	mutex  sync.Mutex
	paid   map[string][]Money // by the order's id
	made   map[string]int     // codes that were asked for, by the order's id
	asked  map[string]int     // questions about money, by the order's id
	heads  int
	status int           // answered to everything, when set
	slow   chan struct{} // codes are answered once it is closed, when set
}

func newWorld(t testing.TB) *world {
	w := &world{paid: map[string][]Money{}, made: map[string]int{}, asked: map[string]int{}}
	w.server = httptest.NewTLSServer(w)
	t.Cleanup(w.server.Close)
	return w
}

// address is the name in the world's certificate; client finds the way there.
const address = "https://example.com"

func (w *world) client() *http.Client {
	client := w.server.Client()
	client.Transport.(*http.Transport).DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, w.server.Listener.Addr().String())
	}
	return client
}

func (w *world) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	w.mutex.Lock()
	status, slow := w.status, w.slow
	if r.Method == http.MethodHead {
		w.heads++
	}
	w.mutex.Unlock()
	switch {
	case status != 0:
		http.Error(out, "{}", status)
	case r.Method == http.MethodPost:
		w.create(out, r, slow)
	case r.Method == http.MethodGet:
		w.payments(out, r)
	}
}

func (w *world) create(out http.ResponseWriter, r *http.Request, slow chan struct{}) {
	body, _ := io.ReadAll(r.Body)
	form, _ := url.ParseQuery(string(body))
	id := form.Get("external_id")
	w.mutex.Lock()
	w.made[id]++
	w.mutex.Unlock()
	if slow != nil {
		select {
		case <-slow:
		case <-r.Context().Done():
			return
		}
	}
	var amount int64
	_, _ = fmt.Sscan(form.Get("amount"), &amount)
	_ = json.NewEncoder(out).Encode(map[string]any{"id": "qr_" + id, "qr_string": code(pos.Rupiah(amount))})
}

func (w *world) payments(out http.ResponseWriter, r *http.Request) {
	id := r.URL.Query().Get("external_id")
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.asked[id]++
	list := []map[string]any{}
	for _, m := range w.paid[id] {
		list = append(list, map[string]any{"id": m.ID, "amount": m.Amount, "status": "COMPLETED", "created": m.PaidAt,
			"payment_detail": map[string]any{"receipt_id": m.RRN, "source": "GOPAY"}})
	}
	_ = json.NewEncoder(out).Encode(list)
}

// pay pays an order, as a wallet would.
func (w *world) pay(o pos.Order, id string, amount pos.Rupiah, at time.Time) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	key := o.ID.String()
	w.paid[key] = append(w.paid[key], Money{ID: id, RRN: "rrn-" + id, Amount: amount, PaidAt: at})
}

// fail makes every request end with a status; 0 makes it work again.
func (w *world) fail(status int) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.status = status
}

func (w *world) questions(o pos.Order) int {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return w.asked[o.ID.String()]
}

// plainSealer keeps secrets as they are.
type plainSealer struct{}

func (plainSealer) Seal(plain []byte) ([]byte, error)    { return plain, nil }
func (plainSealer) Unseal(sealed []byte) ([]byte, error) { return sealed, nil }

const ownersPIN = "493817"

// bench is a real till with an account at a world, and the desk between them.
type bench struct {
	*pos.Till
	t     testing.TB
	world *world
	desk  *Desk
	o     pos.Options
	end   context.CancelFunc // of a running desk
	done  chan struct{}
	ran   time.Duration // added to the time the machine ran
	mutex sync.Mutex
	moved time.Duration // added to the clock
	nets  string        // addresses of the machine
}

// newBench opens a till with an account at a world. Waits are a twentieth of the
// usual ones.
func newBench(t testing.TB, change ...func(*pos.AddGateway)) *bench {
	t.Helper()
	b := &bench{t: t, world: newWorld(t)}
	b.o = pos.Options{Dir: t.TempDir(), Sealer: plainSealer{}, NoSync: true, Now: b.now}
	b.openTill()
	sticker, err := os.ReadFile("../../pos/testdata/sticker.txt")
	require.NoError(t, err)
	require.NoError(t, b.SetUp(context.Background(), pos.SetUp{QRIS: string(sticker), PIN: ownersPIN, TerminalName: "Kasir A", Zone: "WIB", Actor: "owner"}))
	a, err := Fill("xendit", Xendit, address, map[string]string{"api_key": "key", "callback_token": "token"})
	require.NoError(t, err)
	a.PIN, a.Actor, a.Poll = ownersPIN, "owner", 100
	for _, f := range change {
		f(&a)
	}
	_, err = b.AddGateway(context.Background(), a)
	require.NoError(t, err)
	return b
}

func (b *bench) openTill() {
	b.t.Helper()
	till, err := pos.Open(context.Background(), b.o)
	require.NoError(b.t, err)
	b.Till = till
	b.desk = New(Options{Till: till, Client: b.world.client(), Now: b.now, Mono: b.mono, Beat: 20 * time.Millisecond, Network: b.network})
	till.SetCharger(b.desk)
	b.t.Cleanup(func() { b.stop(); assert.NoError(b.t, till.Close()) })
}

// reopen closes the till, as a stop of the program does, and opens it again.
func (b *bench) reopen() {
	b.t.Helper()
	b.stop()
	require.NoError(b.t, b.Close())
	b.openTill()
}

// network names the addresses of the machine.
func (b *bench) network() string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.nets
}

var started = time.Now()

func (b *bench) now() time.Time {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return time.Now().Add(b.moved)
}

func (b *bench) mono() time.Duration {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return time.Since(started) + b.ran
}

// sleep is what closing the lid does: the clock goes on, the machine does not.
func (b *bench) sleep(d time.Duration) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.moved += d
}

// wait is time that passes while the machine runs.
func (b *bench) wait(d time.Duration) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.moved += d
	b.ran += d
}

// run runs the desk's loop until stop.
func (b *bench) run() {
	ctx, cancel := context.WithCancel(context.Background())
	b.end, b.done = cancel, make(chan struct{})
	go func() { defer close(b.done); b.desk.Run(ctx) }()
}

func (b *bench) stop() {
	if b.end != nil {
		b.end()
		<-b.done
		b.end = nil
	}
}

var charges int

func (b *bench) charge(amount pos.Rupiah) pos.Order {
	b.t.Helper()
	charges++
	o, err := b.Charge(context.Background(), pos.Charge{Key: fmt.Sprint("k", charges), Amount: amount, Actor: "kasir"})
	require.NoError(b.t, err)
	return o
}

func (b *bench) order(o pos.Order) pos.Order {
	b.t.Helper()
	is, err := b.Order(context.Background(), o.ID)
	require.NoError(b.t, err)
	return is
}

// until waits for something that happens by itself, as long as a busy machine may
// need.
func (b *bench) until(what string, is func() bool) {
	b.t.Helper()
	require.Eventually(b.t, is, 20*time.Second, 5*time.Millisecond, what)
}

func (b *bench) paid(o pos.Order) func() bool {
	return func() bool { return b.order(o).State == pos.Paid }
}

// settled counts the entries of the journal after a cursor that settled or
// witnessed money.
func (b *bench) settled(after pos.Cursor) (settled, witnessed int) {
	b.t.Helper()
	entries, err := b.Entries(context.Background(), after, 100_000)
	require.NoError(b.t, err)
	for _, e := range entries {
		switch e.Kind {
		case pos.KindPaymentSettled:
			settled++
		case pos.KindPaymentWitness:
			witnessed++
		}
	}
	return settled, witnessed
}
