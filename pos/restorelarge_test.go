package pos

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// Ensure that a whole shop comes back on a fresh machine, out of the second
// place, in under a minute, with equal totals, and is written as a spreadsheet
// in ten seconds and 200 MB. LACI_FULL=1 makes it 100,000 orders.
func TestRestoreLarge(t *testing.T) {
	orders := 5_000
	if testing.Short() {
		orders = 500
	}
	if os.Getenv("LACI_FULL") != "" {
		orders = 100_000
	}
	old := openKeyed(t, t.TempDir(), ownersPIN)
	code := old.withCode()
	stick := t.TempDir()
	require.NoError(t, old.SetBackups(t.Context(), stick, 0, ownersPIN, "owner"))
	began := time.Now()
	old.sellMany(t, orders)
	sold := time.Since(began)
	began = time.Now()
	made, err := old.Backup(t.Context(), "", "till")
	require.NoError(t, err)
	backedUp := time.Since(began)
	require.NoError(t, old.Close())

	fresh := t.TempDir()
	began = time.Now()
	idle := cpuTime(t)
	s := openKeyed(t, fresh, "")
	_, err = s.restoreFrom(filepath.Join(stick, made.File), code, "", false)
	require.NoError(t, err)
	s.restored()
	took, worked := time.Since(began), cpuTime(t)-idle
	t.Logf("%d orders sold in %s, backed up and read back in %s (%d MB), restored in %s (%s of one processor)",
		orders, sold, backedUp, made.Size>>20, took, worked)
	assert.Less(t, worked, time.Minute, "what it takes on a machine that does nothing else")
	require.NoError(t, s.read(t.Context(), func(v view) error {
		extent, err := v.extent()
		assert.Equal(t, made.Extent.Sales, extent.Sales)
		assert.Equal(t, made.Extent.Received, extent.Received)
		assert.Equal(t, orders, extent.Sales.Count)
		return err
	}))
	s.verified()
	s.spreadsheet(t)
}

// spreadsheet writes every order as a spreadsheet: read out of the file, packed,
// and counted.
func (s *shop) spreadsheet(t *testing.T) {
	peak := make(chan uint64)
	ctx, stop := context.WithCancel(t.Context())
	base := heap()
	go func() {
		most := base
		for ctx.Err() == nil {
			most = max(most, heap())
			time.Sleep(100 * time.Millisecond)
		}
		peak <- most - base
	}()
	began, idle, out := time.Now(), cpuTime(t), &counter{}
	err := s.Export(t.Context(), out, Export{From: "2026-01-01", To: "2027-12-31", Format: FormatXLSX, Words: codes})
	took, worked := time.Since(began), cpuTime(t)-idle
	stop()
	grew := <-peak
	require.NoError(t, err)
	t.Logf("as a spreadsheet in %s (%s of one processor), %d MB of heap, %d MB of file", took, worked, grew>>20, out.n>>20)
	assert.Less(t, worked, 10*time.Second)
	assert.Less(t, grew, uint64(200<<20))
}

// heap is what is alive. What tests before left behind lets a collector wait
// longer, so it does not.
func heap() uint64 {
	runtime.GC()
	var now runtime.MemStats
	runtime.ReadMemStats(&now)
	return now.HeapAlloc
}

// sellMany makes paid orders with many callers at once.
func (s *shop) sellMany(t *testing.T, orders int) {
	var next atomic.Int64
	var sellers sync.WaitGroup
	for range 32 {
		sellers.Go(func() {
			for i := next.Add(1); i <= int64(orders); i = next.Add(1) {
				o, err := s.Charge(context.Background(), Charge{Key: "many" + strconv.Itoa(int(i)), Amount: Rupiah(1_000 + i%90_000), Actor: "kasir"})
				if assert.NoError(t, err) {
					_, err = s.Settle(context.Background(), Report{Source: "hp", Evidence: ForwarderMatched, Amount: o.Payable, OrderRef: o.Number, PaymentID: o.Number})
					assert.NoError(t, err)
				}
			}
		})
	}
	sellers.Wait()
}

// cpuTime is what this process has worked so far.
func cpuTime(t *testing.T) time.Duration {
	t.Helper()
	var used unix.Rusage
	require.NoError(t, unix.Getrusage(unix.RUSAGE_SELF, &used))
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
