package house

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/pos"
)

// Ensure that cash moved by a verb whose answer was lost is moved once, that the
// asker gets an answer all the same, and that a verb without a key is not asked
// a second time.
func TestLostAnswer(t *testing.T) {
	dir := t.TempDir()
	till, err := openTill(t.Context(), pos.Options{Dir: dir}, osRing(false))
	require.NoError(t, err)
	defer func() { require.NoError(t, till.Close()) }()
	_, err = till.AddQRIS(t.Context(), pos.AddQRIS{Text: assets.Sticker(), Actor: "test"})
	require.NoError(t, err)
	listener, err := listenSocket(dir)
	require.NoError(t, err)
	var asked, lose atomic.Int32
	verbs := http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		serveVerbs(&House{Till: till}).ServeHTTP(w, r)
		if lose.Add(-1) >= 0 {
			panic(http.ErrAbortHandler) // done, and nobody is told
		}
	})}
	served := make(chan error)
	go func() { served <- verbs.Serve(listener) }()
	defer func() {
		require.NoError(t, verbs.Shutdown(context.Background()))
		assert.True(t, errors.Is(<-served, http.ErrServerClosed))
	}()

	lose.Store(2)
	answer, err := Do(t.Context(), dir, "cash", Args{Amount: 50_000, Text: "uang receh"})
	require.NoError(t, err)
	assert.Equal(t, int32(3), asked.Load())
	assert.Equal(t, pos.Rupiah(50_000), answer.Z.Drawer.In)
	answer, err = Do(t.Context(), dir, "cash", Args{Amount: 50_000, Text: "uang receh"})
	require.NoError(t, err)
	assert.Equal(t, pos.Rupiah(100_000), answer.Z.Drawer.In, "the next wish is a new one")

	asked.Store(0)
	lose.Store(1)
	_, err = Do(t.Context(), dir, "source add", Args{Name: "hp1"})
	assert.ErrorIs(t, err, ErrSocket)
	lose.Store(100)
	_, err = Do(t.Context(), dir, "shift open", Args{Amount: 1_000})
	assert.ErrorIs(t, err, ErrSocket, "it is not asked for ever")
	assert.Equal(t, int32(1+holders), asked.Load())
}
