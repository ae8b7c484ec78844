package pos

import (
	"context"
	"errors"
	"fmt"

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

// decide hands the wish to the committer and waits until it is durable or
// refused. The context is looked at before applying, never after.
func (t *Till) decide(ctx context.Context, do func(*txn) error) error {
	d := decision{ctx: ctx, do: do, done: make(chan error, 1)}
	select {
	case t.wishes <- d:
	case <-t.ended:
		return ErrClosed
	}
	select {
	case err := <-d.done:
		return err
	case <-t.ended:
		// The committer answers everything it has taken before it ends.
		select {
		case err := <-d.done:
			return err
		default:
			return ErrClosed
		}
	}
}

// commitLoop is the one committer: it takes what waits, never a clock, into one
// commit, and ends when the till closes.
func (t *Till) commitLoop() {
	defer close(t.ended)
	for {
		select {
		case first := <-t.wishes:
			t.commit(t.gather(first))
		case <-t.closing:
			return
		}
	}
}

// gather takes everything that waits right now.
func (t *Till) gather(first decision) []decision {
	batch := append(t.batch[:0], first)
	for len(batch) < maxBatch {
		select {
		case next := <-t.wishes:
			batch = append(batch, next)
		default:
			t.batch = batch
			return batch
		}
	}
	t.batch = batch
	return batch
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
	if err := t.reload(); err != nil {
		t.store.broken = true
		return err
	}
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
	x, err := newTxnOf(tx, t.now(), t.shop.Load())
	if err != nil {
		return err
	}
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
	if err := x.saveHead(); err != nil {
		return err
	}
	if err := t.fault("commit"); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	if err := t.fault("append"); err != nil {
		return err
	}
	if err := t.store.file.append(x.fresh); err != nil {
		return err
	}
	if x.trust {
		if err := t.reload(); err != nil {
			return err
		}
	}
	t.tail.Store(t.tail.Load().with(x.told))
	t.nudge(x.head)
	return nil
}
