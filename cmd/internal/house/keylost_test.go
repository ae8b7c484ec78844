package house

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// keyless is a till with every kind of secret whose laci.key is gone; key is
// what stood in it.
func keyless(t *testing.T, dir string) (h *House, key []byte) {
	t.Helper()
	h, _ = withOwner(t, dir, &moved{})
	ctx := t.Context()
	require.NoError(t, h.Till.AddPerson(ctx, pos.AddPerson{Name: "Sari", Role: pos.RoleCashier, Secret: "8364", PIN: ownerPIN, Actor: "owner"}))
	_, err := h.Till.AddSource(ctx, "hp1", ownerPIN, "owner")
	require.NoError(t, err)
	require.NoError(t, h.KeyErr())
	require.NoError(t, h.Close())
	key, err = os.ReadFile(filepath.Join(dir, keyName))
	require.NoError(t, err)
	require.NoError(t, os.Remove(filepath.Join(dir, keyName)))
	return open(t, Options{Dir: dir}), key
}

// Ensure that a till whose key file is gone says so and sells, refuses with a
// word of its own what it can no longer prove, and is whole again once every
// secret was set anew.
func TestKeyLost(t *testing.T) {
	dir := t.TempDir()
	h, _ := keyless(t, dir)
	ctx := t.Context()
	assert.ErrorIs(t, h.KeyErr(), ErrKeyLost)
	for _, what := range []string{"pin owner", "pin Sari", "source hp1", "recovery"} {
		assert.ErrorContains(t, h.KeyErr(), what)
	}
	answer, err := Do(ctx, dir, "status", Args{})
	require.NoError(t, err)
	assert.Equal(t, []string{"pin owner", "pin Sari", "source hp1", "recovery"}, answer.Status.Unreadable)

	o, err := h.Till.Charge(ctx, pos.Charge{Key: "k", Amount: 25_000, Actor: "Kasir A"})
	require.NoError(t, err)
	_, err = h.Till.Confirm(ctx, o.ID, pos.Confirmation{Actor: "Kasir A", SeenAt: "merchant_app"})
	require.NoError(t, err, "it sells")
	for range 20 {
		assert.ErrorIs(t, h.Till.CheckPIN(ctx, ownerPIN), pos.ErrSealed, "and nobody is locked out for it")
	}
	assert.ErrorIs(t, h.Till.SignIn(ctx, pos.SignIn{Name: "Sari", PIN: "8364"}), pos.ErrSealed)
	_, err = h.Till.Backup(ctx, "", "test")
	assert.ErrorIs(t, err, pos.ErrSealed)
	response, err := http.Post("http://"+h.Address()+"/api/v1/callbacks/hp1", "application/json", bytes.NewReader([]byte("{}")))
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	assert.Equal(t, http.StatusServiceUnavailable, response.StatusCode, "the sender comes again")

	const newPIN = "603182"
	require.NoError(t, h.Till.ResetPIN(ctx, pos.ResetByAccount, newPIN, "test"))
	require.NoError(t, h.Till.CheckPIN(ctx, newPIN))
	require.NoError(t, h.Till.SetSecret(ctx, "Sari", "8364", newPIN, "owner"))
	require.NoError(t, h.Till.RevokeSource(ctx, "hp1", newPIN, "owner"))
	_, err = h.Till.AddSource(ctx, "hp1", newPIN, "owner")
	require.NoError(t, err)
	_, err = h.Till.NewRecoveryCode(ctx, newPIN, "owner")
	require.NoError(t, err)
	require.NoError(t, h.KeyErr())
	_, err = h.Till.Backup(ctx, "", "test")
	require.NoError(t, err)
	z, err := h.Till.CloseShift(ctx, pos.CloseShift{Actor: "Kasir A"})
	require.NoError(t, err)
	var noted []pos.Kind
	for _, n := range z.Notes {
		noted = append(noted, n.Kind)
	}
	assert.Contains(t, noted, pos.KindSealLost)
	require.NoError(t, h.Till.Verify(ctx))
}

// Ensure that the old key put back opens everything again, and that a restore of
// the newest backup does so too.
func TestKeyPutBack(t *testing.T) {
	dir := t.TempDir()
	h, key := keyless(t, dir)
	require.NoError(t, h.Close())
	require.NoError(t, os.WriteFile(filepath.Join(dir, keyName), key, 0o600))
	h = open(t, Options{Dir: dir})
	assert.NoError(t, h.KeyErr())
	require.NoError(t, h.Till.CheckPIN(t.Context(), ownerPIN))
	code, err := h.Till.NewRecoveryCode(t.Context(), ownerPIN, "owner")
	require.NoError(t, err)
	made, err := h.Till.Backup(t.Context(), "", "test")
	require.NoError(t, err)
	require.NoError(t, h.Close())

	require.NoError(t, os.Remove(filepath.Join(dir, keyName)))
	const newPIN = "603182"
	_, err = Do(t.Context(), dir, "pin reset", Args{Secret: newPIN})
	require.NoError(t, err, "the old one can no longer be given")
	_, err = RestoreTill(t.Context(), Restore{Dir: dir, File: filepath.Join(dir, "backup", made.File), Code: code, PIN: newPIN,
		Actor: "owner", Confirm: func(_, _ pos.Extent) bool { return true }})
	require.NoError(t, err)
	h = open(t, Options{Dir: dir})
	assert.NoError(t, h.KeyErr())
	require.NoError(t, h.Till.CheckPIN(t.Context(), newPIN), "the installed till's PIN")
	require.NoError(t, h.Till.SignIn(t.Context(), pos.SignIn{Name: "Sari", PIN: "8364"}), "of whom it could not read, the backup's")
	_, err = h.Till.SourceSecret(t.Context(), "hp1")
	assert.NoError(t, err)
}
