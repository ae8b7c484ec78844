package house

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/pos"
	"laci/sync/webhook"
)

// Ensure that a service in the shop's network that the owner listed is told of a
// sale while the till runs, that it is refused unlisted, and that its deliveries
// can be read running, by a program of the owner's, and stopped.
func TestHooks(t *testing.T) {
	service := listen(t)
	dir := t.TempDir()
	h, err := Open(t.Context(), Options{Dir: dir, Program: "test", Listen: "127.0.0.1:0"})
	require.NoError(t, err)
	_, err = h.Till.AddQRIS(t.Context(), pos.AddQRIS{Text: assets.Sticker(), Actor: "owner"})
	require.NoError(t, err)
	add := Args{Name: "dapur", Text: service.url, Kinds: []pos.Kind{pos.KindOrderPlaced}}
	_, err = Do(t.Context(), dir, "hook add", add)
	assert.Equal(t, "address_invalid", Code(err))
	_, err = Do(t.Context(), dir, "settings", Args{Text: `{"lan_services":"` + service.host() + `"}`})
	require.NoError(t, err)
	answer, err := Do(t.Context(), dir, "hook add", add)
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(answer.Secret, "whsec_"))
	o, err := h.Till.Charge(t.Context(), pos.Charge{Key: "1", Amount: 25_000, Actor: "Sari"})
	require.NoError(t, err)
	got := service.hear("/")
	assert.True(t, strings.HasPrefix(got.header.Get("webhook-signature"), "v1,"))
	assert.Contains(t, string(got.body), o.ID.String())
	read := func() []webhook.Delivery {
		answer, err := Do(t.Context(), dir, "hook log", Args{Name: "hook:dapur"})
		require.NoError(t, err)
		return answer.Deliveries
	}
	require.Eventually(t, func() bool { rows := read(); return len(rows) == 1 && rows[0].State == webhook.Done }, 20*time.Second, 10*time.Millisecond)
	shown, err := h.Till.AddKey(t.Context(), pos.NewKey{Name: "kantor", Scopes: []string{pos.ScopeAdmin}, Actor: "owner"})
	require.NoError(t, err)
	status, said := knock(t, "GET", "http://"+h.Address()+"/api/v1/deliveries", http.Header{"Authorization": {"Bearer " + shown.Key}})
	assert.Equal(t, http.StatusOK, status)
	assert.Contains(t, said, `"to":"hook:dapur"`)
	assert.Contains(t, said, `"state":"done"`)
	require.NoError(t, h.Close())
	assert.Len(t, read(), 1, "read without a program that runs")
	answer, err = Do(t.Context(), dir, "hook list", Args{})
	require.NoError(t, err)
	require.Len(t, answer.Hooks, 1)
	assert.Equal(t, []any{"dapur", false, service.url}, []any{answer.Hooks[0].Name, answer.Hooks[0].Off, answer.Hooks[0].URL})
	assert.Empty(t, answer.Hooks[0].Sealed)
	_, err = Do(t.Context(), dir, "hook revoke", Args{Name: "dapur"})
	require.NoError(t, err)
	_, err = Do(t.Context(), dir, "hook revoke", Args{Name: "dapur"})
	assert.Equal(t, "not_found", Code(err))
}
