package gateway

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"laci/pos"
)

// wake wants an order asked about at once; the zero order stands for all of the
// gateway, the empty name for all there are.
type wake struct {
	gateway string
	order   pos.ID
}

// wakesMost bounds the wakes that wait for the loop; one more is dropped, because
// the orders are asked about anyhow.
const wakesMost = 256

// wake hands a wake to the loop.
func (d *Desk) wake(w wake) {
	select {
	case d.asks <- w:
	default:
	}
}

const (
	usualBeat  = 2 * time.Second // how often the clock and the network are looked at
	sleptLeast = 5 * time.Second // the clock ran ahead of the machine by so much: it slept
	sweepEvery = time.Minute     // how often orders that were never shown are looked for
	watchMost  = 5000            // orders that are asked about at a time
)

// loop asks about money while Run runs. Its fields belong to Run's goroutine;
// only answers comes from others.
type loop struct {
	*Desk
	watched map[pos.ID]*watch
	lanes   map[string]*lane
	answers chan answer
	running sync.WaitGroup
	cursor  pos.Cursor

	swept time.Time
	wall  time.Time     // at the last beat
	ran   time.Duration // and what the machine had run by then
	nets  string        // addresses of this machine at the last beat
}

// Run asks the gateways about money until ctx ends: about each order whose code
// can be paid, ever more seldom; at once when a callback comes, the network is
// back or the machine wakes up. It returns when every request has ended.
func (d *Desk) Run(ctx context.Context) {
	l := &loop{Desk: d, watched: map[pos.ID]*watch{}, lanes: map[string]*lane{}, answers: make(chan answer),
		wall: d.now().Round(0), ran: d.mono(), nets: d.network()}
	heads, end := d.till.Watch()
	defer end()
	l.cursor = d.till.Head()
	l.begin(ctx)
	beat := time.NewTicker(d.beatEvery)
	defer beat.Stop()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		timer.Reset(l.start(ctx))
		select {
		case <-ctx.Done():
			l.end()
			return
		case _, open := <-heads:
			if !open {
				l.end()
				return // the till is closed
			}
			l.read(ctx)
		case w := <-d.asks:
			l.hint(ctx, w)
		case a := <-l.answers:
			l.heard(ctx, a)
		case <-beat.C:
			l.beat(ctx)
		case <-timer.C:
		}
	}
}

// end waits for what is under way.
func (l *loop) end() {
	done := make(chan struct{})
	go func() { l.running.Wait(); close(done) }()
	for {
		select {
		case <-l.answers:
		case <-done:
			return
		}
	}
}

// begin watches what the till has open.
func (l *loop) begin(ctx context.Context) {
	orders, err := l.till.AskAbout(ctx, watchMost)
	if err != nil {
		l.log.Error("open orders not read", "error", err)
	}
	for _, o := range orders {
		l.see(o, time.Time{})
	}
	l.sweep(ctx)
}

// journalPage is how many entries are read at a time.
const journalPage = 500

// read looks at the orders the journal told of since the last time.
func (l *loop) read(ctx context.Context) {
	head := l.till.Head() // before looking who there is
	if len(l.watched) == 0 && len(l.till.Gateways()) == 0 {
		l.cursor = head // no order can be any gateway's
		return
	}
	for {
		entries, err := l.till.Entries(ctx, l.cursor, journalPage)
		if err != nil {
			if errors.Is(err, pos.ErrCursor) {
				l.cursor = l.till.Head() // another file took the place of this one
			}
			return
		}
		touched := map[pos.ID]time.Time{}
		for _, e := range entries {
			l.cursor = e.Cursor()
			if e.Order.IsZero() {
				continue
			}
			if shown := touched[e.Order]; e.Kind == pos.KindOrderShown || shown.IsZero() {
				touched[e.Order] = l.shownAt(e)
			}
		}
		for id, shown := range touched {
			l.look(ctx, id, shown)
		}
		if len(entries) < journalPage {
			return
		}
	}
}

// shownAt is when the entry put a code on a screen; zero when it did not.
func (l *loop) shownAt(e pos.Entry) time.Time {
	if e.Kind == pos.KindOrderShown {
		return e.At
	}
	return time.Time{}
}

// look reads an order again and watches it, or not any more.
func (l *loop) look(ctx context.Context, id pos.ID, shown time.Time) {
	o, err := l.till.Order(ctx, id)
	if err == nil {
		l.see(o, shown)
	}
}

// beat notices that the machine slept or that its network changed, asks idle
// gateways whether they are there, and looks for orders that were never shown.
func (l *loop) beat(ctx context.Context) {
	wall, ran := l.now().Round(0), l.mono()
	slept := wall.Sub(l.wall) - (ran - l.ran)
	l.wall, l.ran = wall, ran
	nets := l.network()
	if slept >= sleptLeast || nets != l.nets {
		l.log.Info("gateways are asked again", "slept", slept.Round(time.Second), "network_changed", nets != l.nets)
		l.nets = nets
		l.hint(ctx, wake{})
	}
	if wall.Sub(l.swept).Abs() >= sweepEvery {
		l.sweep(ctx)
	}
	l.probe(ctx)
}

// addresses are the addresses of this machine that lead anywhere.
func addresses() (all string) {
	found, _ := net.InterfaceAddrs() // none is as good as an error
	for _, a := range found {
		if ip, ok := a.(*net.IPNet); ok && ip.IP.IsGlobalUnicast() {
			all += ip.String() + " "
		}
	}
	return all
}

// sweep asks once about each order that was placed and never shown, and gives it
// up.
func (l *loop) sweep(ctx context.Context) {
	l.swept = l.now().Round(0)
	orders, err := l.till.NeverShown(ctx)
	if err != nil {
		l.log.Error("orders never shown not read", "error", err)
	}
	for _, o := range orders {
		l.running.Go(func() { l.giveUp(ctx, o) })
	}
}

func (l *loop) giveUp(ctx context.Context, o pos.Order) {
	a, err := l.account(ctx, o.Gateway)
	if err == nil {
		_, err = l.askOne(ctx, a, o)
	}
	if ctx.Err() != nil {
		return
	}
	failed, saving := l.till.FailNeverShown(ctx, o.ID)
	l.log.Warn("order never shown", "order", o.Number, "state", failed.State, "asked", err, "error", saving)
}
