package pos

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// widget lets a program of a shop's page in and gives its public merchant id.
func (s *shop) widget(name string) string {
	s.t.Helper()
	k, err := s.AddKey(s.t.Context(), NewKey{Name: name, Dialect: DialectTemanQRIS, PIN: ownersPIN, Actor: "owner"})
	require.NoError(s.t, err)
	return k.Client
}

// seen is everything the counter sees of orders.
func (s *shop) seen() (all [][]Order) {
	s.t.Helper()
	ctx := s.t.Context()
	for _, look := range []func() ([]Order, error){
		func() ([]Order, error) { return s.OpenOrders(ctx) },
		func() ([]Order, error) { return s.DayOrders(ctx, s.Day(), ID{}, 100) },
		func() ([]Order, error) { return s.SameOpen(ctx, 25_000) },
		func() ([]Order, error) { return s.History(ctx, Search{}) },
		func() ([]Order, error) { return s.History(ctx, Search{Amount: 25_000}) },
		func() ([]Order, error) { return s.History(ctx, Search{Chip: ChipOpen}) },
		func() ([]Order, error) { return s.History(ctx, Search{Chip: ChipCancelled}) },
		func() ([]Order, error) { m, err := s.Mine(ctx, "owner"); return m.Orders, err },
	} {
		orders, err := look()
		require.NoError(s.t, err)
		all = append(all, append([]Order{}, orders...))
	}
	return all
}

// Ensure that a stranger's order has a number and code of its own and ends
// after 15 minutes, that it is in none of the counter's lists and begins no
// shift, and that the merchant's program finds it.
func TestStranger(t *testing.T) {
	s := openShop(t)
	ctx := t.Context()
	merchant := s.widget("toko")
	before, extent := s.seen(), func() Extent { e, err := s.Extent(ctx); require.NoError(t, err); return e }
	shift, err := s.Shift(ctx)
	require.NoError(t, err)
	wish := Stranger{Key: "k", Merchant: merchant, Amount: 25_000, Note: "kopi\u202e", Address: "192.0.2.7", External: "INV-1", Callback: "https://toko.example.com/hook"}
	o, err := s.ChargeStranger(ctx, wish)
	require.NoError(t, err)
	assert.Equal(t, []any{"W-0001", Pending, noon.Add(15 * time.Minute), "kopi", wish.Callback, Rupiah(25_000)},
		[]any{o.Number, o.State, o.ShowUntil, o.Note, o.Callback, o.Payable})
	assert.NotContains(t, fmt.Sprint(o), wish.Address)
	again, err := s.ChargeStranger(ctx, wish)
	require.NoError(t, err)
	assert.Equal(t, o, again)
	wish.Amount++
	_, err = s.ChargeStranger(ctx, wish)
	assert.ErrorIs(t, err, ErrKeyReused)

	assert.Equal(t, before, s.seen())
	assert.Empty(t, extent().LastOrder)
	now, err := s.Shift(ctx)
	require.NoError(t, err)
	assert.Equal(t, shift, now)
	_, err = s.CloseShift(ctx, CloseShift{Actor: "owner"})
	assert.ErrorIs(t, err, ErrShiftNone)

	for _, find := range []func() (Order, error){
		func() (Order, error) { return s.OrderByCode(ctx, o.Code) },
		func() (Order, error) { return s.OrderByNumber(ctx, "W-0001") },
		func() (Order, error) { return s.OrderByExternalID(ctx, "stranger:toko", "INV-1") },
	} {
		found, err := find()
		require.NoError(t, err)
		assert.Equal(t, o, found)
	}
	_, err = s.OrderByExternalID(ctx, "api:toko", "INV-1")
	assert.ErrorIs(t, err, ErrNotFound, "a stranger takes no name of the merchant's own")
	orders, total, err := s.CallerOrders(ctx, "api:toko", CallerSearch{})
	require.NoError(t, err)
	assert.Equal(t, 1, total)
	assert.Equal(t, []Order{o}, orders)

	assert.Equal(t, "A-0001", s.charge(1000).Number, "the counter's numbers go on")
	s.clock.add(15*time.Minute - time.Second)
	require.NoError(t, s.Tick(ctx))
	assert.Equal(t, Pending, s.order(o.ID).State)
	s.clock.add(time.Second)
	require.NoError(t, s.Tick(ctx))
	assert.Equal(t, Expired, s.order(o.ID).State)
	for _, orders := range s.seen() {
		for _, seen := range orders {
			assert.Equal(t, "A-0001", seen.Number)
		}
	}
	assert.Equal(t, "A-0001", extent().LastOrder)
	s.verified()
	s.reopen()
	next, err := s.ChargeStranger(ctx, Stranger{Key: "k2", Merchant: merchant, Amount: 1000})
	require.NoError(t, err)
	assert.Equal(t, "W-0002", next.Number)
}

// Ensure that 20 orders of a merchant and 3 from an address may be open at
// once, whoever else has how many, and that what ended makes room.
func TestStrangerLimits(t *testing.T) {
	s := openShop(t)
	ctx := t.Context()
	one, two := s.widget("satu"), s.widget("dua")
	n := 0
	ask := func(merchant, address string) error {
		n++
		_, err := s.ChargeStranger(ctx, Stranger{Key: fmt.Sprint(n), Merchant: merchant, Amount: 1000, Address: address})
		return err
	}
	for range 3 {
		require.NoError(t, ask(one, "192.0.2.1"))
	}
	head := s.Head()
	assert.ErrorIs(t, ask(one, "192.0.2.1"), ErrTooMany)
	assert.ErrorIs(t, ask(two, "192.0.2.1"), ErrTooMany, "another merchant, the same address")
	assert.Equal(t, head, s.Head())
	for i := range 17 {
		require.NoError(t, ask(one, fmt.Sprint("198.51.100.", i)))
	}
	assert.ErrorIs(t, ask(one, "203.0.113.1"), ErrTooMany)
	require.NoError(t, ask(two, "203.0.113.1"))
	first, err := s.OrderByNumber(ctx, "W-0001")
	require.NoError(t, err)
	_, err = s.Cancel(ctx, first.ID, ReasonChangedMind, "api:satu")
	require.NoError(t, err)
	require.NoError(t, ask(one, "192.0.2.1"))
	assert.ErrorIs(t, ask(one, "192.0.2.9"), ErrTooMany)
	s.clock.add(15 * time.Minute)
	require.NoError(t, ask(one, "192.0.2.1"), "before the tick, too")
	require.NoError(t, s.Tick(ctx))
	for range 2 {
		require.NoError(t, ask(one, "192.0.2.1"))
	}
	assert.ErrorIs(t, ask(one, "192.0.2.1"), ErrTooMany)

	require.NoError(t, s.RevokeKey(ctx, "satu", ownersPIN, "owner"))
	for _, merchant := range []string{one, "", "nobody"} {
		assert.ErrorIs(t, ask(merchant, "192.0.2.5"), ErrKeyUnknown)
	}
	reader, err := s.AddKey(ctx, NewKey{Name: "baca", Dialect: DialectTemanQRIS, Scopes: []string{ScopeRead}, PIN: ownersPIN, Actor: "owner"})
	require.NoError(t, err)
	assert.ErrorIs(t, ask(reader.Client, "192.0.2.5"), ErrKeyUnknown, "its key may not charge")
	s.verified()
}

// Ensure that money that names no order is never a stranger's, that its amount
// is nobody's unique amount, and that money that names it makes it a sale like
// any other, in the lists and in the shift.
func TestStrangersMoney(t *testing.T) {
	s := openShop(t)
	ctx := t.Context()
	settings := s.Shop().Settings
	settings.Unique = true
	require.NoError(t, s.Change(ctx, settings, ownersPIN, "owner"))
	merchant := s.widget("toko")
	ask := func(key string, amount Rupiah) Order {
		o, err := s.ChargeStranger(ctx, Stranger{Key: key, Merchant: merchant, Amount: amount, Address: key})
		require.NoError(t, err)
		return o
	}
	stranger := ask("k", 24_999)
	assert.Zero(t, stranger.Off)
	counter := s.charge(25_000)
	assert.Equal(t, Rupiah(24_999), counter.Payable, "as if no stranger asked for it")
	s.clock.add(time.Minute)
	out := s.settle(Report{Amount: 24_999, PaidAt: s.clock.now()})
	assert.Equal(t, Outcome{Result: ResultSettled, Order: counter.ID, Payment: out.Payment}, out)
	s.clock.add(20 * time.Minute)
	other := ask("k2", 33_000)
	out = s.settle(Report{Amount: 33_000, PaidAt: s.clock.now()})
	assert.Equal(t, Outcome{Result: ResultUnmatched, Payment: out.Payment}, out)
	_, err := s.Attach(ctx, out.Payment, other.ID, "kasir")
	require.NoError(t, err, "a person may say so")

	s.clock.add(24 * time.Hour)
	require.NoError(t, s.Tick(ctx))
	_, err = s.CloseShift(ctx, CloseShift{Actor: "owner"})
	require.NoError(t, err)
	named := ask("k3", 41_000)
	out = s.settle(Report{Amount: 41_000, OrderRef: named.Number, PaidAt: s.clock.now()})
	assert.Equal(t, Outcome{Result: ResultSettled, Order: named.ID, Payment: out.Payment}, out)
	assert.Equal(t, ResultWitnessed, s.settle(Report{Source: "hp2", Amount: 41_000, PaidAt: s.clock.now()}).Result)
	paid := s.order(named.ID)
	assert.Equal(t, []any{Paid, []Flag(nil)}, []any{paid.State, paid.Flags})
	orders, err := s.DayOrders(ctx, s.Day(), ID{}, 10)
	require.NoError(t, err)
	assert.Equal(t, []Order{paid}, orders)
	orders, err = s.History(ctx, Search{Chip: ChipPaid, Limit: 1})
	require.NoError(t, err)
	assert.Equal(t, []Order{paid}, orders)
	z, err := s.CloseShift(ctx, CloseShift{Actor: "owner"})
	require.NoError(t, err)
	assert.Equal(t, Tally{1, 41_000}, z.Own.Sales)
	assert.Zero(t, z.Late.Sales)
	s.verified()
}

// Ensure that after a restore no number of a stranger's order is given again,
// and that nobody is logged in who was when the backup was made.
func TestStrangersAfterRestore(t *testing.T) {
	s := openKeyed(t, t.TempDir(), ownersPIN)
	ctx := t.Context()
	code, merchant := s.withCode(), s.widget("toko")
	require.NoError(t, s.AddPerson(ctx, AddPerson{Name: "sari", Role: RoleStaff, Email: "sari@example.com", Secret: "rahasia sekali", PIN: ownersPIN, Actor: "owner"}))
	token, err := s.AddToken(ctx, "sari@example.com")
	require.NoError(t, err)
	ask := func(key string) string {
		o, err := s.ChargeStranger(ctx, Stranger{Key: key, Merchant: merchant, Amount: 1000, Address: key})
		require.NoError(t, err)
		return o.Number
	}
	ask("a")
	file := s.backedUp()
	ask("b")
	assert.Equal(t, "W-0003", ask("c"))
	_, err = s.restoreFrom(file, code, ownersPIN, false)
	require.NoError(t, err)
	s.restored()
	assert.Equal(t, "W-1003", ask("d"))
	_, err = s.Token(ctx, token)
	assert.ErrorIs(t, err, ErrKeyUnknown)
	s.verified()
}
