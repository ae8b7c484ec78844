package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"

	"laci/pos"
)

// types writes as a keyboard does, a key each pause: keys for digits, and letters
// for all.
func (b *bench) types(text string, pause time.Duration) {
	b.Helper()
	for _, r := range text {
		b.mutex.Lock()
		b.clock = b.clock.Add(pause)
		b.mutex.Unlock()
		if r == '\n' {
			b.press(fyne.KeyReturn)
			continue
		}
		b.press(fyne.KeyName(string(r)))
		b.app.wrote(r)
	}
	b.drain()
}

// Ensure that a scanned number of an order opens it, that a scanned product moves
// nothing and leaves the amount as it was, and that a person's typing, however
// fast, is typing.
func TestScanner(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	order := b.sell("2", "5", "000")
	b.tap("next", "key.7", "key.00")
	b.types(order.Number+"\n", 5*time.Millisecond)
	b.on("order")
	assert.True(t, b.says(order.Number))
	b.press(fyne.KeyEscape)
	b.on("keypad")
	assert.Equal(t, pos.Rupiah(700), b.app.keypad.sum.total())

	b.wait(time.Second)
	b.types("8991234567890\n", 10*time.Millisecond)
	assert.Equal(t, "keypad", b.screen)
	assert.Equal(t, pos.Rupiah(700), b.app.keypad.sum.total())
	assert.True(t, b.says(b.app.t("scan.unknown", "8991234567890")))
	b.tap("strip", "cash")
	b.types("40170725\n", 0)
	assert.Equal(t, "cash", b.screen)
	assert.Zero(t, b.app.cash.given.total())
	b.tap("back", "key.clear")

	b.wait(time.Second)
	b.types("25000\n", 20*time.Millisecond) // five digits are an amount, however fast
	b.on("code")
	assert.Equal(t, pos.Rupiah(25_000), b.app.view.order.Payable)
	b.tap("next")
	b.wait(time.Second)
	b.types("1250000\n", 60*time.Millisecond)
	b.on("code")
	assert.Equal(t, pos.Rupiah(1_250_000), b.app.view.order.Payable)
	b.types("8991234567890\n", 5*time.Millisecond)
	assert.Equal(t, "code", b.screen)
	b.tap("next")
	b.wait(time.Second)
	b.types("A-0999\n", 5*time.Millisecond)
	b.until("a refusal", func() bool { return b.says(b.app.t("not_found")) })
	assert.Equal(t, "keypad", b.screen)
}

// Ensure that a sticker's text can be scanned during set-up, and that a scanner
// fills a field that is written in.
func TestScannerDuringSetUp(t *testing.T) {
	b := newBench(t, opening{bare: true})
	b.types(payable("WARUNG SAYUR PAK TON")+"\n", 2*time.Millisecond)
	b.on("setup.check")
	assert.True(t, b.says("WARUNG SAYUR PAK TON"))

	b = newBench(t, opening{facing: pos.FacingCashier})
	b.tap("note")
	b.types("MEJA-12\n", 2*time.Millisecond)
	b.on("keypad")
	assert.Equal(t, "MEJA-12", b.app.keypad.note)
}

// Ensure that a key held down is no scan.
func TestHeldKey(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.types("5555555555\n", 0)
	assert.Equal(t, pos.Rupiah(5_555_555_555), b.app.keypad.sum.total())
}

// Ensure that the list of shortcuts opens over any of the cashier's screens and
// that each key does what the list says, none of them where a customer stands.
func TestShortcuts(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.press(fyne.Key5, fyne.Key0, fyne.Key0, fyne.KeyF1)
	b.on("help")
	for _, s := range shortcuts {
		assert.True(t, b.says(s[0]), s[0])
	}
	whole(b, "help")
	b.shot("help")
	b.press(fyne.KeyF1)
	b.on("keypad")
	for key, screen := range map[fyne.KeyName]string{fyne.KeyF2: "cash", fyne.KeyF3: "history", fyne.KeyF4: "inbox", fyne.KeyF10: "menu"} {
		b.press(key)
		b.on(screen)
		b.press(fyne.KeyEscape)
		b.on("keypad")
	}
	b.press(fyne.KeyF9)
	assert.Equal(t, "keypad", b.screen, "nobody wants this till locked")
	b.press(fyne.KeyReturn)
	b.on("code")
	b.press(fyne.KeyF5)
	b.until("two more minutes", func() bool { return b.says("07:00") })
	b.press(fyne.KeyF6)
	b.on("confirm")
	b.press(fyne.KeyEscape, fyne.KeyF2)
	b.on("cash")

	b = newBench(t, opening{facing: pos.FacingCustomer})
	b.sell("5", "000")
	b.press(fyne.KeyF1, fyne.KeyF2, fyne.KeyF5, fyne.KeyF6)
	assert.Equal(t, "code", b.screen)
	assert.True(t, b.says("05:00"))
}
