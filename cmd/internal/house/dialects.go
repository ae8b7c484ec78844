package house

import (
	"context"
	"os"
	"path/filepath"

	"laci/assets"
	"laci/pos"
	"laci/sync/dialect/qrisgateway"
	"laci/sync/dialect/sengo"
	"laci/sync/dialect/singapay"
	"laci/sync/dialect/temanqris"
	"laci/sync/dialect/xendit"
	"laci/sync/gateway"
	"laci/sync/server"
)

// What the documents of the dialects leave to whoever runs them, from the
// environment.
const (
	envStrategy = "QRIS_DEFAULT_DISTRIBUTION_STRATEGY" // the name is the document's
	envTier     = "LACI_TEMANQRIS_TIER"
)

// usageName is the file of the counts of requests, which are no money.
const usageName = "temanqris-usage.json"

// dialects are the systems that the server also speaks as. What runs beside the
// requests ends with ctx.
func (h *House) dialects(ctx context.Context, o Options, desk *gateway.Desk) []server.Dialect {
	teman := temanqris.New(temanqris.Options{
		Till: h.Till, Log: h.Log, Now: o.Now, Words: words("en"), Tier: h.tier(), Wake: desk.Wake, Usage: filepath.Join(h.dir, usageName),
	})
	h.running.Go(func() { teman.Run(ctx) })
	return []server.Dialect{
		qrisgateway.New(qrisgateway.Options{Till: h.Till, Log: h.Log, Now: o.Now, Words: words, Strategy: os.Getenv(envStrategy), Wake: desk.Wake}),
		teman,
		xendit.New(h.Till, h.Log, o.Now),
		sengo.New(h.Till, h.Log, o.Now),
		singapay.New(h.Till, h.Log, o.Now),
	}
}

// words are those of a language.
func words(lang string) pos.Words {
	return func(code string, args ...any) string { return assets.Text(lang, code, args...) }
}

// tier is how much each key of TemanQRIS may use.
func (h *House) tier() temanqris.Tier {
	text := os.Getenv(envTier)
	if text == "" {
		return temanqris.Premium()
	}
	tier, err := temanqris.ParseTier(text)
	if err != nil {
		h.Log.Error("tier not understood, premium is used", "error", err)
		return temanqris.Premium()
	}
	return tier
}
