package pos

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// slips are what one slip of the pen makes of a word: a letter changed, left
// out, added, or two exchanged.
func slips(word string) []string {
	var made []string
	for i := range len(word) + 1 {
		for c := 'a'; c <= 'z'; c++ {
			made = append(made, word[:i]+string(c)+word[i:])
			if i < len(word) {
				made = append(made, word[:i]+string(c)+word[i+1:])
			}
		}
		if i < len(word) {
			made = append(made, word[:i]+word[i+1:])
		}
		if i+1 < len(word) {
			made = append(made, word[:i]+string(word[i+1])+string(word[i])+word[i+2:])
		}
	}
	return made
}

// Ensure that the list has 2048 plain words, sorted, and that no slip of the pen
// makes one of them another.
func TestWordList(t *testing.T) {
	list := words()
	require.Len(t, list, 1<<codeBits)
	require.True(t, slices.IsSorted(list))
	known := map[string]bool{}
	for _, word := range list {
		require.Regexp(t, `^[a-z]{4,8}$`, word)
		require.False(t, known[word], word)
		known[word] = true
	}
	for _, word := range list {
		for _, slip := range slips(word) {
			if slip != word && known[slip] {
				t.Errorf("%s and %s", word, slip)
			}
		}
	}
}

// Ensure that codes are six words of the list, that every word turns up, and
// that none comes twice.
func TestNewCode(t *testing.T) {
	drawn, codes := map[string]bool{}, map[string]bool{}
	for range 5_000 {
		code := newCode()
		tidy, err := tidyCode(code)
		require.NoError(t, err)
		require.Equal(t, code, tidy)
		codes[code] = true
		for _, word := range strings.Fields(code) {
			drawn[word] = true
		}
	}
	assert.Len(t, codes, 5_000)
	assert.Len(t, drawn, 1<<codeBits)
}

// Ensure that the words open the till's lock however they are written down,
// that other words do not, and that a new code takes the place of the old one.
func TestRecoveryCode(t *testing.T) {
	s := openShop(t)
	require.ErrorIs(t, s.CheckRecoveryCode(t.Context(), newCode()), ErrNoRecovery)
	_, err := s.NewRecoveryCode(t.Context(), "", "owner")
	require.ErrorIs(t, err, ErrPINNeeded)
	assert.False(t, s.HasRecoveryCode())
	code := s.withCode()
	assert.True(t, s.HasRecoveryCode())
	written := strings.Fields(code)
	for _, said := range []string{code, strings.ToUpper(code), strings.Join(written, "-"), "1. " + strings.Join(written, ",\n2. ") + ".\n"} {
		tidy, err := tidyCode(said)
		assert.NoError(t, err, said)
		assert.Equal(t, code, tidy)
	}
	slices.Reverse(written)
	for _, said := range []string{"", "satu", code + " " + written[0], strings.Join(written, " "), strings.Replace(code, written[0], "xyzzy", 1)} {
		assert.ErrorIs(t, s.CheckRecoveryCode(t.Context(), said), ErrRecoveryCode, said)
	}
	s.reopen()
	assert.NoError(t, s.CheckRecoveryCode(t.Context(), code))
	fresh := s.withCode()
	assert.NoError(t, s.CheckRecoveryCode(t.Context(), fresh))
	assert.ErrorIs(t, s.CheckRecoveryCode(t.Context(), code), ErrRecoveryCode)
	s.verified()
}

// Ensure that a revoked key or source stops at once, that the name may be used
// again with another secret, and that a replay agrees.
func TestRevoke(t *testing.T) {
	s := openShop(t)
	ctx := t.Context()
	key, err := s.AddKey(ctx, NewKey{Name: "dapur", Scopes: []string{ScopeRead}, PIN: ownersPIN, Actor: "owner"})
	require.NoError(t, err)
	_, err = s.AddSource(ctx, "hp1", ownersPIN, "owner")
	require.NoError(t, err)
	secret, err := s.SourceSecret(ctx, "hp1")
	require.NoError(t, err)
	o := s.charge(25_000)

	for _, revoke := range []func(name, pin string) error{
		func(name, pin string) error { return s.RevokeKey(ctx, name, pin, "owner") },
		func(name, pin string) error { return s.RevokeSource(ctx, name, pin, "owner") },
	} {
		before := s.Head()
		assert.ErrorIs(t, revoke("dapur", ""), ErrPINNeeded)
		assert.ErrorIs(t, revoke("nobody", ownersPIN), ErrNotFound)
		assert.Equal(t, before, s.Head())
	}
	require.NoError(t, s.RevokeKey(ctx, "dapur", ownersPIN, "owner"))
	require.NoError(t, s.RevokeSource(ctx, "hp1", ownersPIN, "owner"))
	look := func() {
		_, err = s.Key(ctx, key.Key)
		assert.ErrorIs(t, err, ErrKeyUnknown)
		_, err = s.SourceSecret(ctx, "hp1")
		assert.ErrorIs(t, err, ErrSource)
		_, err = s.Settle(ctx, Report{Source: "hp1", Evidence: ForwarderMatched, Amount: 25_000, OrderRef: o.Number})
		assert.ErrorIs(t, err, ErrSource, "a report under way when it was revoked")
		assert.Empty(t, s.Keys())
		assert.Empty(t, s.Sources())
	}
	look()
	s.reopen()
	look()
	assert.ErrorIs(t, s.RevokeKey(ctx, "dapur", ownersPIN, "owner"), ErrNotFound)

	again, err := s.AddKey(ctx, NewKey{Name: "dapur", Scopes: []string{ScopeRead}, PIN: ownersPIN, Actor: "owner"})
	require.NoError(t, err)
	_, err = s.Key(ctx, again.Key)
	require.NoError(t, err)
	_, err = s.Key(ctx, key.Key)
	assert.ErrorIs(t, err, ErrKeyUnknown)
	_, err = s.AddSource(ctx, "hp1", ownersPIN, "owner")
	require.NoError(t, err)
	other, err := s.SourceSecret(ctx, "hp1")
	require.NoError(t, err)
	assert.NotEqual(t, secret, other)
	assert.Equal(t, ResultSettled, s.settle(Report{Amount: 25_000, OrderRef: o.Number}).Result)
	s.verified()
}

// Ensure that an anchor proves that its entry is still there, and that another
// hash or place is refused.
func TestAnchor(t *testing.T) {
	s := openShop(t)
	s.charge(25_000)
	anchor := s.Anchor()
	s.charge(30_000)
	s.reopen()
	assert.NoError(t, s.VerifyAnchor(t.Context(), anchor))
	assert.NoError(t, s.VerifyAnchor(t.Context(), " "+strings.ToUpper(anchor[:len(anchor)-48])+"\n"))
	place, hash, _ := strings.Cut(anchor, ":")
	for _, wrong := range []string{place + ":" + strings.Repeat("0", 64), "1.999:" + hash, "2.1:" + hash, "1.1:" + hash, place + ":" + hash[:15], place} {
		assert.ErrorIs(t, s.VerifyAnchor(t.Context(), wrong), ErrAnchor, wrong)
	}
	assert.ErrorIs(t, s.VerifyAnchor(t.Context(), "x:"+hash), ErrCursor)
}
