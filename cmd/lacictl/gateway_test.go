package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
)

// Ensure that a gateway is added, listed with the address for its callbacks, and
// removed; and that its credentials are taken from nowhere that others can read.
func TestGatewayVerbs(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	succeeds(t, "qris", "add", assets.Sticker(), "--data", dir)
	add := []string{"gateway", "add", "toko", "--system", "xendit", "--data", dir}
	lacictl(t, "", append(add, "--set", "api_key=secret")...).refuses(t, "gateway_option")
	lacictl(t, "", append(add, "--credentials", "-")...).refuses(t, "gateway_missing")
	lacictl(t, "api_key=k\ncolour=blue\n", append(add, "--credentials", "-")...).refuses(t, "gateway_missing")
	lacictl(t, "api_key=k\n", append(add, "--credentials", "-", "--base", "https://api.example.com")...).refuses(t, "pin_needed")
	lacictl(t, "api_key=k\n", append(add, "--credentials", "-", "--base", "http://api.xendit.co")...).refuses(t, "pin_needed")
	lacictl(t, "api_key=xnd_development_k\n", append(add, "--credentials", "-")...).refuses(t, "live_only")

	r := lacictl(t, "api_key=xnd_production_k\ncallback_token=t\n", append(add, "--credentials", "-", "--budget", "1500ms")...)
	require.Equal(t, fine, r.code, r.err)
	assert.NotContains(t, r.out+r.err, "xnd_production")
	succeeds(t, "settings", "set", "public_address=https://kasir.toko.example", "--data", dir)
	listed := strings.Fields(succeeds(t, "gateway", "list", "--data", dir))
	assert.Equal(t, []string{"toko", "xendit", "https://api.xendit.co", "-", "not", "heard", "yet", "https://kasir.toko.example/api/v1/callbacks/toko"}, listed)
	assert.Contains(t, succeeds(t, "settings", "show", "--data", dir), `"gateway": "toko"`)

	succeeds(t, "gateway", "remove", "toko", "--data", dir)
	lacictl(t, "", "gateway", "remove", "toko", "--data", dir).refuses(t, "gateway_unknown")
	lacictl(t, "", "gateway", "test", "toko", "--data", dir).refuses(t, "gateway_unknown")
	assert.Empty(t, succeeds(t, "gateway", "list", "--data", dir))
	lacictl(t, "", "practice", "--listen", "0.0.0.0:0").refuses(t, "practice_local")
}
