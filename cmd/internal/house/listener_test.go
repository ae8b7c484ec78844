package house

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/pos"
)

// listener is a service in the shop's network that a till may call.
type listener struct {
	t     *testing.T
	url   string
	heard chan called
}

// called is a request that a listener got.
type called struct {
	path   string
	header http.Header
	body   []byte
}

func listen(t *testing.T) listener {
	l := listener{t: t, heard: make(chan called, 10)}
	service := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		l.heard <- called{r.URL.Path, r.Header, body}
	}))
	t.Cleanup(service.Close)
	l.url = service.URL
	return l
}

// host is where it listens, as the owner lists it.
func (l listener) host() string { return strings.TrimPrefix(l.url, "http://") }

// hear waits for the next request, which must be to a path.
func (l listener) hear(path string) called {
	l.t.Helper()
	select {
	case got := <-l.heard:
		require.Equal(l.t, path, got.path, "%s", got.body)
		return got
	case <-time.After(20 * time.Second):
		require.FailNow(l.t, "nothing was heard at "+path)
		return called{}
	}
}

// calls opens a till with a code, whose owner listed the listener.
func (l listener) calls() *House {
	l.t.Helper()
	h := open(l.t, Options{Dir: l.t.TempDir()})
	_, err := h.Till.AddQRIS(l.t.Context(), pos.AddQRIS{Text: assets.Sticker(), Actor: "owner"})
	require.NoError(l.t, err)
	settings := h.Till.Shop().Settings
	settings.LANServices = []string{l.host()}
	require.NoError(l.t, h.Till.Change(l.t.Context(), settings, "", "owner"))
	return h
}
