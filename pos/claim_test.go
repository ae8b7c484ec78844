package pos

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that a customer's word is written down once, in whatever state the
// order is, and changes nothing else: not the state, not the countdown, and not
// whose money other money is.
func TestClaim(t *testing.T) {
	s := openShop(t)
	ctx := t.Context()
	claim := func(o Order, from string) Order {
		claimed, err := s.Claim(ctx, o.ID, from)
		require.NoError(t, err)
		return claimed
	}
	marked := func(o Order) Order {
		o.Claimed, o.Flags = s.clock.now(), append(o.Flags, FlagClaimed)
		o.Entries = o.withEntry(s.next())
		return o
	}
	o := s.charge(25_000)
	s.clock.add(time.Second)
	want := marked(o)
	assert.Equal(t, want, claim(o, "page\u202e\n"))
	entries, err := s.Entries(ctx, Cursor{}, 1000)
	require.NoError(t, err)
	last := entries[len(entries)-1]
	assert.Equal(t, []any{KindOrderClaimed, "customer", o.ID}, []any{last.Kind, last.Actor, last.Order})
	assert.JSONEq(t, `{"order":"`+o.ID.String()+`","from":"page"}`, string(last.Body))
	head := s.Head()
	s.clock.add(time.Second)
	assert.Equal(t, want, claim(o, "widget"), "said twice")
	assert.Equal(t, head, s.Head())

	s.clock.add(5 * time.Minute)
	require.NoError(t, s.Tick(ctx))
	want.State, want.Entries = Expired, want.withEntry(s.Head())
	assert.Equal(t, want, s.order(o.ID), "the display closes when it would have")
	out := s.settle(Report{Amount: 25_000, PaidAt: s.clock.now()})
	assert.Equal(t, Outcome{Result: ResultSettled, Order: o.ID, Payment: out.Payment}, out)
	paid := s.order(o.ID)
	assert.Equal(t, []Flag{FlagLate}, paid.Flags, "now the till knows")
	assert.Equal(t, want.Claimed, paid.Claimed)

	later := s.charge(10_000)
	s.settle(Report{Amount: 10_000, OrderRef: later.Number})
	later = s.order(later.ID)
	head = s.Head()
	assert.Equal(t, later, claim(later, "page"), "it is paid")
	assert.Equal(t, head, s.Head())

	gone := s.charge(11_000)
	gone, err = s.Cancel(ctx, gone.ID, ReasonCash, "kasir")
	require.NoError(t, err)
	assert.Equal(t, marked(gone), claim(gone, "page"), "given up while the customer paid")
	inCash, err := s.Charge(ctx, Charge{Key: "tunai", Amount: 9_000, Cash: 9_000, Actor: "kasir"})
	require.NoError(t, err)
	head = s.Head()
	_, err = s.Claim(ctx, inCash.ID, "page")
	assert.ErrorIs(t, err, ErrMove, "it had no code")
	_, err = s.Claim(ctx, ID{1}, "page")
	assert.ErrorIs(t, err, ErrNotFound)
	assert.Equal(t, head, s.Head())
	s.verified()
}
