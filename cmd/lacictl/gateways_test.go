package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/sync/gateway"
)

// ceilings are what each system's word is worth.
var ceilings = map[string]pos.Evidence{
	gateway.Generic: pos.GatewayReported, gateway.TemanQRIS: pos.GatewayReported,
	gateway.SenGo: pos.GatewayVerified, gateway.Xendit: pos.GatewayVerified, gateway.SingaPay: pos.GatewayVerified,
}

// Ensure that with every system a sale becomes green by itself, once, with the
// evidence the system may give, whatever happens to the programs and the lines
// between them.
func TestGateways(t *testing.T) {
	require.NoError(t, os.Setenv("SSL_CERT_FILE", trust(t, newProxy(t)))) // of the programs; every proxy has this certificate
	t.Cleanup(func() { _ = os.Unsetenv("SSL_CERT_FILE") })
	for system, ceiling := range ceilings {
		if testing.Short() && system != gateway.Xendit && system != gateway.Generic {
			continue
		}
		t.Run(system, func(t *testing.T) {
			t.Parallel()
			w := openTown(t, system)
			for _, run := range []struct {
				name string
				run  func(*town, *testing.T)
			}{
				{"by callback", (*town).byCallback}, {"by asking", (*town).byAsking},
				{"callback before the answer", (*town).callbackFirst}, {"callback lost", (*town).callbackLost},
				{"errors", (*town).errors}, {"too slow", (*town).tooSlow}, {"wrong amounts", (*town).wrongAmounts},
				{"system down", (*town).systemDown}, {"till killed", (*town).tillKilled}, {"bad lines", (*town).badLines},
				{"one byte changed", (*town).oneByte}, {"late", (*town).late},
			} {
				ok := t.Run(run.name, func(t *testing.T) {
					w.t = t
					w.plan(map[string]any{"rule": "pays", "delay": 300 * time.Millisecond})
					run.run(w, t)
				})
				require.True(t, ok)
			}
			w.t = t
			assert.Contains(t, w.run("", "verify", "--data", w.ours), "ok")
			for evidence := range w.today(w.ours).Evidence {
				assert.Equal(t, ceiling, evidence)
			}
		})
	}
}

// byCallback: nothing is asked in time; the callback makes it green.
func (w *town) byCallback(t *testing.T) {
	w.use("patient")
	began := time.Now()
	s := w.charge(25_000)
	require.Equal(t, pos.Pending, s.State)
	require.False(t, s.has(pos.FlagLocalCode))
	assert.Equal(t, ceilings[w.system], w.green("by callback", s).Evidence)
	assert.Less(t, time.Since(began), 45*time.Second, "the first question comes after 48")
	w.use("gw")
}

// byAsking: no callback gets through.
func (w *town) byAsking(t *testing.T) {
	w.back.set(func() { w.back.cut = true })
	defer w.back.set(func() { w.back.cut = false })
	s := w.charge(26_000)
	assert.Equal(t, ceilings[w.system], w.green("by asking", s).Evidence)
}

// callbackFirst: the system tells of the money before it answers.
func (w *town) callbackFirst(t *testing.T) {
	w.plan(map[string]any{"rule": "callback-first"})
	s := w.green("though told too soon", w.charge(27_000))
	assert.False(t, s.has(pos.FlagDuplicate))
}

func (w *town) callbackLost(t *testing.T) {
	w.plan(map[string]any{"rule": "callback-lost"})
	w.green("though nobody told", w.charge(28_000))
}

// late: the money comes when the code has left the screen.
func (w *town) late(t *testing.T) {
	if !full() {
		t.Skip("a code is shown for half a minute at least")
	}
	w.plan(map[string]any{"rule": "late", "late": 40 * time.Second})
	s := w.green("after its time", w.charge(37_000))
	assert.True(t, s.has(pos.FlagLate))
}

// errors: every other request fails, the one for the code among them now and then.
func (w *town) errors(t *testing.T) {
	w.plan(map[string]any{"rule": "fails"})
	for i := range 4 {
		s := w.charge(pos.Rupiah(29_000 + i))
		if !s.has(pos.FlagLocalCode) {
			w.green("in spite of errors", s)
		}
	}
}

// tooSlow: the shop's own code is up within the budget; the late one is paid all
// the same, as somebody else's code could not be.
func (w *town) tooSlow(t *testing.T) {
	w.plan(map[string]any{"rule": "slow", "delay": w.budget() + 500*time.Millisecond})
	s := w.charge(30_000)
	assert.True(t, s.has(pos.FlagLocalCode))
	w.green("by money for a code that was never shown", s)
}

// wrongAmounts: too little and too much are no payment to any of the systems, and
// what is not paid is not paid; a code paid twice is one sale, and where the system
// tells of both payments the second is due back.
func (w *town) wrongAmounts(t *testing.T) {
	var unpaid []sale
	for _, rule := range []string{"never", "short", "over"} {
		w.plan(map[string]any{"rule": rule})
		unpaid = append(unpaid, w.charge(31_000))
	}
	w.plan(map[string]any{"rule": "double"})
	s := w.green("by the first of two", w.charge(33_000))
	if w.system == gateway.Xendit {
		w.until("paid twice", s, func(s sale) bool { return s.has(pos.FlagDuplicate) })
	}
	for _, s := range unpaid {
		assert.NotEqual(t, pos.Paid, w.order(s).State)
	}
}

// systemDown: it falls silent while an order waits and is paid meanwhile; a charge
// made while it is silent gets the shop's own code at once.
func (w *town) systemDown(t *testing.T) {
	silence := 3 * time.Second
	if full() {
		silence = time.Minute
	}
	s := w.charge(34_000)
	w.out.set(func() { w.out.cut = true })
	own := w.charge(35_000)
	assert.True(t, own.has(pos.FlagLocalCode))
	time.Sleep(silence) // as long as the system is away
	w.out.set(func() { w.out.cut = false })
	w.green("once the system is back", s)
	assert.NotEqual(t, pos.Paid, w.order(own).State, "nobody paid a code that was never made")
}

// tillKilled: the till dies between asking for a code and the answer. Nothing is
// double, and what was paid is paid.
func (w *town) tillKilled(t *testing.T) {
	answered := make(chan struct{})
	var once sync.Once
	w.out.set(func() {
		w.out.hold = func(r *http.Request) {
			if r.Method == http.MethodPost && !strings.HasSuffix(r.URL.Path, "/b2b") && !strings.HasSuffix(r.URL.Path, "/login") {
				once.Do(func() { close(answered) })
				<-r.Context().Done() // the till dies before it hears
			}
		}
	})
	key := fmt.Sprint("killed ", w.system)
	go func() {
		var s sale
		_ = w.ask(http.MethodPost, "/api/v1/orders", key, map[string]any{"amount": 36_000}, &s)
	}()
	<-answered
	w.till.kill(t)
	w.out.set(func() { w.out.hold = nil })
	time.Sleep(500 * time.Millisecond) // the code is paid meanwhile
	w.till = serve(w.whole, w.ours)
	w.back.to(t, w.till.address)

	var s sale
	require.NoError(t, w.ask(http.MethodPost, "/api/v1/orders", key, map[string]any{"amount": 36_000}, &s))
	if w.system == gateway.Generic {
		// The name it gave the transaction died with the till.
		s = w.until("known", s, func(s sale) bool { return s.State == pos.Failed || s.State == pos.Pending })
		return
	}
	w.green("though nobody saw its code", s)
}

// badLines: what is sent gets lost on the way there, on the way back, comes late
// or twice; each payment is one sale.
func (w *town) badLines(t *testing.T) {
	ours, theirs := w.today(w.ours), w.today(w.theirs)
	once := func(r *http.Request) bool { return w.system != gateway.Generic || r.Method != http.MethodPost }
	for _, line := range []*proxy{w.out, w.back} {
		line.set(func() { line.bad, line.twiceOK = true, once })
	}
	var sales []sale
	for i := range 6 {
		sales = append(sales, w.charge(pos.Rupiah(40_000+i)))
	}
	shown := 0
	for _, s := range sales {
		if !s.has(pos.FlagLocalCode) {
			shown++
		}
	}
	paid := func(dir string, before pos.Summary) pos.Tally {
		now := w.today(dir).Sales
		return pos.Tally{Count: now.Count - before.Sales.Count, Sum: now.Sum - before.Sales.Sum}
	}
	var there, here pos.Tally
	for deadline := time.Now().Add(40 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		there, here = paid(w.theirs, theirs), paid(w.ours, ours)
		if there.Count >= shown && there == here || w.system == gateway.Generic && here.Count >= shown {
			break
		}
	}
	for _, line := range []*proxy{w.out, w.back} {
		line.set(func() { line.bad = false })
	}
	if w.system == gateway.Generic {
		// A lost answer is a transaction whose name nobody knows, and whose code nobody saw.
		assert.LessOrEqual(t, here.Sum, there.Sum)
	} else {
		assert.Equal(t, there, here)
	}
	for _, s := range sales {
		now := w.order(s)
		assert.False(t, now.has(pos.FlagDuplicate))
		if !s.has(pos.FlagLocalCode) {
			assert.Equal(t, pos.Paid, w.green("what was shown", s).State)
		}
	}
	assert.Positive(t, shown)
}

// oneByte: a code that comes with one other byte is not shown; a request or a
// callback that is signed is refused with any byte of it changed.
func (w *town) oneByte(t *testing.T) {
	w.plan(map[string]any{"rule": "never"})
	w.out.set(func() {
		w.out.spoil = func(said []byte) []byte { return bytes.Replace(said, []byte("5303360"), []byte("5303361"), 1) }
	})
	assert.True(t, w.charge(50_000).has(pos.FlagLocalCode))
	w.out.set(func() { w.out.spoil = nil })
	if w.system == gateway.SenGo {
		w.changedRequests(t)
	}
	if w.system == gateway.TemanQRIS || w.system == gateway.SingaPay {
		w.changedCallbacks(t)
	}
}

// changed gives a text with one bit of a byte changed.
func changed(text string, at int) string {
	bytes := []byte(text)
	bytes[at] ^= 1
	return string(bytes)
}

// changedRequests changes each signed field of what the till sends.
func (w *town) changedRequests(t *testing.T) {
	for _, name := range []string{"X-Client-Key", "X-Client-Token", "X-Signature", ""} {
		w.out.set(func() {
			w.out.edit = func(r *http.Request) {
				if name != "" {
					r.Header.Set(name, changed(r.Header.Get(name), 5))
					return
				}
				body, _ := io.ReadAll(r.Body)
				r.Body = io.NopCloser(strings.NewReader(changed(string(body), bytes.Index(body, []byte("amount"))+9)))
			}
		})
		assert.True(t, w.charge(51_000).has(pos.FlagLocalCode), "%s changed", name)
	}
	w.out.set(func() { w.out.edit = realKey })
	assert.False(t, w.charge(51_000).has(pos.FlagLocalCode))
}

// changedCallbacks keeps a callback on its way and delivers it with each byte of
// what is signed changed in turn, and at last as it was.
func (w *town) changedCallbacks(t *testing.T) {
	w.use("patient") // nobody asks meanwhile
	w.plan(map[string]any{"rule": "pays"})
	w.back.set(func() { w.back.keep = true })
	s := w.charge(52_000)
	require.False(t, s.has(pos.FlagLocalCode))
	var kept *http.Request
	var body []byte
	require.Eventually(t, func() bool {
		kept, body = w.back.keptFor(s.ID.String())
		return kept != nil
	}, 30*time.Second, 10*time.Millisecond)
	deliver := func(target, body string, header http.Header) int {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.till.address+target, strings.NewReader(body))
		require.NoError(t, err)
		r.Header = header
		answer, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		return answer.StatusCode
	}
	refused := []int{http.StatusUnauthorized, http.StatusTooManyRequests, http.StatusBadRequest}
	for at := range body {
		require.Contains(t, refused, deliver(kept.URL.RequestURI(), changed(string(body), at), kept.Header.Clone()), "byte %d of %s", at, body)
	}
	fields := []string{"X-Temanqris-Signature"}
	if w.system == gateway.SingaPay {
		fields = []string{"X-Signature", "X-Timestamp", "Authorization"}
		require.Contains(t, refused, deliver(kept.URL.RequestURI()+"?t=1", string(body), kept.Header.Clone()), "another address")
	}
	for _, field := range fields {
		value := kept.Header.Get(field)
		for at := strings.Index(value, " ") + 1; at < len(value); at++ {
			header := kept.Header.Clone()
			header.Set(field, changed(value, at))
			require.Contains(t, refused, deliver(kept.URL.RequestURI(), string(body), header), "byte %d of %s", at, field)
		}
	}
	assert.NotEqual(t, pos.Paid, w.order(s).State)
	require.Equal(t, http.StatusOK, deliver(kept.URL.RequestURI(), string(body), kept.Header.Clone()), "as it was")
	w.green("by the callback as it was", s)
	w.back.set(func() { w.back.keep = false })
	w.use("gw")
}
