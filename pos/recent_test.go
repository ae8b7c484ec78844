package pos

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.etcd.io/bbolt"
)

// Behind lets the tests outside the package say how many changes wait for a
// checkpoint.
func (o *Options) Behind(n int) { o.behind = n }

// Ensure that what is in the file and what is recent read as one: values, and
// walks in both directions from any key, are those of a map that had the same
// changes, across decisions, checkpoints and transactions.
func TestRecent(t *testing.T) {
	for seed := range uint64(200) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			db, err := bbolt.Open(filepath.Join(t.TempDir(), "recent.db"), 0o600, &bbolt.Options{NoSync: true})
			require.NoError(t, err)
			defer func() { require.NoError(t, db.Close()) }()
			rng, x, want := rand.New(rand.NewPCG(seed, 0)), &txn{shop: &shopState{}}, map[string]string{}
			for range 12 {
				require.NoError(t, db.Update(func(tx *bbolt.Tx) error {
					for _, bucket := range buckets {
						if _, err := tx.CreateBucketIfNotExists(bucket); err != nil {
							return err
						}
					}
					x.begin(tx, noon)
					for range rng.IntN(12) {
						changeAny(rng, x, want)
						agrees(t, rng, x.view, want)
					}
					if rng.IntN(4) == 0 {
						return errors.Join(x.saveState(), x.checkpoint())
					}
					return nil
				}))
			}
		})
	}
}

// changeAny changes one value, or ends a decision.
func changeAny(rng *rand.Rand, x *txn, want map[string]string) {
	key := fmt.Sprintf("%02d", rng.IntN(30))
	switch rng.IntN(4) {
	case 0:
		x.remove(bucketIndex, []byte(key))
		delete(want, key)
	case 1:
		x.recent.seal()
	default:
		value := fmt.Sprint(rng.IntN(1000))
		x.put(bucketIndex, []byte(key), []byte(value))
		want[key] = value
		x.put(bucketDays, []byte(key), []byte("of another bucket"))
		x.put(bucketOrders, []byte(key), []byte("of another bucket"))
	}
}

// agrees compares a view with a map.
func agrees(t *testing.T, rng *rand.Rand, v view, want map[string]string) {
	t.Helper()
	from := fmt.Sprintf("%02d", rng.IntN(31))
	value, err := v.get(bucketIndex, []byte(from))
	require.NoError(t, err)
	expected, there := want[from]
	require.Equal(t, expected, string(value))
	require.Equal(t, there, v.has(bucketIndex, []byte(from)))

	keys := slices.Sorted(maps.Keys(want))
	at, _ := slices.BinarySearch(keys, from)
	below, above := slices.Clone(keys[:at]), keys[at:]
	slices.Reverse(below)
	up, down := walked(t, v.rising(bucketIndex, []byte(from)), want), walked(t, v.falling(bucketIndex, []byte(from)), want)
	require.True(t, slices.Equal(above, up), "up from %s: %v, not %v", from, up, above)
	require.True(t, slices.Equal(below, down), "down from %s: %v, not %v", from, down, below)
}

// walked gives the keys of a walk after comparing their values.
func walked(t *testing.T, w *walk, want map[string]string) []string {
	t.Helper()
	var keys []string
	for {
		key, value, err := w.next()
		require.NoError(t, err)
		if key == nil {
			return keys
		}
		require.Equal(t, want[string(key)], string(value), "%s", key)
		keys = append(keys, string(key))
	}
}

// Ensure that a reader sees one moment of the till while others sell and the
// state is written behind: as many orders as the journal's head has numbered,
// each in the index, and a roll-up that agrees.
func TestReadersSeeOneMoment(t *testing.T) {
	s := openShop(t)
	s.o.behind = 20
	s.reopen()
	ctx, stop := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			for ctx.Err() == nil {
				assert.NoError(t, s.read(context.Background(), oneMoment))
			}
		})
	}
	for i := range 60 {
		o := s.charge(Rupiah(1_000 + i))
		s.settle(Report{Amount: o.Payable, OrderRef: o.Number, PaymentID: o.Number})
	}
	stop()
	readers.Wait()
	s.verified()
}

// oneMoment counts what must come to the same.
func oneMoment(v view) error {
	h, err := v.newest()
	if err != nil {
		return err
	}
	orders, paid, numbers := uint64(0), 0, uint64(0)
	err = v.scan(bucketOrders, nil, nil, func(key, _ []byte) (bool, error) {
		o, err := v.orderBy(lastID(key))
		if o.State == Paid {
			paid++
		}
		orders++
		return true, err
	})
	if err != nil {
		return err
	}
	err = v.scan(bucketIndex, []byte{byNumber}, []byte{byNumber}, func(_, _ []byte) (bool, error) {
		numbers++
		return true, nil
	})
	if err != nil {
		return err
	}
	day, err := v.summary(h.Day)
	if err == nil && (orders != h.Orders || numbers != h.Orders || day.Sales.Count != paid) {
		err = fmt.Errorf("at %s: %d orders and %d numbers of %d, %d paid and %d in the day", h.Cursor, orders, numbers, h.Orders, paid, day.Sales.Count)
	}
	return err
}

// Ensure that a till that was stopped with much in memory has it all when it is
// opened again, wherever the last checkpoint was, and that the file agrees then.
func TestCatchUp(t *testing.T) {
	for _, behind := range []int{1, 7, 50, 100_000} {
		t.Run(fmt.Sprint(behind), func(t *testing.T) {
			s := openShop(t)
			s.o.behind = behind
			s.reopen()
			for i := range 20 {
				o := s.charge(Rupiah(1_000 + i))
				s.settle(Report{Amount: o.Payable, OrderRef: o.Number, PaymentID: o.Number})
			}
			want, err := s.Today(t.Context())
			require.NoError(t, err)
			s.reopen()
			got, err := s.Today(t.Context())
			require.NoError(t, err)
			assert.Equal(t, want, got)
			assert.Equal(t, "A-0021", s.charge(5_000).Number)
			s.verified()
			require.NoError(t, s.Close())
			require.NoError(t, Inspect(t.Context(), s.o.Dir))
			s.open()
		})
	}
}
