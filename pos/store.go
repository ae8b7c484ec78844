package pos

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// layout is the number of the newest layout of the file; a file with a higher
// one was written by a newer version and is not touched.
const layout = 3

var keyLayout = []byte("layout")

// store is the two files of a till: the bbolt file and the journal beside it.
type store struct {
	dir     string
	noSync  bool
	inspect func(context.Context, string) error
	db      *bbolt.DB
	file    *journalFile
	state   *txn    // at the head: what the committer goes on from
	broken  bool    // a save failed: nothing more is written until it was opened again
	suspect *Damage // what an examination found: repaired at the next opening
	mended  *Damage // what was repaired last
	hasty   bool    // the last stop was unclean and the file too large to look at before opening
}

func (s *store) path() string { return filepath.Join(s.dir, dbName) }

// lockWait is how long an open waits for the file before it is said to be held.
const lockWait = time.Second

// options are the ways the file is opened: always the same, in tests too.
func (s *store) options() *bbolt.Options {
	return &bbolt.Options{Timeout: lockWait, NoSync: s.noSync, FreelistType: bbolt.FreelistMapType}
}

// open opens both files, makes them agree, repairs one from the other, and
// refuses what it cannot trust. first records the opening entry of a new file.
func (s *store) open(ctx context.Context, first func(*txn) error, now time.Time) error {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return fmt.Errorf("%w: %w", ErrStorage, err)
	}
	err := s.exists(first, now)
	if err == nil {
		err = s.looked(ctx)
	}
	if err == nil {
		err = s.openBoth(ctx)
	}
	var damage *Damage
	if errors.As(err, &damage) {
		s.mended = damage
		err = errors.Join(s.close(), s.repair(ctx, damage, now))
		if err == nil {
			err = s.openBoth(ctx)
		}
	}
	if err != nil {
		return errors.Join(err, s.close())
	}
	return s.mark()
}

// exists makes the file of a new till. A journal file without a bbolt file is a
// till whose file was lost.
func (s *store) exists(first func(*txn) error, now time.Time) error {
	_, err := os.Stat(s.path())
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if info, err := os.Stat(filepath.Join(s.dir, logName)); err == nil && info.Size() > 0 {
		return &Damage{File: dbName, Cause: "it is missing"}
	}
	return s.create(first, now)
}

const (
	markName    = "laci.open" // stands while the till is open: found at a start, the last stop was unclean
	inspectMost = 4 << 20     // a larger file is inspected while the till sells, not before
)

// looked inspects the files before they are used, when the last stop was
// unclean and they are small enough not to keep the shop waiting.
func (s *store) looked(ctx context.Context) error {
	if _, err := os.Stat(filepath.Join(s.dir, markName)); err != nil {
		return nil
	}
	if info, err := os.Stat(s.path()); err != nil || info.Size() > inspectMost {
		s.hasty = true
		return err
	}
	return s.inspect(ctx, s.dir)
}

// mark notes that the till is open.
func (s *store) mark() error {
	file, err := os.OpenFile(filepath.Join(s.dir, markName), os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		err = errors.Join(file.Close(), s.syncDir())
	}
	if err != nil {
		return errors.Join(fmt.Errorf("%w: %w", ErrStorage, err), s.close())
	}
	return nil
}

// unmark notes that the till was closed in order.
func (s *store) unmark() error {
	if s.broken {
		return nil
	}
	return os.Remove(filepath.Join(s.dir, markName))
}

// openBoth opens what is there and compares the heads of the two files.
func (s *store) openBoth(ctx context.Context) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if panicked := recover(); panicked != nil {
			err = damaged(dbName, fmt.Errorf("%v", panicked))
		}
	}()
	if err := s.openDB(ctx); err != nil {
		return err
	}
	s.file, err = openJournalFile(filepath.Join(s.dir, logName), s.noSync)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrStorage, err)
	}
	if err := s.agree(); err != nil {
		return err
	}
	err = s.db.View(func(tx *bbolt.Tx) (err error) {
		s.state, err = catchUp(tx)
		return err
	})
	if err != nil && !errors.Is(err, ErrNewer) {
		return damaged(dbName, err)
	}
	s.broken = err != nil
	return err
}

// openDB opens the bbolt file, in the newest layout.
func (s *store) openDB(ctx context.Context) error {
	db, err := bbolt.Open(s.path(), 0o600, s.options())
	if err != nil {
		return openError(err)
	}
	s.db = db
	number := 0
	err = db.View(func(tx *bbolt.Tx) (err error) {
		number, err = layoutOf(tx)
		return err
	})
	switch {
	case err != nil:
		return damaged(dbName, err)
	case number > layout:
		return ErrNewer
	case number < layout:
		if err := s.migrate(ctx, number); err != nil {
			return err
		}
		return s.openDB(ctx)
	}
	return nil
}

// openError says what a failed open means.
func openError(err error) error {
	var path *fs.PathError
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return ErrHeld
	case errors.As(err, &path):
		return fmt.Errorf("%w: %w", ErrStorage, err)
	}
	return damaged(dbName, err)
}

// create makes the file beside its name, fills, closes and syncs it, renames it
// and syncs the directory: bbolt's first write is not crash-atomic.
func (s *store) create(first func(*txn) error, now time.Time) error {
	db, err := bbolt.Open(s.newName(), 0o600, s.options())
	if err != nil {
		return openError(err)
	}
	// The lock is held until the file has its name, so that of several first
	// starts at once one makes the till and the others find it.
	if _, err := os.Stat(s.path()); err == nil {
		return errors.Join(db.Close(), removeStray(s.newName()))
	}
	if err := fillNew(db, first, now); err != nil {
		return errors.Join(err, db.Close(), os.Remove(s.newName()))
	}
	if err := errors.Join(db.Sync(), s.install(), db.Close()); err != nil {
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
		x, err := layBuckets(tx)
		if err != nil {
			return err
		}
		if x.head.Seq > 0 {
			return nil // an earlier creation was cut off after its commit
		}
		x.now = utc(now)
		if err := first(x); err != nil {
			return err
		}
		return x.saveWhole()
	})
}

// layBuckets makes the buckets of the newest layout.
func layBuckets(tx *bbolt.Tx) (*txn, error) {
	for _, bucket := range buckets {
		if _, err := tx.CreateBucketIfNotExists(bucket); err != nil {
			return nil, err
		}
	}
	x, err := catchUp(tx)
	if err != nil {
		return nil, err
	}
	return x, x.write(bucketMeta, keyLayout, binary.BigEndian.AppendUint32(nil, layout))
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

// reopen closes both files and opens them again, repaired if one is suspect.
func (s *store) reopen(ctx context.Context, now time.Time) error {
	if err := s.close(); err != nil {
		return err
	}
	if s.suspect != nil {
		if err := s.repair(ctx, s.suspect, now); err != nil {
			return err
		}
		s.mended, s.suspect = s.suspect, nil
	}
	return s.openBoth(ctx)
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
