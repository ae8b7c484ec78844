package pos

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pair pairs a device and gives its token.
func (s *shop) pair(scope, name string) string {
	s.t.Helper()
	code, _, err := s.PairingCode(s.t.Context(), scope, ownersPIN, "owner")
	require.NoError(s.t, err)
	token, err := s.Pair(s.t.Context(), code, name)
	require.NoError(s.t, err)
	return token
}

// Ensure that a device is paired once by the code the owner's PIN shows, has one
// scope, outlives a restart, and is out at once when it is revoked.
func TestPairDevice(t *testing.T) {
	s := openShop(t)
	_, _, err := s.PairingCode(t.Context(), ScopeOwnerConfirm, "", "owner")
	require.ErrorIs(t, err, ErrPINNeeded)
	_, _, err = s.PairingCode(t.Context(), ScopeOwnerConfirm, "000001", "owner")
	require.ErrorIs(t, err, ErrPINWrong)
	_, _, err = s.PairingCode(t.Context(), ScopeSettle, ownersPIN, "owner")
	require.ErrorIs(t, err, ErrScope)

	code, until, err := s.PairingCode(t.Context(), ScopeOwnerConfirm, ownersPIN, "owner")
	require.NoError(t, err)
	assert.Regexp(t, `^\d{8}$`, code)
	assert.Equal(t, s.clock.now().Add(2*time.Minute), until)
	token, err := s.Pair(t.Context(), code, " HP\u200b Bu  Sari ")
	require.NoError(t, err)
	_, err = s.Pair(t.Context(), code, "HP lain")
	require.ErrorIs(t, err, ErrPairing, "used")

	s.reopen()
	d, err := s.Device(t.Context(), token)
	require.NoError(t, err)
	assert.Equal(t, Device{Name: "HP Bu Sari", Scope: ScopeOwnerConfirm, Added: s.clock.now(), LastSeen: s.clock.now()}, d)
	assert.True(t, d.Can(ScopeOwnerConfirm))
	assert.True(t, d.Can(ScopeOwnerRead))
	assert.False(t, d.Can(ScopeOwnerBackup))
	assert.Equal(t, []Device{d}, s.Devices())
	_, err = s.Key(t.Context(), token)
	assert.ErrorIs(t, err, ErrKeyUnknown, "a device is no program")

	require.ErrorIs(t, s.RevokeDevice(t.Context(), "HP Bu Sari", "", "owner"), ErrPINNeeded)
	require.NoError(t, s.RevokeDevice(t.Context(), "hp bu sari", ownersPIN, "owner"))
	_, err = s.Device(t.Context(), token)
	assert.ErrorIs(t, err, ErrKeyUnknown)
	assert.Empty(t, s.Devices())
	require.ErrorIs(t, s.RevokeDevice(t.Context(), "HP Bu Sari", ownersPIN, "owner"), ErrNotFound)
	charging := APIKey{Name: "toko", Scopes: []string{ScopeCharge}}
	admin := APIKey{Name: "kantor", Scopes: []string{ScopeAdmin}}
	s.pair(ScopeDisplay, "Layar")
	require.ErrorIs(t, s.DropDevice(t.Context(), "Layar", charging), ErrRights)
	require.NoError(t, s.DropDevice(t.Context(), "Layar", admin))
	require.ErrorIs(t, s.DropDevice(t.Context(), "Layar", admin), ErrNotFound)
	_, err = s.AddKey(t.Context(), NewKey{Name: "dapur", Scopes: []string{ScopeRead}, PIN: ownersPIN, Actor: "owner"})
	require.NoError(t, err)
	require.ErrorIs(t, s.DropKey(t.Context(), "dapur", charging), ErrRights)
	require.NoError(t, s.DropKey(t.Context(), "dapur", admin))
	assert.Empty(t, s.Keys())

	again := s.pair(ScopeDisplay, "HP Bu Sari")
	d, err = s.Device(t.Context(), again)
	require.NoError(t, err)
	assert.Equal(t, ScopeDisplay, d.Scope)
	_, err = s.Device(t.Context(), token)
	assert.ErrorIs(t, err, ErrKeyUnknown, "the old token stays dead")
	s.verified()
}

// Ensure that a code is worth nothing after two minutes, after a newer one, after
// a restart and after ten wrong ones, and that a name that is taken does not use
// it up.
func TestPairingCodeEnds(t *testing.T) {
	s := openShop(t)
	fresh := func() string {
		code, _, err := s.PairingCode(t.Context(), ScopeDisplay, ownersPIN, "owner")
		require.NoError(t, err)
		return code
	}
	refused := func(code string) {
		t.Helper()
		_, err := s.Pair(t.Context(), code, "Layar")
		assert.ErrorIs(t, err, ErrPairing)
	}
	refused("")
	code := fresh()
	s.clock.add(2 * time.Minute)
	refused(code)
	older := fresh()
	newer := fresh()
	refused(older)
	s.reopen()
	refused(newer)
	code = fresh()
	for range pairingTries {
		refused("x" + code)
	}
	refused(code)

	s.pair(ScopeDisplay, "Layar")
	code = fresh()
	_, err := s.Pair(t.Context(), code, "LAYAR")
	require.ErrorIs(t, err, ErrName)
	_, err = s.Pair(t.Context(), code, " \u200b ")
	require.ErrorIs(t, err, ErrName)
	_, err = s.Pair(t.Context(), code, "Layar 2")
	require.NoError(t, err)
	assert.Len(t, s.Devices(), 2)
	s.verified()
}
