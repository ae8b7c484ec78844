package ui

import (
	"bytes"
	"context"
	"image/png"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/qris/symbol"
)

// Ensure that Rp25.000 costs four taps, and that the symbol drawn on the screen
// is read back as the order's payload.
func TestFourTapsToACode(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.tap("key.2", "key.5", "key.000", "show")
	b.on("code")
	order := b.app.view.order
	assert.Equal(t, pos.Rupiah(25_000), order.Payable)
	assert.True(t, b.says("Rp25.000"))
	assert.True(t, b.says(order.Name))
	assert.True(t, b.says("NMID "+order.NMID))

	var picture bytes.Buffer
	require.NoError(t, png.Encode(&picture, b.window.Canvas().Capture()))
	texts, err := symbol.Read(context.Background(), &picture, symbol.Limits{})
	require.NoError(t, err)
	assert.Equal(t, []string{order.Payload}, texts)
}

// Ensure that the hardware keys do what the tiles do.
func TestHardwareKeys(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.press(fyne.Key1, fyne.Key0, fyne.Key0, fyne.Key0, fyne.Key0, fyne.KeyPlus, fyne.Key9, fyne.Key1, fyne.KeyBackspace)
	assert.Equal(t, "10.000 + 9", b.app.keypad.sum.line())
	b.press(fyne.KeyEscape)
	assert.Equal(t, pos.Rupiah(0), b.app.keypad.sum.total())
	b.press(fyne.Key7, fyne.Key5, fyne.Key0, fyne.Key0, fyne.KeyEnter)
	b.on("code")
	assert.Equal(t, pos.Rupiah(7_500), b.app.view.order.Payable)
	b.press(fyne.KeyEscape)
	b.on("keypad")
	b.press(fyne.Key3, fyne.KeyReturn)
	b.on("code")
	assert.Equal(t, pos.Rupiah(3), b.app.view.order.Payable)
}

// Ensure that an amount above the limit and a thirteenth digit are refused at the
// keypad with a sentence, and that nothing is charged.
func TestAmountsThatAreRefused(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	show, _ := b.find("show")
	assert.False(t, show.Enabled, "nothing to charge")
	b.press(fyne.KeyReturn)
	b.tap("key.1", "key.0", "key.000", "key.000", "key.plus", "key.1")
	show, _ = b.find("show")
	assert.False(t, show.Enabled)
	assert.True(t, b.says(b.app.t("keypad.over", "Rp10.000.000")))
	b.press(fyne.KeyReturn)
	b.tap("key.clear")
	for range 13 {
		b.tap("key.8")
	}
	assert.Equal(t, pos.Rupiah(888_888_888_888), b.app.keypad.sum.total())
	b.tap("key.clear")
	b.tap("key.8", "key.8")
	orders, err := b.till.OpenOrders(context.Background())
	require.NoError(t, err)
	assert.Empty(t, orders)
	assert.Equal(t, "keypad", b.screen)
}

// Ensure that what C took away can be brought back for five seconds.
func TestBringBack(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.tap("key.2", "key.5", "key.000", "key.clear")
	b.wait(4 * time.Second)
	b.tap("restore")
	assert.Equal(t, pos.Rupiah(25_000), b.app.keypad.sum.total())
	b.tap("key.clear")
	b.wait(6 * time.Second)
	_, there := b.find("restore")
	assert.False(t, there)
}

// Ensure that the screen turns green by the nudge after the commit, says how the
// till knows, and leaves by itself or with the next key, which is not lost.
func TestGreenByTheNudge(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	order := b.sell("2", "5", "000")
	_, err := b.till.Settle(context.Background(), pos.Report{
		Source: "hp", Evidence: pos.ForwarderMatched, PaymentID: "1", RRN: "000111666", Amount: 25_000, PaidAt: b.now(), OrderRef: order.Number, Issuer: "GoPay",
	})
	require.NoError(t, err)
	b.on("paid")
	assert.True(t, b.says("LUNAS"))
	b.until("the facts", func() bool { return b.says("Notifikasi HP · GoPay · 13:04:28 · RRN 000111666") })
	b.wait(3 * time.Second)
	assert.Equal(t, "paid", b.screen)
	b.wait(2 * time.Second)
	assert.Equal(t, "keypad", b.screen)

	order = b.sell("3", "000")
	b.tap("arrived", "seen.soundbox", "confirm.yes")
	b.on("paid")
	b.until("the facts", func() bool { return b.says("Manual · Kasir A · 13:04:33") })
	b.press(fyne.Key4)
	assert.Equal(t, "keypad", b.screen)
	assert.Equal(t, pos.Rupiah(4), b.app.keypad.sum.total())
	kept, err := b.till.Order(context.Background(), order.ID)
	require.NoError(t, err)
	money, err := b.till.Payment(context.Background(), kept.Payments[0])
	require.NoError(t, err)
	assert.Equal(t, "soundbox", money.SeenAt)
}

// Ensure that money for a parked order is told by a strip while another code is
// up or digits are keyed: never full green, no key lost, the code not moved.
func TestPaidOutOfOrder(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	first := b.sell("1", "8", "000")
	b.tap("next")
	second := b.sell("2", "5", "000")
	before := codeBox(b)
	pay := func(o pos.Order) {
		_, err := b.till.Settle(context.Background(), pos.Report{
			Source: "hp", Evidence: pos.ForwarderMatched, PaymentID: o.Number, Amount: o.Payable, PaidAt: b.now(), OrderRef: o.Number,
		})
		require.NoError(t, err)
	}
	pay(first)
	b.until("the strip", func() bool { return b.says(first.Number + " lunas Rp18.000") })
	assert.Equal(t, "code", b.screen)
	assert.Equal(t, before, codeBox(b), "the code stays where it is")
	assert.Equal(t, second.ID, b.app.view.order.ID)
	b.wait(time.Minute)
	assert.True(t, b.says(first.Number+" lunas Rp18.000"), "it stays until touched")
	b.tap("strip")
	assert.False(t, b.says(first.Number+" lunas Rp18.000"))

	b.tap("next", "key.7")
	pay(second)
	b.press(fyne.Key7)
	b.until("the strip", func() bool { return b.says(second.Number + " lunas Rp25.000") })
	b.press(fyne.Key7)
	assert.Equal(t, "keypad", b.screen)
	assert.Equal(t, pos.Rupiah(777), b.app.keypad.sum.total())
}

func codeBox(b *bench) TileInfo {
	for _, info := range b.trace {
		if info.Kind == "code" {
			return info
		}
	}
	return TileInfo{}
}

// Ensure that a till started again shows the open code with the time it has left.
func TestStartsOnTheOpenCode(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	order := b.sell("2", "5", "000")
	b.wait(90 * time.Second)
	b.app.Stop()
	b.start(opening{})
	b.on("code")
	assert.Equal(t, order.ID, b.app.view.order.ID)
	assert.True(t, b.says("03:30"))
	b.wait(4 * time.Minute)
	assert.True(t, b.says(b.app.t("code.expired")))
	b.app.Stop()
	b.start(opening{})
	b.on("keypad")
	b.tap("order." + order.Number)
	b.on("code")
	assert.True(t, b.says("05:00"), "the same code with a fresh countdown")
	assert.Equal(t, order.Payload, codeBox(b).Label)
}

// Ensure that a code is extended, cancelled with a reason in one tap, and that
// the next charge is another order.
func TestExtendAndCancel(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	order := b.sell("2", "5", "000")
	b.tap("extend")
	b.until("two more minutes", func() bool { return b.says("07:00") })
	b.tap("more", "cancel", "reason.changed_mind")
	b.on("keypad")
	kept, err := b.till.Order(context.Background(), order.ID)
	require.NoError(t, err)
	assert.Equal(t, pos.Cancelled, kept.State)
	assert.Equal(t, "changed_mind", kept.Cancelled)
	other := b.sell("2", "5", "000")
	assert.NotEqual(t, order.ID, other.ID, "the same amount again is another sale")
}

// Ensure that pressing twice before the answer makes one order, and that a tile
// shows that it is pressed.
func TestOneChargeAtATime(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.tap("key.5", "key.000")
	b.app.keypad.charge()
	b.app.keypad.charge()
	b.press(fyne.KeyReturn, fyne.Key9)
	b.on("code")
	orders, err := b.till.OpenOrders(context.Background())
	require.NoError(t, err)
	assert.Len(t, orders, 1)
	assert.Equal(t, pos.Rupiah(5_000), orders[0].Payable)

	b.tap("next")
	key := b.app.keypad.pad.keys[0]
	key.MouseDown(&desktop.MouseEvent{})
	assert.Equal(t, colorPressed, key.back.fill)
	key.MouseOut()
	assert.Equal(t, colorCard, key.back.fill)
	secret := b.app.pin.keys[0]
	secret.MouseDown(&desktop.MouseEvent{})
	assert.Equal(t, colorCard, secret.back.fill, "a key of the PIN never lights up")
}

// Ensure that an older look at the store never replaces a newer one.
func TestOldLooksAreDropped(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	old, err := b.app.see(context.Background())
	require.NoError(t, err)
	order := b.sell("2", "5", "000")
	b.settle()
	b.app.take(old, nil)
	assert.Equal(t, order.ID, b.app.view.order.ID)
	assert.Len(t, b.app.view.unpaid, 1)
}

// Ensure that every screen is built once: selling makes no new objects.
func TestSellingMakesNoNewObjects(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	count := func() (n int) {
		for _, o := range b.app.root.Objects {
			if layer, ok := o.(*fyne.Container); ok {
				n += len(layer.Objects)
			}
		}
		return n
	}
	before := count()
	for range 5 {
		b.sell("5", "000")
		b.tap("arrived", "seen.sms", "confirm.yes")
		b.on("paid")
		b.tap("new")
	}
	assert.Equal(t, before, count())
}

// Ensure that money seen after the display closed can still be recorded, from
// the code's own page.
func TestConfirmAfterTheDisplayClosed(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	order := b.sell("2", "5", "000")
	b.wait(7 * time.Minute)
	assert.True(t, b.says(b.app.t("code.expired")))
	b.tap("arrived", "seen.merchant_app", "confirm.yes")
	b.on("paid")
	kept, err := b.till.Order(context.Background(), order.ID)
	require.NoError(t, err)
	assert.Equal(t, pos.Paid, kept.State)
	assert.True(t, b.says("A-0001"))
}
