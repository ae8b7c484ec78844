package pos

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// layout is the number of the newest layout of the file; a file with a higher
// one was written by a newer version and is not touched.
const layout = 1

var keyLayout = []byte("layout")

// store is the two files of a till: the bbolt file and the journal beside it.
type store struct {
	dir    string
	noSync bool
	db     *bbolt.DB
	file   *journalFile
	broken bool // a save failed: nothing more is written until it was opened again
}

func (s *store) path() string { return filepath.Join(s.dir, "laci.db") }

// lockWait is how long an open waits for the file before it is said to be held.
const lockWait = time.Second

// options are the ways the file is opened: always the same, in tests too.
func (s *store) options() *bbolt.Options {
	return &bbolt.Options{Timeout: lockWait, NoSync: s.noSync, FreelistType: bbolt.FreelistMapType}
}

// open opens both files, makes them agree, and refuses what it cannot trust.
// first records the opening entry of a new file.
func (s *store) open(first func(*txn) error, now time.Time) error {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return fmt.Errorf("%w: %w", ErrStorage, err)
	}
	if _, err := os.Stat(s.path()); errors.Is(err, fs.ErrNotExist) {
		if err := s.create(first, now); err != nil {
			return err
		}
	} else if err != nil {
		return fmt.Errorf("%w: %w", ErrStorage, err)
	}
	if err := s.openBoth(); err != nil {
		return errors.Join(err, s.close())
	}
	return nil
}

// openBoth opens what is there and compares the heads of the two files.
func (s *store) openBoth() error {
	db, err := bbolt.Open(s.path(), 0o600, s.options())
	if err != nil {
		return openError(err)
	}
	s.db = db
	if err := s.checkLayout(); err != nil {
		return err
	}
	s.file, err = openJournalFile(filepath.Join(s.dir, "journal.log"), s.noSync)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrStorage, err)
	}
	if err := s.agree(); err != nil {
		return err
	}
	s.broken = false
	return nil
}

// openError says what a failed open means.
func openError(err error) error {
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return ErrHeld
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum), errors.Is(err, berrors.ErrVersionMismatch):
		return fmt.Errorf("%w: laci.db: %w", ErrDamaged, err)
	}
	return fmt.Errorf("%w: %w", ErrStorage, err)
}

// create makes the file beside its name, fills, closes and syncs it, renames it
// and syncs the directory: bbolt's first write is not crash-atomic.
func (s *store) create(first func(*txn) error, now time.Time) error {
	fresh := s.path() + ".new"
	db, err := bbolt.Open(fresh, 0o600, s.options())
	if err != nil {
		return openError(err)
	}
	// The lock is held until the file has its name, so that of several first
	// starts at once one makes the till and the others find it.
	if _, err := os.Stat(s.path()); err == nil {
		return errors.Join(db.Close(), removeStray(fresh))
	}
	if err := fillNew(db, first, now); err != nil {
		return errors.Join(err, db.Close(), os.Remove(fresh))
	}
	if err := errors.Join(db.Sync(), os.Rename(fresh, s.path()), s.syncDir(), db.Close()); err != nil {
		return fmt.Errorf("%w: %w", ErrStorage, err)
	}
	return nil
}

// removeStray removes the file of a creation that came second.
func removeStray(fresh string) error {
	if err := os.Remove(fresh); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// fillNew lays the buckets and records the first entry.
func fillNew(db *bbolt.DB, first func(*txn) error, now time.Time) error {
	return db.Update(func(tx *bbolt.Tx) error {
		x, err := layBuckets(tx, now)
		if err != nil {
			return err
		}
		if x.head.Seq > 0 {
			return nil // an earlier creation was cut off after its commit
		}
		if err := first(x); err != nil {
			return err
		}
		return x.saveHead()
	})
}

// layBuckets makes the buckets of the newest layout.
func layBuckets(tx *bbolt.Tx, now time.Time) (*txn, error) {
	for _, bucket := range buckets {
		if _, err := tx.CreateBucketIfNotExists(bucket); err != nil {
			return nil, err
		}
	}
	x, err := newTxn(tx, now)
	if err != nil {
		return nil, err
	}
	return x, x.put(bucketMeta, keyLayout, binary.BigEndian.AppendUint32(nil, layout))
}

// checkLayout refuses a file of a newer layout, untouched.
func (s *store) checkLayout() error {
	return s.db.View(func(tx *bbolt.Tx) error {
		if tx.Bucket(bucketMeta) == nil {
			return fmt.Errorf("%w: laci.db holds no till", ErrDamaged)
		}
		value, err := view{tx}.get(bucketMeta, keyLayout)
		switch {
		case err != nil:
			return err
		case len(value) != 4:
			return fmt.Errorf("%w: laci.db has no layout number", ErrDamaged)
		case binary.BigEndian.Uint32(value) > layout:
			return ErrNewer
		}
		return nil
	})
}

// syncDir makes names in the directory durable.
func (s *store) syncDir() error {
	if s.noSync {
		return nil
	}
	dir, err := os.Open(s.dir)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// reopen closes both files and opens them again.
func (s *store) reopen() error {
	if err := s.close(); err != nil {
		return err
	}
	return s.openBoth()
}

// close closes both files.
func (s *store) close() error {
	var errs []error
	if s.file != nil {
		errs = append(errs, s.file.close())
		s.file = nil
	}
	if s.db != nil {
		errs = append(errs, s.db.Close())
		s.db = nil
	}
	return errors.Join(errs...)
}
