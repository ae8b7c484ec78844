package pos

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func (s *shop) shift() Shift {
	s.t.Helper()
	shift, err := s.Shift(s.t.Context())
	require.NoError(s.t, err)
	return shift
}

func (s *shop) closes(c CloseShift) Z {
	s.t.Helper()
	if c.Actor == "" {
		c.Actor = "Sari"
	}
	z, err := s.CloseShift(s.t.Context(), c)
	require.NoError(s.t, err)
	return z
}

// paid charges and pays by a report that names the order.
func (s *shop) paid(amount Rupiah) Order {
	s.t.Helper()
	o := s.charge(amount)
	s.pays(o)
	return s.order(o.ID)
}

func (s *shop) pays(o Order) {
	s.t.Helper()
	keys++
	s.settle(Report{Amount: o.Payable, OrderRef: o.Number, PaymentID: time.Duration(keys).String(), PaidAt: s.clock.now()})
}

func (s *shop) cash(amount, tendered Rupiah) Order {
	s.t.Helper()
	keys++
	o, err := s.Charge(s.t.Context(), Charge{Key: time.Duration(keys).String(), Amount: amount, Cash: amount, Tendered: tendered, Actor: "Sari"})
	require.NoError(s.t, err)
	return o
}

// Ensure that the drawer is float + cash sales + in − out − cash refunds, that
// part payments count with their cash, and that a blind count gives the
// difference.
func TestDrawer(t *testing.T) {
	s := openShop(t)
	s.staffed()
	shift, err := s.OpenShift(t.Context(), OpenShift{Float: 200_000, Actor: "Sari"})
	require.NoError(t, err)
	assert.Equal(t, uint64(1), shift.Number)
	_, err = s.OpenShift(t.Context(), OpenShift{Float: 1, Actor: "Sari"})
	assert.ErrorIs(t, err, ErrShiftOpen)
	s.cash(25_000, 50_000)
	s.paid(40_000)
	part, err := s.Charge(t.Context(), Charge{Key: "part", Amount: 30_000, Cash: 10_000, Actor: "Sari"})
	require.NoError(t, err)
	s.pays(part)
	_, err = s.MoveCash(t.Context(), MoveCash{Amount: 50_000, Why: "uang receh", Actor: "Sari"})
	require.NoError(t, err)
	_, err = s.MoveCash(t.Context(), MoveCash{Amount: -15_000, Why: "es batu", Actor: "Sari"})
	require.NoError(t, err)
	for amount, why := range map[Rupiah]string{0: "x", 1000: " ", -1 << 50: "x"} {
		_, err = s.MoveCash(t.Context(), MoveCash{Amount: amount, Why: why, Actor: "Sari"})
		assert.Error(t, err)
	}
	_, err = s.Refund(t.Context(), part.ID, GiveBack{Amount: 5_000, How: BackInCash, Why: "kurang", PIN: budiPIN, Actor: "Sari"})
	require.NoError(t, err)
	_, err = s.Refund(t.Context(), part.ID, GiveBack{Amount: 1_000, How: BackByTransfer, Why: "kurang", PIN: budiPIN, Actor: "Sari"})
	require.NoError(t, err)

	_, err = s.CloseShift(t.Context(), CloseShift{Count: Count{3_000: 1}, Actor: "Sari"})
	assert.ErrorIs(t, err, ErrCount)
	x, err := s.X(t.Context())
	require.NoError(t, err)
	z := s.closes(CloseShift{Count: Count{100_000: 2, 50_000: 1, 10_000: 1, 5_000: 0, 500: 6}})
	assert.Equal(t, Drawer{Float: 200_000, Taken: 35_000, In: 50_000, Out: 15_000, Back: 5_000}, z.Drawer)
	assert.Equal(t, Rupiah(265_000), z.Expected)
	assert.Equal(t, Rupiah(263_000), z.Counted)
	assert.Equal(t, Rupiah(-2_000), z.Difference)
	assert.Equal(t, Tally{3, 95_000}, z.Own.Sales)
	assert.Equal(t, map[Evidence]Tally{CashTaken: {2, 35_000}, ForwarderMatched: {2, 60_000}}, z.Own.Evidence)
	assert.Equal(t, Tally{2, 6_000}, z.Refunds)
	assert.Len(t, z.Moves, 2)
	assert.Equal(t, x.Shift, z.Shift, "the X told the same")
	assert.False(t, x.Closed)

	kept, err := s.Z(t.Context(), 1)
	require.NoError(t, err)
	assert.Equal(t, z, kept)
	assert.Equal(t, uint64(2), s.shift().Number)
	today, err := s.Today(t.Context())
	require.NoError(t, err)
	assert.Equal(t, Tally{1, 50_000}, today.CashIn)
	assert.Equal(t, Tally{1, 15_000}, today.CashOut)
	s.verified()
	s.reopen()
	s.verified()
}

// Ensure that a Z is numbered, names the entry it counts up to with its hash,
// and is never changed by what comes after; and that nothing is closed twice.
func TestZIsFinal(t *testing.T) {
	s := openShop(t)
	o := s.charge(25_000)
	later := s.charge(30_000)
	s.pays(o)
	before := s.headNow.Load()
	z := s.closes(CloseShift{})
	assert.Equal(t, before.Cursor.String(), z.Head)
	assert.Len(t, z.Hash, 64)
	assert.False(t, z.WasCounted)
	require.Len(t, z.Unpaid, 1)
	assert.Equal(t, later.Number, z.Unpaid[0].Order)
	_, err := s.CloseShift(t.Context(), CloseShift{Actor: "Sari"})
	assert.ErrorIs(t, err, ErrShiftNone)

	s.pays(later)
	assert.Equal(t, uint64(1), s.order(later.ID).Shift)
	kept, err := s.Z(t.Context(), 1)
	require.NoError(t, err)
	assert.Equal(t, z, kept)
	next := s.closes(CloseShift{})
	assert.Equal(t, uint64(2), next.Number)
	assert.Zero(t, next.Own.Sales)
	assert.Equal(t, Tally{1, 30_000}, next.Late.Sales)
	assert.Equal(t, []LateLine{{Order: later.Number, Shift: 1, Day: z.Day, By: ForwarderMatched, Change: Tally{1, 30_000}}}, next.LateLines)
	zs, err := s.Zs(t.Context(), 0, 10)
	require.NoError(t, err)
	require.Len(t, zs, 2)
	assert.Equal(t, uint64(2), zs[0].Number)
	zs, err = s.Zs(t.Context(), 2, 10)
	require.NoError(t, err)
	assert.Len(t, zs, 1)
	_, err = s.Z(t.Context(), 3)
	assert.ErrorIs(t, err, ErrNotFound)
	s.verified()
}

// Ensure that a till whose shifts nobody opens sells as ever, that its first
// sale of a day closes the day before, and that opening a shift closes what was
// sold without one.
func TestUnopenedShift(t *testing.T) {
	s := openShop(t)
	s.paid(10_000)
	o := s.charge(20_000)
	s.clock.add(24 * time.Hour)
	s.pays(o)
	assert.Equal(t, uint64(1), s.shift().Number, "money alone closes nothing")
	s.paid(30_000)
	assert.Equal(t, uint64(2), s.shift().Number)
	z, err := s.Z(t.Context(), 1)
	require.NoError(t, err)
	assert.True(t, z.Auto)
	assert.False(t, z.IsOpen())
	assert.Equal(t, "till", z.By)
	assert.Equal(t, []ShiftDay{{Day: "2026-11-20", Own: Tally{1, 10_000}}, {Day: "2026-11-21", Own: Tally{1, 20_000}}}, z.Days)

	_, err = s.OpenShift(t.Context(), OpenShift{Float: 100_000, Actor: "kasir"})
	require.NoError(t, err)
	z, err = s.Z(t.Context(), 2)
	require.NoError(t, err)
	assert.Equal(t, Tally{1, 30_000}, z.Own.Sales)
	s.clock.add(24 * time.Hour)
	s.paid(40_000)
	assert.Equal(t, uint64(3), s.shift().Number, "a shift that somebody opened is closed by somebody")
	s.verified()
}

// Ensure that a void after the Z is listed on the next one below zero, that a
// surer witness after the Z moves only the evidence, and that cash for an old
// order lies in the drawer of today.
func TestLateChanges(t *testing.T) {
	s := openShop(t)
	s.staffed()
	voided, raised, old := s.charge(25_000), s.charge(31_000), s.charge(47_000)
	for _, o := range []Order{voided, raised} {
		_, err := s.Confirm(t.Context(), o.ID, Confirmation{Actor: "Sari", SeenAt: "soundbox"})
		require.NoError(t, err)
	}
	first := s.closes(CloseShift{})
	assert.Equal(t, Hand{Manual: Tally{2, 56_000}, Bare: Tally{2, 56_000}}, first.Hands["Sari"])
	_, err := s.Void(t.Context(), s.order(voided.ID).Payments[0], Approval{Actor: "Sari", PIN: budiPIN, Why: "tidak ada"})
	require.NoError(t, err)
	s.settle(Report{Amount: 31_000, OrderRef: raised.Number, PaymentID: "p1", PaidAt: noon})
	_, err = s.PayCash(t.Context(), old.ID, 50_000, "Sari")
	require.NoError(t, err)
	z := s.closes(CloseShift{})
	assert.Equal(t, Tally{0, 22_000}, z.Late.Sales)
	assert.Equal(t, map[Evidence]Tally{Manual: {-2, -56_000}, ForwarderMatched: {1, 31_000}, CashTaken: {1, 47_000}}, z.Late.Evidence)
	require.Len(t, z.LateLines, 2)
	assert.Equal(t, Tally{-1, -25_000}, z.LateLines[0].Change)
	assert.Equal(t, old.Number, z.LateLines[1].Order)
	assert.Equal(t, Drawer{Taken: 47_000}, z.Drawer)
	assert.Equal(t, Tally{1, 25_000}, z.Voids)
	s.verified()
}

// Ensure that another cashier takes over with an own PIN while the shift goes
// on, that the figures of that moment are kept, and that who is retired is no
// cashier any more.
func TestHandOver(t *testing.T) {
	s := openShop(t)
	s.staffed()
	_, err := s.OpenShift(t.Context(), OpenShift{Float: 100_000, Actor: "Sari"})
	require.NoError(t, err)
	require.NoError(t, s.SignIn(t.Context(), SignIn{Name: "sari", PIN: sariPIN}))
	assert.Equal(t, "Sari", s.Shop().Cashier)
	s.cash(20_000, 0)
	assert.ErrorIs(t, s.SignIn(t.Context(), SignIn{Name: "Budi", PIN: sariPIN}), ErrPINWrong)
	assert.Equal(t, "Sari", s.Shop().Cashier)
	require.NoError(t, s.SignIn(t.Context(), SignIn{Name: "Budi", PIN: budiPIN, Count: Count{100_000: 1}}))
	s.reopen()
	assert.Equal(t, "Budi", s.Shop().Cashier)
	require.NoError(t, s.SignOut(t.Context(), "Budi"))
	require.NoError(t, s.SignOut(t.Context(), "Budi"), "twice is harmless")
	z := s.closes(CloseShift{})
	hundred := Rupiah(100_000)
	assert.Equal(t, []HandOver{
		{At: noon, To: "Sari", Expected: 100_000},
		{At: noon, From: "Sari", To: "Budi", Sales: Tally{1, 20_000}, Expected: 120_000, Counted: &hundred},
		{At: noon, From: "Budi", Sales: Tally{1, 20_000}, Expected: 120_000},
	}, z.HandOvers)
	require.NoError(t, s.SignIn(t.Context(), SignIn{Name: "Sari", PIN: sariPIN}))
	require.NoError(t, s.Retire(t.Context(), "Sari", ownersPIN, "owner"))
	assert.Empty(t, s.Shop().Cashier)
	_, err = s.OpenShift(t.Context(), OpenShift{Actor: "Sari"})
	assert.ErrorIs(t, err, ErrRights)
	s.verified()
}

// Ensure that a cashier sees the own shift and the last twenty orders, and
// totals only when the owner allows it.
func TestMine(t *testing.T) {
	s := openShop(t)
	s.staffed()
	for range mineMost + 5 {
		s.cash(1_000, 0)
	}
	mine, err := s.Mine(t.Context(), "Sari")
	require.NoError(t, err)
	assert.Nil(t, mine.Totals)
	assert.Len(t, mine.Orders, mineMost)
	assert.Equal(t, mineMost+5, mine.Sales)
	mine, err = s.Mine(t.Context(), "Budi")
	require.NoError(t, err)
	require.NotNil(t, mine.Totals)
	assert.Equal(t, Rupiah(25_000), mine.Totals.Expected)
	settings := s.Shop().Settings
	settings.CashierTotals = true
	require.NoError(t, s.Change(t.Context(), settings, ownersPIN, "owner"))
	mine, err = s.Mine(t.Context(), "Sari")
	require.NoError(t, err)
	assert.NotNil(t, mine.Totals)
}

// Ensure that waiting money, a changed code and a wrong clock never keep a
// shift from closing and stand on its Z.
func TestZTells(t *testing.T) {
	s := openShop(t)
	s.staffed()
	s.paid(1_000)
	s.closes(CloseShift{}) // tells of set-up
	s.paid(10_000)
	out := s.settle(Report{Amount: 77_000, PaymentID: "stray", PaidAt: noon})
	_, err := s.AddQRIS(t.Context(), AddQRIS{Text: renamed(t, sticker(t), "WARUNG LAIN SEBERANG"), Actor: "api:x"})
	require.NoError(t, err)
	s.clock.add(-10 * time.Minute)
	s.charge(5_000)
	z := s.closes(CloseShift{})
	require.Len(t, z.Waiting, 1)
	assert.Equal(t, out.Payment, z.Waiting[0].Payment)
	assert.True(t, z.Doubt, "jam tidak pasti")
	require.Len(t, z.Notes, 1)
	assert.Equal(t, KindQRISProposed, z.Notes[0].Kind)
	assert.Contains(t, z.Notes[0].What, "WARUNG LAIN SEBERANG")
	s.clock.add(time.Hour)
	s.paid(1_000)
	assert.False(t, s.closes(CloseShift{}).Doubt)
	s.verified()
}
