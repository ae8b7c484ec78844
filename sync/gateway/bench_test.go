package gateway

import (
	"context"
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"laci/pos"
)

// cpu is how long this process has used a core.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	require.NoError(b, syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// BenchmarkThousandOrders tells how much of a core it takes to ask about a
// thousand open orders, at the usual waits and the usual pace, the gateway they
// are asked at included. It must not be more than a twentieth.
func BenchmarkThousandOrders(b *testing.B) {
	bench := newBench(b, func(a *pos.AddGateway) { a.Poll = usualPoll })
	for i := range 1000 {
		_, err := bench.Charge(context.Background(), pos.Charge{Key: fmt.Sprint("bench", i), Amount: 25_000, Actor: "kasir"})
		require.NoError(b, err)
	}
	bench.run()
	time.Sleep(3 * time.Second) // until it has read them all
	before, start := cpu(b), time.Now()
	for b.Loop() {
		time.Sleep(time.Second)
	}
	share := float64(cpu(b)-before) / float64(time.Since(start)) * 100
	b.ReportMetric(share, "%core")
	bench.world.mutex.Lock()
	asked := 0
	for _, times := range bench.world.asked {
		asked += times
	}
	bench.world.mutex.Unlock()
	b.ReportMetric(float64(asked)/(time.Since(start)+3*time.Second).Seconds(), "questions/s")
	bench.stop()
	if share > 5 {
		b.Errorf("%.1f %% of a core", share)
	}
}
