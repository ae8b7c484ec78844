package pos

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/qris"
)

// payee is what a gateway's code says of whom it pays; the account is a sample
// like the sticker's, so that nobody could pay it.
type payee struct{ name, nmid, number string }

var gatewayShop = payee{"TOKO DI GATEWAY", "ID1020000000999", "936009990000000999"}

func field(tag, value string) string { return fmt.Sprintf("%s%02d%s", tag, len(value), value) }

// code writes the code of a payee for an amount.
func (p payee) code(amount Rupiah, extra ...string) string {
	text := "000201010212" +
		field("26", field("00", "ID.CO.CONTOH.WWW")+field("01", p.number)+field("02", "000000000000999")+field("03", "UMI")) +
		field("51", field("00", "ID.CO.QRIS.WWW")+field("02", p.nmid)+field("03", "UMI")) +
		"520454995303360" + field("54", fmt.Sprint(int64(amount))) + strings.Join(extra, "") +
		"5802ID" + field("59", p.name) + "6007JAKARTA610510110" + "6304"
	return text + fmt.Sprintf("%04X", qris.Checksum(text))
}

// fakeGateway answers as a test says: a gateway account is not to be had here.
type fakeGateway struct {
	mutex  sync.Mutex
	asked  []Order
	answer func(ctx context.Context, o Order) (GatewayCode, error)
}

func (f *fakeGateway) Code(ctx context.Context, _ string, o Order) (GatewayCode, error) {
	f.mutex.Lock()
	f.asked = append(f.asked, o)
	answer := f.answer
	f.mutex.Unlock()
	return answer(ctx, o)
}

func (f *fakeGateway) times() int {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return len(f.asked)
}

// at once is a gateway that answers with a good code.
func atOnce(_ context.Context, o Order) (GatewayCode, error) {
	return GatewayCode{Payload: gatewayShop.code(o.Payable), Reference: "qr_" + o.Number}, nil
}

// when is a gateway that answers once the channel is closed.
func when(ready <-chan struct{}) func(context.Context, Order) (GatewayCode, error) {
	return func(ctx context.Context, o Order) (GatewayCode, error) {
		select {
		case <-ready:
			return atOnce(ctx, o)
		case <-ctx.Done():
			return GatewayCode{}, ctx.Err()
		}
	}
}

// openGateway opens a shop whose counter has a gateway that answers so.
func openGateway(t *testing.T, answer func(context.Context, Order) (GatewayCode, error), change ...func(*AddGateway)) (*shop, *fakeGateway) {
	t.Helper()
	s := openShop(t)
	_, err := s.AddGateway(t.Context(), xendit(change...))
	require.NoError(t, err)
	f := &fakeGateway{answer: answer}
	s.SetCharger(f)
	return s, f
}

// hasty makes the budget as short as it may be.
func hasty(a *AddGateway) { a.Budget = budgetLeast }

// Ensure that an order is on disk before its gateway is asked, has no candidate
// for money without a name until it is shown, and is then shown with the
// gateway's code and the payee in it, which the first code pins.
func TestPrepareShown(t *testing.T) {
	var s *shop
	s, f := openGateway(t, func(ctx context.Context, o Order) (GatewayCode, error) {
		placed, err := s.Order(ctx, o.ID)
		if err != nil || placed.State != Placed || placed.Payload == "" {
			return GatewayCode{}, errors.New("not on disk before the call")
		}
		out, err := s.Settle(ctx, Report{Source: "hp1", Evidence: ForwarderMatched, PaymentID: "early", Amount: 25_000, PaidAt: noon})
		if err != nil || out.Result != ResultUnmatched {
			return GatewayCode{}, fmt.Errorf("money without a name found an order nobody saw: %v %v", out, err)
		}
		return atOnce(ctx, o)
	})
	o := s.charge(25_000)
	require.Equal(t, 1, f.times())
	assert.Equal(t, Pending, o.State)
	assert.Equal(t, gatewayShop.code(25_000), o.Payload)
	assert.Equal(t, gatewayShop.name, o.Name)
	assert.Equal(t, gatewayShop.nmid, o.NMID)
	assert.Equal(t, "xendit", o.Gateway)
	assert.Equal(t, "qr_A-0001", o.GatewayRef)
	assert.Empty(t, o.Flags)
	assert.Equal(t, noon.Add(5*time.Minute), o.ShowUntil)
	assert.Equal(t, gatewayShop.name, s.Gateways()[0].Payee.Name)

	asked, err := s.AskAbout(t.Context(), 10)
	require.NoError(t, err)
	require.Len(t, asked, 1)
	s.settle(Report{Source: "xendit", Evidence: GatewayVerified, PaymentID: "p1", Amount: 25_000, PaidAt: noon, OrderRef: o.ID.String()})
	o = s.order(o.ID)
	assert.Equal(t, Paid, o.State)
	assert.Equal(t, GatewayVerified, o.Evidence)
	asked, err = s.AskAbout(t.Context(), 10)
	require.NoError(t, err)
	assert.Empty(t, asked, "it has told all there is")
	s.verified()
	s.reopen()
	assert.Equal(t, o, s.order(o.ID))
}

// Ensure that a gateway that does not answer within its budget costs no more
// than that: the shop's own code goes up, marked; the answer is never shown but
// remembered, and asked about as long as it can be paid.
func TestPrepareLate(t *testing.T) {
	ready := make(chan struct{})
	s, _ := openGateway(t, func(ctx context.Context, o Order) (GatewayCode, error) {
		code, err := when(ready)(ctx, o)
		code.Expires = noon.Add(2 * time.Hour)
		return code, err
	}, hasty)
	before := time.Now()
	o := s.charge(25_000)
	assert.GreaterOrEqual(t, time.Since(before), budgetLeast*time.Millisecond)
	assert.Equal(t, Pending, o.State)
	assert.True(t, o.Has(FlagLocalCode))
	assert.Equal(t, "WARUNG SAYUR BU TINI", o.Name)
	assert.Contains(t, o.Payload, "540525000")
	assert.Empty(t, o.GatewayRef)
	shown := o.Payload

	close(ready)
	require.Eventually(t, func() bool { return s.order(o.ID).GatewayRef != "" }, 10*time.Second, time.Millisecond)
	o = s.order(o.ID)
	assert.Equal(t, shown, o.Payload, "a late code is never shown")
	assert.Equal(t, noon.Add(2*time.Hour+2*time.Minute), o.AskUntil())
	s.clock.add(time.Hour)
	require.NoError(t, s.Tick(t.Context()))
	asked, err := s.AskAbout(t.Context(), 10)
	require.NoError(t, err)
	require.Len(t, asked, 1, "expired on the screen, and still asked about")
	s.settle(Report{Source: "xendit", Evidence: GatewayVerified, PaymentID: "p1", Amount: 25_000, OrderRef: o.ID.String()})
	assert.Equal(t, Paid, s.order(o.ID).State)
	assert.True(t, s.order(o.ID).Has(FlagLate))
	s.verified()
}

// Ensure that a code which is not exactly what was asked for is never shown: the
// shop's own goes up, and the owner is told why on the next Z.
func TestPrepareRefusedCodes(t *testing.T) {
	static, err := qris.Parse(sticker(t))
	require.NoError(t, err)
	good := gatewayShop.code(25_000)
	for name, c := range map[string]struct {
		code GatewayCode
		err  error
		why  string
	}{
		"no code":            {err: errors.New("no"), why: ""},
		"nothing in it":      {why: WhyUnreadable},
		"one byte changed":   {code: GatewayCode{Payload: good[:40] + "X" + good[41:]}, why: WhyUnreadable},
		"another amount":     {code: GatewayCode{Payload: gatewayShop.code(19_477)}, why: WhyAmount},
		"without an amount":  {code: GatewayCode{Payload: static.String()}, why: WhyAmount},
		"a fee on top":       {code: GatewayCode{Payload: gatewayShop.code(25_000, field("55", "02"), field("56", "500"))}, why: WhyTip},
		"a real account":     {code: GatewayCode{Payload: payee{"TOKO DI GATEWAY", gatewayShop.nmid, "936000090000000999"}.code(25_000)}, why: WhyUnpayable},
		"over already":       {code: GatewayCode{Payload: good, Expires: noon.Add(10 * time.Second)}, why: WhyOver},
		"not in rupiah":      {code: GatewayCode{Payload: resum(strings.Replace(good, "5303360", "5303840", 1))}, why: WhyUnreadable},
		"of another country": {code: GatewayCode{Payload: resum(strings.Replace(good, "5802ID", "5802SG", 1))}, why: WhyUnreadable},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := openGateway(t, func(context.Context, Order) (GatewayCode, error) { return c.code, c.err })
			o := s.charge(25_000)
			assert.Equal(t, Pending, o.State)
			assert.True(t, o.Has(FlagLocalCode))
			assert.Equal(t, "WARUNG SAYUR BU TINI", o.Name)
			x, err := s.X(t.Context())
			require.NoError(t, err)
			last := x.Notes[len(x.Notes)-1]
			if c.why == "" {
				assert.NotEqual(t, KindGatewayDoubted, last.Kind)
				return
			}
			assert.Equal(t, KindGatewayDoubted, last.Kind)
			assert.Contains(t, last.What, "xendit "+c.why)
			assert.Nil(t, s.Gateways()[0].Payee, "a refused code pins nobody")
			s.verified()
		})
	}
}

// resum gives a code the checksum it then has.
func resum(code string) string {
	text := code[:len(code)-4]
	return text + fmt.Sprintf("%04X", qris.Checksum(text))
}

// Ensure that a gateway which suddenly pays somebody else is not believed: name
// and account are those of its first code.
func TestPreparePayeeChanged(t *testing.T) {
	now := gatewayShop
	s, _ := openGateway(t, func(_ context.Context, o Order) (GatewayCode, error) {
		return GatewayCode{Payload: now.code(o.Payable), Reference: o.Number}, nil
	})
	assert.False(t, s.charge(25_000).Has(FlagLocalCode))
	for _, other := range []payee{
		{"PENCURI", gatewayShop.nmid, gatewayShop.number},
		{gatewayShop.name, "ID1020000000777", gatewayShop.number},
		{gatewayShop.name, gatewayShop.nmid, "936009990000000777"},
	} {
		now = other
		o := s.charge(25_000)
		assert.True(t, o.Has(FlagLocalCode))
		assert.Equal(t, "WARUNG SAYUR BU TINI", o.Name)
		assert.NotEmpty(t, o.GatewayRef, "asked about all the same")
	}
	now = gatewayShop
	assert.False(t, s.charge(25_000).Has(FlagLocalCode), "the first payee is still the payee")
	s.verified()
}

// Ensure that Batal while the code is prepared ends the wait at once and for
// good: the answer is not shown.
func TestPrepareCancelled(t *testing.T) {
	asked := make(chan Order, 1)
	s, _ := openGateway(t, func(ctx context.Context, o Order) (GatewayCode, error) {
		asked <- o
		<-ctx.Done()
		return atOnce(ctx, o) // it answers all the same
	})
	charged := make(chan Order, 1)
	go func() {
		o, err := s.Charge(context.Background(), Charge{Key: "k", Amount: 25_000, Actor: "kasir"})
		assert.NoError(t, err)
		charged <- o
	}()
	o := <-asked
	_, err := s.CancelCharge(t.Context(), "kasir", "another", ReasonChangedMind)
	require.ErrorIs(t, err, ErrNotFound)
	cancelled, err := s.CancelCharge(t.Context(), "kasir", "k", ReasonChangedMind)
	require.NoError(t, err)
	assert.Equal(t, Cancelled, cancelled.State)
	assert.Equal(t, Cancelled, (<-charged).State)
	is := s.order(o.ID)
	assert.Equal(t, Cancelled, is.State)
	assert.Zero(t, is.FirstShown)
	assert.False(t, is.Asking(), "nobody saw a code of it")
	s.verified()
}

// Ensure that money which overtakes the gateway's answer finds its order: it is
// paid once, and no code of it is shown.
func TestPrepareOvertaken(t *testing.T) {
	var s *shop
	s, _ = openGateway(t, func(ctx context.Context, o Order) (GatewayCode, error) {
		out, err := s.Settle(ctx, Report{Source: "xendit", Evidence: GatewayVerified, PaymentID: "p1", Amount: o.Payable, PaidAt: noon, OrderRef: o.ID.String()})
		if err != nil || out.Result != ResultSettled {
			return GatewayCode{}, fmt.Errorf("%v %w", out, err)
		}
		return atOnce(ctx, o)
	})
	o := s.charge(25_000)
	assert.Equal(t, Paid, o.State)
	assert.Zero(t, o.FirstShown)
	assert.Empty(t, o.Flags)
	today, err := s.Today(t.Context())
	require.NoError(t, err)
	assert.Equal(t, Tally{1, 25_000}, today.Sales)
	s.verified()
}

// Ensure that a caller who asks again with its key, or leaves, changes nothing:
// the gateway is asked once and the order is shown.
func TestPrepareKey(t *testing.T) {
	ready := make(chan struct{})
	s, f := openGateway(t, when(ready))
	c := Charge{Key: "k", Amount: 25_000, Actor: "kasir"}
	leaving, leave := context.WithCancel(t.Context())
	gone := make(chan error, 1)
	go func() { _, err := s.Charge(leaving, c); gone <- err }()
	require.Eventually(t, func() bool { return f.times() == 1 }, 10*time.Second, time.Millisecond)
	both := make(chan Order, 2)
	for range 2 {
		go func() {
			o, err := s.Charge(context.Background(), c)
			assert.NoError(t, err)
			both <- o
		}()
	}
	leave()
	require.ErrorIs(t, <-gone, context.Canceled)
	close(ready)
	first := <-both
	assert.Equal(t, first, <-both)
	assert.Equal(t, Pending, first.State)
	assert.Equal(t, gatewayShop.name, first.Name)
	assert.Equal(t, 1, f.times())
	s.verified()
}

// Ensure that a till stopped between asking and the answer leaves an order that
// is known as never shown; once given up it is failed, and money that comes for
// it all the same is a late sale.
func TestPrepareStopped(t *testing.T) {
	s, f := openGateway(t, when(nil))
	gone := make(chan error, 1)
	go func() {
		_, err := s.Charge(context.Background(), Charge{Key: "k", Amount: 25_000, Actor: "kasir"})
		gone <- err
	}()
	require.Eventually(t, func() bool { return f.times() == 1 }, 10*time.Second, time.Millisecond)
	fresh, err := s.NeverShown(t.Context())
	require.NoError(t, err)
	assert.Empty(t, fresh, "its answer is still waited for")
	s.reopen()
	require.ErrorIs(t, <-gone, ErrClosed)

	never, err := s.NeverShown(t.Context())
	require.NoError(t, err)
	require.Len(t, never, 1)
	o, err := s.FailNeverShown(t.Context(), never[0].ID)
	require.NoError(t, err)
	assert.Equal(t, Failed, o.State)
	never, err = s.NeverShown(t.Context())
	require.NoError(t, err)
	assert.Empty(t, never)
	s.settle(Report{Source: "xendit", Evidence: GatewayVerified, PaymentID: "p1", Amount: 25_000, OrderRef: o.ID.String()})
	o = s.order(o.ID)
	assert.Equal(t, Paid, o.State)
	assert.True(t, o.Has(FlagLate))
	s.verified()
}

// Ensure that after such a stop the same key goes on where it was, and that a
// person may show the order.
func TestPrepareStoppedAndWanted(t *testing.T) {
	s, f := openGateway(t, when(nil))
	stop := func(key string) {
		asked := f.times()
		go func() { _, _ = s.Charge(context.Background(), Charge{Key: key, Amount: 25_000, Actor: "kasir"}) }()
		require.Eventually(t, func() bool { return f.times() == asked+1 }, 10*time.Second, time.Millisecond)
		s.reopen()
		s.SetCharger(f)
	}
	stop("k")
	f.mutex.Lock()
	f.answer = atOnce
	f.mutex.Unlock()
	o, err := s.Charge(t.Context(), Charge{Key: "k", Amount: 25_000, Actor: "kasir"})
	require.NoError(t, err)
	assert.Equal(t, Pending, o.State)
	assert.Equal(t, "A-0001", o.Number)
	assert.Equal(t, gatewayShop.name, o.Name)

	f.mutex.Lock()
	f.answer = when(nil)
	f.mutex.Unlock()
	stop("l")
	never, err := s.NeverShown(t.Context())
	require.NoError(t, err)
	require.Len(t, never, 1)
	shown, err := s.Show(t.Context(), never[0].ID, "kasir")
	require.NoError(t, err)
	assert.Equal(t, Pending, shown.State)
	assert.True(t, shown.Has(FlagLocalCode))
	assert.NotZero(t, shown.Shift)
	s.verified()
}

// Ensure that a part in cash is taken at once and the gateway asked for the rest
// alone, and that a sale all in cash asks nobody.
func TestPreparePartCash(t *testing.T) {
	s, f := openGateway(t, atOnce)
	o, err := s.Charge(t.Context(), Charge{Key: "k", Amount: 25_000, Cash: 5_000, Actor: "kasir"})
	require.NoError(t, err)
	assert.Equal(t, Pending, o.State)
	assert.Equal(t, gatewayShop.code(20_000), o.Payload)
	s.settle(Report{Source: "xendit", Evidence: GatewayVerified, PaymentID: "p1", Amount: 20_000, OrderRef: o.ID.String()})
	assert.Equal(t, Paid, s.order(o.ID).State)
	all, err := s.Charge(t.Context(), Charge{Key: "l", Amount: 5_000, Cash: 5_000, Actor: "kasir"})
	require.NoError(t, err)
	assert.Equal(t, Paid, all.State)
	assert.Equal(t, 1, f.times())
	s.verified()
}

// Ensure that an amount the gateway makes no code for gets the shop's own at
// once, marked; that a charge may ask for the shop's own; and that a unique
// amount never falls below the gateway's least.
func TestPrepareLimits(t *testing.T) {
	s, f := openGateway(t, atOnce)
	low := s.charge(1_499)
	assert.True(t, low.Has(FlagLocalCode))
	assert.Empty(t, low.Gateway)
	own, err := s.Charge(t.Context(), Charge{Key: "own", Amount: 25_000, Gateway: NoGateway, Actor: "kasir"})
	require.NoError(t, err)
	assert.Empty(t, own.Flags)
	assert.Equal(t, "WARUNG SAYUR BU TINI", own.Name)
	_, err = s.Charge(t.Context(), Charge{Key: "x", Amount: 25_000, Gateway: "nobody", Actor: "kasir"})
	require.ErrorIs(t, err, ErrGateway)
	assert.Zero(t, f.times())

	settings := s.Shop().Settings
	settings.Unique = true
	require.NoError(t, s.Change(t.Context(), settings, ownersPIN, "owner"))
	for range 3 {
		o := s.charge(1_503)
		assert.GreaterOrEqual(t, o.Payable, Rupiah(1_500))
		assert.Equal(t, gatewayShop.code(o.Payable), o.Payload)
	}
	_, err = s.Charge(t.Context(), Charge{Key: "full", Amount: 1_500, Actor: "kasir"})
	require.ErrorIs(t, err, ErrUniqueFull)
	s.verified()
}

// Ensure that a gateway's code is never on a screen longer than it can be paid:
// neither first, nor extended, nor shown again.
func TestPrepareCodeOver(t *testing.T) {
	s, _ := openGateway(t, func(ctx context.Context, o Order) (GatewayCode, error) {
		code, err := atOnce(ctx, o)
		code.Expires = noon.Add(6 * time.Minute)
		return code, err
	})
	o := s.charge(25_000)
	longer, err := s.Extend(t.Context(), o.ID, "kasir")
	require.NoError(t, err)
	assert.Equal(t, noon.Add(6*time.Minute), longer.ShowUntil)
	_, err = s.Extend(t.Context(), o.ID, "kasir")
	require.ErrorIs(t, err, ErrCodeOver)
	s.clock.add(7 * time.Minute)
	require.NoError(t, s.Tick(t.Context()))
	_, err = s.Show(t.Context(), o.ID, "kasir")
	require.ErrorIs(t, err, ErrCodeOver)
}

// Ensure that a gateway which panics costs its code and nothing else.
func TestPreparePanic(t *testing.T) {
	s, _ := openGateway(t, func(context.Context, Order) (GatewayCode, error) { panic("odd JSON") })
	assert.True(t, s.charge(25_000).Has(FlagLocalCode))
}

// Ensure that money that went elsewhere is no candidate for a forwarder's word
// about the shop's own QRIS, and that a second word of the gateway is a second
// payment, due back.
func TestPrepareElsewhere(t *testing.T) {
	s, _ := openGateway(t, atOnce)
	o := s.charge(25_000)
	out := s.settle(Report{Amount: 25_000, PaymentID: "hp", PaidAt: noon})
	assert.Equal(t, ResultUnmatched, out.Result)
	for _, id := range []string{"p1", "p2"} {
		s.settle(Report{Source: "xendit", Evidence: GatewayVerified, PaymentID: id, Amount: 25_000, PaidAt: noon, OrderRef: o.ID.String()})
	}
	o = s.order(o.ID)
	assert.True(t, o.Has(FlagDuplicate))
	assert.Equal(t, Rupiah(25_000), o.BackDue)
	s.verified()
}

// Ensure that a code is read whatever the order of its fields, and that one whose
// amount is not the one asked for is refused though its checksum is right: a
// gateway's own document has such an example.
func TestPrepareFieldsInAnyOrder(t *testing.T) {
	shuffled := func(amount Rupiah) string {
		p, err := qris.Parse(gatewayShop.code(amount))
		require.NoError(t, err)
		text := "000201010212"
		for _, tag := range []string{"26", "51", "62", "53", "54", "60", "52", "59", "58", "61"} {
			if f, ok := p.Field(tag); ok {
				text += f.String()
			}
		}
		return text + fmt.Sprintf("6304%04X", qris.Checksum(text+"6304"))
	}
	asked := Rupiah(10_000)
	s, _ := openGateway(t, func(context.Context, Order) (GatewayCode, error) {
		return GatewayCode{Payload: shuffled(asked)}, nil
	})
	o := s.charge(10_000)
	assert.Equal(t, shuffled(10_000), o.Payload)
	assert.Empty(t, o.Flags)
	asked = 19_477
	assert.True(t, s.charge(10_000).Has(FlagLocalCode))
	x, err := s.X(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "xendit amount Rp19.477", x.Notes[len(x.Notes)-1].What)
}

// BenchmarkSilentGateway tells by how much a code is later on the screen than the
// budget of a gateway that never answers.
func BenchmarkSilentGateway(b *testing.B) {
	s := openShop(b)
	_, err := s.AddGateway(b.Context(), xendit(hasty))
	require.NoError(b, err)
	s.SetCharger(&fakeGateway{answer: when(nil)})
	over := time.Duration(0)
	for i := 0; b.Loop(); i++ {
		began := time.Now()
		_, err := s.Charge(context.Background(), Charge{Key: fmt.Sprint("silent", i), Amount: 25_000, Actor: "kasir"})
		require.NoError(b, err)
		over = max(over, time.Since(began)-budgetLeast*time.Millisecond)
	}
	b.ReportMetric(float64(over)/1e6, "most-ms-over")
}
