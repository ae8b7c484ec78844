package pos

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// restoreFrom reads a backup and installs it in the place of the open till, which
// is opened again.
func (s *shop) restoreFrom(file, code, pin string, trust bool) (Restored, error) {
	s.t.Helper()
	staged, err := ReadBackup(s.t.Context(), s.o, file, code, newKeyed)
	if err != nil {
		return Restored{}, err
	}
	defer func() { assert.NoError(s.t, staged.Close()) }()
	return staged.Install(s.t.Context(), s.Till, pin, trust, "owner")
}

// restored opens the till anew, with the key that came with the backup.
func (s *shop) restored() {
	s.t.Helper()
	require.NoError(s.t, s.Close())
	var err error
	s.o.Sealer, err = newKeyed(s.o.Dir)
	require.NoError(s.t, err)
	s.open()
}

// money gives every order, payment and day, byte by byte.
func (s *shop) money() map[string]string {
	s.t.Helper()
	all := map[string]string{}
	require.NoError(s.t, s.read(s.t.Context(), func(v view) error {
		for _, bucket := range [][]byte{bucketOrders, bucketPayments, bucketDays} {
			err := v.scan(bucket, nil, nil, func(key, value []byte) (bool, error) {
				all[string(bucket)+string(key)] = string(value)
				return true, nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	}))
	return all
}

// Ensure that the second place's file and the six words bring everything back on
// a machine that has nothing: orders, totals, PIN, keys and readable secrets;
// that a new epoch begins 1,000 numbers on; and that a reader of the old epoch
// goes on where it was.
func TestRestoreFresh(t *testing.T) {
	ctx := t.Context()
	old := openKeyed(t, t.TempDir(), ownersPIN)
	code := old.withCode()
	stick := t.TempDir()
	require.NoError(t, old.SetBackups(ctx, stick, 0, ownersPIN, "owner"))
	key, err := old.AddKey(ctx, NewKey{Name: "dapur", Scopes: []string{ScopeRead}, PIN: ownersPIN, Actor: "owner"})
	require.NoError(t, err)
	_, err = old.AddSource(ctx, "hp1", ownersPIN, "owner")
	require.NoError(t, err)
	secret, err := old.SourceSecret(ctx, "hp1")
	require.NoError(t, err)
	old.sell(41)
	anchor, read := old.Anchor(), Cursor{Epoch: 1, Seq: old.Head().Seq - 5}
	money := old.money()
	made, err := old.Backup(ctx, "", "till")
	require.NoError(t, err)
	old.charge(77_000) // after the backup, and lost
	lost := old.Anchor()
	require.NoError(t, old.Close())

	s := openKeyed(t, t.TempDir(), "")
	done, err := s.restoreFrom(filepath.Join(stick, made.File), code, "", false)
	require.NoError(t, err)
	assert.Equal(t, Restored{Head: Cursor{2, 1}, Number: "A-1041"}, done, "nothing was lost here that could be kept")
	s.restored()
	assert.Equal(t, money, s.money())
	today, err := s.Today(ctx)
	require.NoError(t, err)
	assert.Equal(t, made.Extent.Sales, today.Sales)
	assert.NoError(t, s.CheckPIN(ctx, ownersPIN))
	assert.NoError(t, s.CheckRecoveryCode(ctx, code))
	_, err = s.Key(ctx, key.Key)
	assert.NoError(t, err)
	again, err := s.SourceSecret(ctx, "hp1")
	require.NoError(t, err)
	assert.Equal(t, secret, again)
	assert.NoError(t, s.VerifyAnchor(ctx, anchor))
	assert.ErrorIs(t, s.VerifyAnchor(ctx, lost), ErrAnchor)

	o := s.charge(50_000)
	assert.Equal(t, "A-1041", o.Number)
	assert.Equal(t, "A-1042", s.charge(50_000).Number)
	entries, err := s.Entries(ctx, read, 100)
	require.NoError(t, err)
	require.Len(t, entries, 5+1+4)
	assert.Equal(t, Cursor{2, 1}, entries[5].Cursor())
	assert.Equal(t, KindTerminalEpoch, entries[5].Kind)
	assert.JSONEq(t, fmt.Sprintf(`{"old_head":%q,"old_hash":%q,"orders":1040}`, made.Extent.Head, made.Extent.Hash), string(entries[5].Body))
	assert.Equal(t, made.Extent.Hash, entries[5].Prev, "the chain goes on")
	_, err = s.Entries(ctx, Cursor{1, 99999}, 1)
	assert.ErrorIs(t, err, ErrCursor)
	s.verified()
	s.reopen()
	s.verified()
	require.NoError(t, s.Close())
	require.NoError(t, Inspect(ctx, s.o.Dir))
	require.NoError(t, os.Remove(filepath.Join(s.o.Dir, dbName))) // the journal file knows of epochs too
	s.open()
	assert.Equal(t, "A-1043", s.charge(1_000).Number)
	s.verified()
}

// Ensure that a file that is not a whole backup of this shop, or is opened with
// other words or another PIN, is refused by name, and that the till stands as it
// did.
func TestRestoreRefused(t *testing.T) {
	s := openKeyed(t, t.TempDir(), ownersPIN)
	code := s.withCode()
	s.sell(9)
	good := s.backedUp()
	s.charge(5_000)
	packed, err := os.ReadFile(good)
	require.NoError(t, err)
	before, head := s.money(), s.Head()
	try := func(data []byte, code, pin string) error {
		file := filepath.Join(t.TempDir(), "x.backup")
		require.NoError(t, os.WriteFile(file, data, 0o600))
		_, err := s.restoreFrom(file, code, pin, false)
		left, _ := filepath.Glob(filepath.Join(s.o.Dir, "restor*"))
		assert.Empty(t, left)
		return err
	}
	for _, size := range []int{0, 10, len(packed) / 3, len(packed) / 2, len(packed) - 30, len(packed) - 1} {
		assert.ErrorIs(t, try(packed[:size], code, ownersPIN), ErrBackup, "%d of %d bytes", size, len(packed))
	}
	assert.ErrorIs(t, try([]byte("not a backup at all"), code, ownersPIN), ErrBackup)
	assert.ErrorIs(t, try(packed, newCode(), ownersPIN), ErrRecoveryCode)
	assert.ErrorIs(t, try(packed, "satu dua tiga", ownersPIN), ErrRecoveryCode)
	assert.ErrorIs(t, try(packed, code, ""), ErrPINNeeded)
	assert.Equal(t, head, s.Head())
	assert.ErrorIs(t, try(packed, code, "135790"), ErrPINWrong)
	_, err = s.restoreFrom(filepath.Join(t.TempDir(), "none.backup"), code, ownersPIN, false)
	assert.ErrorIs(t, err, ErrNotFound)

	other := openKeyed(t, t.TempDir(), ownersPIN, func(u *SetUp) { u.QRIS = otherShop(t, u.QRIS) })
	words := other.withCode()
	foreign, err := os.ReadFile(other.backedUp())
	require.NoError(t, err)
	assert.ErrorIs(t, try(foreign, code, ownersPIN), ErrRecoveryCode)
	assert.ErrorIs(t, try(foreign, words, ownersPIN), ErrOtherShop)

	s.reopen()
	assert.Equal(t, before, s.money())
	s.verified()
	require.NoError(t, try(packed, code, ownersPIN)) // and the good one is good
	s.restored()
	s.verified()
}

// otherShop is the sample code of another merchant: other NMID, checksum made anew.
func otherShop(t testing.TB, text string) string {
	t.Helper()
	require.Contains(t, text, "ID1020000000304")
	return summed(strings.ReplaceAll(text, "ID1020000000304", "ID1020000000305"))
}

// summed makes a payload's checksum anew.
func summed(text string) string {
	sum := uint16(0xffff)
	for _, b := range []byte(text[:len(text)-4]) {
		sum ^= uint16(b) << 8
		for range 8 {
			carry := sum&0x8000 != 0
			sum <<= 1
			if carry {
				sum ^= 0x1021
			}
		}
	}
	return text[:len(text)-4] + fmt.Sprintf("%04X", sum)
}

// Ensure that a byte changed anywhere in a backup is found before the words are
// asked for, or changes nothing of what comes out.
func TestBackupByteChanged(t *testing.T) {
	s := openKeyed(t, t.TempDir(), ownersPIN)
	s.withCode()
	s.sell(2)
	packed, err := os.ReadFile(s.backedUp())
	require.NoError(t, err)
	found, step := 0, 7
	if os.Getenv("LACI_FULL") != "" {
		step = 1
	}
	file := filepath.Join(t.TempDir(), "x.backup")
	for at := 0; at < len(packed); at += step {
		changed := bytes.Clone(packed)
		changed[at] ^= 0x20
		require.NoError(t, os.WriteFile(file, changed, 0o600))
		err := wholeFile(file)
		if err != nil {
			require.ErrorIs(t, err, ErrBackup, "byte %d", at)
			found++
		}
	}
	tried := (len(packed) + step - 1) / step
	t.Logf("%d of %d changed bytes found; the others are dates and other marks of the zip", found, tried)
	assert.Greater(t, found, tried*9/10)
}

// wholeFile looks at a backup as far as that goes without its words.
func wholeFile(file string) error {
	archive, err := (&unpacking{path: file}).open()
	if err != nil {
		return err
	}
	_, _, err = members(archive)
	return errors.Join(err, archive.Close())
}

// Ensure that a restore cut off between any two of its steps is finished by the
// next start, with every old file kept.
func TestRestoreCutOff(t *testing.T) {
	names := []string{"journal.log", "laci.key", dbName}
	for done := range len(names) + 1 {
		for _, linked := range []bool{false, true} {
			dir := t.TempDir()
			ready, aside := filepath.Join(dir, readyPrefix+"1"), filepath.Join(dir, asidePrefix+"1")
			require.NoError(t, os.Mkdir(ready, 0o700))
			for _, name := range names {
				require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("old "+name), 0o600))
				require.NoError(t, os.WriteFile(filepath.Join(ready, name), []byte("new "+name), 0o600))
			}
			if done > 0 || linked {
				require.NoError(t, os.Mkdir(aside, 0o700))
			}
			for _, name := range names[:done] {
				require.NoError(t, exchange(filepath.Join(ready, name), filepath.Join(dir, name), filepath.Join(aside, name)))
			}
			if linked && done < len(names) {
				require.NoError(t, os.Link(filepath.Join(dir, names[done]), filepath.Join(aside, names[done])))
			}
			require.NoError(t, FinishRestore(dir))
			require.NoError(t, FinishRestore(dir))
			for _, name := range names {
				is, err := os.ReadFile(filepath.Join(dir, name))
				require.NoError(t, err)
				assert.Equal(t, "new "+name, string(is))
				was, err := os.ReadFile(filepath.Join(aside, name))
				require.NoError(t, err)
				assert.Equal(t, "old "+name, string(was))
			}
			assert.NoDirExists(t, ready)
		}
	}
}
