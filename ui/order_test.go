package ui

import (
	"context"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/pos"
)

// pays reports money for an order.
func (b *bench) pays(o pos.Order, id string, amount pos.Rupiah) {
	b.Helper()
	_, err := b.till.Settle(context.Background(), pos.Report{
		Source: "hp", Evidence: pos.ForwarderMatched, PaymentID: id, Amount: amount, PaidAt: b.now(), OrderRef: o.Number, Issuer: "GoPay",
	})
	require.NoError(b, err)
	b.settle()
}

// kept reads an order as it is stored.
func (b *bench) kept(o pos.Order) pos.Order {
	b.Helper()
	kept, err := b.till.Order(context.Background(), o.ID)
	require.NoError(b, err)
	return kept
}

// Ensure that an order's page tells what the journal tells, and how the till
// knows of the money.
func TestOrderPage(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	o := b.sell("2", "5", "000")
	b.pays(o, "1", 25_000)
	b.on("paid")
	b.tap("new", "menu", "menu.history")
	b.tap("order." + o.Number)
	b.on("order")
	b.until("the events", func() bool { return len(b.app.order.events) == 3 })
	for _, words := range []string{"A-0001", "lunas", "Rp25.000", "Dibuat, Rp25.000", "Kode ditampilkan", "Masuk Rp25.000 · Notifikasi HP", "Rp25.000 · Notifikasi HP · GoPay"} {
		assert.True(t, b.says(words), words)
	}
	b.press(fyne.KeyEscape)
	b.on("history")
}

// Ensure that every kind of entry about an order has words in both languages.
func TestEveryEventHasWords(t *testing.T) {
	source, err := os.ReadFile("../pos/journal.go")
	require.NoError(t, err)
	found := regexp.MustCompile(`Kind = "((?:order|payment|refund|code)\.[a-z]+|gateway\.doubted)"`).FindAllSubmatch(source, -1)
	require.Greater(t, len(found), 15)
	for _, match := range found {
		kind := string(match[1])
		if strings.HasPrefix(kind, "payment.returned") || strings.HasPrefix(kind, "payment.disowned") {
			continue // they are about no order
		}
		for _, lang := range assets.Languages() {
			assert.True(t, assets.Has(lang, "event."+kind) || assets.Has(lang, "event."+kind+".yes"), "event.%s in %s", kind, lang)
		}
	}
}

// Ensure that a short payment is told, that the rest is asked for with a code of
// its own, and that the page of the order can give the money back instead.
func TestShortPayment(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	o := b.sell("2", "5", "000")
	b.tap("next")
	b.pays(o, "1", 20_000)
	b.until("the strip", func() bool { return b.says(o.Number + ": Masuk Rp20.000, kurang Rp5.000.") })
	b.tap("strip.yes")
	b.on("order")
	b.tap("order.rest")
	b.on("code")
	assert.Equal(t, pos.Rupiah(5_000), b.app.view.order.Payable)
	b.pays(o, "2", 5_000)
	b.on("paid")
	assert.Equal(t, pos.Paid, b.kept(o).State)
}

// Ensure that too much money never turns green by itself: the excess goes back
// with a PIN, the rest is then paid, and the Z knows.
func TestOverPayment(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	o := b.sell("2", "5", "000")
	b.tap("next")
	b.pays(o, "1", 30_000)
	b.until("the strip", func() bool { return b.says(o.Number + ": Masuk Rp30.000, lebih Rp5.000.") })
	b.tap("strip")
	b.until("the line", func() bool { return b.says(b.app.t("strip.check_all", 1) + " · Cek ›") })
	b.tap("strip")
	b.on("inbox")
	b.tap("order."+o.Number, "order.back")
	b.on("refund")
	assert.True(t, b.says("Rp5.000"))
	give, _ := b.find("refund.give")
	assert.False(t, give.Enabled, "how is not said")
	b.tap("refund.how.cash", "refund.give")
	b.pin("111222")
	b.until("a refusal", func() bool { return b.says(b.app.t("pin_wrong")) })
	assert.Zero(t, b.kept(o).Returned)
	b.pin(testPIN)
	b.on("order")
	kept := b.kept(o)
	assert.Equal(t, pos.Paid, kept.State)
	assert.Equal(t, pos.Rupiah(5_000), kept.Returned)
	assert.Zero(t, kept.BackDue)
	assert.Equal(t, "owner", kept.Refunds[0].By)
	shift, err := b.till.Shift(context.Background())
	require.NoError(t, err)
	assert.Equal(t, pos.Tally{Count: 1, Sum: 5_000}, shift.Refunds)
	assert.Equal(t, pos.Rupiah(5_000), shift.Drawer.Back)
	b.until("nothing to check", func() bool { return len(b.app.view.check) == 0 })
}

// Ensure that a second payment is told as such and not as paid again, and that
// the sound is asked for once.
func TestPaidTwice(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	sounds := 0
	b.app.o.Paid = func(pos.Order, bool) { sounds++ }
	o := b.sell("2", "5", "000")
	b.tap("next")
	b.pays(o, "1", 25_000)
	b.until("the strip", func() bool { return b.says(o.Number + " lunas Rp25.000") })
	b.pays(o, "2", 25_000)
	b.until("the other strip", func() bool { return b.says(b.app.t("matter.twice", o.Number, pos.Rupiah(25_000))) })
	assert.Equal(t, 1, sounds)
	b.tap("strip.yes", "order.back")
	b.on("refund")
	b.tap("refund.amount", "key.clear", "key.2", "key.000", "refund.amount.done", "refund.why.other")
	for _, letter := range "dobel" {
		b.app.wrote(letter)
	}
	b.tap("write.done", "refund.how.transfer", "refund.give")
	b.pin(testPIN)
	b.on("order")
	kept := b.kept(o)
	assert.Equal(t, pos.Rupiah(23_000), kept.BackDue)
	assert.Equal(t, "dobel", kept.Refunds[0].Why)
	assert.Equal(t, pos.BackByTransfer, kept.Refunds[0].How)
}

// Ensure that of two payments in one look the first is paid and the second is
// not.
func TestBothPaymentsAtOnce(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	o := b.sell("2", "5", "000")
	before := b.till.Head()
	for _, id := range []string{"1", "2"} {
		_, err := b.till.Settle(context.Background(), pos.Report{
			Source: "hp", Evidence: pos.ForwarderMatched, PaymentID: id, Amount: 25_000, PaidAt: b.now(), OrderRef: o.Number,
		})
		require.NoError(t, err)
	}
	_, all, err := b.app.news(context.Background(), before)
	require.NoError(t, err)
	require.Len(t, all, 2)
	assert.True(t, all[0].paid)
	assert.False(t, all[1].paid)
}

// Ensure that the old code of a replaced order, paid after all, says what goes
// back.
func TestReplacedAndPaidAfterAll(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	wrong := b.sell("2", "5", "0", "000")
	b.tap("more", "change")
	right := b.sell("2", "5", "000")
	b.tap("next")
	b.pays(wrong, "1", 250_000)
	b.until("the strip", func() bool { return b.says("A-0001 (salah nominal) dibayar Rp250.000, kembalikan Rp225.000.") })
	assert.Equal(t, pos.Cancelled, b.kept(right).State)
}

// Ensure that late money is told as late and leads to its order.
func TestLateMoney(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	o := b.sell("2", "5", "000")
	b.tap("next")
	b.wait(12 * time.Minute)
	b.pays(o, "1", 25_000)
	b.until("the strip", func() bool { return b.says("Uang A-0001 baru masuk: Rp25.000 (telat 7 menit).") })
	b.tap("strip.yes")
	b.on("order")
	assert.True(t, b.says("lunas, telat"))
}

// Ensure that a confirmation by hand is taken back with a reason and a PIN, and
// that the order is then open again.
func TestVoid(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	o := b.sell("2", "5", "000")
	b.tap("arrived", "seen.sms", "confirm.yes")
	b.on("paid")
	b.tap("new", "menu", "menu.history", "order."+o.Number, "order.void", "void.absent")
	b.pin(testPIN)
	b.on("order")
	assert.Equal(t, pos.Expired, b.kept(o).State)
	b.until("the event", func() bool { return b.says(b.app.t("event.payment.voided", pos.Rupiah(25_000))) })
}

// Ensure that an unpaid order is confirmed from its page, above the cashier's
// limit with the PIN of somebody who may, and that no other screen turns green
// for it.
func TestConfirmFromTheOrdersPage(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	settings := b.till.Shop().Settings
	settings.ManualOrder = 10_000
	require.NoError(t, b.till.Change(context.Background(), settings, testPIN, "owner"))
	o := b.sell("2", "5", "000")
	b.tap("next", "menu", "menu.history", "order."+o.Number, "order.arrived", "seen.sms", "confirm.yes")
	b.pin(testPIN)
	b.on("paid")
	assert.Equal(t, pos.Paid, b.kept(o).State)
	money, err := b.till.Payment(context.Background(), b.kept(o).Payments[0])
	require.NoError(t, err)
	assert.Equal(t, "owner", money.Approved)

	b.tap("new")
	other := b.sell("7", "000")
	b.tap("next", "menu", "menu.history", "order."+other.Number, "order.more", "order.cash")
	b.press(fyne.KeyEscape)
	b.on("order")
	b.pays(other, "2", 7_000)
	assert.Equal(t, "order", b.screen)
	b.until("the strip", func() bool { return b.says(other.Number + " lunas Rp7.000") })
}

// Ensure that an order is given up from its page for a reason.
func TestCancelFromTheOrdersPage(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	o := b.sell("2", "5", "000")
	b.tap("next", "menu", "menu.history", "order."+o.Number, "order.more", "order.cancel", "reason.changed_mind")
	b.on("order")
	b.until("the state", func() bool { return b.says(b.app.t("state.cancelled")) })
	assert.Equal(t, pos.Cancelled, b.kept(o).State)
}
