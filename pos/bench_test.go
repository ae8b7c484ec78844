package pos

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.etcd.io/bbolt"
)

var figures = flag.Bool("figures", false, "measure and print the figures of docs/benchmarks.md")

// benchShop is a set-up till that syncs, as in a shop.
func benchShop(t testing.TB) *shop {
	t.Helper()
	c := &clock{at: noon}
	s := &shop{clock: c, t: t, o: Options{Dir: t.TempDir(), Now: c.now, Sealer: plainSealer{}}}
	s.open()
	require.NoError(t, s.SetUp(t.Context(), SetUp{QRIS: sticker(t), PIN: ownersPIN, TerminalName: "Kasir A", Zone: "WIB"}))
	return s
}

// bareWrite is the floor: one write of an order's size and one fdatasync.
func bareWrite(t testing.TB) func() error {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "raw"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = file.Close() })
	record := make([]byte, 600)
	return func() error {
		if _, err := file.Write(record); err != nil {
			return err
		}
		return dataSync(file)
	}
}

// bareBolt is a bbolt transaction that puts one value of an order's size.
func bareBolt(t testing.TB) func() error {
	t.Helper()
	db, err := bbolt.Open(filepath.Join(t.TempDir(), "bare.db"), 0o600, nil)
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	value := make([]byte, 600)
	n := 0
	return func() error {
		n++
		return db.Update(func(tx *bbolt.Tx) error {
			bucket, err := tx.CreateBucketIfNotExists([]byte("orders"))
			if err != nil {
				return err
			}
			return bucket.Put([]byte(strconv.Itoa(1e9+n)), value)
		})
	}
}

// charging charges orders of its own, from any number of goroutines.
func charging(s *shop) func() error {
	var n atomic.Int64
	return func() error {
		i := n.Add(1)
		_, err := s.Charge(context.Background(), Charge{Key: strconv.FormatInt(i, 10), Amount: Rupiah(1000 + i%1000), Actor: "kasir"})
		return err
	}
}

// rate is how often a second work gets done by a number of callers.
func rate(t testing.TB, callers int, work func() error) float64 {
	t.Helper()
	const span = 400 * time.Millisecond
	var done atomic.Int64
	var all sync.WaitGroup
	started := time.Now()
	for range callers {
		all.Go(func() {
			for time.Since(started) < span {
				if err := work(); err != nil {
					t.Error(err)
					return
				}
				done.Add(1)
			}
		})
	}
	all.Wait()
	return float64(done.Load()) / time.Since(started).Seconds()
}

// TestCommitFigures prints how fast decisions are saved beside what the disk and
// bbolt can do: medians of rounds in which every work has its turn.
func TestCommitFigures(t *testing.T) {
	if !*figures {
		t.Skip("measured by make bench")
	}
	single, alone, shared := benchShop(t), benchShop(t), benchShop(t)
	alone.store.file.sync = func(*os.File) error { return nil }
	works := []struct {
		name    string
		callers int
		work    func() error
	}{
		{"write + fdatasync", 1, bareWrite(t)},
		{"bbolt, one put", 1, bareBolt(t)},
		{"charge, journal file not synced", 1, charging(alone)},
		{"charge", 1, charging(single)},
		{"charge, 32 callers", 32, charging(shared)},
	}
	rates := make([][]float64, len(works))
	for range 15 {
		for i, w := range works {
			rates[i] = append(rates[i], rate(t, w.callers, w.work))
		}
	}
	median := func(i int) float64 {
		slices.Sort(rates[i])
		return rates[i][len(rates[i])/2]
	}
	write, bolt, one := median(0), median(1), median(3)
	fmt.Println("| work | a second | of write + fdatasync | of bbolt | of one caller |")
	fmt.Println("|---|---|---|---|---|")
	for i, w := range works {
		m := median(i)
		fmt.Printf("| %s | %.0f | %.2f | %.2f | %.1f |\n", w.name, m, m/write, m/bolt, m/one)
	}
}

// BenchmarkCharge is one caller that charges, journal file and all.
func BenchmarkCharge(b *testing.B) {
	work := charging(benchShop(b))
	for b.Loop() {
		require.NoError(b, work())
	}
}
