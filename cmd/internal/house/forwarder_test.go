package house

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that the script which docs/forwarder.md gives a phone signs as the till
// asks, whatever the length and letters of what it signs.
func TestForwarderScript(t *testing.T) {
	page, err := os.ReadFile("../../../docs/forwarder.md")
	require.NoError(t, err)
	script := regexp.MustCompile("(?s)```js\n(.*?)```").FindSubmatch(page)
	require.NotNil(t, script)
	b := newBrowser(t, 400, 400)
	key := sha256.Sum256([]byte("a key"))
	secret := "whsec_" + base64.StdEncoding.EncodeToString(key[:])
	for _, body := range []string{"", `{"type":"heartbeat"}`, "Rp25.000 dari Sari 🙂", strings.Repeat("x", 100), strings.Repeat("y", 2000)} {
		mac := hmac.New(sha256.New, key[:])
		fmt.Fprintf(mac, "msg_1.1763618400.%s", body)
		got, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](string(script[1])+fmt.Sprintf("\nsigned(%q, %q, %q, %q)", secret, "msg_1", "1763618400", body)))
		require.NoError(t, err)
		assert.Equal(t, "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)), got, "%.20s", body)
	}
	body, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](string(script[1])+`
notice("id.example.merchant", 'Uang "masuk" Rp5.000', 1763618400)`))
	require.NoError(t, err)
	assert.JSONEq(t, `{"type":"payment.detected","data":{"raw_text":"Uang \"masuk\" Rp5.000","source_app":"id.example.merchant","paid_at":"2025-11-20T06:00:00.000Z"}}`, body)
}
