package gateway

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// Ensure that a sale goes green by asking alone: no callback ever comes.
func TestPollPaid(t *testing.T) {
	b := newBench(t)
	b.run()
	o := b.charge(25_000)
	assert.Equal(t, code(25_000), o.Payload)
	b.until("asked while nothing is paid", func() bool { return b.world.questions(o) >= 2 })
	assert.Equal(t, pos.Pending, b.order(o).State)
	b.world.pay(o, "p1", 25_000, b.now())
	b.until("paid", b.paid(o))
	asked := b.world.questions(o)
	b.wait(10 * time.Minute)
	other := b.charge(1_500)
	b.until("the other is asked about", func() bool { return b.world.questions(other) >= 3 })
	assert.LessOrEqual(t, b.world.questions(o), asked+1, "nobody asks about what is paid")
	settled, _ := b.settled(pos.Cursor{})
	assert.Equal(t, 1, settled)
	assert.NotZero(t, b.Gateways()[0].LastHeard)
	require.NoError(t, b.Verify(context.Background()))
}

// Ensure that the waits grow: an order is asked about ever more seldom.
func TestPollSlowsDown(t *testing.T) {
	l := &loop{Desk: New(Options{Till: newBench(t).Till}), watched: map[pos.ID]*watch{}, lanes: map[string]*lane{}}
	w := &watch{gateway: "xendit", grace: l.now().Add(time.Hour)}
	for _, want := range []time.Duration{100, 150, 250, 400, 650, 1000, 1500, 1500} {
		before := l.mono()
		l.postpone(w)
		wait := w.due - before
		assert.InDelta(t, float64(want*time.Millisecond), float64(wait), float64(want*time.Millisecond)*0.2+float64(50*time.Millisecond))
	}
	w.grace = l.now().Add(-time.Second)
	before := l.mono()
	l.postpone(w)
	assert.InDelta(t, float64(15*time.Second), float64(w.due-before), float64(4*time.Second), "seldom, once the grace is over")
}

// Ensure that errors and words nobody knows leave an order pending, that the
// owner can see since when the gateway is silent, and that it is asked again by
// itself.
func TestPollDown(t *testing.T) {
	b := newBench(t)
	b.run()
	o := b.charge(25_000)
	for _, status := range []int{http.StatusInternalServerError, http.StatusUnauthorized, http.StatusTooManyRequests} {
		b.world.fail(status)
		b.until("silence", func() bool { return !b.Gateways()[0].SilentSince.IsZero() })
		assert.Equal(t, pos.Pending, b.order(o).State)
		b.world.fail(0)
		b.until("an answer", func() bool { return b.Gateways()[0].SilentSince.IsZero() })
	}
	b.world.fail(http.StatusInternalServerError)
	b.world.pay(o, "p1", 25_000, b.now())
	b.until("silence", func() bool { return !b.Gateways()[0].SilentSince.IsZero() })
	assert.Equal(t, pos.Pending, b.order(o).State)
	b.world.fail(0)
	b.until("paid", b.paid(o))
}

// Ensure that a till without a network is told from a gateway that is down.
func TestOffline(t *testing.T) {
	dial := func(err error) error {
		return fmt.Errorf("%w: %w", ErrUnreachable, &url.Error{Op: "Post", Err: &net.OpError{Op: "dial", Net: "tcp", Err: err}})
	}
	assert.True(t, offline(dial(os.NewSyscallError("connect", syscall.ENETUNREACH))))
	assert.True(t, offline(dial(os.NewSyscallError("connect", syscall.EHOSTUNREACH))))
	assert.True(t, offline(dial(os.ErrDeadlineExceeded)))
	assert.True(t, offline(dial(&net.DNSError{Err: "server misbehaving", IsTemporary: true})))
	assert.False(t, offline(dial(&net.DNSError{Err: "no such host", IsNotFound: true})))
	assert.False(t, offline(dial(os.NewSyscallError("connect", syscall.ECONNREFUSED))))
	assert.False(t, offline(&refusal{cause: ErrUnreachable, status: http.StatusBadGateway}))
	assert.False(t, offline(nil))
}

// Ensure that a gateway which is down is not stormed: one question at a time,
// whatever waits.
func TestPollDownIsCalm(t *testing.T) {
	b := newBench(t)
	var orders []pos.Order
	for range 20 {
		orders = append(orders, b.charge(25_000))
	}
	b.world.fail(http.StatusBadGateway)
	l := &loop{Desk: b.desk, watched: map[pos.ID]*watch{}, lanes: map[string]*lane{}, answers: make(chan answer, 100)}
	for _, o := range orders {
		l.see(o, time.Time{})
	}
	b.wait(time.Minute)
	l.start(context.Background())
	l.running.Wait()
	for len(l.answers) > 0 {
		l.heard(context.Background(), <-l.answers)
	}
	lane := l.lane("xendit")
	require.True(t, lane.down())
	assert.Positive(t, lane.free(l.mono()), "it rests")
	b.wait(time.Minute)
	l.start(context.Background())
	assert.Equal(t, 1, lane.asking)
	l.running.Wait()
}

// Ensure that an order whose code left the screen is asked about until its grace
// is over, and not longer.
func TestPollGrace(t *testing.T) {
	b := newBench(t)
	o := b.charge(25_000)
	b.wait(20 * time.Minute)
	require.NoError(t, b.Tick(context.Background()))
	require.Equal(t, pos.Expired, b.order(o).State)
	b.world.pay(o, "p1", 25_000, b.now())
	b.run() // a program that starts finds what is open
	b.until("paid late", b.paid(o))
	assert.True(t, b.order(o).Has(pos.FlagLate))
	b.stop()

	later := b.charge(25_000)
	b.wait(time.Hour)
	require.NoError(t, b.Tick(context.Background()))
	b.run()
	fresh := b.charge(25_000)
	b.until("asked", func() bool { return b.world.questions(fresh) >= 3 })
	assert.Zero(t, b.world.questions(later))
}

// Ensure that a machine that slept, or whose network is back, asks at once, though
// the next question was far off.
func TestPollAfterSleep(t *testing.T) {
	b := newBench(t, func(a *pos.AddGateway) { a.Poll = 60_000 })
	b.run()
	o := b.charge(25_000)
	b.world.pay(o, "p1", 25_000, b.now())
	for range 4 {
		b.sleep(time.Second) // a clock that is set a little is no sleep
		time.Sleep(30 * time.Millisecond)
	}
	assert.Zero(t, b.world.questions(o))
	b.sleep(2 * time.Minute)
	b.until("paid", b.paid(o))

	o = b.charge(25_000)
	b.world.pay(o, "p2", 25_000, b.now())
	b.mutex.Lock()
	b.nets = "192.0.2.7 "
	b.mutex.Unlock()
	b.until("paid, because the network is back", b.paid(o))
}

// Ensure that money told twice, and a second payment on one code, are what they
// are: one sale, and money due back.
func TestPollTwice(t *testing.T) {
	b := newBench(t)
	o := b.charge(25_000)
	b.world.pay(o, "p1", 25_000, b.now())
	b.world.pay(o, "p2", 25_000, b.now())
	b.run()
	b.until("both", func() bool { return b.order(o).Has(pos.FlagDuplicate) })
	is := b.order(o)
	assert.Equal(t, pos.Rupiah(25_000), is.BackDue)
	assert.Len(t, is.Payments, 2)
	for _, again := range []int{1, 2} {
		a, err := b.desk.account(context.Background(), "xendit")
		require.NoError(t, err)
		_, err = b.desk.askOne(context.Background(), a, is)
		require.NoError(t, err)
		settled, _ := b.settled(pos.Cursor{})
		assert.Equal(t, 2, settled, "asked %d times more", again)
	}
	today, err := b.Today(context.Background())
	require.NoError(t, err)
	assert.Equal(t, pos.Tally{Count: 1, Sum: 25_000}, today.Sales)
}

// Ensure that too little and too much never pay by themselves.
func TestPollWrongAmount(t *testing.T) {
	b := newBench(t)
	b.run()
	short, over := b.charge(25_000), b.charge(30_000)
	b.world.pay(short, "p1", 20_000, b.now())
	b.world.pay(over, "p2", 31_000, b.now())
	b.until("both told", func() bool { return b.order(short).Has(pos.FlagShort) && b.order(over).Has(pos.FlagOver) })
	assert.Equal(t, pos.Awaiting, b.order(short).State)
	assert.Equal(t, pos.Awaiting, b.order(over).State)
}

// Ensure that a till stopped between asking for a code and the answer asks once
// about the order when it starts, and gives it up; one that was paid all the same
// is paid.
func TestPollNeverShown(t *testing.T) {
	b := newBench(t)
	b.world.slow = make(chan struct{})
	ids := make(chan pos.ID, 2)
	for range 2 {
		charges++
		key := time.Duration(charges).String()
		go func() { _, _ = b.Charge(context.Background(), pos.Charge{Key: key, Amount: 25_000, Actor: "kasir"}) }()
	}
	b.until("both asked for", func() bool {
		b.world.mutex.Lock()
		defer b.world.mutex.Unlock()
		return len(b.world.made) == 2
	})
	b.reopen()
	never, err := b.NeverShown(context.Background())
	require.NoError(t, err)
	require.Len(t, never, 2)
	b.world.pay(never[0], "p1", 25_000, b.now())
	close(ids)
	b.run()
	b.until("given up", func() bool { return b.order(never[1]).State == pos.Failed })
	b.until("paid", b.paid(never[0]))
	assert.Equal(t, 1, b.world.questions(never[1]), "asked about once")
	require.NoError(t, b.Verify(context.Background()))
}

// Ensure that an idle gateway is asked now and then whether it is there, at no
// cost to what the account allows, and that being there does not make up for
// refusing the credentials.
func TestProbe(t *testing.T) {
	b := newBench(t)
	b.run()
	b.until("heard", func() bool { return !b.Gateways()[0].LastHeard.IsZero() })
	b.world.server.CloseClientConnections()
	b.world.server.Listener.Close()
	b.until("silent", func() bool { return !b.Gateways()[0].SilentSince.IsZero() })
	b.stop()

	refusing := newBench(t)
	refusing.world.fail(http.StatusUnauthorized)
	refusing.run()
	o := refusing.charge(25_000)
	assert.True(t, o.Has(pos.FlagLocalCode))
	refusing.world.fail(0)
	refusing.until("heard again once it answers", func() bool { return refusing.Gateways()[0].SilentSince.IsZero() })
}

// Ensure that questions stay within what a system allows, in a minute and in a
// day.
func TestPace(t *testing.T) {
	p := newPace(60, 0)
	asked := 0
	for now := time.Duration(0); now < time.Minute; now += 100 * time.Millisecond {
		if p.take(now) == 0 {
			asked++
		}
	}
	assert.InDelta(t, 66, asked, 2, "60 a minute, and what had gathered")
	day := newPace(60, 50)
	asked = 0
	for now := time.Duration(0); now < 24*time.Hour; now += time.Minute {
		if day.take(now) == 0 {
			asked++
		}
	}
	assert.InDelta(t, 25+5, asked, 1, "half of the day's requests, and what had gathered")
	require.Zero(t, func() time.Duration {
		for day.take(24*time.Hour) == 0 {
		}
		return 0
	}())
	assert.Greater(t, day.take(24*time.Hour), 10*time.Minute, "the next one comes when the day allows it")
}
