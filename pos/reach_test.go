package pos

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that who may reach the till is set with the owner's PIN, that lists can
// be written on a line, and that what cannot be an address is refused whole.
func TestReachSettings(t *testing.T) {
	s := openShop(t)
	change := func(text string) error {
		settings := s.Shop().Settings
		require.NoError(t, json.Unmarshal([]byte(text), &settings))
		return s.Change(t.Context(), settings, ownersPIN, "owner")
	}
	assert.False(t, s.Shop().LAN, "nobody but this machine unless the owner says so")
	assert.Equal(t, 100, s.Shop().Rate())
	require.NoError(t, change(`{"lan":true,"public_address":"https://kasir.toko.example","key_rate":7,
		"trusted_proxies":"127.0.0.1, 10.0.0.0/8","callback_hosts":["toko.example","api.toko.example:8443"],
		"lan_services":"192.168.1.9","origins":"https://toko.example http://localhost:3000","names":"kasir.local",
		"cert_file":"/etc/laci/c.pem","cert_key_file":"/etc/laci/k.pem"}`))
	s.reopen()
	now := s.Shop()
	assert.True(t, now.LAN)
	assert.Equal(t, List{"127.0.0.1", "10.0.0.0/8"}, now.TrustedProxies)
	assert.Equal(t, List{"toko.example", "api.toko.example:8443"}, now.CallbackHosts)
	assert.Equal(t, List{"https://toko.example", "http://localhost:3000"}, now.Origins)
	assert.Equal(t, 7, now.Rate())

	for _, bad := range []string{
		`{"public_address":"http://kasir.toko.example"}`, `{"public_address":"https://kasir.toko.example/"}`,
		`{"public_address":"https://u@kasir.toko.example"}`, `{"public_address":"kasir"}`, `{"public_address":"https://"}`,
		`{"trusted_proxies":"proxy.toko.example"}`, `{"trusted_proxies":"10.0.0.0/99"}`,
		`{"callback_hosts":"https://toko.example"}`, `{"callback_hosts":"a/b"}`, `{"callback_hosts":"TOKO.example"}`, `{"callback_hosts":[""]}`,
		`{"origins":"toko.example"}`, `{"origins":"https://toko.example/page"}`, `{"origins":"*"}`,
		`{"key_rate":-1}`, `{"key_rate":1000001}`, `{"cert_file":""}`, `{"cert_key_file":"k.pem"}`,
	} {
		assert.ErrorIs(t, change(bad), ErrSetting, bad)
	}
	assert.Equal(t, now.Settings, s.Shop().Settings)
	require.NoError(t, change(`{"origins":""}`))
	assert.Empty(t, s.Shop().Origins)
	s.verified()
}

// Ensure that whatever is written as settings is taken whole and read back the
// same, or refused.
func FuzzReach(f *testing.F) {
	f.Add(`{"public_address":"https://kasir.toko.example:8443","names":"a, b","trusted_proxies":["10.0.0.0/8","::1"],"origins":"https://a.example"}`)
	f.Add(`{"callback_hosts":["[::1]:80"],"lan_services":"192.168.1.9:80","cert_file":"/a","cert_key_file":"/b","key_rate":1e3}`)
	f.Fuzz(func(t *testing.T, text string) {
		s := defaults()
		if json.Unmarshal([]byte(text), &s) != nil || s.checkReach() != nil {
			return
		}
		written, err := json.Marshal(s)
		require.NoError(t, err)
		again := defaults()
		require.NoError(t, json.Unmarshal(written, &again))
		assert.NoError(t, again.checkReach())
		assert.Equal(t, len(s.Origins), len(again.Origins))
		assert.Equal(t, s.PublicAddress, again.PublicAddress)
	})
}

// Ensure that a cursor is read as it is written, and that nothing else is one.
func FuzzCursor(f *testing.F) {
	f.Add("1.1200")
	f.Add("0")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseCursor(text)
		if err != nil {
			assert.ErrorIs(t, err, ErrCursor)
			return
		}
		again, err := ParseCursor(c.String())
		require.NoError(t, err)
		assert.Equal(t, c, again)
	})
}
