package house

import (
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

// Ensure that whoever brings no key reaches nothing of what the server answers
// but what is listed here: all else refuses, tells nothing, and writes nothing.
func TestDoorsAreLocked(t *testing.T) {
	h := open(t, Options{Dir: t.TempDir()})
	_, err := h.Till.AddQRIS(t.Context(), pos.AddQRIS{Text: strings.TrimSpace(assets.Sticker()), Actor: "test"})
	require.NoError(t, err)
	head, declared := h.Till.Head(), map[string]bool{}
	for _, door := range h.server.Routes() {
		name := door.Method + " " + door.Path
		assert.Equal(t, openDoors[name], door.Access == "public", name)
		if door.Access == "public" {
			declared[name] = true
			continue
		}
		for _, slash := range []string{"", "/"} {
			request, err := http.NewRequestWithContext(t.Context(), door.Method, "http://"+h.Address()+doorway(door.Path)+slash, strings.NewReader("{}"))
			require.NoError(t, err)
			response, err := http.DefaultClient.Do(request)
			require.NoError(t, err)
			body, err := io.ReadAll(response.Body)
			require.NoError(t, err)
			require.NoError(t, response.Body.Close())
			assert.Contains(t, []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests}, response.StatusCode, "%s%s: %s", name, slash, body)
		}
	}
	assert.Equal(t, openDoors, declared, "listed here, and mounted nowhere")
	assert.Equal(t, head, h.Till.Head(), "a stranger wrote something")
}
