package pos

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that a web account's token lets that person in, after a restart too,
// until it is revoked, the password changes or the person is retired; that one
// token more than twenty ends the oldest; and that a replay agrees.
func TestTokens(t *testing.T) {
	s := openShop(t)
	ctx := t.Context()
	for _, name := range []string{"sari", "budi"} {
		require.NoError(t, s.AddPerson(ctx, AddPerson{Name: name, Role: RoleStaff, Email: name + "@example.com", Secret: "rahasia sekali " + name, PIN: ownersPIN, Actor: "owner"}))
	}
	login := func(name string) string {
		made, err := s.AddToken(ctx, name+"@Example.com ")
		require.NoError(t, err)
		assert.True(t, strings.HasPrefix(made, "1|"), made)
		return made
	}
	in := func(token string) string {
		p, err := s.Token(ctx, token)
		if err != nil {
			assert.ErrorIs(t, err, ErrKeyUnknown)
		}
		assert.Empty(t, p.Sealed)
		return p.Name
	}
	_, err := s.AddToken(ctx, "nobody@example.com")
	assert.ErrorIs(t, err, ErrNotFound)
	_, err = s.AddToken(ctx, "")
	assert.ErrorIs(t, err, ErrNotFound, "people at the till have no e-mail")

	first, other := login("sari"), login("budi")
	second := login("sari")
	assert.Equal(t, []string{"sari", "sari", "budi", ""}, []string{in(first), in(second), in(other), in("1|")})
	require.NoError(t, s.RevokeToken(ctx, first))
	assert.ErrorIs(t, s.RevokeToken(ctx, first), ErrKeyUnknown)
	s.reopen()
	assert.Equal(t, []string{"", "sari", "budi"}, []string{in(first), in(second), in(other)})

	for range tokensMost - 1 {
		login("sari")
	}
	assert.Equal(t, "sari", in(second))
	newest := login("sari")
	assert.Equal(t, []string{"", "sari", "budi"}, []string{in(second), in(newest), in(other)})

	require.NoError(t, s.SetSecret(ctx, "sari", "lain lagi rahasianya", ownersPIN, "owner"))
	require.NoError(t, s.Retire(ctx, "budi", ownersPIN, "owner"))
	assert.Equal(t, []string{"", ""}, []string{in(newest), in(other)})
	_, err = s.AddToken(ctx, "budi@example.com")
	assert.ErrorIs(t, err, ErrNotFound)
	s.verified()
}
