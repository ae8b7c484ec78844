package pos

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"filippo.io/age"
)

// The directories of a restore beside the store.
const (
	stagePrefix = "restoring-"      // what is being read; of no use to anybody else
	readyPrefix = "restored-"       // whole: takes the place of the files, after a crash too
	asidePrefix = "before-restore-" // the files that were there
)

// Staged is a backup that was read, replayed and found whole, in a directory
// beside the till it may take the place of. Close forgets it.
type Staged struct {
	dir    string // of the till
	stage  string // of the backup
	o      Options
	extent Extent
	shop   *shopState
}

// ReadBackup reads a backup file with its recovery code. o are the options of
// the till it is to be restored to; sealer makes the Sealer of a directory that
// holds the files that travel. A file that is not a whole backup is ErrBackup,
// other words are ErrRecoveryCode, one of a newer program ErrNewer.
func ReadBackup(ctx context.Context, o Options, file, code string, sealer func(dir string) (Sealer, error)) (*Staged, error) {
	if _, err := tidyCode(code); err != nil {
		return nil, err
	}
	left, _ := filepath.Glob(filepath.Join(o.Dir, stagePrefix+"*")) // of a power cut; the pattern is sound
	for _, stage := range left {
		if err := os.RemoveAll(stage); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrStorage, err)
		}
	}
	stage, err := os.MkdirTemp(o.Dir, stagePrefix)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrStorage, err)
	}
	s := &Staged{dir: o.Dir, stage: stage, o: o}
	if err := s.read(ctx, file, code, sealer); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Staged) read(ctx context.Context, file, code string, sealer func(dir string) (Sealer, error)) (err error) {
	u := unpacking{path: file, dir: s.stage, travel: s.o.Travel, noSync: s.o.NoSync}
	err = u.unpack(ctx, func(lock []byte) (age.Identity, error) { return openLock(lock, code) })
	if err != nil {
		return err
	}
	s.extent = u.extent
	s.o.Dir = s.stage
	if s.o.Sealer, err = sealer(s.stage); err != nil {
		return broken(err)
	}
	return u.view(func(v view) error {
		s.shop, err = v.shopState()
		return err
	})
}

// Extent says what the backup holds.
func (s *Staged) Extent() Extent { return s.extent }

// Close forgets what was read, if it was not installed.
func (s *Staged) Close() error { return os.RemoveAll(s.stage) }

// Fits tells whether the backup is of the shop of the till, or ErrOtherShop. A
// till without a QRIS fits every backup of its kind, practice or live.
func (s *Staged) Fits(t *Till) error {
	installed := t.shop.Load()
	mine, ready := installed.public().Pinned()
	his, _ := s.shop.public().Pinned()
	switch {
	case !ready:
		return nil
	case installed.Practice != s.shop.Practice,
		mine.NMID != his.NMID,
		mine.NMID == "" && mine.Text != his.Text:
		return fmt.Errorf("%w: %s %s, not %s %s", ErrOtherShop, his.Name, his.NMID, mine.Name, mine.NMID)
	}
	return nil
}

// Restored says what a restore came to.
type Restored struct {
	Head   Cursor // the first entry of the new epoch, or what followed it
	Number string // the next order's
	Aside  string // the directory the old files are in; "" when there was no sale in them
}

// Install puts the backup in the place of the till, which must be open here and
// is of no use afterwards but to be closed. It asks for the owner's PIN of that
// till once one is set. That till's pinned QRIS, PINs, recovery code and
// revocations stay, unless trust says that the owner takes the backup's. The
// old files are kept, a new epoch begins, and order numbers continue 1,000
// above the highest known.
func (s *Staged) Install(ctx context.Context, t *Till, pin string, trust bool, actor string) (done Restored, err error) {
	if err := s.Fits(t); err != nil {
		return done, err
	}
	by, err := t.Approve(ctx, MayRestore, "", pin)
	if err != nil {
		return done, err
	}
	kept := trustKept{}
	if !trust {
		if kept, err = t.trustFor(s.o.Sealer); err != nil {
			return done, err
		}
	}
	opening := &terminalEpoch{FilesTrusted: trust, Approved: by}
	err = t.read(ctx, func(v view) (err error) {
		opening.Strangers, err = v.strangers()
		return err
	})
	if err != nil {
		return done, err
	}
	if err := s.epoch(ctx, opening, *t.headNow.Load(), kept, actor, &done); err != nil {
		return done, err
	}
	stamp := t.now().UTC().Format("20060102-150405.000")
	ready := filepath.Join(s.dir, readyPrefix+stamp)
	err = errors.Join((&store{dir: s.stage, noSync: s.o.NoSync}).syncDir(), os.Rename(s.stage, ready), t.store.syncDir())
	if err != nil {
		return done, fmt.Errorf("%w: %w", ErrStorage, err)
	}
	aside := filepath.Join(s.dir, asidePrefix+stamp)
	if err := FinishRestore(s.dir); err != nil {
		return done, err
	}
	if _, ready := t.shop.Load().public().Pinned(); !ready && t.headNow.Load().Orders == 0 {
		return done, os.RemoveAll(aside) // nothing was ever in it
	}
	done.Aside = aside
	return done, nil
}

// epoch opens the staged till and begins its new epoch.
func (s *Staged) epoch(ctx context.Context, opening *terminalEpoch, replaced head, kept trustKept, actor string, done *Restored) error {
	till, err := Open(ctx, s.o)
	if err != nil {
		return err
	}
	err = till.decide(ctx, func(x *txn) error {
		if err := x.openEpoch(opening, replaced, actor); err != nil {
			return err
		}
		return x.keep(kept, actor)
	})
	head := till.headNow.Load()
	done.Head, done.Number = head.Cursor, orderNumber(till.shop.Load().Terminal, head.Orders+1)
	return errors.Join(err, till.Close())
}

// FinishRestore puts the files of a restore in their place, one after the other
// and the store last. It is called before a till is opened: a restore that was
// cut off is finished then. Each step may be done again, or by two at once.
func FinishRestore(dir string) error {
	found, _ := filepath.Glob(filepath.Join(dir, readyPrefix+"*"))
	for _, ready := range found {
		aside := filepath.Join(dir, asidePrefix+filepath.Base(ready)[len(readyPrefix):])
		if err := finishOne(dir, ready, aside); err != nil {
			return fmt.Errorf("%w: restore: %w", ErrStorage, err)
		}
	}
	return nil
}

func finishOne(dir, ready, aside string) error {
	entries, err := os.ReadDir(ready)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := os.Mkdir(aside, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	var names []string
	for _, entry := range entries {
		if entry.Name() != dbName {
			names = append(names, entry.Name())
		}
	}
	for _, name := range append(names, dbName) {
		if err := exchange(filepath.Join(ready, name), filepath.Join(dir, name), filepath.Join(aside, name)); err != nil {
			return err
		}
	}
	if err := errors.Join((&store{dir: aside}).syncDir(), (&store{dir: dir}).syncDir()); err != nil {
		return err
	}
	return os.RemoveAll(ready)
}

// exchange keeps the old file under another name and puts the new one in its
// place. The name always stands for one of the two.
func exchange(fresh, path, aside string) error {
	if _, err := os.Stat(fresh); errors.Is(err, os.ErrNotExist) {
		return nil // done before
	}
	if err := os.Link(path, aside); err != nil && !errors.Is(err, os.ErrExist) && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.Rename(fresh, path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
