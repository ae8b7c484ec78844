package house

import (
	"context"
	"net/http"
	"regexp"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
)

// Ensure that a pay page on paper is one page with the code, the amount and the
// name, dark on white, without what can only be pressed.
func TestPayPageOnPaper(t *testing.T) {
	b := newBrowser(t, 800, 1100)
	h := newCounter(t, t.TempDir(), "127.0.0.1:0")
	t.Cleanup(func() { require.NoError(t, h.Close()) })
	o := online(t, h, "web")
	b.do(chromedp.Navigate("http://" + h.Address() + "/p/" + o.Code))
	b.says("state", "web.pay.pending")
	b.sees("document.getElementById('state').getAttribute('aria-live') === 'polite'")
	b.sees("document.images[0].complete && document.images[0].naturalWidth > 0 && document.images[0].alt !== ''")
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
		return err
	}))
	b.sees("getComputedStyle(document.getElementById('claim')).display === 'none' && getComputedStyle(document.documentElement).backgroundColor === 'rgb(255, 255, 255)'")
	b.says("amount", "Rp25.000")
	assert.Equal(t, o.Payload, b.reads())
	pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF())
	require.NoError(t, err)
	assert.Len(t, regexp.MustCompile(`/Type ?/Page\b[^s]`).FindAll(pdf, -1), 1)
}

// Ensure that pages and refusals speak the language that is asked for, of the
// two there are, and Indonesian to everybody else.
func TestPagesSpeakBoth(t *testing.T) {
	h := newCounter(t, t.TempDir(), "127.0.0.1:0")
	t.Cleanup(func() { require.NoError(t, h.Close()) })
	o := online(t, h, "web")
	for asked, lang := range map[string]string{"en-GB,en;q=0.9": "en", "id-ID": "id", "fr": "id", "": "id", "fr, en;q=0.8, id;q=0.5": "en"} {
		header := http.Header{"Accept-Language": {asked}}
		for path, code := range map[string]string{"/p/" + o.Code: "web.pay.claim", "/display": "web.pair.title", "/owner": "web.owner.hours"} {
			status, said := knock(t, "GET", "http://"+h.Address()+path, header)
			require.Equal(t, http.StatusOK, status, path)
			assert.Contains(t, said, `<html lang="`+lang+`">`, "%s to %q", path, asked)
			assert.Contains(t, said, assets.Text(lang, code), "%s to %q", path, asked)
		}
		_, said := knock(t, "GET", "http://"+h.Address()+"/api/v1/orders", header)
		assert.Contains(t, said, assets.Text(lang, "key_needed"), asked)
	}
}

// Ensure that the pages which only pair name the way through the till's menu as
// its screens do.
func TestPairingNamesTheScreens(t *testing.T) {
	for _, lang := range assets.Languages() {
		for page, last := range map[string]string{"web.pair.display": "pair.display", "web.pair.owner": "pair.owner-confirm"} {
			for _, code := range []string{"menu.title", "settings.title", "settings.access", "access.devices", last} {
				assert.Contains(t, assets.Text(lang, page), assets.Text(lang, code), lang)
			}
		}
	}
}
