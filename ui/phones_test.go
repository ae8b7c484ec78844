package ui

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// write types a text on the keyboard page and hands it on.
func (b *bench) write(text string) {
	b.Helper()
	for _, letter := range text {
		b.window.Canvas().OnTypedRune()(letter)
	}
	b.tap("write.done")
}

// usePairing does what a phone does with the code on the screen.
func (b *bench) usePairing() {
	b.Helper()
	_, _, err := b.till.PairSource(context.Background(), b.app.pair.p.code)
	require.NoError(b, err)
	b.wait(time.Second)
}

// Ensure that a phone is paired by the code on the screen, which closes by
// itself; that the owner says how far it is trusted; that a sample tells what
// would be read; and that another phone takes its place after a test.
func TestPhones(t *testing.T) {
	ctx := context.Background()
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.settings()
	b.tap("settings.access", "access.sources", "source.pair")
	b.write("HP Satu")
	b.on("pair")
	assert.Contains(t, b.app.pair.framed.code.payload, b.app.pair.p.code)
	b.usePairing()
	b.on("access.sources")
	require.Len(t, b.till.Sources(), 1)
	assert.Equal(t, pos.MadePaired, b.till.Sources()[0].Made)

	b.tap("source.hp-satu", "source.trust", "trust.auto", "key.5", "key.0", "key.000", "set.save")
	b.until("trust", func() bool { return b.screen == "source" && b.till.Sources()[0].Trust == pos.TrustAuto })
	assert.Equal(t, pos.Rupiah(50_000), b.till.Sources()[0].Most)
	assert.True(t, b.till.Shop().Unique)
	b.tap("back", "templates")
	add, _ := b.find("template.try")
	assert.False(t, add.Enabled, "there is nothing to try it with")
	b.tap("template.add")
	b.write("id.contoh.merchant")
	b.tap("write.done")
	b.until("a template", func() bool { return b.screen == "templates" && len(b.till.Templates()) == 1 })
	for text, says := range map[string]string{
		"Uang masuk Rp25.000 dari BUDI": b.app.t("sample.read", "Rp25.000"),
		"Cashback Rp5.000 masuk":        b.app.t("text_not_money"),
	} {
		b.tap("template.try", "app.id.contoh.merchant")
		b.write(text)
		b.on("done")
		assert.True(t, b.says(says), says)
		b.tap("ok")
	}
	b.tap("template.0", "sure.yes")
	b.until("no template", func() bool { return b.screen == "templates" && len(b.till.Templates()) == 0 })

	b.wait(time.Second)
	b.tap("back", "source.hp-satu", "source.replace")
	test, _ := b.find("replace.test")
	assert.False(t, test.Enabled, "there is no new phone yet")
	b.tap("replace.pair")
	b.write("hp-dua")
	b.on("pair")
	b.usePairing()
	b.on("replace")
	b.tap("replace.revoke")
	b.until("a refusal", func() bool { return b.says(b.app.t("phone_untested")) })
	b.tap("replace.test")
	b.on("code")
	o := b.app.view.order
	assert.True(t, o.Has(pos.FlagTest))
	_, err := b.till.Settle(ctx, pos.Report{Source: "hp-dua", Evidence: pos.ForwarderMatched, Amount: o.Payable, PaidAt: b.now()})
	require.NoError(t, err)
	b.app.settings.pin = testPIN
	b.app.settings.replace("hp-satu", b.app.showHome)
	b.drain()
	b.tap("replace.revoke")
	b.until("one phone", func() bool { return len(b.till.Sources()) == 1 })
	assert.Equal(t, []any{"hp-dua", pos.TrustAuto}, []any{b.till.Sources()[0].Name, b.till.Sources()[0].Trust})
}
