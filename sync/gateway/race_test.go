package gateway

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// Ensure that a callback, a question, a cashier and a forwarder who confirm the
// same order at once, twice each, make one sale of it: one settled payment, at
// most one word of each source beside it, counted once under the surest evidence.
func TestRace(t *testing.T) {
	rounds := 40
	switch {
	case os.Getenv("LACI_FULL") == "1":
		rounds = 1000
	case testing.Short():
		rounds = 10
	}
	b := newBench(t)
	ctx := context.Background()
	a, err := b.desk.account(ctx, "xendit")
	require.NoError(t, err)
	for round := range rounds {
		o := b.charge(pos.Rupiah(10_000 + round))
		before := b.Head()
		b.world.pay(o, fmt.Sprint("p", round), o.Payable, b.now())
		start := make(chan struct{})
		var all sync.WaitGroup
		for range 2 {
			for _, confirm := range []func() error{
				func() error {
					_, err := b.desk.Callback(ctx, "xendit", Callback{Header: http.Header{"X-Callback-Token": {"token"}},
						Body: []byte(`{"event":"qr.payment","qr_code":{"external_id":"` + o.ID.String() + `"}}`), At: b.now()})
					return err
				},
				func() error { _, err := b.desk.askOne(ctx, a, o); return err },
				func() error {
					_, err := b.Confirm(ctx, o.ID, pos.Confirmation{Actor: "Sari", SeenAt: "merchant_app"})
					return err
				},
				func() error {
					_, err := b.Settle(ctx, pos.Report{Source: "hp1", Evidence: pos.ForwarderMatched, Amount: o.Payable, PaidAt: b.now(),
						OrderRef: o.Number, PaymentID: fmt.Sprint("hp", round), Actor: "source:hp1"})
					return err
				},
			} {
				all.Go(func() {
					<-start
					assert.NoError(t, confirm())
				})
			}
		}
		close(start)
		all.Wait()

		is := b.order(o)
		require.Equal(t, pos.Paid, is.State)
		require.Equal(t, pos.GatewayVerified, is.Evidence)
		require.Len(t, is.Payments, 1)
		require.Empty(t, is.Flags)
		settled, witnessed := b.settled(before)
		require.Equal(t, 1, settled)
		require.LessOrEqual(t, witnessed, 2)
		p, err := b.Payment(ctx, is.Payments[0])
		require.NoError(t, err)
		sources := map[string]int{p.Source: 1}
		for _, w := range p.Witnesses {
			sources[w.Source]++
		}
		for source, times := range sources {
			require.Equal(t, 1, times, source)
		}
	}
	sum := pos.Rupiah(0)
	for round := range rounds {
		sum += pos.Rupiah(10_000 + round)
	}
	today, err := b.Today(ctx)
	require.NoError(t, err)
	assert.Equal(t, pos.Tally{Count: rounds, Sum: sum}, today.Sales)
	assert.Equal(t, pos.Tally{Count: rounds, Sum: sum}, today.Evidence[pos.GatewayVerified])
	assert.Equal(t, pos.Tally{Count: rounds, Sum: sum}, today.Received)
	require.NoError(t, b.Verify(ctx))
}
