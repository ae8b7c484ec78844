package golden

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/sync/server"
)

// Live starts the till's own server with these dialects, as a shop runs it, and
// gives its URL.
func Live(t testing.TB, till *pos.Till, dialects ...server.Dialect) string {
	t.Helper()
	s := server.New(server.Options{Till: till, Addr: "127.0.0.1:0", Dialects: dialects})
	require.NoError(t, s.Start(context.WithoutCancel(t.Context())))
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return "http://" + s.Addr()
}
