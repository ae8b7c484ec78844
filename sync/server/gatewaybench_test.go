package server

import (
	"encoding/json"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/sync/gateway"
)

// BenchmarkGatewayCallbacks measures from the moment a system sends its callback
// until a client of the stream has the settled payment, under fifty callbacks a
// second: of TemanQRIS, whose word is settled at once, and of Xendit, which is
// asked first.
func BenchmarkGatewayCallbacks(b *testing.B) {
	for _, system := range []string{gateway.TemanQRIS, gateway.Xendit} {
		b.Run(system, func(b *testing.B) { gatewayCallbacks(b, system) })
	}
}

func gatewayCallbacks(b *testing.B, system string) {
	g := openGateway(b, system)
	var orders []pos.Order
	for range b.N {
		o := g.sale(b, 25_000)
		g.systems.pay(o, "25000")
		orders = append(orders, o)
	}
	sent := map[pos.ID]time.Time{}
	var mutex sync.Mutex
	var took []time.Duration
	conn := g.dial(b, "?after="+g.till.Head().String(), nil)
	defer func() { _ = conn.Close() }()
	heard := make(chan struct{})
	go func() {
		defer close(heard)
		for len(took) < b.N {
			_, message, err := conn.ReadMessage()
			if err != nil {
				return
			}
			var e pos.Entry
			if json.Unmarshal(message, &e) != nil || e.Kind != pos.KindPaymentSettled {
				continue
			}
			mutex.Lock()
			took = append(took, time.Since(sent[e.Order]))
			mutex.Unlock()
		}
	}()
	var sending sync.WaitGroup
	b.ResetTimer()
	for _, o := range orders {
		sending.Go(func() {
			body := word(system, o.ID.String(), "25000")
			request := g.ask(b, "POST", "/api/v1/callbacks/"+g.name, "", body, g.signed(system, body, false, time.Now())...)
			mutex.Lock()
			sent[o.ID] = time.Now()
			mutex.Unlock()
			assert.Equal(b, http.StatusOK, do(b, request).status)
		})
		time.Sleep(time.Second / 50)
	}
	sending.Wait()
	<-heard
	b.StopTimer()
	require.Len(b, took, b.N)
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2])/1e6, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100])/1e6, "p99-ms")
}
