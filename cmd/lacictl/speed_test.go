//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/pos"
)

var figures = flag.Bool("figures", false, "measure and print the figures of docs/benchmarks.md")

const (
	speedRuns    = 5
	speedSpan    = 2 * time.Second
	speedCallers = 32
	listeners    = 1000
	callbacks    = 40
)

// plain keeps secrets as they are: sealing is not what is measured.
type plain struct{}

func (plain) Seal(text []byte) ([]byte, error)     { return bytes.Clone(text), nil }
func (plain) Unseal(sealed []byte) ([]byte, error) { return bytes.Clone(sealed), nil }

// TestServerFigures prints what the server does beside what the till alone does:
// the program itself in a process of its own, asked by this one over loopback.
// Every run measures everything once; the figures are medians of the runs.
func TestServerFigures(t *testing.T) {
	if !*figures {
		t.Skip("measured by make bench")
	}
	var alone, charges, reads, work, latency, memory []float64
	for range speedRuns {
		alone = append(alone, tillAlone(t))
		b := newBench(t)
		charges = append(charges, b.charges(t))
		read, cpu := b.reads(t)
		reads, work = append(reads, read), append(work, cpu)
		p99, rss := b.callbacks(t)
		latency, memory = append(latency, p99), append(memory, rss)
		require.Equal(t, fine, b.server.stop(t, syscall.SIGTERM), b.server.said.String())
	}
	median := func(runs []float64) float64 {
		sorted := slices.Sorted(slices.Values(runs))
		return sorted[len(sorted)/2]
	}
	fmt.Printf("till alone, %d callers: %.0f charges a second, of %.0f\n", speedCallers, median(alone), alone)
	fmt.Printf("over HTTP, %d callers: %.0f charges a second (%.2f of the till alone), of %.0f\n", speedCallers, median(charges), median(charges)/median(alone), charges)
	fmt.Printf("status reads, %d callers: %.0f a second, of %.0f; %.0f µs of the server's processor time each\n", speedCallers, median(reads), reads, median(work))
	fmt.Printf("callback → message at %d clients: p99 %.1f ms, of %.1f\n", listeners, median(latency), latency)
	fmt.Printf("RssAnon with them: %.0f MB, of %.0f\n", median(memory), memory)
}

// rate is how often a second work gets done by callers, each with its own.
func rate(t *testing.T, work func(caller int) func() error) float64 {
	t.Helper()
	var done atomic.Int64
	var all sync.WaitGroup
	works := make([]func() error, speedCallers)
	for i := range works {
		works[i] = work(i)
	}
	began := time.Now()
	for _, once := range works {
		all.Go(func() {
			for time.Since(began) < speedSpan {
				if err := once(); err != nil {
					t.Error(err)
					return
				}
				done.Add(1)
			}
		})
	}
	all.Wait()
	return float64(done.Load()) / time.Since(began).Seconds()
}

// tillAlone is how many charges a second the till makes without a server.
func tillAlone(t *testing.T) float64 {
	t.Helper()
	till, err := pos.Open(t.Context(), pos.Options{Dir: t.TempDir(), Sealer: plain{}})
	require.NoError(t, err)
	defer func() { require.NoError(t, till.Close()) }()
	_, err = till.AddQRIS(t.Context(), pos.AddQRIS{Text: assets.Sticker(), Actor: "test"})
	require.NoError(t, err)
	return rate(t, func(caller int) func() error {
		n := 0
		return func() error {
			n++
			_, err := till.Charge(context.Background(), pos.Charge{Key: strconv.Itoa(caller) + "-" + strconv.Itoa(n), Amount: pos.Rupiah(1000 + n%1000), Actor: "api:bench"})
			return err
		}
	})
}

// bench is a served till with what its clients need.
type bench struct {
	server      *served
	host        string
	key, secret string
}

func newBench(t *testing.T) *bench {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	succeeds(t, "qris", "add", assets.Sticker(), "--data", dir)
	succeeds(t, "settings", "set", "key_rate=1000000", "--data", dir)
	b := &bench{key: succeeds(t, "key", "add", "bench", "--scope", "read,charge", "--data", dir), secret: succeeds(t, "source", "add", "hp1", "--data", dir)}
	b.server = serve(t, dir)
	b.host = strings.TrimPrefix(b.server.address, "http://")
	return b
}

// charges is how many a second the server makes.
func (b *bench) charges(t *testing.T) float64 {
	t.Helper()
	return rate(t, func(caller int) func() error {
		l, n := b.dial(t), 0
		return func() error {
			n++
			return l.ask(b.request("POST", "/api/v1/orders", `{"amount":`+strconv.Itoa(1000+n%1000)+`}`,
				"Idempotency-Key", strconv.Itoa(caller)+"-"+strconv.Itoa(n)), http.StatusCreated)
		}
	})
}

// place charges once.
func (b *bench) place(t *testing.T, l *line, key string) (order pos.Order) {
	t.Helper()
	require.NoError(t, l.ask(b.request("POST", "/api/v1/orders", `{"amount":25000}`, "Idempotency-Key", key), http.StatusCreated))
	require.NoError(t, json.Unmarshal(l.body, &order))
	return order
}

// cpu is the processor time that the server has used.
func (b *bench) cpu(t *testing.T) (used time.Duration) {
	t.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", b.server.run.Process.Pid))
	require.NoError(t, err)
	_, rest, _ := strings.Cut(string(stat), ") ")
	for _, ticks := range strings.Fields(rest)[11:13] { // user and system, in hundredths of a second
		n, err := strconv.Atoi(ticks)
		require.NoError(t, err)
		used += time.Duration(n) * 10 * time.Millisecond
	}
	return used
}

// reads is how often a second somebody who waits for an order is told how it
// stands, and what each costs the server, in microseconds of processor time.
func (b *bench) reads(t *testing.T) (perSecond, cpu float64) {
	t.Helper()
	order := b.place(t, b.dial(t), "read")
	request := b.request("GET", "/api/v1/orders/"+order.ID.String(), "")
	before := b.cpu(t)
	perSecond = rate(t, func(int) func() error {
		l := b.dial(t)
		return func() error { return l.ask(request, http.StatusOK) }
	})
	return perSecond, float64((b.cpu(t) - before).Microseconds()) / (perSecond * speedSpan.Seconds())
}

// callbacks is the time from sending a signed callback until a client of the
// stream has the settled payment, at the 99th percentile of all clients and
// callbacks, in milliseconds; and the server's memory meanwhile, in megabytes.
func (b *bench) callbacks(t *testing.T) (p99, rss float64) {
	t.Helper()
	var round sync.WaitGroup // of every client's every message
	var mu sync.Mutex
	var took []float64
	var sent atomic.Int64
	began, settled := time.Now(), []byte(`"kind":"`+pos.KindPaymentSettled+`"`)
	heard := func(message []byte) {
		if bytes.Contains(message, settled) {
			at := float64(int64(time.Since(began))-sent.Load()) / 1e6
			mu.Lock()
			took = append(took, at)
			mu.Unlock()
		}
		round.Done()
	}
	var reading sync.WaitGroup
	defer reading.Wait()
	for range listeners {
		dialer := &websocket.Dialer{HandshakeTimeout: 30 * time.Second, ReadBufferSize: 2048}
		conn, _, err := dialer.DialContext(t.Context(), "ws://"+b.host+"/api/v1/stream", http.Header{"Authorization": {"Bearer " + b.key}})
		require.NoError(t, err)
		defer func() { _ = conn.Close() }()
		reading.Go(func() {
			for {
				_, message, err := conn.ReadMessage()
				if err != nil {
					return
				}
				heard(message)
			}
		})
	}
	l := b.dial(t)
	for i := range callbacks {
		round.Add(2 * listeners) // placed, shown
		order := b.place(t, l, "callback-"+strconv.Itoa(i))
		round.Wait()
		request := b.callback(t, i, order)
		round.Add(listeners)
		sent.Store(int64(time.Since(began)))
		require.NoError(t, l.ask(request, http.StatusOK))
		round.Wait()
	}
	slices.Sort(took)
	require.Len(t, took, callbacks*listeners)
	return took[len(took)*99/100], b.rssAnon(t)
}
