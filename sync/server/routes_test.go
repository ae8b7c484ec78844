package server

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// at fills the wildcards of a route's path.
var at = strings.NewReplacer("{id}", "01K8ZZZZZZZZZZZZZZZZZZZZZZ", "{day}", "today", "{source}", "hp-kasir", "{number}", "1", "{name}", "x",
	"{file}", "page.css", "{code}", "AAAAAAAAAAAAAAAA")

// Ensure that nothing but what is named here answers a stranger, and that each
// key and device opens only what it has the scope for.
func TestRoutesAreLocked(t *testing.T) {
	h := open(t)
	declared := map[string]bool{"GET /healthz": true, "GET /readyz": true, "GET /openapi.json": true, "GET /docs": true, "GET /docs.css": true,
		"GET /widget.js": true, "GET /display": true, "GET /owner": true, "GET /web/{file}": true} // shells of pages, with nothing of the shop
	keys := map[string]string{pos.ScopeRead: h.read, pos.ScopeCharge: h.charge, pos.ScopeSettle: h.key(t, "s", pos.ScopeSettle),
		"dialect": h.dialectKey(t, pos.DialectTemanQRIS)}
	for _, scope := range []string{pos.ScopeDisplay, pos.ScopeOwnerRead, pos.ScopeOwnerConfirm, pos.ScopeOwnerBackup} {
		keys[scope] = h.device(t, scope, scope)
	}
	routes := h.server.routes
	require.NotEmpty(t, routes)
	for _, route := range routes {
		name := route.method + " " + route.path
		stranger := do(t, h.ask(t, route.method, at.Replace(route.path), "", "{}"))
		if declared[name] {
			assert.Equal(t, public, route.access, name)
			assert.Equal(t, http.StatusOK, stranger.status, name)
			delete(declared, name)
			continue
		}
		assert.NotEqual(t, public, route.access, name)
		if route.access == coded {
			assert.Contains(t, []int{http.StatusNotFound, http.StatusTooManyRequests}, stranger.status, name)
			continue
		}
		assert.Contains(t, []int{http.StatusUnauthorized, http.StatusTooManyRequests}, stranger.status, name)
		guess := do(t, h.ask(t, route.method, at.Replace(route.path), "laci_"+strings.Repeat("A", 43), "{}"))
		assert.Contains(t, []int{http.StatusUnauthorized, http.StatusTooManyRequests}, guess.status, name)
		if route.access.open() {
			continue
		}
		assert.NotEmpty(t, stranger.header.Get("WWW-Authenticate"), name)
		for scope, key := range keys {
			a := do(t, h.ask(t, route.method, at.Replace(route.path), key, "{}"))
			switch opens := slices.Contains(route.access.scopes(), scope) || scope == pos.ScopeOwnerConfirm && slices.Contains(route.access.scopes(), pos.ScopeOwnerRead); {
			case scope == "dialect":
				assert.Contains(t, []int{http.StatusUnauthorized, http.StatusTooManyRequests}, a.status, name)
			case opens:
				assert.NotContains(t, []int{http.StatusUnauthorized, http.StatusForbidden}, a.status, "%s with %s", name, scope)
			default:
				assert.Equal(t, http.StatusForbidden, a.status, "%s with %s", name, scope)
				assert.Equal(t, "scope_missing", a.problem(t).Code, name)
			}
		}
	}
	assert.Empty(t, declared, "declared public, but no route")
}

// dialectKey adds a key for a dialect, which opens nothing of the native API.
func (h *house) dialectKey(t testing.TB, dialect string) string {
	t.Helper()
	shown, err := h.till.AddKey(t.Context(), pos.NewKey{Name: "mitra", Dialect: dialect, Actor: "test"})
	require.NoError(t, err)
	return shown.Key
}

// Ensure that unknown paths and wrong methods are refused in the one form.
func TestNoRoute(t *testing.T) {
	h := open(t)
	a := h.get(t, "/api/v2/orders")
	assert.Equal(t, http.StatusNotFound, a.status)
	assert.Equal(t, "not_found", a.problem(t).Code)

	a = do(t, h.ask(t, "DELETE", "/api/v1/orders", h.read, ""))
	assert.Equal(t, http.StatusMethodNotAllowed, a.status)
	assert.Equal(t, "method_not_allowed", a.problem(t).Code)
	assert.Equal(t, "GET, POST", a.header.Get("Allow"))
}

// Ensure that wrong keys are slowed down with the time to wait, and that a right
// key from the same address is not.
func TestKeyGuessing(t *testing.T) {
	h := open(t)
	for range strikesAllowed {
		a := do(t, h.ask(t, "GET", "/api/v1/version", "guess", ""))
		require.Equal(t, http.StatusUnauthorized, a.status)
		require.Equal(t, "key_unknown", a.problem(t).Code)
	}
	a := do(t, h.ask(t, "GET", "/api/v1/version", "guess", ""))
	assert.Equal(t, http.StatusTooManyRequests, a.status)
	assert.Equal(t, "too_many_attempts", a.problem(t).Code)
	assert.Regexp(t, `^[1-9]\d*$`, a.header.Get("Retry-After"))
	assert.Equal(t, http.StatusOK, h.get(t, "/api/v1/version").status)
}

// Ensure that health, readiness and version say what is so: a till without a
// code cannot sell, and a closed one neither.
func TestHealth(t *testing.T) {
	empty, err := pos.Open(t.Context(), pos.Options{Dir: t.TempDir(), Sealer: unsealed{}})
	require.NoError(t, err)
	t.Cleanup(func() { _ = empty.Close() })
	fresh := openWith(t, empty, nil, Options{})
	assert.Equal(t, http.StatusOK, do(t, fresh.ask(t, "GET", "/healthz", "", "")).status)
	unready := do(t, fresh.ask(t, "GET", "/readyz", "", ""))
	assert.Equal(t, http.StatusServiceUnavailable, unready.status)
	assert.Equal(t, "not_set_up", unready.problem(t).Code)
	unready = fresh.place(t, "k1", `{"amount":25000}`)
	assert.Equal(t, http.StatusConflict, unready.status)
	assert.Equal(t, "not_set_up", unready.problem(t).Code)

	h := openWith(t, openTill(t), nil, Options{Version: "1.2.3"})
	assert.Equal(t, http.StatusOK, do(t, h.ask(t, "GET", "/readyz", "", "")).status)
	var version struct{ Version, Terminal, Head string }
	h.get(t, "/api/v1/version").into(t, &version)
	assert.Equal(t, "1.2.3", version.Version)
	assert.Equal(t, "A", version.Terminal)
	assert.Equal(t, h.till.Head().String(), version.Head)

	require.NoError(t, h.till.Close())
	a := do(t, h.ask(t, "GET", "/readyz", "", ""))
	assert.Equal(t, http.StatusServiceUnavailable, a.status)
	assert.Equal(t, "closed", a.problem(t).Code)
	assert.Equal(t, http.StatusOK, do(t, h.ask(t, "GET", "/healthz", "", "")).status)
}
