package pos

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"go.etcd.io/bbolt"
)

// decision is one caller's wish: checked whole before its first write, applied
// in one transaction, answered when it is on disk.
type decision struct {
	ctx  context.Context
	do   func(*txn) error
	done chan error
}

// maxBatch bounds the decisions of one commit.
const maxBatch = 256

// queue holds the decisions that nobody has taken into a commit yet.
type queue struct {
	mutex     sync.Mutex
	decisions []decision
}

func (q *queue) add(d decision) {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	q.decisions = append(q.decisions, d)
}

// take gives what waits right now, in the room of the batch before.
func (q *queue) take(batch []decision) []decision {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	n := min(len(q.decisions), maxBatch)
	batch = append(batch[:0], q.decisions[:n]...)
	q.decisions = slices.Delete(q.decisions, 0, n)
	return batch
}

// decide waits until the wish is durable or refused. One caller at a time has
// the turn and commits for all who wait: a batch closes when nobody else waits,
// never by a clock. The context is looked at before applying, never after.
func (t *Till) decide(ctx context.Context, do func(*txn) error) error {
	d := decision{ctx: ctx, do: do, done: make(chan error, 1)}
	t.queue.add(d)
	select {
	case err := <-d.done:
		return err
	case t.turn <- struct{}{}:
	case <-t.ended:
		return d.last()
	}
	defer func() { <-t.turn }()
	runtime.Gosched() // whoever was just answered may ask for more
	for len(d.done) == 0 {
		t.batch = t.queue.take(t.batch)
		t.commit(t.batch)
	}
	return <-d.done
}

// last is the answer when the till was closed: that of the last commit, if it
// was in it.
func (d decision) last() error {
	select {
	case err := <-d.done:
		return err
	default:
		return ErrClosed
	}
}

// commit applies a batch in the order of the design: transaction, commit,
// journal file, nudge, answers. After a failure nothing is acknowledged and
// nothing more is written until the store was opened again.
func (t *Till) commit(batch []decision) {
	answers := make([]error, len(batch))
	if err := t.mend(); err != nil {
		t.log.Error("store not usable", "error", err)
		fill(answers, ErrStorage)
	} else if err := t.apply(batch, answers); err != nil {
		t.store.broken = true
		t.log.Error("could not save", "error", err)
		fill(answers, fmt.Errorf("%w (%w)", ErrStorage, err))
		if err := t.mend(); err != nil { // nobody reads what was not saved and compared
			t.log.Error("store not usable", "error", err)
		}
	}
	for i, d := range batch {
		d.done <- answers[i]
	}
}

// mend opens the files again after a failed save, which compares them. What was
// not acknowledged may then be there wholly or not at all.
func (t *Till) mend() error {
	if !t.store.broken {
		return nil
	}
	t.reading.Lock()
	defer t.reading.Unlock()
	if err := t.store.reopen(context.Background(), t.now()); err != nil {
		return err
	}
	t.publish()
	t.tail.Store(&tail{}) // what was not saved may have been there for a moment
	t.watchers.tell(t.Head())
	return nil
}

func fill(answers []error, err error) {
	for i := range answers {
		answers[i] = err
	}
}

// apply runs the batch in one transaction and makes it durable in both files.
// A refusal goes into answers; an error means that nothing may be acknowledged.
func (t *Till) apply(batch []decision, answers []error) (err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("panic while saving: %v", panicked)
		}
	}()
	tx, err := t.store.db.Begin(true)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit this does nothing
	x := t.store.state
	x.begin(tx, t.now())
	x.entropy = t.entropy
	for i, d := range batch {
		if answers[i] = d.ctx.Err(); answers[i] != nil {
			continue
		}
		before := x.head
		if answers[i] = d.do(x); answers[i] != nil && x.head != before {
			return fmt.Errorf("a refused decision had written: %w", answers[i])
		}
		if errors.Is(answers[i], ErrDamaged) {
			return answers[i]
		}
		if err := x.flush(); err != nil {
			return err
		}
	}
	if len(x.fresh) == 0 {
		return nil
	}
	return t.finish(tx, x)
}

// finish makes a transaction durable: bbolt, then the journal file, and only
// then tells anybody.
func (t *Till) finish(tx *bbolt.Tx, x *txn) error {
	if err := x.saveState(); err != nil {
		return err
	}
	if x.recent.size() >= t.behind {
		if err := x.checkpoint(); err != nil {
			return err
		}
	}
	if err := x.saveHeads(); err != nil {
		return err
	}
	if err := t.fault("commit"); err != nil {
		return err
	}
	coming := x.snapshot()
	t.snapshots.Store(&[]snapshot{coming, (*t.snapshots.Load())[0]})
	if err := tx.Commit(); err != nil {
		return err
	}
	if err := t.fault("append"); err != nil {
		return err
	}
	if err := t.store.file.append(x.fresh); err != nil {
		return err
	}
	t.shop.Store(x.shop)
	t.tail.Store(t.tail.Load().with(x.told))
	t.nudge(x.head)
	return nil
}
