package pos

import (
	"bytes"
	"fmt"

	"go.etcd.io/bbolt"
)

// The journal is in the file with every commit. The state, which is a fold of
// it, is written behind: what the entries since the last checkpoint changed is
// recent, in memory, and is folded again when the file is opened.

// behindMost is how many changed values wait in memory for the file: three
// hundred sales, folded again in a few hundredths of a second.
const behindMost = 1024

// checkpoint writes what is recent: the state in the file then stands at the
// head.
func (x *txn) checkpoint() (err error) {
	var changes []changed
	for _, run := range x.recent.runs {
		changes = merged(changes, run)
	}
	for _, c := range changes {
		bucket, key, _ := bytes.Cut([]byte(c.key), []byte("/"))
		b := x.tx.Bucket(bucket)
		if c.value == nil {
			err = b.Delete(key)
		} else {
			err = putIn(b, bucket, key, c.value)
		}
		if err != nil {
			return err
		}
	}
	x.recent, x.days, x.stands = recent{}, nil, x.head
	return nil
}

// saveWhole ends a transaction that is not the committer's: nothing is left in
// memory.
func (x *txn) saveWhole() error {
	if err := x.saveState(); err != nil {
		return err
	}
	if err := x.checkpoint(); err != nil {
		return err
	}
	return x.saveHeads()
}

// writeBehind writes what is recent when the till ends.
func (s *store) writeBehind() error {
	if s.db == nil || s.broken || s.state.recent.size() == 0 {
		return nil
	}
	return s.db.Update(func(tx *bbolt.Tx) error {
		s.state.tx = tx
		if err := s.state.checkpoint(); err != nil {
			return err
		}
		return s.state.saveHeads()
	})
}

// catchUp gives the state at the file's head: the one in the file, with the
// entries since its checkpoint folded in.
func catchUp(tx *bbolt.Tx) (*txn, error) {
	x := &txn{view: view{tx: tx}}
	newest, stands, err := x.heads()
	if err != nil {
		return nil, err
	}
	x.head, x.stands = stands, stands
	if x.shop, err = x.shopState(); err != nil {
		return nil, err
	}
	from := append(stands.key(), 0) // the first key above
	err = x.scan(bucketJournal, nil, from, func(_, entry []byte) (bool, error) { return true, x.refold(entry) })
	if err == nil {
		err = x.saveState()
	}
	if err == nil && (x.head.Cursor != newest.Cursor || x.head.Hash != newest.Hash) {
		err = fmt.Errorf("the journal ends at %s, not %s: %w", x.head.Cursor, newest.Cursor, ErrDamaged)
	}
	x.head = newest
	return x, err
}

// viewFolded reads the state of a file that no till has open.
func viewFolded(tx *bbolt.Tx) (view, error) {
	x, err := catchUp(tx)
	if err != nil {
		return view{}, err
	}
	return x.view, nil
}
