package pos

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that what else brings money to a code stays as the owner said last when an
// older backup takes the till's place, and that nothing but that is said of the code.
func TestRestoreKeepsSharing(t *testing.T) {
	for _, trust := range []bool{false, true} {
		t.Run(fmt.Sprintf("trust=%t", trust), func(t *testing.T) {
			s := openKeyed(t, t.TempDir(), ownersPIN)
			code := s.withCode()
			s.sell(3)
			file := s.backedUp()
			before, _ := s.Shop().Pinned()
			require.NoError(t, s.ShareQRIS(t.Context(), ShareQRIS{ID: before.ID, Sticker: before.Sticker, SecondTill: !before.SecondTill, PIN: ownersPIN, Actor: "owner"}))
			later, _ := s.Shop().Pinned()
			_, err := s.restoreFrom(file, code, ownersPIN, trust)
			require.NoError(t, err)
			s.restored()
			now, _ := s.Shop().Pinned()
			if trust {
				assert.Equal(t, before, now)
			} else {
				assert.Equal(t, later, now)
			}
			var said []Kind
			entries, err := s.Entries(t.Context(), Cursor{}, 1000)
			require.NoError(t, err)
			for _, e := range entries {
				if e.Kind == KindQRISShared || e.Kind == KindQRISPinned {
					said = append(said, e.Kind)
				}
			}
			want := []Kind{KindQRISPinned}
			if !trust {
				want = append(want, KindQRISShared)
			}
			assert.Equal(t, want, said)
			s.verified()
		})
	}
}

// Ensure that what the installed till trusts stays when an older backup takes
// its place, and that the owner can take the backup's instead.
func TestRestoreOverInstalled(t *testing.T) {
	for _, trust := range []bool{false, true} {
		t.Run(fmt.Sprintf("trust=%t", trust), func(t *testing.T) {
			ctx := t.Context()
			s := openKeyed(t, t.TempDir(), ownersPIN)
			code := s.withCode()
			key, err := s.AddKey(ctx, NewKey{Name: "dapur", Scopes: []string{ScopeRead}, PIN: ownersPIN, Actor: "owner"})
			require.NoError(t, err)
			_, err = s.AddSource(ctx, "hp2", ownersPIN, "owner")
			require.NoError(t, err)
			require.NoError(t, s.AddPerson(ctx, AddPerson{Name: "Rina", Role: RoleSupervisor, Secret: "7351", PIN: ownersPIN, Actor: "owner"}))
			beside := s.beside()
			phone := s.pair(ScopeOwnerRead, "HP pemilik")
			s.sell(10)
			file := s.backedUp()

			require.NoError(t, s.UnpinQRIS(ctx, beside.ID, ownersPIN, "owner"))
			require.NoError(t, s.Retire(ctx, "Rina", ownersPIN, "owner"))
			require.NoError(t, s.AddPerson(ctx, AddPerson{Name: "Dewi", Role: RoleSupervisor, Secret: "8462", PIN: ownersPIN, Actor: "owner"}))
			require.NoError(t, s.SetSecret(ctx, "owner", "618034", ownersPIN, "owner"))
			require.NoError(t, s.SetSecret(ctx, "owner", ownersPIN, "618034", "owner"))
			require.NoError(t, s.RevokeKey(ctx, "dapur", ownersPIN, "owner"))
			require.NoError(t, s.RevokeSource(ctx, "hp2", ownersPIN, "owner"))
			require.NoError(t, s.RevokeDevice(ctx, "HP pemilik", ownersPIN, "owner"))
			newer := s.withCode()
			was, _ := s.Shop().Pinned()
			moved, err := s.AddQRIS(ctx, AddQRIS{Text: renamed(t, was.Text, "WARUNG SAYUR BU SITI"), PIN: ownersPIN, Actor: "owner"})
			require.NoError(t, err)
			third, err := s.AddQRIS(ctx, AddQRIS{Text: renamed(t, beside.Text, "WARUNG SAYUR BU ANIS"), Beside: true, PIN: ownersPIN, Actor: "owner"})
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
			_, hadBeside := s.Shop().PinnedCode(beside.ID)
			_, hasThird := s.Shop().PinnedCode(third.ID)
			assert.Equal(t, []bool{trust, !trust}, []bool{hadBeside, hasThird}, "codes beside the counter's")
			_, keyErr := s.Key(ctx, key.Key)
			_, phoneErr := s.Device(ctx, phone)
			_, sourceErr := s.SourceSecret(ctx, "hp2")
			newErr, oldErr := s.CheckRecoveryCode(ctx, newer), s.CheckRecoveryCode(ctx, code)
			_, rina := s.Approve(ctx, MayVoid, "Rina", "7351")
			_, dewi := s.Approve(ctx, MayVoid, "Dewi", "8462")
			if trust {
				assert.NoError(t, rina)
				assert.ErrorIs(t, dewi, ErrNotFound)
				assert.Equal(t, was.Text, pinned.Text)
				assert.NoError(t, keyErr)
				assert.NoError(t, phoneErr)
				assert.NoError(t, sourceErr)
				assert.ErrorIs(t, newErr, ErrRecoveryCode)
				assert.NoError(t, oldErr)
			} else {
				assert.ErrorIs(t, rina, ErrNotFound)
				assert.NoError(t, dewi)
				assert.Equal(t, moved.Text, pinned.Text)
				assert.ErrorIs(t, keyErr, ErrKeyUnknown)
				assert.ErrorIs(t, phoneErr, ErrKeyUnknown)
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
