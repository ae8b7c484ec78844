package pos

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"filippo.io/age"
	"go.etcd.io/bbolt"
)

// unpacking is a backup that is read into a directory.
type unpacking struct {
	path   string
	dir    string
	travel []string // the files that may come with the journal
	noSync bool
	extent Extent // what the backup says it holds
}

// unpack reads a whole backup into the directory: the journal file, the files
// that travel with it, and the store made of them by a replay. open gives the
// identity for the backup's lock. A file that is not whole is ErrBackup before
// open is asked.
func (u *unpacking) unpack(ctx context.Context, open func(lock []byte) (age.Identity, error)) error {
	archive, err := u.open()
	if err != nil {
		return err
	}
	defer func() { _ = archive.Close() }()
	lock, till, err := members(archive)
	if err != nil {
		return err
	}
	identity, err := open(lock)
	if err != nil {
		return err
	}
	if err := u.read(ctx, till, identity); err != nil {
		return err
	}
	return u.replay(ctx)
}

// open opens the zip.
func (u *unpacking) open() (*zip.ReadCloser, error) {
	archive, err := zip.OpenReader(u.path)
	var path *fs.PathError
	if errors.As(err, &path) {
		return nil, fmt.Errorf("%w: %w", ErrNotFound, err)
	}
	if err != nil {
		return nil, broken(err)
	}
	return archive, nil
}

// broken is why a file is not a whole backup.
func broken(err error) error { return fmt.Errorf("%w: %w", ErrBackup, err) }

// members finds the lock and the till and reads both once, against their
// checksums.
func members(archive *zip.ReadCloser) (lock []byte, till *zip.File, err error) {
	for _, file := range archive.File {
		r, err := file.Open()
		if err != nil {
			return nil, nil, broken(err)
		}
		switch file.Name {
		case lockMember:
			lock, err = io.ReadAll(io.LimitReader(r, lockMost))
		case tillMember:
			till = file
			_, err = io.Copy(io.Discard, r)
		}
		if err = errors.Join(err, r.Close()); err != nil {
			return nil, nil, broken(err)
		}
	}
	if lock == nil || till == nil {
		return nil, nil, broken(errors.New("a part is missing"))
	}
	return lock, till, nil
}

// read decrypts and writes the files.
func (u *unpacking) read(ctx context.Context, till *zip.File, identity age.Identity) error {
	sealed, err := till.Open()
	if err != nil {
		return broken(err)
	}
	defer func() { _ = sealed.Close() }()
	plain, err := age.Decrypt(sealed, identity)
	if err != nil {
		return broken(err)
	}
	packed, err := gzip.NewReader(plain)
	if err != nil {
		return broken(err)
	}
	files := tar.NewReader(packed)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return broken(err)
		}
		if err := u.take(header.Name, files); err != nil {
			return err
		}
	}
	// What ends each layer is looked at too.
	if _, err := io.Copy(io.Discard, packed); err != nil {
		return broken(err)
	}
	if _, err := io.Copy(io.Discard, plain); err != nil {
		return broken(err)
	}
	return nil
}

// take reads one file; names that a backup has no business with are left out.
func (u *unpacking) take(name string, r io.Reader) error {
	switch {
	case name == extentMember:
		if err := json.NewDecoder(io.LimitReader(r, travelMost)).Decode(&u.extent); err != nil {
			return broken(err)
		}
		if u.extent.Version > extentVersion {
			return ErrNewer
		}
		return nil
	case name == logName:
	case slices.Contains(u.travel, name):
		r = io.LimitReader(r, travelMost)
	default:
		return nil
	}
	file, err := os.OpenFile(filepath.Join(u.dir, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrStorage, err)
	}
	_, err = io.Copy(file, r)
	if err == nil && !u.noSync {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		var path *fs.PathError
		if errors.As(err, &path) {
			return fmt.Errorf("%w: %w", ErrStorage, err)
		}
		return broken(err)
	}
	return nil
}

// replay makes the store of the journal and compares it with what the backup
// says it holds.
func (u *unpacking) replay(ctx context.Context) error {
	journal, err := openJournalFile(filepath.Join(u.dir, logName), true)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrStorage, err)
	}
	defer func() { _ = journal.close() }()
	made := store{dir: u.dir, noSync: u.noSync}
	if err := made.rebuild(ctx, journal.history()); err != nil {
		if ctx.Err() != nil || errors.Is(err, ErrNewer) {
			return err
		}
		return broken(err)
	}
	if err := made.install(); err != nil {
		return err
	}
	return u.view(func(v view) error {
		got, err := v.extent()
		if err != nil {
			return broken(err)
		}
		if !got.same(u.extent) {
			return broken(fmt.Errorf("it comes to %s and says %s", got.Head, u.extent.Head))
		}
		u.extent = got
		return nil
	})
}

// view reads the store that was made.
func (u *unpacking) view(do func(view) error) error {
	return viewFile(filepath.Join(u.dir, dbName), do)
}

// viewFile reads a file that nobody has open.
func viewFile(path string, do func(view) error) error {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true, Timeout: lockWait})
	if err != nil {
		return openError(err)
	}
	err = db.View(func(tx *bbolt.Tx) error {
		v, err := viewFolded(tx)
		if err == nil {
			err = do(v)
		}
		return err
	})
	return errors.Join(err, db.Close())
}
