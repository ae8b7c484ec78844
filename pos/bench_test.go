package pos

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"go.etcd.io/bbolt"
)

// benchShop is a set-up till that syncs, as in a shop.
func benchShop(b *testing.B) *shop {
	b.Helper()
	c := &clock{at: noon}
	s := &shop{clock: c, t: b, o: Options{Dir: b.TempDir(), Now: c.now, Sealer: plainSealer{}}}
	s.open()
	require.NoError(b, s.SetUp(b.Context(), SetUp{QRIS: sticker(b), PIN: ownersPIN, TerminalName: "Kasir A", Zone: "WIB"}))
	return s
}

// BenchmarkBareWrite is the floor: one write and one fdatasync.
func BenchmarkBareWrite(b *testing.B) {
	file, err := os.Create(filepath.Join(b.TempDir(), "raw"))
	require.NoError(b, err)
	defer func() { _ = file.Close() }()
	record := make([]byte, 600)
	for b.Loop() {
		_, _ = file.Write(record)
		require.NoError(b, dataSync(file))
	}
}

// BenchmarkBareBolt is a bbolt transaction that puts one order-sized value.
func BenchmarkBareBolt(b *testing.B) {
	db, err := bbolt.Open(filepath.Join(b.TempDir(), "bare.db"), 0o600, nil)
	require.NoError(b, err)
	defer func() { _ = db.Close() }()
	value := make([]byte, 600)
	n := 0
	for b.Loop() {
		n++
		require.NoError(b, db.Update(func(tx *bbolt.Tx) error {
			bucket, err := tx.CreateBucketIfNotExists([]byte("orders"))
			if err != nil {
				return err
			}
			return bucket.Put([]byte(strconv.Itoa(1e9+n)), value)
		}))
	}
}

// BenchmarkCharge is one caller that charges, journal file and all.
func BenchmarkCharge(b *testing.B) {
	s := benchShop(b)
	n := 0
	for b.Loop() {
		n++
		_, err := s.Charge(context.Background(), Charge{Key: strconv.Itoa(n), Amount: Rupiah(1000 + n%1000), Actor: "kasir"})
		require.NoError(b, err)
	}
}

// BenchmarkCharge32 is 32 callers that share commits.
func BenchmarkCharge32(b *testing.B) {
	s := benchShop(b)
	var n atomic.Int64
	b.ResetTimer()
	var all sync.WaitGroup
	for range 32 {
		all.Go(func() {
			for i := n.Add(1); i <= int64(b.N); i = n.Add(1) {
				_, err := s.Charge(context.Background(), Charge{Key: strconv.Itoa(int(i)), Amount: Rupiah(1000 + i%1000), Actor: "kasir"})
				if err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
}
