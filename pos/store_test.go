package pos

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.etcd.io/bbolt"
)

// copyDir copies a closed till.
func copyDir(t testing.TB, from string) string {
	t.Helper()
	to := t.TempDir()
	require.NoError(t, os.CopyFS(to, os.DirFS(from)))
	return to
}

// Ensure that a file of every released layout opens with all it holds, keeps the
// old file, and agrees with its journal.
func TestMigrate(t *testing.T) {
	for _, from := range []string{"layout1", "layout2"} {
		t.Run(from, func(t *testing.T) { migrates(t, from) })
	}
}

func migrates(t *testing.T, from string) {
	dir := t.TempDir()
	packed, err := os.Open(filepath.Join("testdata", from, "laci.db.gz"))
	require.NoError(t, err)
	defer func() { _ = packed.Close() }()
	unpacked, err := gzip.NewReader(packed)
	require.NoError(t, err)
	old, err := io.ReadAll(unpacked)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, dbName), old, 0o600))
	log, err := os.ReadFile(filepath.Join("testdata", from, "journal.log"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, logName), log, 0o600))

	c := &clock{at: noon.Add(time.Minute)}
	s := &shop{clock: c, t: t, o: Options{Dir: dir, Now: c.now, Sealer: plainSealer{}, NoSync: true}}
	s.open()
	s.verified()
	today, err := s.Today(t.Context())
	require.NoError(t, err)
	assert.Equal(t, Tally{1, 25_000}, today.Sales)
	orders, err := s.History(t.Context(), Search{})
	require.NoError(t, err)
	states := map[string]State{}
	for _, o := range orders {
		states[o.Number] = o.State
	}
	assert.Equal(t, map[string]State{"A-0001": Paid, "A-0002": Awaiting, "A-0003": Pending, "A-0004": Cancelled}, states)
	waiting, err := s.Inbox(t.Context())
	require.NoError(t, err)
	require.Len(t, waiting, 1)
	_, err = s.Attach(t.Context(), waiting[0].ID, waiting[0].Candidates[0], "kasir")
	require.NoError(t, err)
	next, err := s.Charge(t.Context(), Charge{Key: "after the update", Amount: 7_000})
	require.NoError(t, err)
	assert.Equal(t, "A-0005", next.Number)
	kept, err := os.ReadFile(filepath.Join(dir, dbName+"."+from))
	require.NoError(t, err)
	assert.True(t, bytes.Equal(old, kept), "the old file stays as it was")
	s.reopen()
	s.verified()
}

// Ensure that a file of a newer version is refused and not touched.
func TestNewerFile(t *testing.T) {
	s := openShop(t)
	require.NoError(t, s.Close())
	dir := copyDir(t, s.o.Dir)
	path := filepath.Join(dir, dbName)
	db, err := bbolt.Open(path, 0o600, nil)
	require.NoError(t, err)
	require.NoError(t, db.Update(func(tx *bbolt.Tx) error {
		value := binary.BigEndian.AppendUint32(nil, layout+1)
		return tx.Bucket(bucketMeta).Put(keyLayout, withSum(bucketMeta, keyLayout, value))
	}))
	require.NoError(t, db.Close())
	before, err := os.ReadFile(path)
	require.NoError(t, err)
	_, err = Open(t.Context(), Options{Dir: dir, Sealer: plainSealer{}})
	require.ErrorIs(t, err, ErrNewer)
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.True(t, bytes.Equal(before, after))
	s.open()
}

// Ensure that a second open of a held till is refused within two seconds.
func TestHeld(t *testing.T) {
	s := openShop(t)
	started := time.Now()
	_, err := Open(t.Context(), s.o)
	require.ErrorIs(t, err, ErrHeld)
	assert.Less(t, time.Since(started), 3*time.Second)
	s.charge(1_000)
}

// Ensure that each file can be made anew from the other: lost, emptied, cut
// short or with a changed byte.
func TestRepair(t *testing.T) {
	whole := openShop(t)
	for i := range 20 {
		o := whole.charge(Rupiah(10_000 + i))
		whole.settle(Report{Amount: o.Payable, PaymentID: o.Number, OrderRef: o.Number})
	}
	want, err := whole.Today(t.Context())
	require.NoError(t, err)
	require.NoError(t, whole.Close())
	for name, harm := range map[string]func(dir string) error{
		"bbolt lost":      func(dir string) error { return os.Remove(filepath.Join(dir, dbName)) },
		"bbolt emptied":   func(dir string) error { return os.Truncate(filepath.Join(dir, dbName), 0) },
		"bbolt cut":       func(dir string) error { return os.Truncate(filepath.Join(dir, dbName), 20_000) },
		"bbolt changed":   func(dir string) error { return change(filepath.Join(dir, dbName), "A-0007", "A-0107") },
		"journal lost":    func(dir string) error { return os.Remove(filepath.Join(dir, logName)) },
		"journal cut":     func(dir string) error { return os.Truncate(filepath.Join(dir, logName), 9_000) },
		"journal changed": func(dir string) error { return change(filepath.Join(dir, logName), "A-0007", "A-0107") },
	} {
		t.Run(name, func(t *testing.T) {
			s := &shop{clock: whole.clock, t: t, o: whole.o}
			s.o.Dir, s.o.Inspect = copyDir(t, whole.o.Dir), inspectInChild // a cut file can end the process that looks at it
			require.NoError(t, os.WriteFile(filepath.Join(s.o.Dir, markName), nil, 0o600))
			require.NoError(t, harm(s.o.Dir))
			s.open()
			today, err := s.Today(t.Context())
			require.NoError(t, err)
			assert.Equal(t, want, today)
			assert.Equal(t, "A-0021", s.charge(1_000).Number)
			s.verified()
			require.NoError(t, s.Close())
			require.NoError(t, Inspect(t.Context(), s.o.Dir))
			s.open()
		})
	}
	whole.open()
}

// change changes every place of a text in a file: some are on pages that hold
// nothing any more.
func change(path, from, to string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return os.WriteFile(path, bytes.ReplaceAll(data, []byte(from), []byte(to)), 0o600)
}

// Ensure that two damaged files are refused by name and stay as they are.
func TestBothDamaged(t *testing.T) {
	s := openShop(t)
	for range 20 {
		s.charge(10_000)
	}
	require.NoError(t, s.Close())
	dir := copyDir(t, s.o.Dir)
	require.NoError(t, os.WriteFile(filepath.Join(dir, markName), nil, 0o600))
	require.NoError(t, change(filepath.Join(dir, dbName), "A-0007", "A-0107"))
	require.NoError(t, change(filepath.Join(dir, logName), "A-0009", "A-0109"))
	_, err := Open(t.Context(), Options{Dir: dir, Sealer: plainSealer{}, Inspect: inspectInChild})
	require.ErrorIs(t, err, ErrDamaged)
	assert.ErrorContains(t, err, dbName)
	assert.ErrorContains(t, err, logName)
	_, err = os.Stat(filepath.Join(dir, dbName))
	require.NoError(t, err)
	s.open()
}

// Ensure that a full disk acknowledges nothing, and that the till sells on once
// there is room.
func TestFullDisk(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("no /dev/full")
	}
	s := openShop(t)
	full, err := os.OpenFile("/dev/full", os.O_RDWR, 0)
	require.NoError(t, err)
	file := s.store.file
	file.file, full = full, file.file
	_, err = s.Charge(t.Context(), Charge{Key: "k", Amount: 1_000, Actor: "kasir"})
	require.ErrorIs(t, err, ErrStorage)
	require.NoError(t, full.Close())
	o, err := s.Charge(t.Context(), Charge{Key: "k", Amount: 1_000, Actor: "kasir"})
	require.NoError(t, err)
	assert.Equal(t, "A-0001", o.Number)
	s.verified()
}
