package pos

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that a caller's order keeps what it asked with, has a code of its own
// for the pay page, and expires when its own life ends; and that an order of
// the counter has no such code.
func TestCallerCharge(t *testing.T) {
	s := openShop(t)
	ctx := t.Context()
	wish := Charge{Key: "k", Amount: 25_000, Actor: "api:toko", Callback: "https://toko.example.com/hook?x=1", Return: "http://toko.example.com/selesai", Life: 90 * time.Minute, ExternalID: "INV-1"}
	o, err := s.Charge(ctx, wish)
	require.NoError(t, err)
	assert.Equal(t, wish.Callback, o.Callback)
	assert.Equal(t, wish.Return, o.Return)
	assert.Equal(t, noon.Add(90*time.Minute), o.ShowUntil)
	assert.Regexp(t, "^[A-Z2-7]{16}$", o.Code)
	again, err := s.Charge(ctx, wish)
	require.NoError(t, err)
	assert.Equal(t, o, again)
	wish.Life++
	_, err = s.Charge(ctx, wish)
	assert.ErrorIs(t, err, ErrKeyReused, "another life is another wish")

	found, err := s.OrderByCode(ctx, o.Code)
	require.NoError(t, err)
	assert.Equal(t, o, found)
	_, err = s.OrderByCode(ctx, strings.Repeat("A", 16))
	assert.ErrorIs(t, err, ErrNotFound)
	_, err = s.OrderByCode(ctx, "")
	assert.ErrorIs(t, err, ErrNotFound)
	assert.Empty(t, s.charge(25_000).Code)

	s.clock.add(90*time.Minute - time.Second)
	require.NoError(t, s.Tick(ctx))
	assert.Equal(t, Pending, s.order(o.ID).State)
	s.clock.add(time.Second)
	require.NoError(t, s.Tick(ctx))
	assert.Equal(t, Expired, s.order(o.ID).State)
	s.verified()
}

// Ensure that a wish with a life nobody may have, with what is no address of a
// page, or with a code that is not pinned is refused and writes nothing.
func TestCallerChargeRefused(t *testing.T) {
	s := openShop(t)
	head := s.Head()
	for i, c := range []struct {
		wish Charge
		want error
	}{
		{Charge{Life: -1}, ErrLife},
		{Charge{Life: 31*24*time.Hour + 1}, ErrLife},
		{Charge{Callback: "ftp://toko.example.com"}, ErrURL},
		{Charge{Callback: "toko.example.com/hook"}, ErrURL},
		{Charge{Return: "javascript:alert(1)"}, ErrURL},
		{Charge{Return: "https:///kosong"}, ErrURL},
		{Charge{Return: "https://toko.example.com/" + strings.Repeat("a", urlMost)}, ErrURL},
		{Charge{QRIS: "01hzz"}, ErrNotFound},
	} {
		c.wish.Key, c.wish.Amount, c.wish.Actor = strconv.Itoa(i), 1000, "api:toko"
		_, err := s.Charge(t.Context(), c.wish)
		assert.ErrorIs(t, err, c.want, "%+v", c.wish)
	}
	assert.Equal(t, head, s.Head())
}

// Ensure that a caller's orders are found by every part of a search, newest
// first, with the number of all that fit, whatever becomes of them; that nobody
// else's are among them; and that a replay agrees.
func TestCallerOrders(t *testing.T) {
	s := openShop(t)
	ctx := t.Context()
	require.NoError(t, s.AddPerson(ctx, AddPerson{Name: "sari", Role: RoleStaff, Email: "sari@example.com", Secret: "rahasia sekali", PIN: ownersPIN, Actor: "owner"}))
	var all []Order
	for i := range 12 {
		o, err := s.Charge(ctx, Charge{Key: strconv.Itoa(i), Amount: Rupiah(1000 * (i + 1)), Actor: "api:toko", Life: time.Hour})
		require.NoError(t, err)
		all = append([]Order{o}, all...)
		s.charge(500)
		_, err = s.Charge(ctx, Charge{Key: strconv.Itoa(i), Amount: 700, Actor: []string{"api:toko2", "api:tok", "sari"}[i%3]})
		require.NoError(t, err)
		s.clock.add(time.Minute)
	}
	for i, o := range all { // 12.000 is first
		var err error
		switch i % 3 {
		case 1:
			_, err = s.Cancel(ctx, o.ID, ReasonChangedMind, "api:toko")
		case 2:
			_, err = s.Settle(ctx, Report{Source: "hp1", Evidence: ForwarderMatched, Amount: o.Amount, OrderRef: o.Number})
		}
		require.NoError(t, err)
		all[i] = s.order(o.ID)
	}
	look := func(search CallerSearch, total int, want ...int) {
		t.Helper()
		orders, n, err := s.CallerOrders(ctx, "api:toko", search)
		require.NoError(t, err)
		assert.Equal(t, total, n)
		got := []int{}
		for _, o := range orders {
			got = append(got, int(o.Amount/1000))
			assert.Equal(t, all[12-o.Amount/1000], o)
		}
		assert.Equal(t, append([]int{}, want...), got)
	}
	look(CallerSearch{}, 12, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
	look(CallerSearch{Limit: 3}, 12, 12, 11, 10)
	look(CallerSearch{Limit: 3, Offset: 10}, 12, 2, 1)
	look(CallerSearch{Offset: 12}, 12)
	look(CallerSearch{States: []State{Paid}}, 4, 10, 7, 4, 1)
	look(CallerSearch{States: []State{Paid, Cancelled}, Limit: 2, Offset: 1}, 8, 10, 8)
	look(CallerSearch{AmountMin: 3000, AmountMax: 5000}, 3, 5, 4, 3)
	look(CallerSearch{From: noon.Add(9 * time.Minute)}, 3, 12, 11, 10)
	look(CallerSearch{To: noon.Add(2 * time.Minute)}, 3, 3, 2, 1)
	look(CallerSearch{From: noon.Add(3 * time.Minute), To: noon.Add(5*time.Minute - time.Nanosecond), States: []State{Pending}}, 0)
	look(CallerSearch{From: noon.Add(2 * time.Minute), To: noon.Add(5 * time.Minute), States: []State{Pending}}, 2, 6, 3)

	_, n, err := s.CallerOrders(ctx, "sari", CallerSearch{})
	require.NoError(t, err)
	assert.Equal(t, 4, n)
	_, n, err = s.CallerOrders(ctx, "kasir", CallerSearch{})
	require.NoError(t, err)
	assert.Zero(t, n, "the counter's orders are not indexed so")
	s.verified()
	s.reopen()
	look(CallerSearch{}, 12, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
}

// Ensure that however many orders of callers wait for weeks, the code that is
// on the counter's screen is among the open ones.
func TestCallersDoNotCrowdOut(t *testing.T) {
	s := openShop(t)
	ask := func(from int) {
		for i := range openMost {
			_, err := s.Charge(t.Context(), Charge{Key: strconv.Itoa(from + i), Amount: 1000, Actor: "api:toko", Life: lifeMost})
			require.NoError(t, err)
		}
	}
	ask(0)
	counter := s.charge(25_000)
	ask(openMost)
	open, err := s.OpenOrders(t.Context())
	require.NoError(t, err)
	assert.Len(t, open, openMost)
	assert.Contains(t, open, counter)
}
