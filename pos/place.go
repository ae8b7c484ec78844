package pos

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"golang.org/x/sys/unix"
)

// backupFolder is the folder of the data directory that backups are kept in.
const backupFolder = "backup"

// backupName is "laci-ORIGIN-YYYYMMDD-HHMMSS.backup", the time in UTC: it sorts
// by time, tells tills apart and nothing else.
func backupName(origin string, at time.Time) string {
	return "laci-" + origin + "-" + at.Format("20060102-150405") + ".backup"
}

var backupNames = regexp.MustCompile(`^laci-([0-9a-f]{8})-(\d{8})-\d{6}\.backup$`)

// place is a folder that backups are kept in.
type place struct {
	dir    string
	noSync bool
}

// put writes a file beside its name, syncs it and gives it the name.
func (p place) put(name string, fill func(io.Writer) error) (err error) {
	file, err := os.CreateTemp(p.dir, name+".*.part") // made 0600
	if err != nil {
		return fmt.Errorf("%w: %w", ErrStorage, err)
	}
	err = fill(file)
	if err == nil && !p.noSync {
		err = file.Sync()
		// What is read back then comes from the disk, not from memory.
		_ = unix.Fadvise(int(file.Fd()), 0, 0, unix.FADV_DONTNEED)
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), filepath.Join(p.dir, name))
	}
	if err != nil {
		if Code(err) == "" {
			err = fmt.Errorf("%w: %w", ErrStorage, err)
		}
		return errors.Join(err, os.Remove(file.Name()))
	}
	return (&store{dir: p.dir, noSync: p.noSync}).syncDir()
}

// copyTo copies a backup to another folder and reads it back there. The folder
// is not made: a stick that is not plugged in must not become a folder.
func (p place) copyTo(made BackupMade, dir string) error {
	info, err := os.Stat(dir)
	if err != nil || !info.IsDir() {
		return fmt.Errorf("%s: %w", dir, ErrPlace)
	}
	to := place{dir: dir, noSync: p.noSync}
	err = to.put(made.File, func(w io.Writer) error {
		from, err := os.Open(filepath.Join(p.dir, made.File))
		if err != nil {
			return err
		}
		_, err = io.Copy(w, from)
		return errors.Join(err, from.Close())
	})
	if err != nil {
		return err
	}
	path := filepath.Join(dir, made.File)
	hash, err := hashFile(path)
	if err != nil || hash != made.SHA256 {
		return errors.Join(fmt.Errorf("%w: %s differs when it is read back", ErrBackup, path), err, os.Remove(path))
	}
	return nil
}

// hashFile gives the SHA-256 of a file, hex.
func hashFile(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	_, err = io.Copy(hash, file)
	return hex.EncodeToString(hash.Sum(nil)), errors.Join(err, file.Close())
}

// prune removes this till's backups of older days than the newest keep days
// that have any, so that a wrong clock cannot remove them all. Other files, and
// the backups of other tills, stay.
func (p place) prune(name string, keep int) error {
	ours := backupNames.FindStringSubmatch(name)
	if ours == nil {
		return nil
	}
	entries, err := os.ReadDir(p.dir) // sorted by name: oldest first
	if err != nil {
		return err
	}
	days, last := 0, ""
	for i := len(entries) - 1; i >= 0; i-- {
		found := backupNames.FindStringSubmatch(entries[i].Name())
		if found == nil || found[1] != ours[1] || !entries[i].Type().IsRegular() {
			continue
		}
		if found[2] != last {
			days, last = days+1, found[2]
		}
		if days > keep {
			if err := os.Remove(filepath.Join(p.dir, entries[i].Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// prune lets old backups go, at home and in the second place.
func (t *Till) prune(made BackupMade) {
	settings := t.shop.Load().Settings
	places := []string{t.backupDir()}
	if made.Second == "ok" {
		places = append(places, settings.BackupTo)
	}
	for _, dir := range places {
		if err := (place{dir: dir}).prune(made.File, settings.backupDays()); err != nil {
			t.log.Warn("old backups not removed", "error", err)
		}
	}
}
