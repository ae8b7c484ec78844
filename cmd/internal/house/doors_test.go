package house

import (
	"encoding/base64"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/pos"
)

// open to everybody: what the design lists, and what a dialect's document
// declares public.
var openDoors = map[string]bool{
	"GET /healthz":      true,
	"GET /openapi.json": true,
	"GET /docs":         true,
	"GET /docs.css":     true,
	"GET /readyz":       true,
	"GET /widget.js":    true,
	"GET /web/{file}":   true, // scripts and styles
	"GET /display":      true, // empty shells that only pair
	"GET /owner":        true,

	"POST /api/auth/login":               true, // declared public
	"GET /api/test-api":                  true,
	"POST /api/payment/callback":         true,
	"POST /api/pay/{link_code}/confirm":  true,
	"GET /api/pay/{link_code}":           true, // the code is the key of its pay page
	"POST /api/widget/{merchant}/orders": true, // strangers' orders
}

// doorway fills the wildcards of a path.
func doorway(path string) string {
	var parts []string
	for part := range strings.SplitSeq(path, "/") {
		if strings.HasPrefix(part, "{") {
			part = "01K8ZZZZZZZZZZZZZZZZZZZZZZ"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "/")
}

// knock calls a door with a body and headers, and gives the answer.
func knock(t *testing.T, method, address string, headers http.Header) (status int, said string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader("{}"))
	require.NoError(t, err)
	request.Header = headers.Clone()
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	return response.StatusCode, string(body)
}

// Ensure that whoever brings no key, or one made up, reaches nothing of what the
// server answers but what is listed here: all else refuses; nothing tells of the
// shop, and nothing writes.
func TestDoorsAreLocked(t *testing.T) {
	h := open(t, Options{Dir: t.TempDir()})
	code, err := h.Till.AddQRIS(t.Context(), pos.AddQRIS{Text: strings.TrimSpace(assets.Sticker()), Actor: "test"})
	require.NoError(t, err)
	head, declared := h.Till.Head(), map[string]bool{}
	strangers := []http.Header{{}, {"Authorization": {"Bearer laci_" + strings.Repeat("a", 64)}, "X-Api-Key": {strings.Repeat("a", 64)}},
		{"Authorization": {"Basic " + base64.StdEncoding.EncodeToString([]byte("xnd_production_guess:"))}, "X-Client-Key": {"guess"}, "X-Partner-Id": {"guess"}}}
	for _, door := range h.server.Routes() {
		name := door.Method + " " + door.Path
		assert.Equal(t, openDoors[name], door.Access == "public", name)
		if door.Access == "public" {
			declared[name] = true
		}
		for _, slash := range []string{"", "/"} {
			for _, stranger := range strangers {
				status, said := knock(t, door.Method, "http://"+h.Address()+doorway(door.Path)+slash, stranger)
				for _, secret := range []string{code.Name, code.NMID, code.ID} {
					assert.NotContains(t, said, secret, name)
				}
				if door.Access != "public" {
					assert.Contains(t, []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests}, status, "%s%s: %s", name, slash, said)
				}
			}
		}
	}
	assert.Equal(t, openDoors, declared, "listed here, and mounted nowhere")
	assert.Equal(t, head, h.Till.Head(), "a stranger wrote something")
}
