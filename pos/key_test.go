package pos

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that a program of every system gets just the credentials its document
// knows, each found again by what it may be found by, and none of them readable
// in what the till tells of its keys or journals.
func TestKeyOfEverySystem(t *testing.T) {
	s := openShop(t)
	ctx := t.Context()
	has := map[string][4]bool{ // key, client, secret, signing
		"":               {true, false, false, false},
		DialectGateway:   {true, false, false, false},
		DialectTemanQRIS: {true, true, false, true},
		DialectXendit:    {true, false, false, true},
		DialectSenGo:     {false, true, true, false},
		DialectSingaPay:  {false, true, true, false},
	}
	require.Len(t, has, len(Dialects())+1)
	seen, clients := map[string]bool{}, map[string]bool{}
	for i, dialect := range append(Dialects(), "") {
		name := fmt.Sprintf("toko-%d", i)
		want := NewKey{Name: name, Dialect: dialect, PIN: ownersPIN, Actor: "owner"}
		if dialect == "" {
			_, err := s.AddKey(ctx, want)
			require.ErrorIs(t, err, ErrScope, "the till's own API gives nothing by itself")
			want.Scopes = []string{ScopeRead, ScopeCharge}
		}
		k, err := s.AddKey(ctx, want)
		require.NoError(t, err, dialect)
		assert.Equal(t, has[dialect], [4]bool{k.Key != "", k.Client != "", k.Secret != "", k.Signing != ""}, dialect)
		clients[k.Client] = true
		for _, secret := range []string{k.Key, k.Client, k.Secret, k.Signing} {
			if secret != "" {
				assert.False(t, seen[secret], "given twice")
				seen[secret] = true
			}
		}
		expected := APIKey{Name: name, Scopes: []string{ScopeRead, ScopeCharge}, Dialect: dialect, Client: k.Client, Added: noon}
		if k.Key != "" {
			found, err := s.Key(ctx, k.Key)
			require.NoError(t, err)
			expected.LastUsed = noon
			assert.Equal(t, expected, found)
		}
		if k.Client != "" {
			found, err := s.KeyByClient(ctx, k.Client)
			require.NoError(t, err)
			assert.Equal(t, expected, found)
		}
		secret, signing, err := s.KeySecrets(ctx, name)
		require.NoError(t, err)
		assert.Equal(t, k.Secret, string(secret))
		assert.Equal(t, k.Signing, string(signing))
	}
	for _, unknown := range []string{"", "laci_", "nobody"} {
		_, err := s.Key(ctx, unknown)
		assert.ErrorIs(t, err, ErrKeyUnknown)
		_, err = s.KeyByClient(ctx, unknown)
		assert.ErrorIs(t, err, ErrKeyUnknown)
		_, _, err = s.KeySecrets(ctx, unknown)
		assert.ErrorIs(t, err, ErrKeyUnknown)
	}
	for _, k := range s.Keys() {
		assert.Empty(t, k.Hash)
		assert.Empty(t, k.Sealed)
		assert.False(t, k.Can(ScopeSettle), "never by itself")
	}
	for client := range clients {
		delete(seen, client) // not a secret
	}
	journal, err := os.ReadFile(filepath.Join(s.o.Dir, logName))
	require.NoError(t, err)
	for secret := range seen {
		assert.NotContains(t, string(journal), secret)
	}
	s.verified()
	s.reopen()
	assert.Len(t, s.Keys(), len(has))
}

// Ensure that a key takes the owner's PIN, a scope and a dialect that there
// are and a name nobody has, and that a refusal writes nothing.
func TestKeyRefused(t *testing.T) {
	s := openShop(t)
	ctx := t.Context()
	good := NewKey{Name: "toko", Dialect: DialectXendit, PIN: ownersPIN, Actor: "owner"}
	_, err := s.AddKey(ctx, good)
	require.NoError(t, err)
	for want, change := range map[error]func(*NewKey){
		ErrName:      func(*NewKey) {},
		ErrPINNeeded: func(k *NewKey) { k.Name, k.PIN = "lain", "" },
		ErrScope:     func(k *NewKey) { k.Name, k.Scopes = "lain", []string{"everything"} },
		ErrDialect:   func(k *NewKey) { k.Name, k.Dialect = "lain", "snap" },
	} {
		k, head := good, s.Head()
		change(&k)
		shown, err := s.AddKey(ctx, k)
		assert.ErrorIs(t, err, want)
		assert.Empty(t, shown)
		assert.Equal(t, head, s.Head())
	}
}

// Ensure that the time of a key's last use is known to the minute, whoever
// proves it, and only since the till was opened.
func TestKeyLastUsed(t *testing.T) {
	s := openShop(t)
	ctx := t.Context()
	k, err := s.AddKey(ctx, NewKey{Name: "toko", Dialect: DialectTemanQRIS, PIN: ownersPIN, Actor: "owner"})
	require.NoError(t, err)
	used := func() time.Time { return s.Keys()[0].LastUsed }
	_, err = s.KeyByClient(ctx, k.Client)
	require.NoError(t, err)
	assert.Zero(t, used(), "a public name proves nothing")
	_, err = s.Key(ctx, k.Key)
	require.NoError(t, err)
	assert.Equal(t, noon, used())
	s.clock.add(59 * time.Second)
	s.KeyUsed("toko")
	assert.Equal(t, noon, used())
	s.clock.add(time.Second)
	s.KeyUsed("toko")
	assert.Equal(t, noon.Add(time.Minute), used())
	s.reopen()
	assert.Zero(t, used())
}
