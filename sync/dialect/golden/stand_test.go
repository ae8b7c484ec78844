package golden

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/qris"
	"laci/sync/dialect"
)

// Ensure that the till sells with a sound code, that every other sticker is
// sound and one of its own, and that a route answers with and without a slash.
func TestStand(t *testing.T) {
	till := Till(t, pos.Options{})
	_, err := till.Charge(t.Context(), pos.Charge{Key: "k", Amount: 10_000, Actor: "test"})
	require.NoError(t, err)
	nmids, accounts := map[string]bool{}, map[string]bool{}
	for number := 1; number <= 9; number++ {
		p, err := qris.Parse(Sticker(number))
		require.NoError(t, err)
		require.NoError(t, p.Convertible())
		nmids[p.NMID()], accounts[p.Accounts()[0].PAN] = true, true
	}
	assert.Len(t, nmids, 9)
	assert.Len(t, accounts, 9)

	url := Serve(t, []dialect.Route{{Method: "GET", Path: "/a/{b}", Handle: func(w http.ResponseWriter, r *http.Request) {
		dialect.Reply(w, http.StatusTeapot, r.PathValue("b")+r.Header.Get("X-C"))
	}}})
	for _, slash := range []string{"", "/"} {
		a := Ask(t, "GET", url+"/a/x"+slash, "", "X-C", "y")
		assert.Equal(t, http.StatusTeapot, a.Status)
		assert.Equal(t, `"xy"`, string(a.Body))
	}
}
