package house

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"laci/pos"
)

// ErrUnconfirmed says that nobody confirmed a restore.
var ErrUnconfirmed = &Error{"restore_unconfirmed", "the restore was not confirmed"}

// Restore says what to restore, and where to.
type Restore struct {
	Dir   string // data directory, made if it is missing; no program may hold its till
	File  string // the backup
	Code  string // its six words
	PIN   string // the owner's of the till in Dir, where one is set
	Trust bool   // the owner takes the backup's QRIS, PINs and revocations instead of that till's
	Actor string

	// Confirm is shown what the backup holds, and what the till in Dir does;
	// false leaves everything as it is.
	Confirm func(backup, installed pos.Extent) bool
}

// RestoreTill puts a backup in the place of the till in a directory. Whatever
// is refused or breaks before the backup was read whole, confirmed and ready
// leaves the till as it was; what comes later is finished by the next start.
func RestoreTill(ctx context.Context, r Restore) (done pos.Restored, err error) {
	_, missing := os.Stat(filepath.Join(r.Dir, dataName))
	// The till is held while the backup takes its place, so that no other
	// program opens it in between.
	o := pos.Options{Dir: r.Dir, Log: slog.New(slog.DiscardHandler)}
	till, err := openTill(ctx, o, osRing(false))
	if err != nil {
		return done, named(r.Dir, err)
	}
	done, err = r.install(ctx, till)
	err = errors.Join(err, till.Close())
	if err != nil && errors.Is(missing, os.ErrNotExist) {
		err = errors.Join(err, unmake(r.Dir))
	}
	return done, err
}

func (r Restore) install(ctx context.Context, till *pos.Till) (done pos.Restored, err error) {
	staged, err := readBackup(ctx, r.Dir, r.File, r.Code)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, staged.Close()) }()
	if err := staged.Fits(till); err != nil {
		return done, err
	}
	installed, err := till.Extent(ctx)
	if err != nil {
		return done, err
	}
	if !r.Confirm(staged.Extent(), installed) {
		return done, ErrUnconfirmed
	}
	return staged.Install(ctx, till, r.PIN, r.Trust, r.Actor)
}

// readBackup unpacks a backup beside a till.
func readBackup(ctx context.Context, dir, file, code string) (*pos.Staged, error) {
	o := pos.Options{Dir: dir, Log: slog.New(slog.DiscardHandler), Travel: travel()}
	return pos.ReadBackup(ctx, o, file, code, func(dir string) (pos.Sealer, error) {
		if _, err := os.Stat(filepath.Join(dir, keyName)); err != nil {
			return nil, fmt.Errorf("house: the backup holds no key: %w", err)
		}
		key, _, err := openKey(dir, osRing(false))
		return key, err
	})
}

// LookAt reads a backup whole and tells what it holds. The till of the house goes
// on selling and nothing of it changes.
func (h *House) LookAt(ctx context.Context, file, code string) (e pos.Extent, err error) {
	dir, err := os.MkdirTemp(h.dir, "look-")
	if err != nil {
		return e, fmt.Errorf("house: %w: %w", pos.ErrStorage, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	staged, err := readBackup(ctx, dir, file, code)
	if err != nil {
		return e, err
	}
	return staged.Extent(), staged.Close()
}

// Backups are the files of backups that can be found, in the till's own folder
// and in the second place, the newest first.
func (h *House) Backups() (files []string) {
	for _, folder := range withoutEmpty(filepath.Join(h.dir, "backup"), h.Till.Shop().BackupTo) {
		found, _ := filepath.Glob(filepath.Join(folder, "*.backup")) // the pattern is sound
		files = append(files, found...)
	}
	made := func(file string) time.Time {
		info, err := os.Stat(file)
		if err != nil {
			return time.Time{}
		}
		return info.ModTime()
	}
	slices.SortFunc(files, func(a, b string) int { return made(b).Compare(made(a)) })
	return files
}

func withoutEmpty(texts ...string) []string {
	return slices.DeleteFunc(texts, func(text string) bool { return text == "" })
}

// unmake removes the till that was made only to be held.
func unmake(dir string) error {
	var errs []error
	for _, name := range []string{dataName, logName, keyName} {
		errs = append(errs, remove(dir, name))
	}
	return errors.Join(errs...)
}

// travel names what a backup carries beside the journal: without the key, the
// sealed secrets in it could not be read on another machine.
func travel() []string { return []string{keyName} }
