package pos

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// beside says what else brings money to the QRIS.
func beside(sticker, second bool) func(*SetUp) {
	return func(s *SetUp) { s.Sticker, s.SecondTill = sticker, second }
}

// Ensure that a repeated report changes nothing, whichever way it is known.
func TestSeenTwice(t *testing.T) {
	for name, r := range map[string]Report{
		"payment id":  {Amount: 25_000, PaymentID: "p1"},
		"rrn":         {Amount: 25_000, RRN: "000111666"},
		"words":       {Amount: 25_000, RawText: "Rp25.000 diterima", Device: "hp", App: "id.app", PaidAt: noon},
		"who and how": {Amount: 25_000, Payer: "TINI", App: "id.app", PaidAt: noon},
		"delivery":    {Amount: 25_000, DeliveryID: "msg_1"},
	} {
		t.Run(name, func(t *testing.T) {
			s := openShop(t)
			o := s.charge(25_000)
			r.OrderRef = o.Number
			first := s.settle(r)
			assert.Equal(t, ResultSettled, first.Result)
			head := s.Head()
			again := s.settle(r)
			assert.Equal(t, Outcome{Result: ResultSeen, Order: o.ID, Payment: first.Payment}, again)
			assert.Equal(t, head, s.Head(), "a repeat must not write")
			s.reopen()
			assert.Equal(t, ResultSeen, s.settle(r).Result)
			assert.Equal(t, Rupiah(25_000), s.order(o.ID).Received)
			s.verified()
		})
	}
}

// Ensure that the same words posted at another time are another payment.
func TestSameWordsLater(t *testing.T) {
	s := openShop(t)
	one, two := s.charge(25_000), s.charge(25_000)
	r := Report{Amount: 25_000, RawText: "Rp25.000 diterima", Device: "hp", App: "id.app", PaidAt: noon, OrderRef: one.Number}
	assert.Equal(t, ResultSettled, s.settle(r).Result)
	r.PaidAt, r.OrderRef = noon.Add(time.Second), two.Number
	assert.Equal(t, ResultSettled, s.settle(r).Result)
	assert.Equal(t, Paid, s.order(two.ID).State)
}

// Ensure that amount alone settles only where nothing else brings money to the
// code, and is a suggestion elsewhere.
func TestAmountAlone(t *testing.T) {
	for _, c := range []struct {
		sticker, second bool
		result          string
		state           State
	}{
		{false, false, ResultSettled, Paid},
		{true, false, ResultSuggested, Awaiting},
		{false, true, ResultSuggested, Awaiting},
		{true, true, ResultSuggested, Awaiting},
	} {
		s := openShop(t, beside(c.sticker, c.second))
		o := s.charge(25_000)
		out := s.settle(Report{Amount: 25_000, PaymentID: "p1", PaidAt: noon})
		assert.Equal(t, c.result, out.Result)
		assert.Equal(t, o.ID, out.Order)
		assert.Equal(t, c.state, s.order(o.ID).State)
		s.verified()
	}
}

// Ensure that a suggestion becomes paid by one word of a person.
func TestSuggestionAccepted(t *testing.T) {
	s := openShop(t, beside(true, true))
	o := s.charge(25_000)
	out := s.settle(Report{Amount: 25_000, PaymentID: "p1", PaidAt: noon})
	waiting, err := s.Inbox(t.Context())
	require.NoError(t, err)
	require.Len(t, waiting, 1)
	assert.Equal(t, out.Payment, s.order(o.ID).Suggestion)
	o, err = s.Attach(t.Context(), out.Payment, o.ID, "kasir")
	require.NoError(t, err)
	assert.Equal(t, Paid, o.State)
	assert.True(t, o.Suggestion.IsZero())
	head := s.Head()
	_, err = s.Attach(t.Context(), out.Payment, o.ID, "kasir")
	require.NoError(t, err)
	assert.Equal(t, head, s.Head(), "attaching twice is once")
	s.verified()
}

// Ensure that two orders of one amount are a person's choice, and the other one
// stays as it was.
func TestTwoCandidates(t *testing.T) {
	s := openShop(t)
	one, two := s.charge(25_000), s.charge(25_000)
	out := s.settle(Report{Amount: 25_000, PaymentID: "p1", PaidAt: noon})
	assert.Equal(t, ResultAmbiguous, out.Result)
	p, err := s.Payment(t.Context(), out.Payment)
	require.NoError(t, err)
	assert.ElementsMatch(t, []ID{one.ID, two.ID}, p.Candidates)
	_, err = s.Attach(t.Context(), out.Payment, two.ID, "kasir")
	require.NoError(t, err)
	assert.Equal(t, Pending, s.order(one.ID).State)
	assert.Equal(t, Paid, s.order(two.ID).State)
	s.verified()
}

// Ensure that a wrong amount never pays by itself, named or not.
func TestWrongAmount(t *testing.T) {
	s := openShop(t)
	o := s.charge(25_000)
	s.settle(Report{Amount: 20_000, PaymentID: "p1", OrderRef: o.Number})
	got := s.order(o.ID)
	assert.Equal(t, Awaiting, got.State)
	assert.Equal(t, Rupiah(20_000), got.Received)
	assert.Equal(t, []Flag{FlagShort}, got.Flags)

	other := s.charge(30_000)
	assert.Equal(t, ResultUnmatched, s.settle(Report{Amount: 30_001, PaymentID: "p2"}).Result)
	assert.Equal(t, Pending, s.order(other.ID).State)
	s.verified()
}

// Ensure that money for a cancelled order is due back and late money is late.
func TestCancelledAndLate(t *testing.T) {
	s := openShop(t)
	o := s.charge(25_000)
	_, err := s.Cancel(t.Context(), o.ID, ReasonChangedMind, "kasir")
	require.NoError(t, err)
	assert.Equal(t, ResultSettled, s.settle(Report{Amount: 25_000, PaymentID: "p1", OrderRef: o.ID.String()}).Result)
	o = s.order(o.ID)
	assert.Equal(t, Paid, o.State)
	assert.Equal(t, []Flag{FlagRefundDue}, o.Flags)

	late := s.charge(40_000)
	s.clock.add(6 * time.Minute)
	require.NoError(t, s.Tick(t.Context()))
	assert.Equal(t, Expired, s.order(late.ID).State)
	assert.Equal(t, ResultSettled, s.settle(Report{Amount: 40_000, PaymentID: "p2", PaidAt: s.clock.now()}).Result)
	late = s.order(late.ID)
	assert.Equal(t, Paid, late.State)
	assert.Equal(t, []Flag{FlagLate}, late.Flags)
	s.verified()
}

// Ensure that a second payment is a duplicate and another source's word for the
// first is a witness that adds no money.
func TestWitnessOrSecondPayment(t *testing.T) {
	s := openShop(t)
	o := s.charge(25_000)
	r := Report{Source: "hp1", Amount: 25_000, PaymentID: "a", OrderRef: o.Number, PaidAt: noon}
	s.settle(r)
	w := r
	w.Source, w.PaymentID, w.Evidence, w.Issuer, w.PaidAt = "gateway", "x1", GatewayVerified, "GoPay", noon.Add(9*time.Minute)
	s.clock.add(9 * time.Minute)
	assert.Equal(t, ResultWitnessed, s.settle(w).Result)
	got := s.order(o.ID)
	assert.Equal(t, Rupiah(25_000), got.Received)
	assert.Equal(t, GatewayVerified, got.Evidence)
	today, err := s.Today(t.Context())
	require.NoError(t, err)
	assert.Equal(t, map[Evidence]Tally{GatewayVerified: {1, 25_000}}, today.Evidence)

	second := r
	second.PaymentID, second.PaidAt = "b", noon.Add(10*time.Second)
	assert.Equal(t, ResultSettled, s.settle(second).Result)
	got = s.order(o.ID)
	assert.Equal(t, Rupiah(50_000), got.Received)
	assert.ElementsMatch(t, []Flag{FlagDuplicate, FlagRefundDue}, got.Flags)
	today, err = s.Today(t.Context())
	require.NoError(t, err)
	assert.Equal(t, Tally{1, 25_000}, today.Sales)
	assert.Equal(t, Tally{2, 50_000}, today.Received)
	s.verified()
}

// Ensure that a notification after a manual confirmation is its witness, and
// one that also fits an open order waits for a person.
func TestManualThenNotification(t *testing.T) {
	s := openShop(t)
	o := s.charge(25_000)
	o, err := s.Confirm(t.Context(), o.ID, Confirmation{Actor: "Sari", SeenAt: "soundbox"})
	require.NoError(t, err)
	assert.Equal(t, Manual, o.Evidence)
	assert.Equal(t, ResultWitnessed, s.settle(Report{Amount: 25_000, PaymentID: "p1", PaidAt: noon}).Result)
	assert.Equal(t, ForwarderMatched, s.order(o.ID).Evidence)

	o2, err := s.Confirm(t.Context(), s.charge(30_000).ID, Confirmation{Actor: "Sari", SeenAt: "sms"})
	require.NoError(t, err)
	open := s.charge(30_000)
	out := s.settle(Report{Amount: 30_000, PaymentID: "p2", PaidAt: noon})
	assert.Equal(t, ResultAmbiguous, out.Result)
	got, err := s.Attach(t.Context(), out.Payment, o2.ID, "Sari")
	require.NoError(t, err)
	assert.Equal(t, Rupiah(30_000), got.Received, "it was a witness")
	assert.Equal(t, Pending, s.order(open.ID).State)
	s.verified()
}

// Ensure that money nobody knows is kept, once, for a person.
func TestUnmatched(t *testing.T) {
	s := openShop(t)
	out := s.settle(Report{Amount: 12_000, PaymentID: "p1", OrderRef: "A-9999"})
	assert.Equal(t, ResultUnmatched, out.Result)
	o := s.charge(12_000)
	assert.Equal(t, Pending, s.order(o.ID).State, "money that came before the code is not its")
	s.clock.add(time.Hour)
	_, err := s.Attach(t.Context(), out.Payment, s.charge(12_000).ID, "kasir")
	require.ErrorIs(t, err, ErrRights)
	s.verified()
}

// Ensure that a reported time outside the code's window counts as received and
// is flagged.
func TestDoubtfulTime(t *testing.T) {
	s := openShop(t)
	o := s.charge(25_000)
	s.settle(Report{Amount: 25_000, PaymentID: "p1", OrderRef: o.Number, PaidAt: noon.Add(-3 * time.Minute)})
	o = s.order(o.ID)
	assert.Equal(t, noon, o.PaidAt)
	assert.Equal(t, []Flag{FlagTimeDoubt}, o.Flags)
	s.verified()
}

// Ensure that what is no report is refused and writes nothing.
func TestRefusedReports(t *testing.T) {
	s := openShop(t)
	head := s.Head()
	for want, r := range map[*Error]Report{
		ErrAmount:   {Source: "hp1", Evidence: ForwarderMatched},
		ErrCurrency: {Source: "hp1", Evidence: ForwarderMatched, Amount: 1, Currency: "USD"},
		ErrReport:   {Amount: 1},
		ErrLive:     {Source: "hp1", Evidence: PracticeMoney, Amount: 1},
	} {
		_, err := s.Settle(t.Context(), r)
		require.ErrorIs(t, err, want)
	}
	assert.Equal(t, head, s.Head())
}
