package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that a program of each system gets the credentials that its document
// names, by those names and nothing else, with a scope that settles nothing
// unless asked for, stopped and running, and that the owner's PIN is needed.
func TestKeysOfDialects(t *testing.T) {
	eitherWay(t, ownerPIN, func(t *testing.T, dir string) {
		fields := map[string][]string{
			"gateway":   {"token"},
			"temanqris": {"X-API-Key", "data-merchant", "webhook secret"},
			"xendit":    {"secretKey", "x-callback-token"},
			"sengo":     {"X-Client-Key", "X-Client-Token"},
			"singapay":  {"X-PARTNER-ID", "X-CLIENT-ID", "client_secret", "account_id"},
		}
		for dialect, names := range fields {
			lacictl(t, "", "key", "add", dialect, "--dialect", dialect, "--data", dir).refuses(t, "pin_needed")
			r := lacictl(t, ownerPIN+"\n", "key", "add", dialect, "--dialect", dialect, "--pin-stdin", "--data", dir)
			require.Equal(t, fine, r.code, r.err)
			lines := strings.Split(strings.TrimSuffix(r.out, "\n"), "\n")
			require.Len(t, lines, len(names), r.out)
			for i, name := range names {
				said, value, _ := strings.Cut(lines[i], "  ")
				assert.Equal(t, name, said)
				assert.GreaterOrEqual(t, len(strings.TrimSpace(value)), 16, name)
			}
		}
		lacictl(t, ownerPIN+"\n", "key", "add", "x", "--dialect", "snap", "--pin-stdin", "--data", dir).refuses(t, "dialect_invalid")
		assert.Equal(t, usage, lacictl(t, ownerPIN+"\n", "key", "add", "x", "--pin-stdin", "--data", dir).code)
		r := lacictl(t, ownerPIN+"\n", "key", "add", "kasir", "--dialect", "temanqris", "--scope", "read,settle", "--pin-stdin", "--data", dir)
		require.Equal(t, fine, r.code, r.err)
		list := succeeds(t, "key", "list", "--data", dir)
		assert.Equal(t, len(fields)+1, strings.Count(list, "\n")+1)
		assert.Regexp(t, `(?m)^xendit\t\d{4}-\d\d-\d\d\tread,charge\txendit\t-$`, list)
		assert.Regexp(t, `(?m)^kasir\t\d{4}-\d\d-\d\d\tread,settle\ttemanqris\t-$`, list)
		r = lacictl(t, ownerPIN+"\n", "key", "revoke", "kasir", "--pin-stdin", "--data", dir)
		require.Equal(t, fine, r.code, r.err)
		assert.NotContains(t, succeeds(t, "key", "list", "--data", dir), "kasir")
	})
}

// Ensure that a web account is added with its password from standard input, and
// that neither a till without an owner's PIN nor a weak password makes one.
func TestUserAdd(t *testing.T) {
	eitherWay(t, ownerPIN, func(t *testing.T, dir string) {
		add := []string{"user", "add", "sari@example.com", "--role", "staff", "--data", dir}
		lacictl(t, "rahasia sekali\n", add...).refuses(t, "pin_needed")
		add = append(add, "--pin-stdin")
		lacictl(t, ownerPIN+"\npendek\n", add...).refuses(t, "password_weak")
		r := lacictl(t, ownerPIN+"\nrahasia sekali\n", add...)
		require.Equal(t, fine, r.code, r.err)
		assert.Regexp(t, `(?m)^sari +Web staff +sari@example\.com$`, r.out)
		assert.NotContains(t, r.out+r.err, "rahasia")
		lacictl(t, ownerPIN+"\nrahasia sekali\n", add...).refuses(t, "name_invalid")
		assert.Equal(t, usage, lacictl(t, "", "user", "add", "a@example.com", "--role", "owner", "--data", dir).code)
	})
	dir := newTill(t, "")
	lacictl(t, "rahasia sekali\n", "user", "add", "sari@example.com", "--role", "admin", "--data", dir).refuses(t, "pin_needed")
}

// Ensure that a code can be pinned beside the counter's, listed by number, taken
// out of use and pinned again, while the counter's stays.
func TestCodesBeside(t *testing.T) {
	eitherWay(t, ownerPIN, func(t *testing.T, dir string) {
		owner := func(args ...string) string {
			r := lacictl(t, ownerPIN+"\n", append(args, "--pin-stdin", "--data", dir)...)
			require.Equal(t, fine, r.code, r.err)
			return r.out
		}
		uses := func(list string) (all []string) {
			for line := range strings.Lines(list) {
				fields := strings.Split(line, "\t")
				all = append(all, fields[0]+" "+fields[1])
			}
			return all
		}
		added := owner("qris", "add", another(t, "WARUNG SAYUR BU SITI"), "--beside")
		assert.True(t, strings.HasPrefix(added, "beside\tWARUNG SAYUR BU SITI\t"), added)
		assert.Equal(t, []string{"1 pinned", "2 beside"}, uses(succeeds(t, "qris", "list", "--data", dir)))
		lacictl(t, "", "qris", "unpin", "2", "--data", dir).refuses(t, "pin_needed")
		lacictl(t, ownerPIN+"\n", "qris", "unpin", "1", "--pin-stdin", "--data", dir).refuses(t, "illegal_move")
		lacictl(t, ownerPIN+"\n", "qris", "pin", "3", "--pin-stdin", "--data", dir).refuses(t, "not_found")
		assert.Equal(t, []string{"1 pinned", "2 proposed"}, uses(owner("qris", "unpin", "2")))
		assert.Equal(t, []string{"1 pinned", "2 beside"}, uses(owner("qris", "pin", "2")))
		lacictl(t, "", "qris", "share", "1", "--data", dir).refuses(t, "pin_needed")
		assert.Equal(t, []string{"1 pinned", "2 beside"}, uses(owner("qris", "share", "1", "--second-till")))
		assert.Contains(t, succeeds(t, "status", "--data", dir), "WARUNG SAYUR BU TINI")
	})
}

// Ensure that a running till tells when a program last used its key.
func TestKeyLastUsed(t *testing.T) {
	dir := newTill(t, "")
	s := serve(t, dir)
	key := succeeds(t, "key", "add", "papan", "--scope", "read", "--data", dir)
	assert.Regexp(t, `\t-$`, succeeds(t, "key", "list", "--data", dir))
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.address+"/api/v1/orders", nil)
	require.NoError(t, err)
	request.Header.Set("Authorization", "Bearer "+key)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusOK, response.StatusCode)
	fields := strings.Split(succeeds(t, "key", "list", "--data", dir), "\t")
	used, err := time.Parse(time.RFC3339, fields[len(fields)-1])
	require.NoError(t, err)
	assert.WithinDuration(t, time.Now(), used, time.Hour)
}
