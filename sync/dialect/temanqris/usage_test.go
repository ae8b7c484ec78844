package temanqris

import (
	"context"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/sync/dialect/golden"
)

// used is what an answer of usage says.
type used struct {
	Tier       string
	DailyLimit int `json:"daily_limit"`
	Usage      struct {
		Today     told
		ThisMonth told `json:"this_month"`
	}
}

type told struct {
	Total, Remaining int
	ByEndpoint       []endpointCount `json:"by_endpoint"`
}

func (s *stand) used(t *testing.T) used {
	t.Helper()
	return as[used](t, s.ask(t, "GET", "/api/qris/usage", ""))
}

// Ensure that requests are counted by endpoint for the shop's day and month,
// each key for itself, refused ones too, and asking for the usage never.
func TestUsage(t *testing.T) {
	s := open(t, func(o *Options) { o.Tier = Tier{Name: "free", Daily: 100, Stored: 1} })
	midday := time.Date(2026, 11, 29, 5, 0, 0, 0, time.UTC) // noon at WIB
	s.ahead.Store(int64(time.Until(midday)))
	for i := range 3 {
		s.charge(t, "1000", strconv.Itoa(i))
		s.ask(t, "GET", "/api/qris/orders/"+strconv.Itoa(i)+"/", "")
	}
	s.ask(t, "GET", "/api/qris/orders/none", "")
	s.askAs(t, s.key(t, "other", "").Key, "GET", "/api/qris/orders", "")
	lines := []endpointCount{{"/qris/orders/:orderId", 4}, {"/qris/payment-link", 3}}
	good(t, s.ask(t, "GET", "/api/qris/usage", ""), "usage")
	u := s.used(t)
	assert.Equal(t, "free", u.Tier)
	assert.Equal(t, 100, u.DailyLimit)
	assert.Equal(t, told{7, 93, lines}, u.Usage.Today)
	assert.Equal(t, told{Total: 7, ByEndpoint: lines}, u.Usage.ThisMonth)

	s.ahead.Add(int64(24 * time.Hour)) // the 30th
	s.ask(t, "GET", "/api/qris/my-qris", "")
	u = s.used(t)
	assert.Equal(t, told{1, 99, []endpointCount{{"/qris/my-qris", 1}}}, u.Usage.Today)
	assert.Equal(t, 8, u.Usage.ThisMonth.Total)
	s.ahead.Add(int64(24 * time.Hour)) // December
	s.ask(t, "GET", "/api/qris/my-qris", "")
	assert.Equal(t, 1, s.used(t).Usage.ThisMonth.Total)
}

// Ensure that the day's limit of the tier is held until the shop's day is over,
// that usage is told all the same, and that other keys have their own.
func TestDailyLimit(t *testing.T) {
	s := open(t, func(o *Options) { o.Tier = Free() })
	late := time.Date(2026, 11, 20, 16, 58, 30, 0, time.UTC) // a minute and a half before midnight at WIB
	s.ahead.Store(int64(time.Until(late)))
	for range 50 {
		good(t, s.ask(t, "GET", "/api/qris/my-qris", ""), "my-qris")
	}
	a := s.ask(t, "POST", "/api/qris/payment-link", `{"amount":1000}`)
	turnedAway(t, a, http.StatusTooManyRequests, "Daily limit reached")
	wait, err := strconv.Atoi(a.Header.Get("Retry-After"))
	require.NoError(t, err)
	assert.InDelta(t, 90, wait, 60)
	assert.Equal(t, told{50, 0, []endpointCount{{"/qris/my-qris", 50}}}, s.used(t).Usage.Today)
	good(t, s.askAs(t, s.key(t, "other", "").Key, "GET", "/api/qris/my-qris", ""), "my-qris")
	s.ahead.Add(int64(time.Duration(wait) * time.Second))
	good(t, s.ask(t, "GET", "/api/qris/my-qris", ""), "my-qris")
}

// Ensure that a tier is read by its name or its limits, and nothing else is one.
func TestParseTier(t *testing.T) {
	for text, want := range map[string]Tier{"free": Free(), "premium": Premium(), "toko:5000:10": {"toko", 5000, 10}, "bebas:0:0": {Name: "bebas"}} {
		tier, err := ParseTier(text)
		require.NoError(t, err)
		assert.Equal(t, want, tier)
	}
	for _, text := range []string{"", "gold", "a:1", ":1:1", "a:-1:1", "a:1:x", "a:1:99999999999", "a:1:1:1"} {
		_, err := ParseTier(text)
		require.Error(t, err, text)
	}
}

// Ensure that the counts outlive a restart, and that a broken file costs the
// counts and nothing else.
func TestUsageKept(t *testing.T) {
	file := filepath.Join(t.TempDir(), "usage.json")
	s := open(t, func(o *Options) { o.Usage = file })
	good(t, s.ask(t, "GET", "/api/qris/my-qris", ""), "my-qris")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s.d.Run(ctx)
	again := func() {
		s.d = New(Options{Till: s.till, Words: s.d.words, Now: s.now, Usage: file})
		s.url = golden.Serve(t, s.d.Routes())
	}
	again()
	assert.Equal(t, 1, s.used(t).Usage.Today.Total)
	require.NoError(t, os.WriteFile(file, []byte(`{"toko":`), 0o600))
	again()
	assert.Zero(t, s.used(t).Usage.Today.Total)
	require.NoError(t, os.WriteFile(file, []byte(`null`), 0o600))
	again()
	good(t, s.ask(t, "GET", "/api/qris/my-qris", ""), "my-qris")
	assert.Equal(t, 1, s.used(t).Usage.Today.Total)
}

// Ensure that a file of counts, whatever is in it, leaves a meter that counts.
func FuzzUsageFile(f *testing.F) {
	f.Add([]byte(`{"toko":{"day":"2026-11-20","today":{"/qris/generate":3},"this_month":null}}`))
	f.Add([]byte(`{"toko":null}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		file := filepath.Join(t.TempDir(), "usage.json")
		require.NoError(t, os.WriteFile(file, content, 0o600))
		m := newMeter(file, slog.New(slog.DiscardHandler))
		for _, day := range []pos.Day{"2026-11-20", "", "2026-12-01"} {
			before, _ := m.read("toko", day)
			assert.True(t, m.take("toko", "/qris/generate", day, 0))
			after, _ := m.read("toko", day)
			assert.Equal(t, before["/qris/generate"]+1, after["/qris/generate"])
		}
	})
}
