package golden

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/pos"
	"laci/qris"
	"laci/sync/dialect"
)

// Till opens a till in a new file, with the sample shop's code pinned. Options
// may name the clock; the rest has its place.
func Till(t testing.TB, o pos.Options) *pos.Till {
	t.Helper()
	o.Dir, o.Sealer = t.TempDir(), unsealed{}
	till, err := pos.Open(context.WithoutCancel(t.Context()), o)
	require.NoError(t, err)
	t.Cleanup(func() { _ = till.Close() })
	_, err = till.AddQRIS(t.Context(), pos.AddQRIS{Text: assets.Sticker(), Actor: "test"})
	require.NoError(t, err)
	return till
}

// unsealed keeps secrets as they are; sealing is not what is tested here.
type unsealed struct{}

func (unsealed) Seal(plain []byte) ([]byte, error)    { return bytes.Clone(plain), nil }
func (unsealed) Unseal(sealed []byte) ([]byte, error) { return bytes.Clone(sealed), nil }

// Order is the till's order of an external id that the program "toko" gave it.
func Order(t testing.TB, till *pos.Till, external string) pos.Order {
	t.Helper()
	o, err := till.OrderByExternalID(t.Context(), "api:toko", external)
	require.NoError(t, err)
	return o
}

// Pay lets the phone "hp" tell the till of money.
func Pay(t testing.TB, till *pos.Till, r pos.Report) {
	t.Helper()
	r.Source, r.Evidence, r.Actor = "hp", pos.ForwarderMatched, "source:hp"
	_, err := till.Settle(t.Context(), r)
	require.NoError(t, err)
}

// Sticker gives the static code of another invented shop for each number from 1
// to 9: nobody can be paid by it.
func Sticker(number int) string {
	text := assets.Sticker()
	text = strings.Replace(text, "936009990000000123", fmt.Sprintf("93600999000000020%d", number), 1)
	text = strings.Replace(text, "ID1020000000304", fmt.Sprintf("ID102000000030%d", number), 1)
	text = text[:len(text)-4]
	return text + fmt.Sprintf("%04X", qris.Checksum(text))
}

// Serve answers the routes on a listening server, with and without a final
// slash, and gives its URL.
func Serve(t testing.TB, routes []dialect.Route) string {
	t.Helper()
	mux := http.NewServeMux()
	for _, route := range routes {
		mux.HandleFunc(route.Method+" "+route.Path, route.Handle)
		mux.HandleFunc(route.Method+" "+route.Path+"/{$}", route.Handle)
	}
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// Answer is a whole HTTP answer.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Ask sends a request with name, value pairs of headers and reads the answer.
func Ask(t testing.TB, method, url, body string, headers ...string) Answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	require.NoError(t, err)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	raw, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return Answer{response.StatusCode, response.Header, raw}
}
