package pos

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/oklog/ulid/v2"
	"go.etcd.io/bbolt"
)

// Sealer keeps secrets that must be readable (HMAC keys) and PIN hashes
// unreadable without the key of this machine.
type Sealer interface {
	Seal(plain []byte) ([]byte, error)
	Unseal(sealed []byte) ([]byte, error)
}

// Options say how a till is opened.
type Options struct {
	Dir      string           // data directory; made with mode 0700
	Now      func() time.Time // the clock; time.Now when nil
	Sealer   Sealer           // required
	Practice bool             // used when the file is made: practice money only, for ever
	Terminal string           // used when the file is made: the letter of order numbers, A when empty, never W
	Log      *slog.Logger     // slog.Default when nil
	NoSync   bool             // for tests of tests: a till that may lose money
	Travel   []string         // files of Dir without which the store cannot be used elsewhere, the sealing key: backups carry them

	// Pack reads one of those files as it is to travel; os.ReadFile when nil.
	Pack func(path string) ([]byte, error)

	// Inspect looks at the files after an unclean stop; pos.Inspect when nil. A
	// program passes one that runs pos.Inspect in a child with a time limit.
	Inspect func(ctx context.Context, dir string) error

	fault  func(step string) error // for tests: fails a step of saving
	behind int                     // for tests: behindMost when 0
}

// Till is an open till. All of its methods may be called from any goroutine.
type Till struct {
	now    func() time.Time
	log    *slog.Logger
	sealer Sealer
	fault  func(string) error

	store   store
	reading sync.RWMutex // held for reading by readers, for writing while the store is opened again
	queue   queue
	turn    chan struct{} // full while somebody commits, and once the till is closed
	batch   []decision    // of whoever has the turn
	entropy io.Reader     // and for its identities
	ended   chan struct{}
	close   sync.Once

	shop      atomic.Pointer[shopState]
	headNow   atomic.Pointer[head]
	tail      atomic.Pointer[tail]
	snapshots atomic.Pointer[[]snapshot] // of the newest commit, or the coming one, and of the one before
	behind    int                        // changed values that wait for a checkpoint
	watchers  watchers
	pin       sync.Mutex // one PIN is looked at at a time
	travel    []string
	pack      func(path string) ([]byte, error) // reads what travels
	backups   sync.Mutex                        // one backup is made at a time
	heard     sync.Map                          // source or gateway name → time.Time of its last word
	beats     sync.Map                          // source name → true once it sent a sign of life
	unread    sync.Map                          // source name → Unread, the newest text nobody could read
	used      sync.Map                          // key name → time.Time of its last use, to the minute
	seen      sync.Map                          // device name → the same
	pairing   pairing
	silent    sync.Map // gateway name → silence since the first request it left without an answer
	codes     preparations
	opened    time.Time
	earlier   uint64 // orders that were there when the till was opened
	clock     clockGuard
}

// Open opens the till of a directory, making it when there is none. It returns
// ErrHeld when another program has it open, ErrNewer for a file of a newer
// version and ErrDamaged or ErrFork for one that it cannot trust.
func Open(ctx context.Context, o Options) (*Till, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	t := &Till{now: o.Now, log: o.Log, sealer: o.Sealer, fault: o.fault, behind: cmp.Or(o.behind, behindMost), travel: o.Travel, pack: o.Pack,
		store:   store{dir: o.Dir, noSync: o.NoSync, inspect: o.Inspect},
		entropy: ulid.Monotonic(rand.Reader, 0),
		turn:    make(chan struct{}, 1), ended: make(chan struct{})}
	if t.now == nil {
		t.now = time.Now
	}
	if t.pack == nil {
		t.pack = os.ReadFile
	}
	if t.log == nil {
		t.log = slog.Default()
	}
	if t.fault == nil {
		t.fault = func(string) error { return nil }
	}
	if t.store.inspect == nil {
		t.store.inspect = Inspect
	}
	t.opened = utc(t.now())
	opened := &tillOpened{Terminal: o.Terminal, Practice: o.Practice}
	if opened.Terminal == "" {
		opened.Terminal = "A"
	}
	if opened.Terminal == strangerLetter {
		return nil, fmt.Errorf("terminal %s: %w", opened.Terminal, ErrName)
	}
	if err := t.store.open(ctx, func(x *txn) error { return x.record("till", opened) }, t.now()); err != nil {
		return nil, fmt.Errorf("open %s: %w", o.Dir, err)
	}
	t.publish()
	t.earlier = t.headNow.Load().Orders
	t.codes.open()
	t.tail.Store(&tail{})
	if damage := t.store.mended; damage != nil {
		if err := t.tellRepair(ctx, damage); err != nil {
			return nil, errors.Join(err, t.Close())
		}
	}
	return t, nil
}

// Repaired says which file was found damaged at this opening and made anew from
// the other one; nil when all was well.
func (t *Till) Repaired() *Damage { return t.store.mended }

// Close ends the till: what was decided is on disk, the rest is refused.
func (t *Till) Close() error {
	var err error
	t.close.Do(func() {
		t.endPreparing()
		t.turn <- struct{}{} // and never given back
		close(t.ended)
		t.watchers.end()
		t.reading.Lock()
		defer t.reading.Unlock()
		if err := t.store.writeBehind(); err != nil { // the entries are there: the next opening folds them
			t.log.Warn("state not written at the end", "error", err)
		}
		err = errors.Join(t.store.close(), t.store.unmark())
	})
	return err
}

// publish lets everybody see the state of a store just opened.
func (t *Till) publish() {
	x := t.store.state
	h := x.head
	t.shop.Store(x.shop)
	t.headNow.Store(&h)
	t.snapshots.Store(&[]snapshot{x.snapshot()})
}

// open fails once there is no file to read, or nobody waits for an answer.
func (t *Till) open(ctx context.Context) error {
	t.reading.RLock()
	defer t.reading.RUnlock()
	if t.store.db == nil {
		return t.gone()
	}
	return ctx.Err()
}

// read runs a reading transaction on the file as it was last committed.
func (t *Till) read(ctx context.Context, do func(view) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	t.reading.RLock()
	defer t.reading.RUnlock()
	if t.store.db == nil {
		return t.gone()
	}
	for found := false; !found; {
		err := t.store.db.View(func(tx *bbolt.Tx) error {
			v, there, err := t.viewOf(view{tx: tx})
			if found = there || err != nil; there && err == nil {
				err = do(v)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// gone says why there is no file to read: the till was closed, or it could not
// be opened again after a failed save.
func (t *Till) gone() error {
	select {
	case <-t.ended:
		return ErrClosed
	default:
		return ErrStorage
	}
}

// Shop gives the shop as it was last committed.
func (t *Till) Shop() Shop { return t.shop.Load().public() }

// Settings gives the settings as they were last committed. They are never
// changed in place: other settings are at another address.
func (t *Till) Settings() *Settings { return &t.shop.Load().Settings }

// Head gives the newest place in the journal.
func (t *Till) Head() Cursor { return t.headNow.Load().Cursor }

// ClockBehind tells by how much the clock stands behind the newest entry: above
// zero the clock is wrong.
func (t *Till) ClockBehind() time.Duration {
	return max(0, t.headNow.Load().At.Sub(t.now()))
}
