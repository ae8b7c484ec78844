package pos

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"go.etcd.io/bbolt"
)

// The two files of a till.
const (
	dbName  = "laci.db"
	logName = "journal.log"
)

// Damage says which file of a till is damaged, and where.
type Damage struct {
	File  string // laci.db or journal.log
	Cause string
}

// Error names the file.
func (d *Damage) Error() string { return "pos: " + d.File + " is damaged: " + d.Cause }

// Code is the code word of ErrDamaged.
func (d *Damage) Code() string { return ErrDamaged.Code() }

// Is makes every damage an ErrDamaged.
func (d *Damage) Is(target error) bool { return target == ErrDamaged }

// damaged makes an error the damage of a file.
func damaged(file string, cause error) error {
	return &Damage{File: file, Cause: cause.Error()}
}

// Inspect looks at every page, value and entry of the till in dir, which nobody
// may have open: pages by bbolt's own check, values by their checksums, the
// state by a replay, the journal file against bbolt. It gives nil, a *Damage, or
// why it could not look. bbolt may panic or loop on a damaged file: whoever can,
// runs it in a child process with a time limit.
func Inspect(ctx context.Context, dir string) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if panicked := recover(); panicked != nil {
			err = damaged(dbName, fmt.Errorf("%v", panicked))
		}
	}()
	path := filepath.Join(dir, dbName)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil // nothing to look at
	}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true, Timeout: lockWait})
	if err != nil {
		if err = openError(err); errors.Is(err, ErrHeld) {
			return err
		}
		return damaged(dbName, err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.View(func(tx *bbolt.Tx) error { return inspect(ctx, dir, tx) })
}

// inspect looks at an open file and at the journal file beside it.
func inspect(ctx context.Context, dir string, tx *bbolt.Tx) error {
	for err := range tx.Check() {
		return damaged(dbName, err)
	}
	number, err := layoutOf(tx)
	switch {
	case err != nil:
		return damaged(dbName, err)
	case number > layout:
		return ErrNewer
	}
	v := view{tx: tx}
	if err := v.sums(); err != nil {
		return damaged(dbName, err)
	}
	if number == layout {
		folded, err := viewFolded(tx)
		if err == nil {
			err = folded.verify(ctx, dir)
		}
		if err != nil {
			return damagedUnless(ctx, dbName, err)
		}
	}
	return v.inspectFile(filepath.Join(dir, logName))
}

// damagedUnless lets an ended context be what it is.
func damagedUnless(ctx context.Context, file string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return damaged(file, err)
}

// sums checks every stored value.
func (v view) sums() error {
	for _, name := range buckets {
		bucket := v.tx.Bucket(name)
		if bucket == nil {
			return fmt.Errorf("no bucket %s", name)
		}
		err := bucket.ForEach(func(key, stored []byte) error {
			_, err := checked(name, key, stored)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// inspectFile compares the journal file with bbolt's journal, up to the last
// commit: what comes there is put right whenever the till opens.
func (v view) inspectFile(path string) error {
	h, err := v.newest()
	if err != nil {
		return damaged(dbName, err)
	}
	file, err := openJournalFile(path, true)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrStorage, err)
	}
	defer func() { _ = file.close() }()
	next := v.history()
	for offset := int64(0); offset < min(file.size, h.LogStart); {
		entry, end, err := file.read(offset)
		if errors.Is(err, errTorn) {
			if end := offset; end+frameHead > file.size {
				return nil // cut short: filled up when the till opens
			}
			return damaged(logName, fmt.Errorf("record at byte %d", offset))
		}
		if err != nil {
			return fmt.Errorf("%w: %w", ErrStorage, err)
		}
		stored, err := next()
		if err != nil {
			return damaged(dbName, err)
		}
		if string(stored) != string(entry) {
			return damaged(logName, fmt.Errorf("record at byte %d differs from %s", offset, dbName))
		}
		offset = end
	}
	return nil
}

// aside gives a damaged file another name, to keep it.
func (s *store) aside(file string, now time.Time) error {
	path := filepath.Join(s.dir, file)
	kept := path + ".damaged-" + now.UTC().Format("20060102-150405.000")
	if err := os.Rename(path, kept); err != nil {
		return fmt.Errorf("%w: %w", ErrStorage, err)
	}
	return s.syncDir()
}

// repair makes a damaged file anew from the other one and keeps it aside. When
// the other one is damaged too, both stay as they are.
func (s *store) repair(ctx context.Context, d *Damage, now time.Time) error {
	if d.File == logName {
		return s.aside(logName, now) // filled up from bbolt when it is opened
	}
	file, err := openJournalFile(filepath.Join(s.dir, logName), true)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrStorage, err)
	}
	defer func() { _ = file.close() }()
	if file.size == 0 {
		return fmt.Errorf("%w (and %s is empty)", d, logName)
	}
	if err := s.rebuild(ctx, file.history()); err != nil {
		return fmt.Errorf("%w (and %s does not help: %w)", d, logName, err)
	}
	if _, err := os.Stat(s.path()); err == nil {
		if err := s.aside(dbName, now); err != nil {
			return err
		}
	}
	return s.install()
}
