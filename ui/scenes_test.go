package ui

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/pos"
	"laci/qris/symbol"
)

// stickerPicture writes a picture of the sample shop's code.
func stickerPicture(t *testing.T, path string, text string) {
	t.Helper()
	s, px, err := symbol.Fit(text, 600)
	require.NoError(t, err)
	img := image.NewRGBA(image.Rect(0, 0, 700, 800))
	draw.Draw(img, img.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(img, image.Rect(50, 80, 650, 680), s.Image(px), image.Point{}, draw.Src)
	file, err := os.Create(path)
	require.NoError(t, err)
	defer file.Close()
	require.NoError(t, png.Encode(file, img))
}

// scenes walks through every screen and calls see on each.
func scenes(t *testing.T, o opening, see func(b *bench, name string)) {
	setUpScenes(t, o, see)
	sellScenes(t, o, see)
	customerScenes(t, o, see)
	practiceScenes(t, o, see)
	dayScenes(t, o, see)
	ownerScenes(t, o, see)
}

func setUpScenes(t *testing.T, o opening, see func(b *bench, name string)) {
	o.bare = true
	dir := o.folder(t, "Foto")
	stickerPicture(t, filepath.Join(dir, "stiker.png"), payable(""))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "kosong.png"), []byte("not a picture"), 0o600))
	for i := range 9 {
		require.NoError(t, os.Mkdir(filepath.Join(dir, fmt.Sprintf("Foto %d", i+1)), 0o700))
	}
	o.folders, o.onPractice = []string{dir}, func() {}
	b := newBench(t, o)
	b.agreeOnTimes(dir)
	b.on("setup")
	see(b, "setup")
	b.tap("setup.picture")
	b.until("the folder", func() bool { _, ok := b.find("folder.Foto 1"); return ok })
	see(b, "picker")
	b.app.readPicture(filepath.Join(dir, "kosong.png"))
	b.until("a refusal", func() bool { return b.says(b.app.t("not_a_picture")) })
	see(b, "setup-refused")
	b.app.readPicture(filepath.Join(dir, "stiker.png"))
	b.on("setup.check")
	see(b, "check")
	b.tap("check.yes")
	see(b, "shared")
	b.tap("next")
	b.tap("facing.cashier")
	see(b, "details")
	b.tap("next")
	b.tap("pad.2", "pad.9", "pad.0")
	see(b, "pin-new")
	b.tap("pad.4", "pad.1", "pad.7")
	b.pin(testPIN)
	b.on("recovery")
	see(b, "recovery")
	b.tap("recovery.later")
	b.on("trial")
	see(b, "trial")
	b.tap("trial.later")
	b.on("keypad")
	see(b, "keypad-recovery")
	require.NoError(t, b.till.RecoveryWritten(context.Background(), "owner"))
	b.settle()
	see(b, "keypad-trial")
	b.tap("notice")
	b.pin(testPIN)
	b.tap("trial.start")
	b.on("code")
	b.pays(b.app.view.order, "t1", 1_000)
	b.on("paid")
	b.tap("new")
	b.on("done")
	see(b, "trial-done")
}

func sellScenes(t *testing.T, o opening, see func(b *bench, name string)) {
	o.facing = pos.FacingCashier
	b := newBench(t, o)
	see(b, "keypad-empty")
	b.sell("4", "2", "5", "00")
	b.tap("next")
	b.wait(6 * time.Minute)
	b.sell("1", "8", "000")
	b.tap("next")
	b.wait(3 * time.Minute)
	for _, key := range []string{"1", "0", "000", "plus", "1", "5", "000"} {
		b.tap("key." + key)
	}
	see(b, "keypad")
	b.tap("key.clear")
	see(b, "keypad-cleared")
	b.tap("restore", "show")
	b.on("code")
	b.wait(28 * time.Second)
	see(b, "code")
	_, err := b.till.Claim(context.Background(), b.app.view.order.ID, "page")
	require.NoError(b, err)
	b.until("the claim", func() bool { return b.says(b.app.t("code.claimed")) })
	see(b, "code-claimed")
	b.app.inquiry = inquiry{b.app.view.order.ID, b.now().Add(-time.Minute)}
	see(b, "code-cannot-check")
	b.app.inquiry = inquiry{}
	b.tap("more")
	see(b, "more")
	b.tap("cancel")
	see(b, "reasons")
	b.tap("reason.wrong_amount", "key.5", "key.000")
	see(b, "keypad-instead")
	b.tap("replace.stop", "more", "cash")
	see(b, "cash-empty")
	b.tap("cash.50.000")
	see(b, "cash")
	b.tap("key.clear", "key.5", "key.000")
	see(b, "cash-part")
	b.tap("back", "arrived")
	b.tap("seen.merchant_app")
	b.settle()
	see(b, "confirm")
	b.tap("confirm.yes")
	b.on("paid")
	b.settle()
	see(b, "paid-manual")
	b.tap("new")
	order := b.sell("2", "5", "000")
	b.tap("arrived")
	b.until("what was used", func() bool { return len(b.app.confirm.used) > 0 })
	see(b, "confirm-used")
	b.tap("last4")
	b.tap("pad.1", "pad.2")
	see(b, "last4")
	b.tap("back", "confirm.no")
	_, err = b.till.Settle(context.Background(), pos.Report{
		Source: "hp", Evidence: pos.ForwarderMatched, PaymentID: "p1", RRN: "000111666", Amount: 25_000,
		PaidAt: b.now(), OrderRef: order.Number, Issuer: "GoPay",
	})
	require.NoError(t, err)
	b.on("paid")
	b.settle()
	see(b, "paid")
	b.wait(5 * time.Second)
	b.on("keypad")
	b.app.keypad.note = "Meja 4, pesanan Bu Ani untuk arisan RT"
	b.app.keypad.usual.median = 10_000
	for _, key := range []string{"9", "8", "7", "6", "000"} {
		b.tap("key." + key)
	}
	see(b, "keypad-spelled")
	b.tap("key.plus", "key.9", "cash")
	see(b, "cash-large")
	b.press(fyne.KeyReturn, fyne.KeyBackspace)
	b.tap("key.clear", "key.9", "key.9", "key.9", "key.9", "key.9", "key.000", "cash.take")
	b.on("paid")
	b.until("the change", func() bool { return b.app.paid.money.Tendered > 0 })
	b.printing()
	see(b, "paid-cash")
	b.tap("receipt")
	see(b, "receipt")
	b.tap("receipt.whatsapp")
	b.until("the text", func() bool { return codeBox(b).Label != "" })
	see(b, "receipt-text")
	b.app.paid.show(b.app.receipt.order, b.app.paid.money)
	b.tap("new")
	b.sell("9", "000", "000")
	b.tap("next")
	for range 12 {
		b.tap("key.9")
	}
	see(b, "keypad-over")
	b.tap("key.clear")
	for range 4 {
		b.tap("key.1", "key.plus", "key.9", "key.9", "key.9", "key.000", "key.plus")
	}
	require.Greater(t, len(b.app.keypad.sum.line()), 40)
	see(b, "keypad-sum")
	b.tap("key.clear")
	b.sell("1", "0", "000", "000")
	see(b, "code-large")
	b.tap("arrived", "seen.sms")
	see(b, "confirm-large")
	b.app.paid.show(pos.Order{Number: "A-9999", Amount: 10_000_000, Evidence: pos.GatewayVerified, PaidAt: b.now(), Flags: []pos.Flag{pos.FlagLate}},
		pos.Payment{Issuer: "Bank Pembangunan Daerah", RRN: "123456789012"})
	see(b, "paid-large")
	b.app.open(b.app.code)
	b.wait(6 * time.Minute)
	see(b, "code-expired")
	b.tap("next")
	_, err = b.till.Settle(context.Background(), pos.Report{
		Source: "hp", Evidence: pos.ForwarderMatched, PaymentID: "p2", Amount: 7_777, PaidAt: b.now(), Payer: "BUDI S", App: "GoPay Merchant",
	})
	require.NoError(t, err)
	b.until("the strip", func() bool { _, ok := b.find("strip"); return ok })
	see(b, "keypad-strip")
	b.tap("unpaid")
	see(b, "unpaid")
	b.tap("back", "menu")
	see(b, "menu")
	b.tap("menu.inbox")
	see(b, "inbox")
	b.tap("money." + b.app.view.inbox[0].ID.String())
	b.on("whose")
	see(b, "whose")
	b.tap("back", "back")
	bookScenes(b, see)
	b.tap("menu", "menu.looks")
	see(b, "looks")
	b.tap("back", "back", "note", "write.M", "write.e", "write.j", "write.a", "write.space")
	see(b, "write")
	b.tap("write.signs", "write.4")
	see(b, "write-signs")
	b.tap("back", "menu", "menu.crew")
	see(b, "crew")
	b.tap("back", "menu.today")
	b.pin(testPIN)
	b.until("the day", func() bool { return b.app.today.ready })
	see(b, "today")
	b.app.trouble.show(pos.ErrStorage, nil)
	see(b, "trouble")
}

// bookScenes walks through the history, an order that needs a person, and what
// goes back.
func bookScenes(b *bench, see func(b *bench, name string)) {
	short, over := b.sell("2", "5", "000"), pos.Order{}
	b.pays(short, "s1", 20_000)
	see(b, "code-short")
	b.tap("next")
	over = b.sell("3", "6", "000")
	b.pays(over, "s2", 40_000)
	see(b, "code-over")
	b.tap("next")
	b.pays(short, "s3", 20_000)
	b.pays(short, "s4", 5_000)
	see(b, "keypad-twice")
	for len(b.app.strip.told) > 0 {
		b.tap("strip")
	}
	see(b, "keypad-check")
	b.tap("strip")
	see(b, "inbox-orders")
	b.tap("order." + over.Number)
	b.until("the events", func() bool { return len(b.app.order.events) > 0 })
	see(b, "order-over")
	b.tap("order.back")
	see(b, "refund")
	b.tap("refund.amount")
	see(b, "refund-amount")
	b.tap("refund.amount.done", "refund.how.cash", "refund.give")
	see(b, "refund-pin")
	b.tap("back", "back", "back", "back", "menu", "menu.history")
	b.until("the orders", func() bool { return len(b.app.history.orders) > 0 })
	see(b, "history")
	b.tap("history.find", "key.4", "key.2")
	see(b, "search")
	b.tap("search.amount")
	b.until("none", func() bool { return b.says(b.app.t("history.none.amount", "Rp42")) })
	see(b, "history-none")
	b.tap("history.all", "chip.paid")
	b.until("the paid", func() bool { return len(b.app.history.orders) > 0 })
	b.tap("order.A-0003")
	b.until("the events", func() bool { return len(b.app.order.events) > 0 })
	see(b, "order-paid")
	b.tap("order.void")
	see(b, "why")
	b.tap("back", "back", "back")
	b.press(fyne.KeyF1)
	see(b, "help")
	b.press(fyne.KeyEscape)
	b.app.askLock(true)
	b.app.pin.refusal = b.app.t("pin_locked")
	see(b, "lock")
	b.tap("forgot")
	see(b, "forgot")
	b.app.askRecovery("satu dua tiga", b.app.t("recovery_code_wrong"), b.app.showHome)
	see(b, "recovery-words")
	b.tap("back")
}

func customerScenes(t *testing.T, o opening, see func(b *bench, name string)) {
	o.facing = pos.FacingCustomer
	b := newBench(t, o)
	order := b.sell("2", "5", "000")
	b.wait(28 * time.Second)
	see(b, "code-customer")
	b.pays(order, "c1", 20_000)
	b.until("the words", func() bool { return b.says(b.app.t("code.short", pos.Rupiah(5_000))) })
	see(b, "code-customer-short")
	b.tap("cashier")
	b.pin(testPIN)
	b.tap("rest")
	b.until("the rest", func() bool { return codeBox(b).Label != "" })
	see(b, "code-panel-rest")
	b.wait(40 * time.Second)
	see(b, "code-customer-rest")
	b.app.inquiry = inquiry{order.ID, b.now().Add(-time.Minute)}
	see(b, "code-customer-unseen")
	b.app.inquiry = inquiry{}
	b.tap("cashier")
	b.pin(testPIN)
	b.tap("next")
	order = b.sell("2", "5", "000")
	b.tap("cashier")
	b.on("pin")
	see(b, "pin")
	b.pin(testPIN)
	b.on("code")
	see(b, "code-panel")
	b.wait(6 * time.Minute)
	see(b, "code-customer-expired")
	b.tap("cashier")
	b.pin(testPIN)
	b.on("code")
	b.tap("again")
	b.until("the code again", func() bool { return b.app.code.stage() == stageLive })
	b.tap("arrived", "seen.soundbox", "confirm.yes")
	b.on("paid")
	b.wait(9 * time.Second)
	b.on("idle")
	see(b, "idle")
	_ = order
}

func practiceScenes(t *testing.T, o opening, see func(b *bench, name string)) {
	o.practice, o.facing = true, pos.FacingCashier
	b := newBench(t, o)
	b.sell("2", "5", "000")
	see(b, "practice-code")
	b.tap("pay.practice")
	b.on("paid")
	see(b, "practice-paid")
}

var testSizes = []fyne.Size{
	fyne.NewSize(1280, 800), fyne.NewSize(1024, 600), fyne.NewSize(800, 1280), fyne.NewSize(1366, 768), fyne.NewSize(1920, 1080),
}

// Ensure that on every screen, at five sizes and three sizes of words, in both
// languages, no words are cut and whatever can be pressed is large enough for a
// finger; that ten of them look as somebody saw them; and that docs/screens.md
// shows them all.
func TestEveryScreenFits(t *testing.T) {
	for i, lang := range assets.Languages() {
		t.Run(lang, func(t *testing.T) {
			var walked []string
			scenes(t, opening{lang: lang, name: []string{"", "WARUNG MAKAN WAWAN WIJAYAA"}[i]}, func(b *bench, name string) {
				walked = append(walked, name)
				if i == 0 {
					golden(b, name)
				}
				everywhere(b, name)
			})
			shownScenes(t, lang, false, walked)
		})
	}
}

// everywhere looks at the screen of now at every size and with every size of
// words, in the two looks by turns.
func everywhere(b *bench, name string) {
	b.Helper()
	b.drain()
	before, kept := b.app.root.Size(), b.app.prefs
	for i, size := range testSizes {
		for j, text := range textSizes {
			b.app.prefs.Text = text
			b.app.prefs.Look = []Look{Light, Dark}[(i+j)%2]
			b.window.Resize(size)
			b.app.render()
			look := fmt.Sprintf("%s-%vx%v-%s-%d", name, size.Width, size.Height, kept.Lang, text)
			b.shot(look)
			whole(b, look)
		}
	}
	b.app.prefs = kept
	b.window.Resize(before)
	b.app.render()
}

// whole asserts what every screen must keep.
func whole(b *bench, name string) {
	b.Helper()
	apart(b, name)
	readable(b, name)
	largeKeys(b, name)
	eachObject(b.app, func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *label:
			if o.cut {
				b.Errorf("%s: %q is cut in %v at %v", name, o.words, o.Size(), o.least)
			}
			return
		case *tile:
			least := b.app.m.mm(targetMM) - 0.6
			if o.Size().Height < least || o.Size().Width < least {
				b.Errorf("%s: %s is %v, under %v", name, o.code, o.Size(), least)
			}
			if o.words() == "" && o.mark == nil {
				b.Errorf("%s: %s says nothing but its colour", name, o.code)
			}
		}
		end := o.Position().AddXY(o.Size().Width, o.Size().Height)
		size := b.app.root.Size()
		if end.X > size.Width+1 || end.Y > size.Height+1 || o.Position().X < -1 || o.Position().Y < -1 {
			b.Errorf("%s: %T %v is at %v %v, outside", name, o, describe(o), o.Position(), o.Size())
		}
	})
}

// apart asserts that nothing that can be pressed lies on another.
func apart(b *bench, name string) {
	b.Helper()
	var tiles []*tile
	eachObject(b.app, func(o fyne.CanvasObject) {
		if t, ok := o.(*tile); ok {
			for _, other := range tiles {
				wide := min(t.Position().X+t.Size().Width, other.Position().X+other.Size().Width) - max(t.Position().X, other.Position().X)
				high := min(t.Position().Y+t.Size().Height, other.Position().Y+other.Size().Height) - max(t.Position().Y, other.Position().Y)
				if wide > 1 && high > 1 {
					b.Errorf("%s: %s lies on %s by %v × %v", name, t.code, other.code, wide, high)
				}
			}
			tiles = append(tiles, t)
		}
	})
}

func describe(o fyne.CanvasObject) string {
	info, _ := report(o)
	return info.Code + " " + info.Label
}

// eachObject visits what is visible on the screen of now, and on its tiles.
func eachObject(a *App, visit func(o fyne.CanvasObject)) {
	for _, layer := range []*fyne.Container{a.band.all, a.strip.all, a.now.base().all} {
		if !layer.Visible() {
			continue
		}
		for _, o := range layer.Objects {
			if !o.Visible() {
				continue
			}
			visit(o)
			if t, ok := o.(*tile); ok {
				for _, part := range append([]fyne.CanvasObject{t.label}, t.parts...) {
					if l, ok := part.(*label); ok && l.Visible() && l.words != "" {
						visit(l)
					}
				}
			}
		}
	}
}
