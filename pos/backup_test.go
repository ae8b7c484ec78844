package pos

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.etcd.io/bbolt"
)

// keyed seals with the key of its directory: another key reads nothing of it.
type keyed struct{ key []byte }

const testKey = "test.key"

// newKeyed makes the sealer of a directory, and its key when there is none.
func newKeyed(dir string) (Sealer, error) {
	path := filepath.Join(dir, testKey)
	key, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		key = make([]byte, 16)
		_, _ = rand.Read(key)
		err = os.WriteFile(path, key, 0o600)
	}
	return keyed{key}, err
}

func (k keyed) Seal(plain []byte) ([]byte, error) {
	return append(bytes.Clone(k.key), k.mixed(plain)...), nil
}

func (k keyed) Unseal(sealed []byte) ([]byte, error) {
	if !bytes.HasPrefix(sealed, k.key) {
		return nil, errors.New("sealed with another key")
	}
	return k.mixed(sealed[len(k.key):]), nil
}

func (k keyed) mixed(text []byte) []byte {
	out := bytes.Clone(text)
	for i := range out {
		out[i] ^= k.key[i%len(k.key)]
	}
	return out
}

// openKeyed opens a till that seals with a key file, as in a shop; set up when
// a PIN is given.
func openKeyed(t testing.TB, dir, pin string, change ...func(*SetUp)) *shop {
	t.Helper()
	c := &clock{at: noon}
	sealer, err := newKeyed(dir)
	require.NoError(t, err)
	s := &shop{clock: c, t: t, o: Options{Dir: dir, Now: c.now, Sealer: sealer, NoSync: true, Travel: []string{testKey}}}
	s.open()
	if pin == "" {
		return s
	}
	setUp := SetUp{QRIS: sticker(t), PIN: pin, TerminalName: "Kasir A", Zone: "WIB", Facing: FacingCashier, Actor: "owner"}
	for _, f := range change {
		f(&setUp)
	}
	require.NoError(t, s.SetUp(t.Context(), setUp))
	return s
}

// withCode gives the till a recovery code.
func (s *shop) withCode() string {
	s.t.Helper()
	code, err := s.NewRecoveryCode(s.t.Context(), ownersPIN, "owner")
	require.NoError(s.t, err)
	return code
}

// backedUp makes a backup and gives its file.
func (s *shop) backedUp() (file string) {
	s.t.Helper()
	made, err := s.Backup(s.t.Context(), "", "till")
	require.NoError(s.t, err)
	return filepath.Join(s.o.Dir, backupFolder, made.File)
}

// sell makes sales of every kind of end.
func (s *shop) sell(n int) {
	s.t.Helper()
	for i := range n {
		o := s.charge(Rupiah(10_000 + i))
		switch i % 4 {
		case 0:
			s.settle(Report{Amount: o.Payable, OrderRef: o.Number, PaymentID: o.ID.String()})
		case 1:
			_, err := s.PayCash(s.t.Context(), o.ID, 0, "kasir")
			require.NoError(s.t, err)
		case 2:
			_, err := s.Cancel(s.t.Context(), o.ID, ReasonChangedMind, "kasir")
			require.NoError(s.t, err)
		}
	}
}

// Ensure that a backup made while many sell is whole, is journalled with what it
// holds, stands readable, and leaves nothing else behind.
func TestBackupWhileSelling(t *testing.T) {
	s := openKeyed(t, t.TempDir(), ownersPIN)
	_, err := s.Backup(t.Context(), "", "till")
	require.ErrorIs(t, err, ErrNoRecovery)
	assert.False(t, s.BackupDue(), "there is nothing to make it with")
	s.withCode()
	assert.True(t, s.BackupDue())
	s.sell(20)

	ctx, stop := context.WithCancel(t.Context())
	var sellers sync.WaitGroup
	var sold atomic.Int64
	for range 4 {
		sellers.Go(func() {
			for ctx.Err() == nil {
				_, err := s.Charge(context.Background(), Charge{Key: time.Duration(sold.Add(1)).String() + "x", Amount: 5_000, Actor: "kasir"})
				assert.NoError(t, err)
			}
		})
	}
	made, err := s.Backup(t.Context(), "", "owner")
	stop()
	sellers.Wait()
	require.NoError(t, err)
	head, err := ParseCursor(made.Extent.Head)
	require.NoError(t, err)
	assert.True(t, head.Before(s.Head()), "it was sold meanwhile")
	assert.Equal(t, "WARUNG SAYUR BU TINI", made.Extent.Shop)
	assert.Equal(t, Tally{10, 100_085}, made.Extent.Sales)

	last, ok := s.LastBackup()
	require.True(t, ok)
	assert.Equal(t, made, last)
	assert.False(t, s.BackupDue())
	s.clock.add(20 * time.Hour)
	assert.True(t, s.BackupDue())
	s.clock.add(-48 * time.Hour)
	assert.True(t, s.BackupDue(), "a clock that was put back stops no backups")
	entries, err := os.ReadDir(s.o.Dir)
	require.NoError(t, err)
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	assert.Equal(t, []string{backupFolder, logName, dbName, markName, testKey}, names)
	files, err := os.ReadDir(filepath.Join(s.o.Dir, backupFolder))
	require.NoError(t, err)
	require.Len(t, files, 1)
	info, err := files[0].Info()
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode())
	assert.Equal(t, made.Size, info.Size())
	s.verified()
	s.reopen()
	again, _ := s.LastBackup()
	assert.Equal(t, made, again)
}

// Ensure that nothing of the shop and no secret can be read in a backup without
// the words.
func TestBackupHidesAll(t *testing.T) {
	s := openKeyed(t, t.TempDir(), ownersPIN)
	code := s.withCode()
	s.sell(5)
	file := s.backedUp()
	packed, err := os.ReadFile(file)
	require.NoError(t, err)
	key, err := os.ReadFile(filepath.Join(s.o.Dir, testKey))
	require.NoError(t, err)
	lock, err := s.recovery()
	require.NoError(t, err)
	for _, hidden := range []string{"WARUNG", "ID1020000000304", "A-000", string(key), lock.Recipient, "AGE-SECRET-KEY", code, strings.Fields(code)[0] + " "} {
		assert.NotContains(t, string(packed), hidden)
	}
	journal, err := os.ReadFile(filepath.Join(s.o.Dir, logName))
	require.NoError(t, err)
	assert.NotContains(t, string(journal), lock.Recipient)
	assert.NotContains(t, string(journal), code)
}

// Ensure that a backup of a store whose values are not what the journal tells
// is not kept, not journalled, and named for what it is.
func TestBackupOfWrongState(t *testing.T) {
	s := openKeyed(t, t.TempDir(), ownersPIN)
	s.withCode()
	s.behind = 1 // so that the file has the orders
	s.sell(3)
	require.NoError(t, s.store.db.Update(func(tx *bbolt.Tx) error {
		cursor := tx.Bucket(bucketOrders).Cursor()
		cursor.First()
		return cursor.Delete()
	}))
	_, err := s.Backup(t.Context(), "", "till")
	require.ErrorIs(t, err, ErrVerify)
	_, ok := s.LastBackup()
	assert.False(t, ok)
	files, err := os.ReadDir(filepath.Join(s.o.Dir, backupFolder))
	require.NoError(t, err)
	assert.Empty(t, files)
}

// Ensure that backups also go to a second place that is there, that a stick
// which is not plugged in is told and not made a folder, and that the first
// place has its backup all the same.
func TestSecondPlace(t *testing.T) {
	s := openKeyed(t, t.TempDir(), ownersPIN)
	s.withCode()
	stick := filepath.Join(t.TempDir(), "stick")
	require.ErrorIs(t, s.SetBackups(t.Context(), stick, 0, ownersPIN, "owner"), ErrPlace)
	require.NoError(t, os.Mkdir(stick, 0o700))
	require.ErrorIs(t, s.SetBackups(t.Context(), stick, -1, ownersPIN, "owner"), ErrSetting)
	require.ErrorIs(t, s.SetBackups(t.Context(), stick, 3, "", "owner"), ErrPINNeeded)
	require.NoError(t, s.SetBackups(t.Context(), stick, 3, ownersPIN, "owner"))

	made, err := s.Backup(t.Context(), "", "till")
	require.NoError(t, err)
	assert.Equal(t, "ok", made.Second)
	first, err := os.ReadFile(filepath.Join(s.o.Dir, backupFolder, made.File))
	require.NoError(t, err)
	second, err := os.ReadFile(filepath.Join(stick, made.File))
	require.NoError(t, err)
	assert.True(t, bytes.Equal(first, second))

	require.NoError(t, os.RemoveAll(stick))
	s.clock.add(time.Hour)
	made, err = s.Backup(t.Context(), "", "till")
	require.NoError(t, err)
	assert.Equal(t, "backup_place_missing", made.Second)
	assert.NoDirExists(t, stick)
	assert.FileExists(t, filepath.Join(s.o.Dir, backupFolder, made.File))
	health, err := s.BackupHealth(t.Context())
	require.NoError(t, err)
	assert.True(t, health.NoPlace)

	elsewhere := t.TempDir()
	s.clock.add(time.Hour)
	made, err = s.Backup(t.Context(), elsewhere, "owner")
	require.NoError(t, err)
	assert.FileExists(t, filepath.Join(elsewhere, made.File))
	_, err = s.Backup(t.Context(), filepath.Join(elsewhere, "nowhere"), "owner")
	require.ErrorIs(t, err, ErrPlace, "the folder that was asked for")
}
