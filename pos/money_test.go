package pos

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that reports about different money are never one report, however alike
// their words and deliveries are.
func TestAlikeReports(t *testing.T) {
	s := openShop(t)
	one, two, dear := s.charge(25_000), s.charge(25_000), s.charge(90_000)
	r := Report{RawText: "uang masuk", Device: "hp", App: "id.app", PaidAt: noon, DeliveryID: "msg_1"}
	for _, o := range []Order{one, two, dear} {
		r.Amount, r.OrderRef = o.Payable, o.Number
		assert.Equal(t, ResultSettled, s.settle(r).Result)
		assert.Equal(t, Paid, s.order(o.ID).State)
	}
}

// Ensure that orders made in one millisecond sort as they were made.
func TestOrdersSortAsMade(t *testing.T) {
	s := openShop(t)
	var made []string
	for range 50 {
		made = append([]string{s.charge(1000).Number}, made...)
	}
	orders, err := s.DayOrders(t.Context(), s.Day(), ID{}, 100)
	require.NoError(t, err)
	var listed []string
	for _, o := range orders {
		listed = append(listed, o.Number)
	}
	assert.Equal(t, made, listed)
}

// Ensure that a sale in cash is paid at once, has no code, and gives change.
func TestCash(t *testing.T) {
	s := openShop(t)
	o, err := s.Charge(t.Context(), Charge{Key: "k", Amount: 25_000, Cash: 25_000, Tendered: 50_000, Actor: "kasir"})
	require.NoError(t, err)
	assert.Equal(t, Paid, o.State)
	assert.Empty(t, o.Payload)
	p, err := s.Payment(t.Context(), o.Payments[0])
	require.NoError(t, err)
	assert.Equal(t, Rupiah(25_000), p.Tendered-p.Amount)
	today, err := s.Today(t.Context())
	require.NoError(t, err)
	assert.Equal(t, map[Evidence]Tally{CashTaken: {1, 25_000}}, today.Evidence)
	assert.Equal(t, ResultUnmatched, s.settle(Report{Amount: 25_000, PaymentID: "p1", PaidAt: noon}).Result, "cash is never witnessed")
	s.verified()
}

// Ensure that a part in cash asks for the rest, and that both parts are kept
// apart in the totals.
func TestPartCash(t *testing.T) {
	s := openShop(t)
	o, err := s.Charge(t.Context(), Charge{Key: "k", Amount: 25_000, Cash: 10_000, Actor: "kasir"})
	require.NoError(t, err)
	assert.Equal(t, Pending, o.State)
	assert.Equal(t, Rupiah(15_000), o.Payable)
	assert.Contains(t, o.Payload, "540515000")
	s.settle(Report{Amount: 15_000, PaymentID: "p1", PaidAt: noon})
	assert.Equal(t, Paid, s.order(o.ID).State)

	later := s.charge(40_000)
	later, err = s.PartCash(t.Context(), later.ID, PartCash{Part: 30_000, Tendered: 50_000, Actor: "kasir"})
	require.NoError(t, err)
	assert.Equal(t, Pending, later.State)
	assert.Contains(t, later.Payload, "540510000")
	s.settle(Report{Amount: 40_000, PaymentID: "p2", PaidAt: noon})
	later = s.order(later.ID)
	assert.Equal(t, Awaiting, later.State, "the older, larger code was paid")
	assert.True(t, later.Has(FlagOver))
	later, err = s.Keep(t.Context(), later.ID, "owner")
	require.NoError(t, err)
	assert.Equal(t, Paid, later.State)
	assert.Equal(t, Rupiah(30_000), later.BackDue)
	today, err := s.Today(t.Context())
	require.NoError(t, err)
	assert.Equal(t, Tally{2, 65_000}, today.Sales)
	assert.Equal(t, map[Evidence]Tally{CashTaken: {2, 40_000}, ForwarderMatched: {2, 25_000}}, today.Evidence)
	s.verified()
}

// Ensure that an order whose code is up can be paid in cash, and that the code
// paid after all is a second payment.
func TestCashInstead(t *testing.T) {
	s := openShop(t)
	o := s.charge(25_000)
	paid, err := s.PayCash(t.Context(), o.ID, 30_000, "kasir")
	require.NoError(t, err)
	assert.Equal(t, Paid, paid.State)
	s.settle(Report{Amount: 25_000, PaymentID: "p1", OrderRef: o.Number})
	got := s.order(o.ID)
	assert.ElementsMatch(t, []Flag{FlagDuplicate, FlagRefundDue}, got.Flags)
	assert.Equal(t, Rupiah(25_000), got.BackDue)
	s.verified()
}

// Ensure that a short payment is completed by a code for the rest.
func TestComplete(t *testing.T) {
	s := openShop(t)
	o := s.charge(25_000)
	s.settle(Report{Amount: 20_000, PaymentID: "p1", OrderRef: o.Number})
	o, err := s.Complete(t.Context(), o.ID, "kasir")
	require.NoError(t, err)
	assert.Equal(t, Pending, o.State)
	assert.Equal(t, Rupiah(5_000), o.Payable)
	s.settle(Report{Amount: 5_000, PaymentID: "p2", PaidAt: noon})
	o = s.order(o.ID)
	assert.Equal(t, Paid, o.State)
	assert.Empty(t, o.Flags)
	s.verified()
}

// Ensure that refunds are records: a part leaves the order paid, the whole makes
// it refunded, and more than came is refused.
func TestRefund(t *testing.T) {
	s := openShop(t)
	o := s.charge(25_000)
	s.settle(Report{Amount: 25_000, PaymentID: "p1", OrderRef: o.Number})
	give := GiveBack{Amount: 10_000, How: BackInCash, Why: "salah barang", PIN: ownersPIN, Actor: "owner"}
	_, err := s.Refund(t.Context(), o.ID, GiveBack{Amount: 1, How: BackInCash, Why: "x", Actor: "kasir"})
	require.ErrorIs(t, err, ErrPINNeeded)
	s.clock.add(24 * time.Hour)
	o, err = s.Refund(t.Context(), o.ID, give)
	require.NoError(t, err)
	assert.Equal(t, Paid, o.State)
	give.Amount = 15_001
	_, err = s.Refund(t.Context(), o.ID, give)
	require.ErrorIs(t, err, ErrAmount)
	give.Amount = 15_000
	o, err = s.Refund(t.Context(), o.ID, give)
	require.NoError(t, err)
	assert.Equal(t, Refunded, o.State)
	today, err := s.Today(t.Context())
	require.NoError(t, err)
	assert.Equal(t, Tally{2, 25_000}, today.Refunds, "counted on the day it was given")
	assert.Zero(t, today.Sales)
	s.verified()
}

// Ensure that only money confirmed by hand alone can be voided, and that the
// day of the void loses the sale.
func TestVoid(t *testing.T) {
	s := openShop(t)
	o, err := s.Confirm(t.Context(), s.charge(25_000).ID, Confirmation{Actor: "Sari", SeenAt: "sms"})
	require.NoError(t, err)
	why := Approval{Actor: "owner", PIN: ownersPIN, Why: "salah lihat"}
	s.clock.add(24 * time.Hour)
	p, err := s.Void(t.Context(), o.Payments[0], why)
	require.NoError(t, err)
	assert.Equal(t, Voided, p.State)
	o = s.order(o.ID)
	assert.Equal(t, Expired, o.State)
	assert.Zero(t, o.Received)
	today, err := s.Today(t.Context())
	require.NoError(t, err)
	assert.Equal(t, Tally{-1, -25_000}, today.Sales)
	head := s.Head()
	_, err = s.Void(t.Context(), p.ID, why)
	require.NoError(t, err)
	assert.Equal(t, head, s.Head())

	seen := s.charge(30_000)
	s.settle(Report{Amount: 30_000, PaymentID: "p1", OrderRef: seen.Number})
	_, err = s.Void(t.Context(), s.order(seen.ID).Payments[0], why)
	require.ErrorIs(t, err, ErrNotManual)
	s.verified()
}

// Ensure that a replaced order that is paid after all keeps the money, and its
// unpaid replacement is given up in the same decision.
func TestReplacement(t *testing.T) {
	s := openShop(t)
	wrong := s.charge(250_000)
	right, err := s.Charge(t.Context(), Charge{Key: "r", Amount: 25_000, Replaces: wrong.ID, Actor: "kasir"})
	require.NoError(t, err)
	assert.Equal(t, Cancelled, s.order(wrong.ID).State)
	s.settle(Report{Amount: 250_000, PaymentID: "p1", PaidAt: noon})
	wrong = s.order(wrong.ID)
	assert.Equal(t, Paid, wrong.State)
	assert.Equal(t, Rupiah(225_000), wrong.BackDue)
	assert.Equal(t, Cancelled, s.order(right.ID).State)
	s.verified()

	wrong = s.charge(90_000)
	right, err = s.Charge(t.Context(), Charge{Key: "r2", Amount: 9_000, Replaces: wrong.ID, Actor: "kasir"})
	require.NoError(t, err)
	s.settle(Report{Amount: 9_000, PaymentID: "p2", PaidAt: noon})
	s.settle(Report{Amount: 90_000, PaymentID: "p3", PaidAt: noon})
	assert.Equal(t, Rupiah(90_000), s.order(wrong.ID).BackDue, "the replacement was paid: all goes back")
	s.verified()
}

// Ensure that each code asks for an amount of its own, that a suffix rests, and
// that the hundredth open order of one price is asked about.
func TestUniqueAmounts(t *testing.T) {
	s := openShop(t, beside(true, false))
	settings := s.Shop().Settings
	settings.Unique = true
	require.NoError(t, s.Change(t.Context(), settings, ownersPIN, "owner"))
	asked := map[Rupiah]bool{}
	for range suffixes {
		o := s.charge(25_000)
		assert.False(t, asked[o.Payable])
		asked[o.Payable] = true
		assert.Less(t, o.Payable, Rupiah(25_000))
		assert.GreaterOrEqual(t, o.Payable, Rupiah(25_000-99))
	}
	_, err := s.Charge(t.Context(), Charge{Key: "full", Amount: 25_000})
	require.ErrorIs(t, err, ErrUniqueFull)
	out := s.settle(Report{Amount: 24_990, PaymentID: "p1", PaidAt: noon})
	assert.Equal(t, ResultSettled, out.Result, "its own amount is a name")
	_, err = s.Charge(t.Context(), Charge{Key: "full", Amount: 25_000})
	require.ErrorIs(t, err, ErrUniqueFull, "the suffix rests")
	s.clock.add(36 * time.Minute)
	s.charge(25_000)
	_, err = s.Charge(t.Context(), Charge{Key: "one", Amount: 1})
	require.ErrorIs(t, err, ErrUniqueFull, "never below one rupiah")
	s.verified()
}

// Ensure that money without an order is returned or disowned by the owner only.
func TestInboxClosed(t *testing.T) {
	s := openShop(t)
	one := s.settle(Report{Amount: 5_000, PaymentID: "p1"}).Payment
	two := s.settle(Report{Amount: 6_000, PaymentID: "p2"}).Payment
	_, err := s.Return(t.Context(), one, Approval{Actor: "kasir", Why: "x"})
	require.ErrorIs(t, err, ErrPINNeeded)
	p, err := s.Return(t.Context(), one, Approval{Actor: "owner", PIN: ownersPIN, Why: "salah kirim"})
	require.NoError(t, err)
	assert.Equal(t, Returned, p.State)
	p, err = s.Disown(t.Context(), two, Approval{Actor: "owner", PIN: ownersPIN, Why: "tes"})
	require.NoError(t, err)
	assert.Equal(t, NotOurs, p.State)
	waiting, err := s.Inbox(t.Context())
	require.NoError(t, err)
	assert.Empty(t, waiting)
	s.verified()
}

// Ensure that a test order is real money and no sale.
func TestTestOrder(t *testing.T) {
	s := openShop(t)
	o, err := s.Charge(t.Context(), Charge{Key: "k", Amount: 1_000, Test: true, Actor: "owner"})
	require.NoError(t, err)
	s.settle(Report{Amount: 1_000, PaymentID: "p1", OrderRef: o.Number})
	today, err := s.Today(t.Context())
	require.NoError(t, err)
	assert.Zero(t, today.Sales)
	assert.Equal(t, Tally{1, 1_000}, today.Received)
	s.verified()
}
