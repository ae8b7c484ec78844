package main

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/cmd/internal/house"
	"laci/pos"
)

// Ensure that a server killed again and again in the middle of sales loses no
// order and no payment that it acknowledged, doubles none, and that its totals
// are the sum of its orders.
func TestKills(t *testing.T) {
	kills := 180
	if testing.Short() {
		kills = 20
	}
	dir := filepath.Join(t.TempDir(), "data")
	succeeds(t, "qris", "add", assets.Sticker(), "--data", dir)
	shop := newShop(t, dir)
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	began := time.Now()
	for n := range kills {
		if n%10 == 9 {
			killStart(t, dir, time.Duration(random.IntN(40))*time.Millisecond)
			continue
		}
		s := serve(t, dir)
		var selling sync.WaitGroup
		for _, c := range shop.customers {
			selling.Go(func() { c.buy(t, s.address) })
		}
		time.Sleep(time.Duration(random.IntN(120)) * time.Millisecond) // the instant of the kill
		s.kill(t)
		selling.Wait()
		if t.Failed() {
			t.Fatalf("after kill %d", n+1)
		}
	}
	t.Logf("%d kills in %s", kills, time.Since(began).Round(time.Second))
	assert.Regexp(t, `^ok\t`, succeeds(t, "verify", "--data", dir))
	shop.audit(t, dir)
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, entry := range left {
		assert.Contains(t, []string{"deliveries.db", "journal.log", "laci.db", "laci.key", "log"}, entry.Name(), "a kill left something behind")
	}
}

// killStart kills a server while it opens the till.
func killStart(t *testing.T, dir string, after time.Duration) {
	t.Helper()
	run := command("serve", "--data", dir, "--listen", "127.0.0.1:0")
	require.NoError(t, run.Start())
	time.Sleep(after)
	require.NoError(t, run.Process.Kill())
	_ = run.Wait()
	require.Equal(t, syscall.SIGKILL, run.ProcessState.Sys().(syscall.WaitStatus).Signal())
}

// audit compares the till with what the customers were told.
func (s *shop) audit(t *testing.T, dir string) {
	t.Helper()
	h, err := house.Open(t.Context(), house.Options{Dir: dir, Program: "test", Listen: "127.0.0.1:0"})
	require.NoError(t, err)
	defer func() { assert.NoError(t, h.Close()) }()

	orders, days := everything(t, h.Till)
	byNote, numbers := map[string]pos.Order{}, map[string]bool{}
	var paid pos.Tally
	for _, o := range orders {
		require.Empty(t, byNote[o.Note].Number, "one wish became two orders")
		require.False(t, numbers[o.Number], "a number was given twice")
		byNote[o.Note], numbers[o.Number] = o, true
		require.LessOrEqual(t, o.Sequence, uint64(len(orders)), "order numbers have gaps")
		if o.State == pos.Paid {
			paid.Count++
			paid.Sum += o.Received
		}
	}
	acked, paidAcked := 0, 0
	for _, c := range s.customers {
		for _, w := range c.wishes {
			o, there := byNote[w.key]
			delete(byNote, w.key)
			if w.order != (pos.ID{}) {
				acked++
				require.True(t, there, "the acknowledged order %s is lost", w.key)
				require.Equal(t, w.order, o.ID)
			}
			if w.paid {
				paidAcked++
				require.Equal(t, pos.Paid, o.State, "the acknowledged payment of %s is lost", w.key)
			}
			if there {
				w.compare(t, o)
			}
		}
	}
	assert.Empty(t, byNote, "orders that nobody wished for")
	t.Logf("%d orders acknowledged of %d in the till, %d payments of %d", acked, len(orders), paidAcked, paid.Count)
	assert.Greater(t, paidAcked, len(s.customers))
	assert.Equal(t, []pos.Tally{paid, paid}, days, "sales and money received by the roll-ups")
}

// compare checks an order that is there against the wish it came from.
func (w *wish) compare(t *testing.T, o pos.Order) {
	t.Helper()
	require.Equal(t, w.amount, o.Amount)
	switch o.State {
	case pos.Paid:
		require.True(t, w.paying, "%s was paid by nobody", w.key)
		require.Equal(t, w.amount, o.Received)
		require.Len(t, o.Payments, 1)
	case pos.Pending:
		require.Zero(t, o.Received)
		require.NotEmpty(t, o.Payload)
	default:
		require.Fail(t, "an order is "+string(o.State), w.key)
	}
	require.Empty(t, o.Flags)
}

// everything gives every order, and the sales and the money received by the
// roll-ups of all days.
func everything(t *testing.T, till *pos.Till) (orders []pos.Order, sums []pos.Tally) {
	t.Helper()
	days := map[pos.Day]bool{}
	for after := (pos.Cursor{}); ; {
		entries, err := till.Entries(t.Context(), after, 1000)
		require.NoError(t, err)
		if len(entries) == 0 {
			break
		}
		for _, e := range entries {
			days[e.Day] = true
			after = e.Cursor()
		}
	}
	sums = make([]pos.Tally, 2)
	seen := map[pos.ID]bool{} // an order placed and paid on two days stands in both
	for day := range days {
		summary, err := till.Summary(t.Context(), day)
		require.NoError(t, err)
		for i, tally := range []pos.Tally{summary.Sales, summary.Received} {
			sums[i].Count += tally.Count
			sums[i].Sum += tally.Sum
		}
		for before := (pos.ID{}); ; {
			page, err := till.DayOrders(t.Context(), day, before, 200)
			require.NoError(t, err)
			if len(page) == 0 {
				break
			}
			for _, o := range page {
				if !seen[o.ID] {
					orders = append(orders, o)
				}
				seen[o.ID] = true
			}
			before = page[len(page)-1].ID
		}
	}
	return orders, sums
}

// decode reads an answer's order.
func decode(t *testing.T, body string) pos.Order {
	t.Helper()
	var o pos.Order
	assert.NoError(t, json.NewDecoder(strings.NewReader(body)).Decode(&o))
	return o
}
