package ui

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// Ensure that the notes offered are those that pay what is missing to the next
// hundred thousand, the smallest first, and none for a round sum.
func TestNotesAbove(t *testing.T) {
	for owed, notes := range map[pos.Rupiah][]pos.Rupiah{
		25_000: {50_000, 100_000}, 8_000: {10_000, 20_000, 50_000}, 1_500: {2_000, 5_000, 10_000}, 100_000: nil,
		130_000: {150_000, 200_000}, 99_999: {100_000}, 5_000: {10_000, 20_000, 50_000}, 2_300_500: {2_302_000, 2_305_000, 2_310_000},
	} {
		assert.Equal(t, notes, notesAbove(owed), "for %s", owed)
	}
}

// Ensure that cash for an amount just keyed in is a sale of its own kind: the
// change is told before and after, and the drawer has what was owed.
func TestCash(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.tap("key.2", "key.5", "key.000", "cash")
	b.on("cash")
	take, _ := b.find("cash.take")
	assert.False(t, take.Enabled)
	b.tap("cash.50.000")
	assert.True(t, b.says(b.app.t("cash.change")))
	assert.True(t, b.says("Rp25.000"))
	b.tap("key.clear", "key.1", "key.00", "key.000")
	assert.True(t, b.says("Rp75.000"), "the change of a hundred thousand")
	b.app.cash.accept()
	b.app.cash.accept()
	b.on("paid")
	b.until("the change", func() bool { return b.says(b.app.t("paid.change", pos.Rupiah(75_000))) })
	assert.True(t, b.says("Tunai · Kasir A · 13:04:28"))
	orders, err := b.till.History(context.Background(), pos.Search{})
	require.NoError(t, err)
	require.Len(t, orders, 1, "pressed twice, sold once")
	assert.Equal(t, pos.Rupiah(25_000), orders[0].Cash)
	b.press(fyne.Key7)
	assert.Equal(t, pos.Rupiah(7), b.app.keypad.sum.total(), "the first key of the next sale is not lost")

	b.press(fyne.KeyBackspace, fyne.Key5, fyne.Key0, fyne.Key0, fyne.Key0)
	b.tap("cash")
	b.press(fyne.KeyReturn, fyne.KeyReturn) // the exact sum, taken
	b.on("paid")
	shift, err := b.till.Shift(context.Background())
	require.NoError(t, err)
	assert.Equal(t, pos.Rupiah(30_000), shift.Drawer.Taken)
}

// Ensure that less than the whole is a part, and that the rest is asked for by a
// code of its own amount.
func TestPartCash(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.tap("key.2", "key.5", "key.000", "cash", "key.1", "key.0", "key.000")
	assert.True(t, b.says(b.app.t("cash.rest")))
	assert.True(t, b.says(b.app.t("cash.part", "Rp10.000")))
	b.tap("cash.take")
	b.on("code")
	order := b.app.view.order
	assert.Equal(t, pos.Rupiah(15_000), order.Payable)
	assert.Equal(t, pos.Rupiah(10_000), order.Cash)
	assert.Equal(t, pos.Pending, order.State)
	assert.True(t, b.says("Rp15.000"))

	b.tap("more")
	_, there := b.find("change")
	assert.False(t, there, "an order with money in it is not replaced")
	b.tap("cash", "key.5", "key.000", "cash.take")
	b.on("code")
	assert.Equal(t, order.ID, b.app.view.order.ID)
	assert.Equal(t, pos.Rupiah(10_000), b.app.view.order.Payable)
	b.tap("more", "cash", "cash.20.000", "cash.take")
	b.on("paid")
	b.until("the change", func() bool { return b.app.paid.money.Evidence == pos.CashTaken })
	kept, err := b.till.Order(context.Background(), order.ID)
	require.NoError(t, err)
	assert.Equal(t, pos.Rupiah(25_000), kept.Cash)
}

// Ensure that an order whose code is up can be paid in cash instead, from the
// question why it is given up.
func TestCashInsteadOfTheCode(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	order := b.sell("2", "5", "000")
	b.tap("more", "cancel", "reason.cash")
	b.on("cash")
	assert.True(t, b.says(b.app.t("code.number", order.Number)))
	b.press(fyne.KeyEscape)
	b.on("code")
	b.tap("more", "cancel", "reason.cash", "cash.exact", "cash.take")
	b.on("paid")
	kept, err := b.till.Order(context.Background(), order.ID)
	require.NoError(t, err)
	assert.Equal(t, pos.CashTaken, kept.Evidence)
}

// Ensure that the cash page gives way when the money comes by QRIS after all.
func TestPaidWhileTakingCash(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	order := b.sell("2", "5", "000")
	b.tap("more", "cash", "cash.50.000")
	_, err := b.till.Settle(context.Background(), pos.Report{
		Source: "hp", Evidence: pos.ForwarderMatched, PaymentID: "1", Amount: 25_000, PaidAt: b.now(), OrderRef: order.Number,
	})
	require.NoError(t, err)
	b.on("paid")
	b.wait(5 * time.Second)
	b.on("keypad")
}
