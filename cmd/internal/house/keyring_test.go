package house

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zalando/go-keyring"

	"laci/assets"
	"laci/pos"
)

// openRing is a keyring that answers by itself.
func openRing() ring { return ring{fresh: true, open: func() (bool, error) { return true, nil }} }

// Ensure that a new key goes into a keyring that answers and that no key is in
// the directory then; that a later start reads what was sealed; and that a
// keyring that is closed, breaks or hangs refuses in time with a word of its own
// and is read once it is open again.
func TestKeyring(t *testing.T) {
	keyring.MockInit()
	dir := t.TempDir()
	first, made, err := openKey(dir, openRing())
	require.NoError(t, err)
	require.True(t, made)
	file, err := os.ReadFile(filepath.Join(dir, keyName))
	require.NoError(t, err)
	id, ok := ringID(file)
	require.True(t, ok, "%q", file)
	sealed, err := first.Seal([]byte("secret"))
	require.NoError(t, err)
	opens := func(keys ring) error {
		k, made, err := openKey(dir, keys)
		require.NoError(t, err)
		require.False(t, made)
		plain, err := k.Unseal(sealed)
		if err == nil {
			assert.Equal(t, "secret", string(plain))
		}
		return err
	}
	require.NoError(t, opens(openRing()))
	closed := openRing()
	closed.open = func() (bool, error) { return false, nil }
	assert.ErrorIs(t, opens(closed), ErrKeyring)
	closed.open = func() (bool, error) { panic("odd answer") }
	assert.ErrorIs(t, opens(closed), ErrKeyring)
	hang := make(chan struct{})
	closed.open = func() (bool, error) { <-hang; return false, nil }
	began := time.Now()
	assert.ErrorIs(t, opens(closed), ErrKeyring)
	assert.Less(t, time.Since(began), 30*time.Second)
	close(hang)

	key, err := openRing().key(id)
	require.NoError(t, err)
	k := &ringKey{ring: closed, id: id}
	_, err = k.Unseal(sealed)
	require.ErrorIs(t, err, ErrKeyring)
	k.ring, k.at = openRing(), time.Now().Add(-ringRest)
	_, err = k.Unseal(sealed)
	assert.NoError(t, err, "it was unlocked")

	plain, err := openRing().plain(filepath.Join(dir, keyName))
	require.NoError(t, err)
	assert.Equal(t, key, plain)
	require.NoError(t, keyring.Delete(ringService, id))
	assert.ErrorIs(t, opens(openRing()), ErrKeyring, "gone")
}

// Ensure that a keyring that fails leaves the key in the file, that a key file
// stays what it is when a keyring comes, and that keys for a restore or practice
// never go into one.
func TestKeyringFallsBack(t *testing.T) {
	keyring.MockInitWithError(errors.New("no service"))
	dir := t.TempDir()
	k, _, err := openKey(dir, openRing())
	require.NoError(t, err)
	sealed, err := k.Seal([]byte("secret"))
	require.NoError(t, err)
	file, err := os.ReadFile(filepath.Join(dir, keyName))
	require.NoError(t, err)
	assert.Len(t, file, 32)

	keyring.MockInit()
	k, made, err := openKey(dir, openRing())
	require.NoError(t, err)
	assert.False(t, made)
	_, err = k.Unseal(sealed)
	assert.NoError(t, err)
	keys := openRing()
	keys.fresh = false
	other := t.TempDir()
	_, _, err = openKey(other, keys)
	require.NoError(t, err)
	file, err = os.ReadFile(filepath.Join(other, keyName))
	require.NoError(t, err)
	assert.Len(t, file, 32)
}

// Ensure that a backup of a till whose key is in the keyring opens its secrets
// without that keyring, and that a till whose keyring is closed sells.
func TestKeyringTravels(t *testing.T) {
	keyring.MockInit()
	ctx := t.Context()
	dir := t.TempDir()
	till, err := openTill(ctx, pos.Options{Dir: dir}, openRing())
	require.NoError(t, err)
	require.NoError(t, till.SetUp(ctx, pos.SetUp{QRIS: assets.Sticker(), PIN: ownerPIN, TerminalName: "Kasir A", Zone: "WIB", Actor: "owner"}))
	code, err := till.NewRecoveryCode(ctx, ownerPIN, "owner")
	require.NoError(t, err)
	made, err := till.Backup(ctx, "", "owner")
	require.NoError(t, err)
	require.NoError(t, till.Close())

	shut := ring{open: func() (bool, error) { return false, nil }}
	till, err = openTill(ctx, pos.Options{Dir: dir}, shut)
	require.NoError(t, err)
	_, err = till.Charge(ctx, pos.Charge{Key: "k", Amount: 25_000, Actor: "Kasir A"})
	assert.NoError(t, err, "it sells")
	assert.ErrorIs(t, till.CheckPIN(ctx, ownerPIN), ErrKeyring)
	assert.NotEmpty(t, till.Unreadable())
	require.NoError(t, till.Close())

	fresh := t.TempDir()
	_, err = RestoreTill(ctx, Restore{Dir: fresh, File: filepath.Join(dir, "backup", made.File), Code: code, Trust: true,
		Actor: "owner", Confirm: func(_, _ pos.Extent) bool { return true }})
	require.NoError(t, err)
	till, err = openTill(ctx, pos.Options{Dir: fresh}, shut)
	require.NoError(t, err)
	assert.NoError(t, till.CheckPIN(ctx, ownerPIN))
	require.NoError(t, till.Close())
}
