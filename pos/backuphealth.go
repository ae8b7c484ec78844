package pos

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

const (
	backupEach  = 20 * time.Hour // tablets are off at night: less than a day
	backupLate  = 48 * time.Hour
	backupKept  = 14        // days, unless the owner said otherwise
	backupMost  = 3650      // days
	spaceEnough = 500 << 20 // bytes free where the till's files are
)

// backupDays is how many days backups are kept.
func (s Settings) backupDays() int {
	if s.BackupDays == 0 {
		return backupKept
	}
	return s.BackupDays
}

// BackupHealth is what the owner must know of the backups.
type BackupHealth struct {
	Last BackupMade    // the last good one; At is zero when there was none
	Age  time.Duration // since that, or since the till was made
	Due  bool          // 20 hours are over, or there was none: make one when nobody pays
	Late bool          // two days are over: warn

	NoCode   bool // there is no recovery code yet, so none can be made
	NoPlace  bool // the second place was named and is not there now
	SameDisk bool // the second place is on the disk that would be lost with the first

	Free     uint64 // bytes free where the till's files are
	LowSpace bool   // less than 500 MB: warn
}

// Wrong names all that is wrong, the gravest first: low_space, no_code, late,
// no_place, same_disk.
func (h BackupHealth) Wrong() (codes []string) {
	for _, is := range []struct {
		so   bool
		code string
	}{{h.LowSpace, "low_space"}, {h.NoCode, "no_code"}, {h.Late, "late"}, {h.NoPlace, "no_place"}, {h.SameDisk, "same_disk"}} {
		if is.so {
			codes = append(codes, is.code)
		}
	}
	return codes
}

// BackupWarning is what the owner is told without asking: low_space, or after
// two days without a good backup no_code or late; "" when all is well. Practice
// needs no backup.
func (t *Till) BackupWarning(ctx context.Context) (string, error) {
	if t.shop.Load().Practice {
		return "", nil
	}
	h, err := t.BackupHealth(ctx)
	if err != nil || !h.LowSpace && !h.Late {
		return "", err
	}
	return h.Wrong()[0], nil
}

// backupDoubt is the warning as a slip tells it: that it cannot be looked for
// keeps no shift from closing.
func (t *Till) backupDoubt(ctx context.Context) string {
	code, err := t.BackupWarning(ctx)
	if err != nil {
		t.log.Warn("backups not looked at", "error", err)
	}
	return code
}

// LastBackup gives the last backup that was made, read back and found equal to
// the till; false when there was none.
func (t *Till) LastBackup() (BackupMade, bool) {
	if last := t.shop.Load().Backup; last != nil {
		return *last, true
	}
	return BackupMade{}, false
}

// OpenBackup opens the last good backup, sealed as it is. Without one, or when it
// was taken away, it is ErrNotFound. The caller closes the file.
func (t *Till) OpenBackup() (*os.File, error) {
	made, ok := t.LastBackup()
	if !ok {
		return nil, fmt.Errorf("backup: %w", ErrNotFound)
	}
	file, err := os.Open(filepath.Join(t.backupDir(), filepath.Base(made.File)))
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("backup %s: %w", made.File, ErrNotFound)
	}
	return file, err
}

// BackupDue tells whether the last good backup is older than 20 hours, or the
// clock stands before it, and one can be made.
func (t *Till) BackupDue() bool {
	last, ok := t.LastBackup()
	age := t.now().Sub(last.At)
	return t.HasRecoveryCode() && (!ok || age >= backupEach || age < 0)
}

// BackupHealth looks at the backups, the second place and the disk.
func (t *Till) BackupHealth(ctx context.Context) (h BackupHealth, err error) {
	last, ok := t.LastBackup()
	since := last.At
	if !ok {
		first, err := t.Entries(ctx, Cursor{}, 1)
		if err != nil || len(first) == 0 {
			return h, err
		}
		since = first[0].At
	}
	h.Last, h.Age = last, t.now().Sub(since)
	h.Due = !ok || h.Age >= backupEach
	h.Late = h.Age >= backupLate
	h.NoCode = !t.HasRecoveryCode()
	if second := t.shop.Load().Settings.BackupTo; second != "" {
		h.NoPlace, h.SameDisk = besides(t.store.dir, second)
	}
	var disk unix.Statfs_t
	if err := unix.Statfs(t.store.dir, &disk); err != nil {
		return h, fmt.Errorf("%w: %w", ErrStorage, err)
	}
	h.Free = disk.Bavail * uint64(disk.Bsize)
	h.LowSpace = h.Free < spaceEnough
	return h, nil
}

// besides tells whether the second place is not there, and whether it is on the
// disk of the first.
func besides(first, second string) (missing, same bool) {
	there, err := os.Stat(second)
	if err != nil || !there.IsDir() {
		return true, false
	}
	here, err := os.Stat(first)
	if err != nil {
		return false, false
	}
	a, okA := here.Sys().(*syscall.Stat_t)
	b, okB := there.Sys().(*syscall.Stat_t)
	return false, okA && okB && a.Dev == b.Dev
}

// SetBackups says where else backups go (a folder that is there, "" for
// nowhere) and how many days they are kept (0 for 14), with the owner's PIN.
func (t *Till) SetBackups(ctx context.Context, to string, days int, pin, actor string) error {
	if to != "" {
		info, err := os.Stat(to)
		if err != nil || !info.IsDir() {
			return errors.Join(fmt.Errorf("%s: %w", to, ErrPlace), err)
		}
	}
	settings := t.shop.Load().Settings
	settings.BackupTo, settings.BackupDays = to, days
	return t.Change(ctx, settings, pin, actor)
}
