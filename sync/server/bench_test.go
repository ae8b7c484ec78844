package server

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"laci/pos"
)

// BenchmarkCallbackToStream measures from the moment a source sends its signed
// callback until the last of all connected clients has the settled payment,
// with the commit to disk in between. p99 is over every client's every message.
func BenchmarkCallbackToStream(b *testing.B) {
	for _, clients := range []int{1, 100, 1000} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) { callbackToStream(b, clients) })
	}
}

func callbackToStream(b *testing.B, clients int) {
	h := open(b)
	var sent atomic.Int64 // when the callback under way was sent
	var took []time.Duration
	var mu sync.Mutex
	var round sync.WaitGroup
	heard := func(at time.Duration) {
		mu.Lock()
		took = append(took, at)
		mu.Unlock()
		round.Done()
	}
	start, settled := time.Now(), []byte(`"kind":"`+pos.KindPaymentSettled+`"`)
	var listening sync.WaitGroup
	defer listening.Wait()
	for range clients {
		conn := h.dial(b, "", nil)
		defer func() { _ = conn.Close() }()
		listening.Go(func() {
			for {
				_, message, err := conn.ReadMessage()
				if err != nil {
					return
				}
				// Not decoded, to leave the cores to the server.
				if bytes.Contains(message, settled) {
					heard(time.Since(start) - time.Duration(sent.Load()))
				}
			}
		})
	}
	b.ResetTimer()
	for i := range b.N {
		b.StopTimer()
		order := h.sell(b, fmt.Sprint(i), 10000)
		request := h.delivery(b, fmt.Sprint("msg_", i), time.Now(), paidBody(order))
		round.Add(clients)
		b.StartTimer()
		sent.Store(int64(time.Since(start)))
		require.Equal(b, http.StatusOK, do(b, request).status)
		round.Wait()
	}
	b.StopTimer()
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2])/1e6, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100])/1e6, "p99-ms")
}

// BenchmarkOrder is a status read by a client that keeps its connection.
func BenchmarkOrder(b *testing.B) {
	h := open(b)
	path := "/api/v1/orders/" + h.sell(b, "k", 10000).ID.String()
	b.RunParallel(func(p *testing.PB) {
		client := &http.Client{Transport: &http.Transport{}}
		defer client.CloseIdleConnections()
		for p.Next() {
			response, err := client.Do(h.ask(b, "GET", path, h.read, ""))
			if err != nil || response.StatusCode != http.StatusOK {
				b.Error(err)
				return
			}
			_, _ = io.Copy(io.Discard, response.Body)
			_ = response.Body.Close()
		}
	})
}
