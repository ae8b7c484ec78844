package pos

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
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
	key, err := old.AddKey(ctx, "dapur", []string{ScopeRead}, ownersPIN, "owner")
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
	_, err = s.Key(ctx, key)
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
func otherShop(t *testing.T, text string) string {
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

// Ensure that what the installed till trusts stays when an older backup takes
// its place, and that the owner can take the backup's instead.
func TestRestoreOverInstalled(t *testing.T) {
	for _, trust := range []bool{false, true} {
		t.Run(fmt.Sprintf("trust=%t", trust), func(t *testing.T) {
			ctx := t.Context()
			s := openKeyed(t, t.TempDir(), ownersPIN)
			code := s.withCode()
			key, err := s.AddKey(ctx, "dapur", []string{ScopeRead}, ownersPIN, "owner")
			require.NoError(t, err)
			_, err = s.AddSource(ctx, "hp2", ownersPIN, "owner")
			require.NoError(t, err)
			require.NoError(t, s.AddPerson(ctx, AddPerson{Name: "Rina", Role: RoleSupervisor, Secret: "7351", PIN: ownersPIN, Actor: "owner"}))
			s.sell(10)
			file := s.backedUp()

			require.NoError(t, s.Retire(ctx, "Rina", ownersPIN, "owner"))
			require.NoError(t, s.AddPerson(ctx, AddPerson{Name: "Dewi", Role: RoleSupervisor, Secret: "8462", PIN: ownersPIN, Actor: "owner"}))
			require.NoError(t, s.SetSecret(ctx, "owner", "618034", ownersPIN, "owner"))
			require.NoError(t, s.SetSecret(ctx, "owner", ownersPIN, "618034", "owner"))
			require.NoError(t, s.RevokeKey(ctx, "dapur", ownersPIN, "owner"))
			require.NoError(t, s.RevokeSource(ctx, "hp2", ownersPIN, "owner"))
			newer := s.withCode()
			was, _ := s.Shop().Pinned()
			moved, err := s.AddQRIS(ctx, AddQRIS{Text: renamed(t, was.Text, "WARUNG SAYUR BU SITI"), PIN: ownersPIN, Actor: "owner"})
			require.NoError(t, err)
			s.sell(5)
			head := *s.headNow.Load()

			done, err := s.restoreFrom(file, code, ownersPIN, trust)
			require.NoError(t, err)
			assert.Equal(t, uint32(2), done.Head.Epoch)
			assert.Equal(t, "A-1015", done.Number, "above those of the till that was there")
			s.restored()
			assert.Equal(t, done.Head, s.Head())
			pinned, _ := s.Shop().Pinned()
			_, keyErr := s.Key(ctx, key)
			_, sourceErr := s.SourceSecret(ctx, "hp2")
			newErr, oldErr := s.CheckRecoveryCode(ctx, newer), s.CheckRecoveryCode(ctx, code)
			_, rina := s.Approve(ctx, MayVoid, "Rina", "7351")
			_, dewi := s.Approve(ctx, MayVoid, "Dewi", "8462")
			if trust {
				assert.NoError(t, rina)
				assert.ErrorIs(t, dewi, ErrNotFound)
				assert.Equal(t, was.Text, pinned.Text)
				assert.NoError(t, keyErr)
				assert.NoError(t, sourceErr)
				assert.ErrorIs(t, newErr, ErrRecoveryCode)
				assert.NoError(t, oldErr)
			} else {
				assert.ErrorIs(t, rina, ErrNotFound)
				assert.NoError(t, dewi)
				assert.Equal(t, moved.Text, pinned.Text)
				assert.ErrorIs(t, keyErr, ErrKeyUnknown)
				assert.ErrorIs(t, sourceErr, ErrSource)
				assert.NoError(t, newErr)
				assert.ErrorIs(t, oldErr, ErrRecoveryCode)
			}
			assert.NoError(t, s.CheckPIN(ctx, ownersPIN))
			_, err = s.Entries(ctx, head.Cursor, 1)
			assert.ErrorIs(t, err, ErrCursor, "what came after the backup is gone")
			_, err = s.OrderByNumber(ctx, "A-0010")
			assert.NoError(t, err)
			_, err = s.OrderByNumber(ctx, "A-0011")
			assert.ErrorIs(t, err, ErrNotFound)
			assert.Equal(t, "A-1015", s.charge(9_000).Number)
			s.verified()

			// What was there is a till of its own, beside.
			aside := &shop{clock: s.clock, t: t, o: s.o}
			aside.o.Dir = done.Aside
			aside.o.Sealer, err = newKeyed(done.Aside)
			require.NoError(t, err)
			aside.open()
			assert.Equal(t, head.Cursor, aside.Head())
			aside.verified()
		})
	}
}

// Ensure that a new tablet, set up with another PIN and key before the backup
// came, keeps its PIN, and that secrets sealed on either machine are readable.
func TestRestoreOverNewTablet(t *testing.T) {
	ctx := t.Context()
	old := openKeyed(t, t.TempDir(), ownersPIN)
	code := old.withCode()
	_, err := old.AddSource(ctx, "hp1", ownersPIN, "owner")
	require.NoError(t, err)
	secret, err := old.SourceSecret(ctx, "hp1")
	require.NoError(t, err)
	old.sell(7)
	file := old.backedUp()

	s := openKeyed(t, t.TempDir(), "618034")
	_, err = s.restoreFrom(file, code, ownersPIN, false)
	require.ErrorIs(t, err, ErrPINWrong, "the PIN of the till that is there")
	_, err = s.restoreFrom(file, code, "618034", false)
	require.NoError(t, err)
	s.restored()
	assert.ErrorIs(t, s.CheckPIN(ctx, ownersPIN), ErrPINWrong)
	assert.NoError(t, s.CheckPIN(ctx, "618034"))
	again, err := s.SourceSecret(ctx, "hp1")
	require.NoError(t, err)
	assert.Equal(t, secret, again)
	assert.NoError(t, s.CheckRecoveryCode(ctx, code), "the new tablet had none of its own")
	assert.Equal(t, "A-1007", s.charge(1_000).Number)
	s.verified()
}

// Ensure that a backup restored twice goes to the epoch after the newest one
// that either till knows.
func TestRestoreTwice(t *testing.T) {
	s := openKeyed(t, t.TempDir(), ownersPIN)
	code := s.withCode()
	s.sell(3)
	file := s.backedUp()
	for epoch := range uint32(3) {
		done, err := s.restoreFrom(file, code, ownersPIN, false)
		require.NoError(t, err)
		assert.Equal(t, epoch+2, done.Head.Epoch)
		s.restored()
		s.clock.add(time.Second)
		s.charge(1_000)
		s.verified()
	}
	assert.Equal(t, "A-3004", s.charge(1_000).Number)
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

// Ensure that a whole shop comes back on a fresh machine, out of the second
// place, in under a minute, with equal totals. LACI_FULL=1 makes it 100,000
// orders.
func TestRestoreLarge(t *testing.T) {
	orders := 5_000
	if testing.Short() {
		orders = 500
	}
	if os.Getenv("LACI_FULL") != "" {
		orders = 100_000
	}
	old := openKeyed(t, t.TempDir(), ownersPIN)
	code := old.withCode()
	stick := t.TempDir()
	require.NoError(t, old.SetBackups(t.Context(), stick, 0, ownersPIN, "owner"))
	began := time.Now()
	old.sellMany(t, orders)
	sold := time.Since(began)
	began = time.Now()
	made, err := old.Backup(t.Context(), "", "till")
	require.NoError(t, err)
	backedUp := time.Since(began)
	require.NoError(t, old.Close())

	fresh := t.TempDir()
	began = time.Now()
	idle := cpuTime(t)
	s := openKeyed(t, fresh, "")
	_, err = s.restoreFrom(filepath.Join(stick, made.File), code, "", false)
	require.NoError(t, err)
	s.restored()
	took, worked := time.Since(began), cpuTime(t)-idle
	t.Logf("%d orders sold in %s, backed up and read back in %s (%d MB), restored in %s (%s of one processor)",
		orders, sold, backedUp, made.Size>>20, took, worked)
	assert.Less(t, worked, time.Minute, "what it takes on a machine that does nothing else")
	require.NoError(t, s.read(t.Context(), func(v view) error {
		extent, err := v.extent()
		assert.Equal(t, made.Extent.Sales, extent.Sales)
		assert.Equal(t, made.Extent.Received, extent.Received)
		assert.Equal(t, orders, extent.Sales.Count)
		return err
	}))
	s.verified()
}

// sellMany makes paid orders with many callers at once.
func (s *shop) sellMany(t *testing.T, orders int) {
	var next atomic.Int64
	var sellers sync.WaitGroup
	for range 32 {
		sellers.Go(func() {
			for i := next.Add(1); i <= int64(orders); i = next.Add(1) {
				o, err := s.Charge(context.Background(), Charge{Key: "many" + strconv.Itoa(int(i)), Amount: Rupiah(1_000 + i%90_000), Actor: "kasir"})
				if assert.NoError(t, err) {
					_, err = s.Settle(context.Background(), Report{Source: "hp", Evidence: ForwarderMatched, Amount: o.Payable, OrderRef: o.Number, PaymentID: o.Number})
					assert.NoError(t, err)
				}
			}
		})
	}
	sellers.Wait()
}

// cpuTime is what this process has worked so far.
func cpuTime(t *testing.T) time.Duration {
	t.Helper()
	var used unix.Rusage
	require.NoError(t, unix.Getrusage(unix.RUSAGE_SELF, &used))
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
