package ui

import (
	"context"
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// Ensure that a shift is opened, its cash moved, its drawer counted blind and
// the shift closed by taps and keys, and that the figures come out on its Z.
func TestShiftByTaps(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.hire("Sari", pos.RoleCashier, "4826")
	b.signIn("Sari", "4826")
	b.tap("menu", "menu.shift")
	b.until("the shift", func() bool { return b.app.shift.ready })
	assert.True(t, b.says(b.app.t("shift.unopened")))
	b.tap("shift.open", "key.2", "key.00", "key.000", "shift.open")
	b.until("the float", func() bool { return b.says("Rp200.000") && b.screen == "shift" })
	b.tap("shift.out", "key.1", "key.5", "key.000", "next", "why.other")
	b.press(fyne.KeyReturn)
	assert.Equal(t, "write", b.screen, "a reason is needed")
	for _, letter := range "es batu" {
		b.window.Canvas().OnTypedRune()(letter)
	}
	b.tap("write.done")
	b.until("the cash", func() bool { return b.says("Rp15.000") && b.screen == "shift" })
	for _, words := range []string{"Rp185.000", b.app.t("z.expected"), b.app.t("z.total")} {
		assert.False(t, b.says(words), "a cashier counts blind and sees no totals: %s", words)
	}
	b.tap("shift.close")
	b.press("1", fyne.KeyReturn, fyne.KeyReturn, "2", fyne.KeyBackspace, "1", "2")
	assert.True(t, b.says("Rp700.000"), "1 × 100.000 and 12 × 50.000")
	b.press(fyne.KeyBackspace)
	b.tap("count.1000", "key.00", "key.000", "key.9", "key.9", "key.9", "key.9", "key.9")
	assert.True(t, b.says("Rp10.149.000"), "no more than 9.999 of a kind")
	b.tap("key.clear", "key.3", "key.0", "count.done")
	assert.Equal(t, "shift.close", b.screen)
	b.tap("close.yes")
	b.on("z")
	assert.True(t, b.says("-Rp5.000"), "what is missing")
	z, err := b.till.Zs(context.Background(), 0, 1)
	require.NoError(t, err)
	assert.Equal(t, pos.Count{100_000: 1, 50_000: 1, 1_000: 30}, z[0].Count)
	assert.Equal(t, []any{pos.Rupiah(185_000), pos.Rupiah(180_000), "Sari"}, []any{z[0].Expected, z[0].Counted, z[0].By})
	assert.Equal(t, "es batu", z[0].Moves[0].Why)
	b.tap("back")
	b.on("shift")
}

// Ensure that a cashier hands over with a count, and that what is closed without
// one says so.
func TestHandOverByTaps(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.staffed()
	b.sell("5", "000")
	b.tap("next", "menu", "menu.shift", "shift.hand", "hand.count", "count.500", "key.4", "count.done", "crew.Sari")
	b.pin("4826")
	b.tap("pad.ok")
	b.on("keypad")
	shift, err := b.till.Shift(context.Background())
	require.NoError(t, err)
	last := shift.HandOvers[len(shift.HandOvers)-1]
	require.NotNil(t, last.Counted)
	assert.Equal(t, []any{boss, "Sari", pos.Rupiah(2_000)}, []any{last.From, last.To, *last.Counted})
	b.tap("menu", "menu.shift", "shift.close", "count.skip", "close.no", "shift.close", "count.skip")
	assert.True(t, b.says(b.app.t("shift.uncounted")+" "+b.app.t("shift.close.text")))
	b.tap("close.yes")
	b.on("z")
	z, err := b.till.Zs(context.Background(), 0, 1)
	require.NoError(t, err)
	assert.False(t, z[0].WasCounted)
}

// dropping is a till whose answer to a wish about cash is lost once.
type dropping struct {
	Till
	lost bool
}

func (d *dropping) MoveCash(ctx context.Context, m pos.MoveCash) (pos.Shift, error) {
	shift, err := d.Till.MoveCash(ctx, m)
	if err == nil && !d.lost {
		d.lost = true
		return pos.Shift{}, errors.Join(pos.ErrStorage, errors.New("the answer was lost"))
	}
	return shift, err
}

// Ensure that cash whose answer was lost is moved once when it is tried again.
func TestCashAskedTwice(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.app.o.Till = &dropping{Till: b.till}
	b.tap("menu", "menu.shift", "shift.in", "key.5", "key.000", "next", "why.1")
	b.on("trouble")
	b.tap("retry")
	b.until("the cash", func() bool { return b.screen == "shift" && b.app.shift.mine.In == 5_000 })
	shift, err := b.till.Shift(context.Background())
	require.NoError(t, err)
	assert.Len(t, shift.Moves, 1)
}

// Ensure that X and Z are behind a PIN for those who may see no totals.
func TestTotalsBehindThePIN(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.hire("Sari", pos.RoleCashier, "4826")
	b.signIn("Sari", "4826")
	b.tap("menu", "menu.shift", "shift.x")
	b.pin(testPIN)
	b.on("x")
	b.tap("back", "shift.zs")
	b.on("pin")
	b.tap("back")
	b.on("shift")
}
