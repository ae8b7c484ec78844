package pos

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"

	"filippo.io/age"
)

// backupWork is the directory that a backup is made and looked at in. One left
// by a power cut is removed by the next backup.
const backupWork = "backup-work"

// Backup makes a backup of the till as it stands while it sells: in DIR/backup,
// in the owner's second place and in the folder also ("" for none). The file is
// then read back from the disk, decrypted, replayed and compared with the till,
// value by value; only then it is journalled and older ones are let go. That
// the second place failed stands in the result; that also did is an error. It
// returns ErrNoRecovery before there is a recovery code.
func (t *Till) Backup(ctx context.Context, also, actor string) (made BackupMade, err error) {
	t.backups.Lock()
	defer t.backups.Unlock()
	lock, err := t.recovery()
	if err != nil {
		return made, err
	}
	work := filepath.Join(t.store.dir, backupWork)
	if err := errors.Join(os.RemoveAll(work), os.MkdirAll(filepath.Join(work, "check"), 0o700)); err != nil {
		return made, fmt.Errorf("%w: %w", ErrStorage, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	if err := t.CopyTo(ctx, filepath.Join(work, dbName)); err != nil {
		return made, err
	}
	if err := t.backUp(ctx, work, lock, &made); err != nil {
		return made, err
	}
	home := place{dir: t.backupDir(), noSync: t.store.noSync}
	if second := t.shop.Load().Settings.BackupTo; second != "" {
		made.Second = "ok"
		if err := home.copyTo(made, second); err != nil {
			t.log.Error("backup not in the second place", "error", err)
			made.Second = codeOr(err, ErrStorage)
		}
	}
	f := &backupMade{BackupMade: made}
	if err := t.decide(ctx, func(x *txn) error { return x.record(actor, f) }); err != nil {
		return made, err
	}
	t.prune(made)
	made = *t.shop.Load().Backup
	if also != "" {
		return made, home.copyTo(made, also)
	}
	return made, nil
}

// codeOr gives an error's code word, or that of another when it has none.
func codeOr(err error, other *Error) string {
	if code := Code(err); code != "" {
		return code
	}
	return other.Code()
}

// backupDir is where backups are kept.
func (t *Till) backupDir() string { return filepath.Join(t.store.dir, backupFolder) }

// backUp writes the backup of the copy in work and checks it there.
func (t *Till) backUp(ctx context.Context, work string, lock recovery, made *BackupMade) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() { // bbolt panics on pages it cannot read
		if panicked := recover(); panicked != nil {
			err = damaged(dbName, fmt.Errorf("%v", panicked))
		}
	}()
	owner, err := age.ParseX25519Recipient(lock.Recipient)
	if err != nil {
		return fmt.Errorf("%w: recipient: %w", ErrStorage, err)
	}
	// The till cannot read its own backups. This one is made for a second
	// reader too, who is forgotten as soon as it was read back.
	check, err := age.GenerateX25519Identity()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrStorage, err)
	}
	c := contents{lock: lock.Lock, to: []age.Recipient{owner, check.Recipient()}, made: t.now().UTC(), tick: ctx.Err}
	if c.travel, err = t.travelling(); err != nil {
		return err
	}
	return viewFile(filepath.Join(work, dbName), func(v view) error {
		c.view = v
		if c.extent, err = v.extent(); err != nil {
			return err
		}
		origin, err := v.origin()
		if err != nil {
			return err
		}
		made.File, made.Extent = backupName(origin, c.made), c.extent
		if err := t.writeBackup(c, made); err != nil {
			return err
		}
		return t.checkBackup(ctx, filepath.Join(work, "check"), check, v, made)
	})
}

// travelling reads the files that a backup carries beside the journal.
func (t *Till) travelling() (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, name := range t.travel {
		data, err := t.pack(filepath.Join(t.store.dir, name))
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrStorage, err)
		}
		files[name] = data
	}
	return files, nil
}

// writeBackup writes the file and fills in its size and hash.
func (t *Till) writeBackup(c contents, made *BackupMade) error {
	if err := os.MkdirAll(t.backupDir(), 0o700); err != nil {
		return fmt.Errorf("%w: %w", ErrStorage, err)
	}
	home := place{dir: t.backupDir(), noSync: t.store.noSync}
	return home.put(made.File, func(w io.Writer) error {
		hash := sha256.New()
		size := &counted{w: io.MultiWriter(w, hash)}
		err := c.write(size)
		made.Size, made.SHA256 = size.n, hex.EncodeToString(hash.Sum(nil))
		return err
	})
}

// counted counts the bytes written through it.
type counted struct {
	w io.Writer
	n int64
}

func (c *counted) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// checkBackup reads the file back, replays it and compares every value with the
// till it was made of. A file that is not good is removed.
func (t *Till) checkBackup(ctx context.Context, dir string, reader age.Identity, is view, made *BackupMade) error {
	path := filepath.Join(t.backupDir(), made.File)
	u := unpacking{path: path, dir: dir, travel: t.travel, noSync: true}
	err := u.unpack(ctx, func([]byte) (age.Identity, error) { return reader, nil })
	if err == nil && !u.extent.same(made.Extent) {
		err = fmt.Errorf("%w: it holds another till", ErrBackup)
	}
	if err == nil {
		err = u.view(func(v view) error { return is.compareTo(ctx, v) })
	}
	if err != nil {
		return errors.Join(fmt.Errorf("backup read back: %w", err), os.Remove(path))
	}
	return nil
}
