package ui

import (
	"context"
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// Ensure that a note goes with the next sale and with no other.
func TestNote(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.tap("key.5", "key.000", "note", "write.M", "write.e", "write.j", "write.a", "write.space", "write.signs", "write.4", "write.done")
	b.on("keypad")
	assert.Equal(t, pos.Rupiah(5_000), b.app.keypad.sum.total(), "what was keyed in stays")
	assert.True(t, b.says("Meja 4"))
	b.tap("show")
	b.on("code")
	assert.Equal(t, "Meja 4", b.app.view.order.Note)
	b.tap("next")
	assert.Empty(t, b.sell("7", "000").Note)
}

// Ensure that a wrong amount is replaced by a code of the right one, which names
// the order it replaces, and that the wish can be dropped.
func TestReplace(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	wrong := b.sell("2", "5", "0", "000")
	b.tap("more", "change")
	b.on("keypad")
	assert.True(t, b.says(b.app.t("keypad.instead", wrong.Number, wrong.Payable)))
	b.press(fyne.Key3, fyne.KeyEscape, fyne.KeyEscape)
	b.on("code")
	assert.Equal(t, wrong.ID, b.app.view.order.ID, "it was not given up")
	assert.Equal(t, pos.Pending, b.app.view.order.State)

	b.tap("more", "cancel", "reason.wrong_amount")
	right := b.sell("2", "5", "000")
	assert.Equal(t, wrong.ID, right.Replaces)
	old, err := b.till.Order(context.Background(), wrong.ID)
	require.NoError(t, err)
	assert.Equal(t, pos.Cancelled, old.State)
	assert.Equal(t, pos.ReasonWrongAmount, old.Cancelled)
	b.tap("next")
	assert.Zero(t, b.sell("1", "000").Replaces, "the next sale replaces nothing")
}

// Ensure that an amount far above what is usual here is spelled in words, by the
// owner's limit too, and that a till that sold little finds nothing unusual.
func TestUnusualAmount(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	large := "dua ratus lima puluh ribu rupiah"
	keyIn := func() { b.press(fyne.KeyEscape, fyne.Key2, fyne.Key5, fyne.Key0, fyne.Key0, fyne.Key0, fyne.Key0) }
	keyIn()
	assert.False(t, b.says(large))
	for i := range usualLeast {
		_, err := b.till.Charge(context.Background(), pos.Charge{Key: fmt.Sprint(i), Amount: 20_000, Cash: 20_000, Actor: "kasir"})
		require.NoError(t, err)
	}
	b.settle()
	for len(b.app.strip.told) > 0 {
		b.tap("strip")
	}
	b.wait(usualEvery + time.Second)
	b.app.keypad.fresh()
	b.until("what is usual", func() bool { return b.app.keypad.usual.median == 20_000 })
	keyIn()
	assert.True(t, b.says(large))
	b.press(fyne.KeyBackspace)
	assert.False(t, b.says("dua puluh lima ribu rupiah"))

	settings := b.till.Shop().Settings
	settings.Unusual = 25_000
	require.NoError(t, b.till.Change(context.Background(), settings, testPIN, "owner"))
	b.settle()
	assert.True(t, b.says("dua puluh lima ribu rupiah"))
	for amount, words := range map[int64]string{
		0: "zero", 13: "thirteen", 40: "forty", 99: "ninety-nine", 100: "one hundred", 25_000: "twenty-five thousand",
		1_000_001: "one million one", 999_999_999: "nine hundred ninety-nine million nine hundred ninety-nine thousand nine hundred ninety-nine",
	} {
		b.app.prefs.Lang = "en"
		assert.Equal(t, words+" rupiah", b.app.spell(pos.Rupiah(amount)))
	}
}

// Ensure that the day's total is behind the eye, that a cashier without the right
// has no eye, and that it closes by itself and with the next sale.
func TestEye(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	_, there := b.find("eye")
	assert.False(t, there)
	b.hire("Budi", pos.RoleSupervisor, "7391")
	b.signIn("Budi", "7391")
	_, err := b.till.Charge(context.Background(), pos.Charge{Key: "1", Amount: 20_000, Cash: 20_000, Actor: "Budi"})
	require.NoError(t, err)
	b.settle()
	total := b.app.t("eye.today", pos.Rupiah(20_000), 1)
	assert.False(t, b.says(total), "off at first")
	b.tap("eye")
	b.until("the total", func() bool { return b.says(total) })
	b.tap("eye")
	assert.False(t, b.says(total))
	b.tap("eye")
	b.until("the total", func() bool { return b.says(total) })
	b.wait(eyeFor)
	assert.False(t, b.says(total))
}
