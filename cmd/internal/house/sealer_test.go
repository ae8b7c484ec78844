package house

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// Ensure that what one start sealed, a later one reads, and that no two seals
// of one secret look alike.
func TestKeyFileSealsAndUnseals(t *testing.T) {
	dir := t.TempDir()
	first, made, err := openKey(dir, osRing(false))
	require.NoError(t, err)
	one, err := first.Seal([]byte("secret"))
	require.NoError(t, err)
	two, err := first.Seal([]byte("secret"))
	require.NoError(t, err)
	assert.NotEqual(t, one, two)
	assert.NotContains(t, string(one), "secret")

	later, again, err := openKey(dir, osRing(false))
	require.NoError(t, err)
	assert.Equal(t, []bool{true, false}, []bool{made, again})
	got, err := later.Unseal(one)
	require.NoError(t, err)
	assert.Equal(t, "secret", string(got))
}

// Ensure that a changed, cut or foreign seal is refused.
func TestKeyFileRefusesWhatItDidNotSeal(t *testing.T) {
	ours, _, err := openKey(t.TempDir(), osRing(false))
	require.NoError(t, err)
	other, _, err := openKey(t.TempDir(), osRing(false))
	require.NoError(t, err)
	sealed, err := ours.Seal([]byte("secret"))
	require.NoError(t, err)
	_, err = other.Unseal(sealed)
	assert.ErrorIs(t, err, pos.ErrSealed)
	_, err = ours.Unseal(sealed[:10])
	assert.ErrorIs(t, err, pos.ErrSealed)
	for i := range sealed {
		sealed[i] ^= 1
		_, err = ours.Unseal(sealed)
		assert.ErrorIs(t, err, pos.ErrSealed, "byte %d", i)
		sealed[i] ^= 1
	}
}

// Ensure that the key file is for this account alone, that several starts at
// once agree on one, and that nothing is left beside it.
func TestKeyFileIsMadeOnce(t *testing.T) {
	dir := t.TempDir()
	var all sync.WaitGroup
	sealed := make([][]byte, 16)
	for i := range sealed {
		all.Go(func() {
			k, _, err := openKey(dir, osRing(false))
			if assert.NoError(t, err) {
				sealed[i], err = k.Seal([]byte("secret"))
				assert.NoError(t, err)
			}
		})
	}
	all.Wait()
	k, _, err := openKey(dir, osRing(false))
	require.NoError(t, err)
	for _, s := range sealed {
		_, err := k.Unseal(s)
		assert.NoError(t, err)
	}
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 1)
	info, err := entries[0].Info()
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode())
}

// Ensure that a key file of another length is refused and left as it is.
func TestKeyFileOfWrongLength(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, keyName)
	require.NoError(t, os.WriteFile(path, make([]byte, 31), 0o600))
	_, _, err := openKey(dir, osRing(false))
	assert.ErrorIs(t, err, ErrKey)
	left, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Len(t, left, 31)
}
