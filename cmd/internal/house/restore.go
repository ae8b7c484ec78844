package house

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

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
	o := pos.Options{Dir: r.Dir, Log: slog.New(slog.DiscardHandler), Travel: travel()}
	sealer := func(dir string) (pos.Sealer, error) {
		if _, err := os.Stat(filepath.Join(dir, keyName)); err != nil {
			return nil, fmt.Errorf("house: the backup holds no key: %w", err)
		}
		key, _, err := openKey(dir, osRing(false))
		return key, err
	}
	staged, err := pos.ReadBackup(ctx, o, r.File, r.Code, sealer)
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
