package house

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/pos"
	"laci/qris/symbol"
)

// browser is a real Chromium whose console is listened to.
type browser struct {
	t      *testing.T
	ctx    context.Context
	mu     sync.Mutex
	errors []string
	offs   bool // the till is away just now: failed requests are expected
}

func newBrowser(t *testing.T, width, height int) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("a real browser takes seconds")
	}
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not installed")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-quic", true), chromedp.Flag("accept-lang", "id"),
		chromedp.WindowSize(width, height), chromedp.UserDataDir(t.TempDir()), chromedp.WSURLReadTimeout(time.Minute))
	all, endAll := chromedp.NewExecAllocator(t.Context(), options...)
	ctx, end := chromedp.NewContext(all)
	t.Cleanup(func() { end(); endAll() })
	b := &browser{t: t, ctx: ctx}
	require.NoError(t, chromedp.Listen(ctx, b.listen))
	b.do(chromedp.EmulateViewport(int64(width), int64(height)))
	t.Cleanup(func() { assert.Empty(t, b.errors, "the console") })
	return b
}

// listen keeps what went wrong on the page.
func (b *browser) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.errors = append(b.errors, e.ExceptionDetails.Text+" "+e.ExceptionDetails.URL)
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError && !b.offs && !strings.Contains(e.Entry.URL, "favicon") {
			b.errors = append(b.errors, e.Entry.Text+" "+e.Entry.URL)
		}
	}
}

func (b *browser) away(yes bool) { b.mu.Lock(); b.offs = yes; b.mu.Unlock() }

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	require.NoError(b.t, chromedp.Do(b.ctx, steps...))
}

// sees waits until a condition on the page holds.
func (b *browser) sees(condition string, args ...any) {
	b.t.Helper()
	script := fmt.Sprintf(condition, args...)
	ask := chromedp.Evaluate[bool]("(() => { try { return !!(" + script + ") } catch { return false } })()")
	for late := time.Now().Add(12 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if yes, err := chromedp.Run(b.ctx, ask); err == nil && yes {
			return
		}
		if time.Now().After(late) {
			b.shot("failed")
			text, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string]("document.body.innerText"))
			require.FailNow(b.t, "not seen on the page", "%s\n%s", script, text)
		}
	}
}

// says waits until an element has the words of a code.
func (b *browser) says(id, code string, args ...any) {
	b.t.Helper()
	words, err := json.Marshal(assets.Text("id", code, args...))
	require.NoError(b.t, err)
	b.sees("document.getElementById(%q).textContent.includes(%s) && !document.getElementById(%q).hidden", id, words, id)
}

// shot takes a picture and keeps it where LACI_OUT says.
func (b *browser) shot(name string) []byte {
	picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	require.NoError(b.t, err)
	if out := os.Getenv("LACI_OUT"); out != "" {
		file := filepath.Join(out, "web-"+strings.ReplaceAll(b.t.Name(), "/", "-")+"-"+name+".png")
		require.NoError(b.t, os.WriteFile(file, picture, 0o600))
	}
	return picture
}

// reads reads the one code that is on the page.
func (b *browser) reads() string {
	b.t.Helper()
	texts, err := symbol.Read(b.t.Context(), bytes.NewReader(b.shot("code")), symbol.Limits{})
	require.NoError(b.t, err)
	require.Len(b.t, texts, 1)
	return texts[0]
}

// fits proves that nothing is wider than the page.
func (b *browser) fits() {
	b.t.Helper()
	b.sees("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
}

// counter is a house that sells.
func newCounter(t *testing.T, dir, listen string) *House {
	t.Helper()
	h, err := Open(t.Context(), Options{Dir: dir, Program: "test", Listen: listen})
	require.NoError(t, err)
	require.NoError(t, h.ServerErr())
	if !h.Till.Shop().Ready() {
		_, err = h.Till.AddQRIS(t.Context(), pos.AddQRIS{Text: assets.Sticker(), Actor: "owner"})
		require.NoError(t, err)
	}
	return h
}

// online is an order of a program, with a pay page.
func online(t *testing.T, h *House, name string) pos.Order {
	t.Helper()
	_, err := h.Till.AddKey(t.Context(), pos.NewKey{Name: name, Scopes: []string{pos.ScopeCharge}, Actor: "owner"})
	require.NoError(t, err)
	o, err := h.Till.Charge(t.Context(), pos.Charge{Key: "1", Amount: 25_000, Note: "Pesanan 12", Actor: "api:" + name, Life: time.Hour})
	require.NoError(t, err)
	require.NotEmpty(t, o.Code)
	return o
}

func pays(t *testing.T, h *House, o pos.Order) {
	t.Helper()
	_, err := h.Till.Settle(t.Context(), pos.Report{Source: "hp", Evidence: pos.ForwarderMatched, PaymentID: o.Number, Amount: o.Payable,
		PaidAt: time.Now(), OrderRef: o.Number})
	require.NoError(t, err)
}

// Ensure that a customer pays on the pay page: the code on the screen is the
// order's, a claim is only a claim, a lost till is told and found again, and money
// turns the page green; on a phone and on a desk.
func TestPayPage(t *testing.T) {
	for name, size := range map[string][2]int{"phone": {390, 844}, "desk": {1280, 900}} {
		t.Run(name, func(t *testing.T) {
			b := newBrowser(t, size[0], size[1])
			dir := t.TempDir()
			h := newCounter(t, dir, "127.0.0.1:0")
			o, address := online(t, h, "web"), h.Address()
			b.do(chromedp.Navigate("http://" + address + "/p/" + o.Code))
			b.says("amount", "Rp25.000")
			b.says("state", "web.pay.pending")
			b.sees("document.images[0].complete && document.images[0].naturalWidth > 0")
			b.fits()
			assert.Equal(t, o.Payload, b.reads())
			b.do(chromedp.Click(chromedp.CSS("#claim")))
			b.says("state", "web.pay.checking")
			claimed, err := h.Till.Order(t.Context(), o.ID)
			require.NoError(t, err)
			assert.Equal(t, pos.Pending, claimed.State, "a claim moves nothing")

			b.away(true)
			require.NoError(t, h.Close())
			b.says("offline", "web.offline")
			h = newCounter(t, dir, address)
			t.Cleanup(func() { require.NoError(t, h.Close()) })
			b.sees("document.getElementById('offline').hidden")
			b.away(false)
			pays(t, h, o)
			b.says("state", "web.pay.paid")
			b.sees("document.body.classList.contains('paid') && document.getElementById('qr').hidden")
			b.fits()
			b.shot("paid")
		})
	}
}

// Ensure that an answer that was asked for before a message came does not take
// the page back to what was.
func TestOlderAnswersAreNotDrawn(t *testing.T) {
	b := newBrowser(t, 390, 844)
	h := newCounter(t, t.TempDir(), "127.0.0.1:0")
	t.Cleanup(func() { require.NoError(t, h.Close()) })
	b.do(chromedp.Navigate("http://" + h.Address() + "/p/" + online(t, h, "web").Code))
	b.sees(`window.drawn = [], window.done = false, import("/web/live.js").then(async ({ follow }) => {
		let line, answer;
		window.WebSocket = class { constructor() { line = this; } close() {} };
		follow({ socket: () => ({}), ask: () => new Promise((told) => { answer = told; }), draw: (view) => drawn.push(view), online: () => {} });
		line.onopen();
		line.onmessage({ data: '"newer"' });
		answer("older");
		setTimeout(() => { done = true; });
	})`)
	b.sees("done")
	b.sees(`drawn.join() === "newer"`)
}

// Ensure that a pay page is small enough for a slow phone.
func TestPayPageIsLight(t *testing.T) {
	h := newCounter(t, t.TempDir(), "127.0.0.1:0")
	t.Cleanup(func() { require.NoError(t, h.Close()) })
	o := online(t, h, "web")
	total := 0
	for _, path := range []string{"/p/" + o.Code, "/p/" + o.Code + "/qr.png", "/web/page.css", "/web/pay.js", "/web/live.js"} {
		answer, err := http.Get("http://" + h.Address() + path)
		require.NoError(t, err)
		var body bytes.Buffer
		_, err = body.ReadFrom(answer.Body)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		require.Equal(t, http.StatusOK, answer.StatusCode, path)
		total += body.Len()
	}
	assert.Less(t, total, 200_000)
	answer, err := http.Get("http://" + h.Address() + "/p/" + strings.Repeat("A", len(o.Code)))
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	assert.Equal(t, http.StatusNotFound, answer.StatusCode)
}

// pairs gives a page its one-time code.
func (b *browser) pairs(h *House, scope, name string) {
	b.t.Helper()
	code, _, err := h.Till.PairingCode(b.t.Context(), scope, "", "owner")
	require.NoError(b.t, err)
	b.sees("!document.getElementById('pairing').hidden")
	b.fits()
	b.do(chromedp.SendKeys(chromedp.CSS("#code"), code), chromedp.SendKeys(chromedp.CSS("#name"), name), chromedp.Click(chromedp.CSS("#pair button")))
	b.sees("document.getElementById('pairing').hidden")
}

// Ensure that a paired display shows the shop's name, then the code on the
// counter, then thanks; and nothing to one that was revoked.
func TestDisplayPage(t *testing.T) {
	for name, size := range map[string][2]int{"tablet": {1024, 600}, "upright": {800, 1280}} {
		t.Run(name, func(t *testing.T) {
			b := newBrowser(t, size[0], size[1])
			h, err := Open(t.Context(), Options{Dir: t.TempDir(), Program: "test", Listen: "127.0.0.1:0", Screen: true})
			require.NoError(t, err)
			_, err = h.Till.AddQRIS(t.Context(), pos.AddQRIS{Text: assets.Sticker(), Actor: "owner"})
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, h.Close()) })
			b.do(chromedp.Navigate("http://" + h.Address() + "/display"))
			b.pairs(h, pos.ScopeDisplay, "layar")
			b.says("only", "web.display.only", "WARUNG SAYUR BU TINI")
			b.fits()
			b.shot("idle")
			o, err := h.Till.Charge(t.Context(), pos.Charge{Key: "1", Amount: 10_000_000, Actor: "Kasir A"})
			require.NoError(t, err)
			h.Shows(o.ID)
			b.says("amount", "Rp10.000.000")
			b.sees("document.getElementById('qr').complete && document.getElementById('qr').naturalWidth > 0")
			b.fits()
			assert.Equal(t, o.Payload, b.reads())
			h.Shows(pos.ID{}) // the cashier parks it for the next customer
			b.says("only", "web.display.only", "WARUNG SAYUR BU TINI")
			h.Shows(o.ID)
			b.says("amount", "Rp10.000.000")
			pays(t, h, o)
			h.Shows(pos.ID{})
			b.says("thanks", "web.pay.paid")
			b.shot("paid")
			b.away(true)
			require.NoError(t, h.Till.RevokeDevice(t.Context(), "layar", "", "owner"))
			b.sees("!document.getElementById('pairing').hidden")
		})
	}
}

// Ensure that the owner's phone sees the day, is asked when the cashier asks,
// that its yes is the owner's word and nothing more, and that it is told when
// two days went by without a backup.
func TestOwnerPage(t *testing.T) {
	b := newBrowser(t, 390, 844)
	clock := &moved{}
	h, err := Open(t.Context(), Options{Dir: t.TempDir(), Program: "test", Listen: "127.0.0.1:0", Now: clock.now})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, h.Close()) })
	_, err = h.Till.AddQRIS(t.Context(), pos.AddQRIS{Text: assets.Sticker(), Actor: "owner"})
	require.NoError(t, err)
	sold, err := h.Till.Charge(t.Context(), pos.Charge{Key: "1", Amount: 30_000, Actor: "Kasir A"})
	require.NoError(t, err)
	pays(t, h, sold)
	b.do(chromedp.Navigate("http://" + h.Address() + "/owner"))
	b.pairs(h, pos.ScopeOwnerConfirm, "hp-pemilik")
	b.says("total", "Rp30.000")
	b.sees("/^[A-Z][a-z]+, \\d+ [A-Z][a-z]+$/.test(document.getElementById('date').textContent)")
	o, err := h.Till.Charge(t.Context(), pos.Charge{Key: "2", Amount: 25_000, Actor: "Kasir A"})
	require.NoError(t, err)
	_, err = h.Till.AskOwner(t.Context(), o.ID, "Kasir A")
	require.NoError(t, err)
	b.says("asks", "web.owner.ask", "Rp25.000", o.Number)
	b.fits()
	b.shot("asked")
	b.do(chromedp.Click(chromedp.CSS("#asks button.main")))
	b.says("total", "Rp55.000")
	paid, err := h.Till.Order(t.Context(), o.ID)
	require.NoError(t, err)
	assert.Equal(t, []any{pos.Paid, pos.OwnerConfirmed}, []any{paid.State, paid.Evidence})
	b.sees("document.querySelectorAll('#asks button').length === 0")
	b.sees("document.getElementById('saved').hidden")
	b.shot("day")
	clock.add(49 * time.Hour)
	b.says("saved", "backup.warning.no_code")
}

// Ensure that the button on a page of a host that the owner listed makes an order
// of its own class, by keyboard, turns to thanks when it was paid, and leads back
// with the customer's word; and that a page that was not listed gets nothing.
func TestWidget(t *testing.T) {
	b := newBrowser(t, 800, 900)
	h := newCounter(t, t.TempDir(), "127.0.0.1:0")
	t.Cleanup(func() { require.NoError(t, h.Close()) })
	shown, err := h.Till.AddKey(t.Context(), pos.NewKey{Name: "web", Scopes: []string{pos.ScopeCharge}, Dialect: "temanqris", Actor: "owner"})
	require.NoError(t, err)
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `<!doctype html><html lang="id"><title>Toko</title><h1>Toko</h1><script src="http://%s/widget.js" data-merchant="%s"
			data-amount="50000" data-button-text="Bayar Sekarang" data-button-color="#22c55e" data-description="Pesanan 7" data-callback="http://%s/thanks"></script></html>`, h.Address(), shown.Client, r.Host)
	}))
	t.Cleanup(page.Close)
	within := "document.querySelector('span').shadowRoot"
	b.away(true) // the browser says on the console that the page was not let in
	b.do(chromedp.Navigate(page.URL))
	b.sees("%s.querySelector('button.pay').textContent === 'Bayar Sekarang'", within)
	b.do(chromedp.KeyEvent("\t"), chromedp.KeyEvent("\r"))
	b.sees("%s.querySelector('[role=status]').textContent.includes('tidak bisa dihubungi')", within)
	b.away(false)

	settings := h.Till.Shop().Settings
	settings.Origins = pos.List{page.URL}
	require.NoError(t, h.Till.Change(t.Context(), settings, "", "owner"))
	b.do(chromedp.Reload(), chromedp.KeyEvent("\t"), chromedp.KeyEvent("\r"))
	b.sees("%s.querySelector('img')?.naturalWidth > 0", within)
	code := b.reads()
	b.sees("%s.querySelector('dialog').getAttribute('aria-labelledby') === 'title'", within)
	open, err := h.Till.OpenOrders(t.Context())
	require.NoError(t, err)
	assert.Empty(t, open, "strangers' orders are not in the counter's list")
	var number string
	entries, err := h.Till.Entries(t.Context(), pos.Cursor{}, 200)
	require.NoError(t, err)
	for _, e := range entries {
		if e.Kind == pos.KindOrderPlaced {
			o, err := h.Till.Order(t.Context(), e.Order)
			require.NoError(t, err)
			assert.Equal(t, o.Payload, code)
			number = o.Number
			pays(t, h, o)
		}
	}
	assert.True(t, strings.HasPrefix(number, "W-"), number)
	b.sees("%s.querySelector('[role=status]').textContent.includes('Terima kasih')", within)
	b.shot("paid")
	b.do(chromedp.KeyEvent("\x1b"))
	b.sees("!%s.querySelector('dialog').open", within)

	b.do(chromedp.KeyEvent("\r"))
	b.sees("%s.querySelector('img')?.naturalWidth > 0", within)
	b.sees("(%s.querySelector('.row .pay').click(), true)", within)
	b.sees("location.pathname === '/thanks'")
	b.sees("((said) => said.get('status') === 'confirmed' && said.get('amount') === '50000' && said.get('order_id') !== '')(new URLSearchParams(location.search))")
}

// Ensure that a phone paired for backups saves the newest one as it lies on the
// till's disk, and sees nothing else.
func TestBackupPage(t *testing.T) {
	b := newBrowser(t, 390, 844)
	dir := t.TempDir()
	h := newCounter(t, dir, "127.0.0.1:0")
	t.Cleanup(func() { require.NoError(t, h.Close()) })
	b.do(chromedp.Navigate("http://" + h.Address() + "/owner"))
	b.pairs(h, pos.ScopeOwnerBackup, "hp-backup")
	b.sees("document.getElementById('day').hidden && !document.getElementById('backup').hidden")
	b.away(true)
	b.do(chromedp.Click(chromedp.CSS("#download")))
	b.says("downloaded", "web.owner.nobackup")
	b.away(false)
	_, err := h.Till.NewRecoveryCode(t.Context(), "", "owner")
	require.NoError(t, err)
	made, err := h.Till.Backup(t.Context(), "", "owner")
	require.NoError(t, err)
	b.do(chromedp.Click(chromedp.CSS("#download")))
	b.says("downloaded", "web.owner.downloaded", made.File)
	b.shot("saved")
	token, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("localStorage.getItem('laci.owner')"))
	require.NoError(t, err)
	for path, want := range map[string]int{"/owner/backup": http.StatusOK, "/owner/view": http.StatusForbidden, "/api/v1/orders": http.StatusForbidden} {
		request, err := http.NewRequest("GET", "http://"+h.Address()+path, nil)
		require.NoError(t, err)
		request.Header.Set("Authorization", "Bearer "+token)
		answer, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		var body bytes.Buffer
		_, err = body.ReadFrom(answer.Body)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		assert.Equal(t, want, answer.StatusCode, path)
		if want == http.StatusOK {
			file, err := os.ReadFile(filepath.Join(dir, "backup", made.File))
			require.NoError(t, err)
			assert.Equal(t, file, body.Bytes())
		}
	}
}
