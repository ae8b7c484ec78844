package main

import (
	"bufio"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// phone is a phone that forwards notifications to a till in another process.
type phone struct {
	t        *testing.T
	address  string
	Secret   string
	Callback string
	sent     int
}

const phoneApp = "id.example.merchant"

// pairPhone does what a phone does with the digits on the till.
func pairPhone(t *testing.T, address, code string) *phone {
	t.Helper()
	p := &phone{t: t, address: address}
	response, err := http.Post(address+"/api/v1/sources/pair", "application/json", strings.NewReader(`{"code":"`+code+`"}`))
	require.NoError(t, err)
	require.Equal(t, http.StatusCreated, response.StatusCode)
	require.NoError(t, json.NewDecoder(response.Body).Decode(p))
	require.NoError(t, response.Body.Close())
	return p
}

// tell sends a signed callback, signed at the moment of sending, and gives what
// the till made of it.
func (p *phone) tell(kind string, data map[string]any) string {
	p.t.Helper()
	p.sent++
	body, err := json.Marshal(map[string]any{"type": kind, "timestamp": time.Now(), "data": data})
	require.NoError(p.t, err)
	id, stamp := fmt.Sprintf("msg-%s-%d", p.Callback, p.sent), strconv.FormatInt(time.Now().Unix(), 10)
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(p.Secret, "whsec_"))
	require.NoError(p.t, err)
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.%s", id, stamp, body)
	request, err := http.NewRequestWithContext(p.t.Context(), http.MethodPost, p.address+p.Callback, strings.NewReader(string(body)))
	require.NoError(p.t, err)
	request.Header.Set("webhook-id", id)
	request.Header.Set("webhook-timestamp", stamp)
	request.Header.Set("webhook-signature", "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	response, err := http.DefaultClient.Do(request)
	require.NoError(p.t, err)
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	require.NoError(p.t, err)
	var receipt struct{ Result, Code string }
	require.NoError(p.t, json.Unmarshal(answer, &receipt), "%s", answer)
	return receipt.Result + receipt.Code
}

// hears forwards the text of a notification that was posted just now.
func (p *phone) hears(text string) string {
	p.t.Helper()
	return p.tell("payment.detected", map[string]any{"raw_text": text, "source_app": phoneApp, "paid_at": time.Now()})
}

// Ensure that a phone is paired with a running till, sends signs of life, is
// trusted as far as the owner says and no further, that promotions never count,
// and that another phone takes its place in one flow; all of it as separate
// processes and with the owner's PIN.
func TestPhone(t *testing.T) {
	dir := newTill(t, ownerPIN)
	owner := func(args ...string) string {
		t.Helper()
		r := lacictl(t, ownerPIN, append(args, "--pin-stdin", "--data", dir)...)
		require.Equal(t, fine, r.code, "%v: %s", args, r.err)
		return r.out
	}
	lacictl(t, ownerPIN, "source", "pair", "hp1", "--pin-stdin", "--data", dir).refuses(t, "not_running")
	key := strings.TrimSpace(owner("key", "add", "toko", "--scope", "read,charge"))
	s := serve(t, dir)
	lacictl(t, "", "source", "pair", "hp1", "--data", dir).refuses(t, "pin_needed")
	digits := regexp.MustCompile(`(?m)^code +(\d{8})$`)
	code := digits.FindStringSubmatch(owner("source", "pair", "hp1"))
	require.NotNil(t, code)
	hp1 := pairPhone(t, s.address, code[1])
	assert.Regexp(t, `^hp1\t[\d-]{10}\tpaired\tsuggest\t-\t-$`, succeeds(t, "source", "list", "--data", dir))
	assert.Equal(t, "heard", hp1.tell("heartbeat", nil))
	assert.Regexp(t, `^hp1\t[\d-]{10}\tpaired\tsuggest\t\d{4}-[\dT:-]+Z\t-$`, succeeds(t, "source", "list", "--data", dir))

	lacictl(t, "", "template", "add", phoneApp, "--data", dir).refuses(t, "pin_needed")
	owner("template", "add", phoneApp)
	lacictl(t, "Cashback Rp5.000 untuk kamu", "source", "try", "--app", phoneApp, "-", "--data", dir).refuses(t, "text_not_money")
	assert.Contains(t, succeeds(t, "source", "try", "--app", phoneApp, "Uang masuk Rp5.000 dari BUDI", "--data", dir), `"amount": 5000`)

	sell := func(amount int) pos.Order {
		t.Helper()
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.address+"/api/v1/orders", strings.NewReader(fmt.Sprintf(`{"amount":%d}`, amount)))
		require.NoError(t, err)
		request.Header.Set("Authorization", "Bearer "+key)
		request.Header.Set("Idempotency-Key", strconv.Itoa(amount))
		response, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		defer response.Body.Close()
		var o pos.Order
		require.NoError(t, json.NewDecoder(response.Body).Decode(&o))
		return o
	}
	came := func(o pos.Order) string { return "Uang masuk " + o.Payable.String() + " dari BUDI" }
	first := sell(20_000)
	assert.Equal(t, "suggested", hp1.hears(came(first)), "not trusted yet")
	lacictl(t, ownerPIN, "source", "trust", "hp1", "--auto", "--pin-stdin", "--data", dir).refuses(t, "amount_invalid")
	owner("source", "trust", "hp1", "--auto", "--max", "50000")
	assert.Contains(t, succeeds(t, "settings", "show", "--data", dir), `"unique": true`)
	assert.Equal(t, "settled", hp1.hears(came(sell(30_000))), "under the ceiling")
	assert.Equal(t, "suggested", hp1.hears(came(sell(70_000))), "above the ceiling")
	named := sell(80_000)
	assert.Equal(t, "settled", hp1.tell("payment.detected", map[string]any{"amount": named.Payable, "order_ref": named.Number, "paid_at": time.Now()}))
	assert.Equal(t, "unread", hp1.hears("Promo! Belanja "+sell(40_000).Payable.String()+" dapat hadiah"))

	typed := &phone{t: t, address: s.address, Callback: "/api/v1/callbacks/hp3", Secret: strings.TrimSpace(owner("source", "add", "hp3", "--phone"))}
	byHand := sell(45_000)
	assert.Equal(t, "suggested", typed.tell("payment.detected", map[string]any{"amount": byHand.Payable, "order_ref": byHand.Number, "paid_at": time.Now()}))
	lacictl(t, ownerPIN, "source", "trust", "hp3", "--auto", "--max", "50000", "--pin-stdin", "--data", dir).refuses(t, "suggest_only")

	replace := command("source", "replace", "hp1", "hp2", "--pin-stdin", "--data", dir)
	replace.Stdin = strings.NewReader(ownerPIN)
	out, err := replace.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, replace.Start())
	lines := bufio.NewScanner(out)
	next := func(shape string) string {
		t.Helper()
		for lines.Scan() {
			if found := regexp.MustCompile(shape).FindStringSubmatch(lines.Text()); found != nil {
				return found[1]
			}
		}
		require.FailNow(t, "no line "+shape)
		return ""
	}
	hp2 := pairPhone(t, s.address, next(`^code +(\d{8})$`))
	amount, err := strconv.Atoi(next(`^amount\t(\d+)$`))
	require.NoError(t, err)
	assert.Equal(t, "settled", hp1.hears("Uang masuk "+pos.Rupiah(amount).String()), "the old phone hears it too")
	assert.Equal(t, "witnessed", hp2.hears("Uang masuk "+pos.Rupiah(amount).String()))
	for lines.Scan() { // to the end
	}
	require.NoError(t, replace.Wait())
	assert.Equal(t, "signature_wrong", hp1.tell("heartbeat", nil), "it is out")
	list := succeeds(t, "source", "list", "--data", dir)
	assert.Regexp(t, `(?m)^hp2\t[\d-]{10}\tpaired\tauto<=50000\t`, list)
	assert.NotContains(t, list, "hp1")
	assert.Contains(t, succeeds(t, "verify", "--data", dir), "ok\t")
}
