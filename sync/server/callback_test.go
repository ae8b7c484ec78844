package server

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// received is all money matched to orders today.
func (h *house) received(t testing.TB) pos.Tally {
	t.Helper()
	today, err := h.till.Today(t.Context())
	require.NoError(t, err)
	return today.Received
}

// Ensure that a signed report that names an order pays it, and that the answer
// tells so only when it is on disk.
func TestCallbackPays(t *testing.T) {
	h := open(t)
	order := h.sell(t, "k1", 25000)
	var got receipt
	h.deliver(t, "msg_1", paidBody(order)).into(t, &got)
	assert.Equal(t, "settled", got.Result)
	assert.Equal(t, order.ID, got.Order)
	assert.NotZero(t, got.Payment)

	paid, err := h.till.Order(t.Context(), order.ID)
	require.NoError(t, err)
	assert.Equal(t, pos.Paid, paid.State)
	assert.Equal(t, pos.ForwarderMatched, paid.Evidence)
	payment, err := h.till.Payment(t.Context(), got.Payment)
	require.NoError(t, err)
	assert.Equal(t, "hp-kasir", payment.Source)
	assert.Equal(t, pos.Tally{Count: 1, Sum: 25000}, h.received(t))
}

// Ensure that a delivery that comes again, signed anew or at the same moment
// many times over, is answered 200 and counted once.
func TestCallbackReplay(t *testing.T) {
	h := open(t)
	order := h.sell(t, "k1", 25000)
	body := paidBody(order)
	assert.Equal(t, http.StatusOK, h.deliver(t, "msg_1", body).status)
	assert.Equal(t, http.StatusOK, h.deliver(t, "msg_1", body).status)
	later := do(t, h.delivery(t, "msg_1", time.Now().Add(time.Minute), body))
	var got receipt
	later.into(t, &got)
	assert.Equal(t, "seen", got.Result)

	second := h.sell(t, "k2", 31000)
	body = paidBody(second)
	var requests sync.WaitGroup
	for range 16 {
		request := h.delivery(t, "msg_2", time.Now(), body)
		requests.Go(func() { assert.Equal(t, http.StatusOK, do(t, request).status) })
	}
	requests.Wait()
	for _, id := range []pos.ID{order.ID, second.ID} {
		paid, err := h.till.Order(t.Context(), id)
		require.NoError(t, err)
		assert.Len(t, paid.Payments, 1)
	}
	assert.Equal(t, pos.Tally{Count: 2, Sum: 56000}, h.received(t))
}

// Ensure that money for an order nobody knows is kept, not matched by its
// amount, and acknowledged.
func TestCallbackUnknownOrder(t *testing.T) {
	h := open(t)
	order := h.sell(t, "k1", 25000)
	stranger := order
	stranger.Number = "Z-9999"
	var got receipt
	h.deliver(t, "msg_1", paidBody(stranger)).into(t, &got)
	assert.Equal(t, "unmatched", got.Result)
	inbox, err := h.till.Inbox(t.Context())
	require.NoError(t, err)
	require.Len(t, inbox, 1)
	assert.Equal(t, got.Payment, inbox[0].ID)
	assert.Equal(t, pos.Rupiah(25000), inbox[0].Amount)
	still, err := h.till.Order(t.Context(), order.ID)
	require.NoError(t, err)
	assert.Equal(t, pos.Pending, still.State)
}

// Ensure that the three ways of writing an amount are the same money.
func TestCallbackAmounts(t *testing.T) {
	h := open(t)
	for i, amount := range []string{`12000`, `"12000"`, `{"value":"12000.00","currency":"IDR"}`} {
		key := "k" + strconv.Itoa(i)
		order := h.sell(t, key, 12000)
		body := strings.Replace(paidBody(order), `"amount":12000`, `"amount":`+amount, 1)
		require.Contains(t, body, amount)
		var got receipt
		h.deliver(t, "msg_"+key, body).into(t, &got)
		assert.Equal(t, "settled", got.Result, amount)
		assert.Equal(t, order.ID, got.Order, amount)
	}
	a := h.deliver(t, "msg_sen", strings.Replace(paidBody(h.sell(t, "sen", 10000)), `"amount":10000`, `"amount":10000.50`, 1))
	assert.Equal(t, http.StatusUnprocessableEntity, a.status)
	assert.Equal(t, "amount_invalid", a.problem(t).Code)
}

// Ensure that whoever does not sign as the source gets 401 and changes nothing,
// and that the answer does not tell whether the source exists.
func TestCallbackForged(t *testing.T) {
	h := open(t)
	order := h.sell(t, "k1", 25000)
	body, now := paidBody(order), time.Now()
	head := h.till.Head()
	good := sign(t, h.secret, "msg_1", now, body)
	stamp := strconv.FormatInt(now.Unix(), 10)
	forged := h.ask(t, "POST", "/api/v1/callbacks/hp-kasir", "", body, headerID, "msg_1", headerTimestamp, stamp, headerSignature, good[:len(good)-8]+"AAAAAAA=")
	nobody := h.ask(t, "POST", "/api/v1/callbacks/hp-lain", "", body, headerID, "msg_1", headerTimestamp, stamp, headerSignature, good)
	changed := h.ask(t, "POST", "/api/v1/callbacks/hp-kasir", "", body+" ", headerID, "msg_1", headerTimestamp, stamp, headerSignature, good)
	bare := h.ask(t, "POST", "/api/v1/callbacks/hp-kasir", h.charge, body)
	var bodies []string
	for _, request := range []*http.Request{forged, nobody, changed, bare} {
		a := do(t, request)
		assert.Equal(t, http.StatusUnauthorized, a.status)
		assert.Equal(t, "signature_wrong", a.problem(t).Code)
		a.header.Del("Date")
		bodies = append(bodies, string(a.body))
	}
	for _, other := range bodies[1:] {
		assert.Equal(t, bodies[0], other)
	}
	assert.Equal(t, head, h.till.Head(), "nothing was written")
}

// Ensure that a stale delivery is told our time, and that one just inside the
// five minutes is taken.
func TestCallbackStale(t *testing.T) {
	clock := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	now := func() time.Time { return clock }
	h := openWith(t, openTillAt(t, now), nil, Options{Now: now})
	for _, off := range []time.Duration{-301 * time.Second, 301 * time.Second} {
		a := do(t, h.delivery(t, "msg_1", clock.Add(off), `{"type":"source.heartbeat"}`))
		assert.Equal(t, http.StatusUnauthorized, a.status)
		p := a.problem(t)
		assert.Equal(t, "timestamp", p.Code)
		assert.True(t, p.Now.Equal(clock))
	}
	for _, off := range []time.Duration{-299 * time.Second, 299 * time.Second} {
		assert.Equal(t, http.StatusOK, do(t, h.delivery(t, "msg_1", clock.Add(off), `{"type":"source.heartbeat"}`)).status)
	}
}

// Ensure that a clock that is beyond the five minutes, by the word of those who
// signed, stops every signed callback visibly, that a forged stamp says nothing,
// and that the money is taken once the clock is right.
func TestCallbackWrongClock(t *testing.T) {
	clock := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	now := func() time.Time { return clock }
	h := openWith(t, openTillAt(t, now), nil, Options{Now: now})
	order := h.sell(t, "k1", 25000)
	forged := h.delivery(t, "msg_0", clock.Add(7*time.Minute), paidBody(order))
	forged.Header.Set(headerSignature, "v1,AAAA")
	assert.Equal(t, http.StatusUnauthorized, do(t, forged).status)
	assert.True(t, h.till.ClockTrust().Trusted())

	assert.Equal(t, "timestamp", do(t, h.delivery(t, "msg_1", clock.Add(7*time.Minute), paidBody(order))).problem(t).Code)
	assert.Equal(t, 7*time.Minute, h.till.ClockTrust().Offset)
	h.till.HeardTime("gateway", clock.Add(7*time.Minute))
	a := do(t, h.delivery(t, "msg_2", clock, paidBody(order)))
	assert.Equal(t, http.StatusOK, a.status, "one word for each: the smaller offset of the two in the middle")
	h.till.HeardTime("other", clock.Add(7*time.Minute))
	a = do(t, h.delivery(t, "msg_3", clock, paidBody(order)))
	assert.Equal(t, http.StatusServiceUnavailable, a.status)
	assert.Equal(t, "clock_wrong", a.problem(t).Code)
	assert.NotEmpty(t, a.header.Get("Retry-After"))

	clock = clock.Add(7 * time.Minute)
	for _, source := range []string{"gateway", "other"} {
		h.till.HeardTime(source, clock)
	}
	assert.Equal(t, http.StatusOK, do(t, h.delivery(t, "msg_3", clock, paidBody(order))).status)
	assert.Equal(t, pos.Tally{Count: 1, Sum: 25000}, h.received(t))
}

// Ensure that other types change nothing but show that the source lives,
// and odd bodies are refused as the sender's mistake, with nothing written.
func TestCallbackOther(t *testing.T) {
	h := open(t)
	head := h.till.Head()
	require.Zero(t, h.till.Sources()[0].LastHeard)
	for body, result := range map[string]string{`{"type":"source.heartbeat"}`: "heard", `{"type":"payment.vanished","data":[1]}`: "ignored"} {
		var got receipt
		h.deliver(t, "msg_1", body).into(t, &got)
		assert.Equal(t, receipt{Result: result}, got)
		assert.WithinDuration(t, time.Now(), h.till.Sources()[0].LastHeard, time.Minute)
	}
	for _, body := range []string{``, `[]`, `null`, `{"type":"payment.detected","data":"x"}`, "\xff\xfe", strings.Repeat("[", 20000), `{"type":"payment.detected","data":{"amount":1}}{`} {
		a := h.deliver(t, "msg_2", body)
		assert.Equal(t, http.StatusBadRequest, a.status, "%.40q", body)
		assert.Equal(t, "body_invalid", a.problem(t).Code)
	}
	assert.Equal(t, head, h.till.Head())
}

// Ensure that wrong signatures are slowed down with the time to wait, while the
// true source from the same address is heard at once.
func TestCallbackGuessing(t *testing.T) {
	h := open(t)
	guess := func() answered {
		return do(t, h.ask(t, "POST", "/api/v1/callbacks/hp-kasir", "", `{}`, headerID, "m", headerTimestamp, "1", headerSignature, "v1,AAAA"))
	}
	for range strikesAllowed {
		require.Equal(t, http.StatusUnauthorized, guess().status)
	}
	a := guess()
	assert.Equal(t, http.StatusTooManyRequests, a.status)
	assert.Regexp(t, `^[1-9]\d*$`, a.header.Get("Retry-After"))
	assert.Equal(t, http.StatusOK, h.deliver(t, "msg_1", paidBody(h.sell(t, "k1", 25000))).status)
}

// Ensure that a till that cannot save says so, so that the sender comes again.
func TestCallbackNoStorage(t *testing.T) {
	h := open(t)
	request := h.delivery(t, "msg_1", time.Now(), paidBody(h.sell(t, "k1", 25000)))
	require.NoError(t, h.till.Close())
	a := do(t, request)
	assert.Equal(t, http.StatusServiceUnavailable, a.status)
	assert.Contains(t, []string{"closed", "storage_failed"}, a.problem(t).Code)
	assert.Equal(t, "5", a.header.Get("Retry-After"))
}

// brokenTill cannot save.
type brokenTill struct{ *pos.Till }

func (brokenTill) Settle(context.Context, pos.Report) (pos.Outcome, error) {
	return pos.Outcome{}, pos.ErrStorage
}

// Ensure that a failed save is 503, never 200 or a refusal of the delivery.
func TestCallbackStorageFails(t *testing.T) {
	till := openTill(t)
	h := openWith(t, till, brokenTill{till}, Options{})
	a := h.deliver(t, "msg_1", paidBody(h.sell(t, "k1", 25000)))
	assert.Equal(t, http.StatusServiceUnavailable, a.status)
	assert.Equal(t, "storage_failed", a.problem(t).Code)
	assert.NotEmpty(t, a.header.Get("Retry-After"))
}

// slowTill saves only when it is let.
type slowTill struct {
	*pos.Till
	begun, let chan struct{}
}

func (t slowTill) Settle(ctx context.Context, report pos.Report) (pos.Outcome, error) {
	close(t.begun)
	<-t.let
	return t.Till.Settle(ctx, report)
}

// Ensure that closing the server, and the end of its context, wait for money
// that is being saved, and that its sender hears of it.
func TestCloseFinishesCommits(t *testing.T) {
	slow := slowTill{openTill(t), make(chan struct{}), make(chan struct{})}
	h := openWith(t, slow.Till, slow, Options{})
	order := h.sell(t, "k1", 25000)
	request := h.delivery(t, "msg_1", time.Now(), paidBody(order))
	sent := make(chan int, 1)
	go func() {
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			sent <- 0
			return
		}
		_ = response.Body.Close()
		sent <- response.StatusCode
	}()
	<-slow.begun
	closed, done := make(chan error, 1), h.server.home.done
	go func() { closed <- h.server.Close() }()
	<-done // nobody new is let in
	select {
	case <-closed:
		require.Fail(t, "closed over money being saved")
	default:
	}
	close(slow.let)
	assert.Equal(t, http.StatusOK, <-sent)
	require.NoError(t, <-closed)
	assert.Equal(t, pos.Tally{Count: 1, Sum: 25000}, h.received(t))
}
