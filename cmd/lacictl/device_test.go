package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/cmd/internal/house"
)

// Ensure that a device is paired with a running till by the code the owner's PIN
// shows, is listed, and is out once it is revoked, running or not.
func TestDevices(t *testing.T) {
	dir := newTill(t, ownerPIN)
	owner := func(args ...string) result {
		return lacictl(t, ownerPIN, append(args, "--pin-stdin", "--data", dir)...)
	}
	owner("device", "pair", "display").refuses(t, "not_running")
	s := serve(t, dir)
	lacictl(t, "", "device", "pair", "display", "--data", dir).refuses(t, "pin_needed")
	assert.Equal(t, usage, owner("device", "pair", "settle").code)

	shown := owner("device", "pair", "owner-read")
	require.Equal(t, fine, shown.code, shown.err)
	assert.Contains(t, shown.out, "address  "+s.address)
	assert.NotContains(t, shown.out, "pin ", "nobody else is let in")
	code := regexp.MustCompile(`(?m)^code +(\d{8})$`).FindStringSubmatch(shown.out)
	require.NotNil(t, code, shown.out)
	response, err := http.Post(s.address+"/api/v1/devices", "application/json", strings.NewReader(`{"code":"`+code[1]+`","name":"HP Bu Sari"}`))
	require.NoError(t, err)
	var paired struct{ Token string }
	require.NoError(t, json.NewDecoder(response.Body).Decode(&paired))
	require.NoError(t, response.Body.Close())
	look := func() int {
		request, err := http.NewRequestWithContext(t.Context(), "GET", s.address+"/api/v1/days/today", nil)
		require.NoError(t, err)
		request.Header.Set("Authorization", "Bearer "+paired.Token)
		response, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		return response.StatusCode
	}
	assert.Equal(t, http.StatusOK, look())
	assert.Regexp(t, `^HP Bu Sari\t[\d-]{10}\towner-read\t\d{4}-\d\d-\d\dT[\d:]+Z$`, succeeds(t, "device", "list", "--data", dir))
	lacictl(t, "", "device", "revoke", "HP Bu Sari", "--data", dir).refuses(t, "pin_needed")
	require.Equal(t, fine, owner("device", "revoke", "HP Bu Sari").code)
	assert.Equal(t, http.StatusUnauthorized, look())
	assert.Empty(t, succeeds(t, "device", "list", "--data", dir))
}

// Ensure that the owner's setting alone lets others in, by TLS with the pin that
// pairing shows, and that how the till is reached can be asked for.
func TestReach(t *testing.T) {
	dir := newTill(t, ownerPIN)
	lacictl(t, "", "reach", "--data", dir).refuses(t, "not_running")
	s := serve(t, dir, "--listen-lan", "127.0.0.1:0")
	reach := func() (r house.Reach) {
		require.NoError(t, json.Unmarshal([]byte(succeeds(t, "reach", "--data", dir)), &r))
		return r
	}
	assert.Equal(t, house.Reach{Here: strings.TrimPrefix(s.address, "http://")}, reach())
	set := func(changes ...string) {
		r := lacictl(t, ownerPIN, append([]string{"settings", "set", "--pin-stdin", "--data", dir}, changes...)...)
		require.Equal(t, fine, r.code, r.err)
	}
	set("lan=true", "names=kasir.local,warung.local")
	var r house.Reach
	require.Eventually(t, func() bool { r = reach(); return r.LAN != nil }, 10*time.Second, 20*time.Millisecond)
	assert.Regexp(t, `^[A-Za-z0-9+/]{43}=$`, r.Pin)
	shown := lacictl(t, ownerPIN, "device", "pair", "display", "--pin-stdin", "--data", dir)
	assert.Contains(t, shown.out, "pin      sha256/"+r.Pin)
	link := regexp.MustCompile(`(?m)^link +(\S+)$`).FindStringSubmatch(shown.out)
	require.NotNil(t, link, shown.out)
	scanned, err := url.Parse(link[1])
	require.NoError(t, err)
	assert.Equal(t, r.Pin, scanned.Query().Get("pin"))
	assert.Equal(t, r.LAN[0], scanned.Query().Get("address"))

	set("public_address=https://localhost:1")
	lacictl(t, "", "reach", "--data", dir).refuses(t, "public_unreachable")
	set("public_address=", "lan=false")
	require.Eventually(t, func() bool { return reach().LAN == nil }, 10*time.Second, 20*time.Millisecond)
}
