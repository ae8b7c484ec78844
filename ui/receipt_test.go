package ui

import (
	"context"
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// printing gives the bench a printer that answers when it is told to.
func (b *bench) printing() (answers chan error) {
	b.Helper()
	settings := b.till.Shop().Settings
	settings.Printer = "/dev/usb/lp0"
	require.NoError(b, b.till.Change(context.Background(), settings, testPIN, "owner"))
	answers = make(chan error, 1)
	b.app.o.Print = func(_ pos.ID, _, _ string, then func(error)) {
		go func() { then(<-answers) }()
	}
	b.app.o.Text = func(_ context.Context, o pos.Order, lang string) (string, error) {
		return "https://wa.me/?text=" + o.Number + "%20" + lang, nil
	}
	b.settle()
	return answers
}

// Ensure that a receipt is printed beside the next sale: the page waits for the
// printer only as long as the cashier does, and a printer that is off is said.
func TestReceipt(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	answers := b.printing()
	o := b.sell("5", "000")
	b.pays(o, "1", 5_000)
	b.on("paid")
	b.tap("receipt")
	b.on("receipt")
	b.wait(30 * time.Second)
	assert.Equal(t, "receipt", b.screen, "it holds the screen")
	b.shot("receipt")
	whole(b, "receipt")
	b.tap("receipt.print")
	assert.True(t, b.says(b.app.t("receipt.printing")+" "+b.app.t("receipt.print.note")))
	answers <- nil
	b.on("keypad")

	o = b.sell("6", "000")
	b.pays(o, "2", 6_000)
	b.on("paid")
	b.tap("receipt", "receipt.print", "receipt.none")
	b.on("keypad")
	b.tap("key.7")
	answers <- errors.New("no paper")
	b.until("the strip", func() bool { return b.says(o.Number + ": " + b.app.t("unknown_error")) })
	assert.Equal(t, pos.Rupiah(7), b.app.keypad.sum.total())
}

// Ensure that the text of a receipt comes as a code of its own kind, framed and
// headed, for half an hour, from the history too.
func TestReceiptAsText(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.printing()
	o := b.sell("5", "000")
	b.pays(o, "1", 5_000)
	b.on("paid")
	b.tap("receipt", "receipt.whatsapp")
	b.until("the code", func() bool { return codeBox(b).Label == "https://wa.me/?text=A-0001%20id" })
	assert.True(t, b.says("Struk, bukan kode bayar"))
	for _, size := range testSizes {
		b.window.Resize(size)
		b.app.render()
		whole(b, "receipt-text")
		b.shot("receipt-text")
	}
	b.press(fyne.KeyReturn)
	b.on("keypad")
	b.tap("menu", "menu.history", "order."+o.Number, "order.receipt")
	b.on("receipt")
	b.wait(receiptText)
	b.on("order")
	b.tap("order.receipt")
	_, text := b.find("receipt.whatsapp")
	_, paper := b.find("receipt.print")
	assert.Equal(t, []bool{false, true}, []bool{text, paper}, "on paper it is always to be had")
}

// Ensure that a till that can give no receipt offers none.
func TestNoReceipt(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	o := b.sell("5", "000")
	b.pays(o, "1", 5_000)
	b.on("paid")
	_, there := b.find("receipt")
	assert.False(t, there)
}

// Ensure that the green spreads from its mark over the screen as one surface,
// that the words come once it is there, and that a key pressed meanwhile is the
// next sale's.
func TestGreenSpreads(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	o := b.sell("5", "000")
	p := b.app.paid
	p.spread.Tick = func(float32) {} // by hand
	b.pays(o, "1", 5_000)
	b.on("paid")
	assert.False(t, b.says("LUNAS"))
	before := p.green.Size()
	p.grow(0.5)
	half := p.green.Size()
	assert.Greater(t, half.Width, before.Width)
	assert.False(t, p.title.Visible())
	p.grow(1)
	assert.True(t, b.says("LUNAS"))
	assert.Equal(t, b.app.root.Size(), p.green.Size())
	assert.LessOrEqual(t, p.spread.Duration, 400*time.Millisecond)

	b.tap("new")
	o = b.sell("6", "000")
	b.pays(o, "2", 6_000)
	b.on("paid")
	p.grow(0.3)
	b.press(fyne.Key4)
	b.on("keypad")
	p.grow(0.8)
	p.grow(1)
	assert.Equal(t, "keypad", b.screen)
	assert.Equal(t, pos.Rupiah(4), b.app.keypad.sum.total())
}
