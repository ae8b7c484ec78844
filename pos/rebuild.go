package pos

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"go.etcd.io/bbolt"
)

// history gives the entries of a journal one by one, oldest first, and nil
// after the last.
type history func() ([]byte, error)

// history reads bbolt's journal. The entries are valid inside the transaction.
func (v view) history() history {
	cursor := v.tx.Bucket(bucketJournal).Cursor()
	next := cursor.First
	return func() ([]byte, error) {
		key, stored := next()
		next = cursor.Next
		if key == nil {
			return nil, nil
		}
		return checked(bucketJournal, key, stored)
	}
}

// history reads the journal file. A torn tail ends it; a bad record with good
// ones after it is damage.
func (j *journalFile) history() history {
	offset := int64(0)
	return func() ([]byte, error) {
		entry, next, err := j.read(offset)
		switch {
		case errors.Is(err, io.EOF):
			return nil, nil
		case errors.Is(err, errTorn):
			if good, err := j.wholeAfter(offset); err != nil || good {
				return nil, errors.Join(err, damaged(logName, fmt.Errorf("record at byte %d", offset)))
			}
			return nil, nil
		}
		offset = next
		return entry, err
	}
}

// foldStep bounds the entries of one transaction of a fold.
const foldStep = 5000

// fold lays the buckets of a file and folds a whole journal into it.
func fold(ctx context.Context, db *bbolt.DB, next history) error {
	for more := true; more; {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := db.Update(func(tx *bbolt.Tx) error {
			x, err := layBuckets(tx)
			if err != nil {
				return err
			}
			for range foldStep {
				entry, err := next()
				if err != nil {
					return err
				}
				if more = entry != nil; !more {
					break
				}
				if err := x.replay(entry); err != nil {
					return err
				}
			}
			return x.saveWhole()
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// newName is where a file is made before it takes its name.
func (s *store) newName() string { return s.path() + ".new" }

// rebuild makes a file from a journal, beside its name.
func (s *store) rebuild(ctx context.Context, next history) error {
	if err := os.Remove(s.newName()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %w", ErrStorage, err)
	}
	options := s.options()
	options.NoSync = true // synced once, whole
	db, err := bbolt.Open(s.newName(), 0o600, options)
	if err != nil {
		return openError(err)
	}
	err = fold(ctx, db, next)
	if !s.noSync {
		err = errors.Join(err, db.Sync())
	}
	return errors.Join(err, db.Close())
}

// install gives the file made beside it its name.
func (s *store) install() error {
	if err := errors.Join(os.Rename(s.newName(), s.path()), s.syncDir()); err != nil {
		return fmt.Errorf("%w: %w", ErrStorage, err)
	}
	return nil
}

// layoutOf reads the number of a file's layout.
func layoutOf(tx *bbolt.Tx) (int, error) {
	if tx.Bucket(bucketMeta) == nil {
		return 0, fmt.Errorf("it holds no till: %w", ErrDamaged)
	}
	value, err := view{tx: tx}.get(bucketMeta, keyLayout)
	if err != nil {
		return 0, err
	}
	if len(value) != 4 {
		return 0, fmt.Errorf("it has no layout number: %w", ErrDamaged)
	}
	return int(binary.BigEndian.Uint32(value)), nil
}

// migrate brings a file of an older layout to the newest: everything but the
// journal is a fold of it, so a migration is a replay. The old file stays as
// laci.db.layoutN.
func (s *store) migrate(ctx context.Context, from int) error {
	err := s.db.View(func(tx *bbolt.Tx) error { return s.rebuild(ctx, view{tx: tx}.history()) })
	if err != nil {
		return fmt.Errorf("layout %d to %d: %w", from, layout, err)
	}
	kept := fmt.Sprintf("%s.layout%d", s.path(), from)
	if err := os.Link(s.path(), kept); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%w: %w", ErrStorage, err)
	}
	err = errors.Join(s.db.Close(), s.install())
	s.db = nil
	return err
}
