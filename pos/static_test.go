package pos

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// static makes a caller's static code.
func (s *shop) static(name string) Static {
	s.t.Helper()
	made, err := s.AddStatic(s.t.Context(), Static{Caller: "api:toko", ExternalID: name, Callback: "https://toko.example.com/hook", Metadata: Metadata{"meja": name}})
	require.NoError(s.t, err)
	return made
}

// told is a report of a phone that names what it is for.
func (s *shop) told(id, ref string, amount Rupiah, change ...func(*Report)) Outcome {
	s.t.Helper()
	r := Report{Source: "hp", Evidence: ForwarderMatched, PaymentID: id, Amount: amount, PaidAt: s.clock.now(), OrderRef: ref, Actor: "source:hp"}
	for _, f := range change {
		f(&r)
	}
	return s.settle(r)
}

// Ensure that each payment that names a static code is a sale of its own for
// exactly what came, counted once however often and by however many it is told,
// and that a replay and a restart agree.
func TestStatic(t *testing.T) {
	s := openShop(t)
	ctx := t.Context()
	code := s.static("meja-7")
	pinned, _ := s.Shop().Pinned()
	assert.Equal(t, []string{pinned.Text, pinned.Name, pinned.NMID}, []string{code.Payload, code.Name, code.NMID})
	found, err := s.StaticByExternalID(ctx, "api:toko", "meja-7")
	require.NoError(t, err)
	assert.Equal(t, code, found)

	ref := code.ID.String()
	first := s.told("p1", ref, 20_000)
	assert.Equal(t, ResultSettled, first.Result)
	assert.Equal(t, ResultSeen, s.told("p1", ref, 20_000).Result)
	assert.Equal(t, ResultWitnessed, s.told("g1", ref, 20_000, func(r *Report) { r.Source = "gerbang" }).Result)
	second := s.told("p2", ref, 20_000)
	assert.Equal(t, ResultSettled, second.Result)
	assert.NotEqual(t, first.Order, second.Order)
	s.clock.add(time.Hour)
	third := s.told("g2", ref, 20_000, func(r *Report) { r.Source = "gerbang" })
	assert.Equal(t, ResultSettled, third.Result, "an hour later it is no word for the second")

	o := s.order(first.Order)
	assert.Equal(t, Paid, o.State)
	assert.Empty(t, o.Flags)
	assert.Equal(t, []Rupiah{20_000, 20_000, 20_000}, []Rupiah{o.Amount, o.Payable, o.Received})
	assert.Equal(t, []string{"api:toko", "meja-7", code.Payload, code.Callback}, []string{o.Actor, o.ExternalID, o.Payload, o.Callback})
	assert.Equal(t, Metadata{"meja": "meja-7"}, o.Metadata)
	assert.Equal(t, code.ID, o.Static)
	assert.Equal(t, uint64(1), o.Shift, "it is a sale of the shift it came in")

	s.reopen()
	orders, err := s.StaticOrders(ctx, code.ID, ID{}, 2)
	require.NoError(t, err)
	require.Len(t, orders, 2)
	assert.Equal(t, []ID{third.Order, second.Order}, []ID{orders[0].ID, orders[1].ID})
	orders, err = s.StaticOrders(ctx, code.ID, orders[1].ID, 2)
	require.NoError(t, err)
	require.Len(t, orders, 1)
	assert.Equal(t, first.Order, orders[0].ID)
	_, total, err := s.CallerOrders(ctx, "api:toko", CallerSearch{States: []State{Paid}})
	require.NoError(t, err)
	assert.Equal(t, 3, total)
	today, err := s.Today(ctx)
	require.NoError(t, err)
	assert.Equal(t, Rupiah(60_000), today.Sales.Sum)
	s.verified()
}

// Ensure that money which names no static code is never one's, and that money
// which waited is, once somebody with the same reference says so.
func TestStaticByName(t *testing.T) {
	s := openShop(t)
	code := s.static("meja-7")
	waits := s.told("p1", "", 20_000, func(r *Report) { r.RRN = "000111222333" })
	assert.Equal(t, ResultUnmatched, waits.Result)
	assert.Equal(t, ResultUnmatched, s.told("p2", "meja-7", 30_000).Result, "only the id names it")

	given := s.told("g1", code.ID.String(), 20_000, func(r *Report) { r.Source, r.RRN = "gerbang", "000111222333" })
	assert.Equal(t, ResultSettled, given.Result)
	assert.Equal(t, waits.Payment, given.Payment)
	o := s.order(given.Order)
	assert.Equal(t, []any{Paid, Rupiah(20_000), code.ID}, []any{o.State, o.Received, o.Static})
	s.verified()
}

// Ensure that a caller uses a name once, for an order or a static code, and that
// another caller's names are its own.
func TestStaticNames(t *testing.T) {
	s := openShop(t)
	ctx := t.Context()
	s.static("a")
	_, err := s.AddStatic(ctx, Static{Caller: "api:toko", ExternalID: "a"})
	assert.ErrorIs(t, err, ErrExternalID)
	_, err = s.Charge(ctx, Charge{Key: "k", Amount: 1000, Actor: "api:toko", ExternalID: "a"})
	assert.ErrorIs(t, err, ErrExternalID)
	_, err = s.OrderByExternalID(ctx, "api:toko", "a")
	assert.ErrorIs(t, err, ErrNotFound)
	_, err = s.Charge(ctx, Charge{Key: "k", Amount: 1000, Actor: "api:toko", ExternalID: "b"})
	require.NoError(t, err)
	_, err = s.AddStatic(ctx, Static{Caller: "api:toko", ExternalID: "b"})
	assert.ErrorIs(t, err, ErrExternalID)
	_, err = s.StaticByExternalID(ctx, "api:toko", "b")
	assert.ErrorIs(t, err, ErrNotFound)
	_, err = s.StaticByExternalID(ctx, "api:lain", "a")
	assert.ErrorIs(t, err, ErrNotFound)
	_, err = s.AddStatic(ctx, Static{Caller: "api:lain", ExternalID: "a"})
	require.NoError(t, err)
	s.verified()
}

// Ensure that a static code nobody could make is refused and writes nothing,
// and that a live till takes no pretend money for one.
func TestStaticRefused(t *testing.T) {
	s := openShop(t)
	ctx := t.Context()
	code := s.static("a")
	head := s.Head()
	for _, c := range []struct {
		wish Static
		want error
	}{
		{Static{}, ErrMetadata},
		{Static{ExternalID: strings.Repeat("x", 256)}, ErrMetadata},
		{Static{ExternalID: "b", Callback: "ftp://toko.example.com"}, ErrURL},
		{Static{ExternalID: "b", Metadata: Metadata{"": "x"}}, ErrMetadata},
		{Static{ExternalID: "b", QRIS: "01hzz"}, ErrNotFound},
	} {
		c.wish.Caller = "api:toko"
		_, err := s.AddStatic(ctx, c.wish)
		assert.ErrorIs(t, err, c.want, "%+v", c.wish)
	}
	_, err := s.PayStatic(ctx, code.ID, 1000)
	assert.ErrorIs(t, err, ErrLive)
	assert.Equal(t, head, s.Head())
}

// Ensure that a practice till pays a static code whatever it is asked, within
// the limit of a sale.
func TestPayStatic(t *testing.T) {
	c := &clock{at: noon}
	s := &shop{clock: c, t: t, o: Options{Dir: t.TempDir(), Now: c.now, Sealer: plainSealer{}, NoSync: true, Practice: true}}
	s.open()
	_, err := s.AddQRIS(t.Context(), AddQRIS{Text: sticker(t), Actor: "owner"})
	require.NoError(t, err)
	code := s.static("a")
	for _, amount := range []Rupiah{1, 20_000, DefaultLimit} {
		o, err := s.PayStatic(t.Context(), code.ID, amount)
		require.NoError(t, err)
		assert.Equal(t, []any{Paid, amount, PracticeMoney}, []any{o.State, o.Received, o.Evidence})
	}
	for amount, want := range map[Rupiah]error{0: ErrAmount, -1: ErrAmount, DefaultLimit + 1: ErrAmountLimit} {
		_, err := s.PayStatic(t.Context(), code.ID, amount)
		assert.ErrorIs(t, err, want)
	}
	_, err = s.PayStatic(t.Context(), ID{1}, 1000)
	assert.ErrorIs(t, err, ErrNotFound)
	s.verified()
}
