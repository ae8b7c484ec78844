package ui

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// Ensure that a code for which a wrong amount came is taken off the screen, tells
// a customer what is missing or to wait, and offers the cashier what to do.
func TestWrongAmountOnTheScreen(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCustomer})
	o := b.sell("2", "5", "000")
	b.pays(o, "1", 20_000)
	b.until("the words", func() bool { return b.says(b.app.t("code.short", pos.Rupiah(5_000))) })
	assert.Empty(t, codeBox(b).Label, "the old code must not be paid again")
	b.tap("cashier")
	b.pin(testPIN)
	b.on("code")
	assert.True(t, b.says("Masuk Rp20.000, kurang Rp5.000."))
	b.tap("rest")
	b.until("the code of the rest", func() bool { return codeBox(b).Label != "" })
	assert.True(t, b.says("Rp5.000"))
	b.wait(40 * time.Second)
	assert.True(t, b.says(b.app.t("code.scan")+"\n"+b.app.t("code.part", pos.Rupiah(20_000), pos.Rupiah(25_000))), "a customer reads why it is less")
	b.pays(o, "2", 6_000)
	b.until("the words", func() bool { return b.says(b.app.t("code.check")) })
	assert.Empty(t, codeBox(b).Label)
	b.tap("cashier")
	b.pin(testPIN)
	b.tap("giveback", "refund.how.cash", "refund.give")
	b.pin(testPIN)
	b.on("paid")
	assert.Equal(t, pos.Rupiah(1_000), b.kept(o).Returned)
}

// Ensure that money which is one of two orders' asks whose it is on the code of
// each, and that a customer is told not to pay again.
func TestTwoCandidatesOnTheScreen(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier, shared: true})
	first := b.sell("2", "5", "000")
	b.tap("next")
	b.sell("2", "5", "000")
	_, err := b.till.Settle(context.Background(), pos.Report{
		Source: "hp", Evidence: pos.ForwarderMatched, PaymentID: "1", Amount: 25_000, PaidAt: b.now(),
	})
	require.NoError(t, err)
	b.until("the question", func() bool { return b.says(b.app.t("inbox.which", pos.Rupiah(25_000))) })
	b.tap("offer.yes")
	b.on("whose")
	b.tap("order." + first.Number)
	b.on("code")
	b.until("the strip", func() bool { return b.says(first.Number + " lunas Rp25.000") })
	assert.True(t, b.says(b.app.t("code.waiting")))
}

// Ensure that a customer's word is a grey line for the cashier, never beside a
// button that pays, and that it moves nothing.
func TestClaim(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	o := b.sell("2", "5", "000")
	_, err := b.till.Claim(context.Background(), o.ID, "page")
	require.NoError(t, err)
	b.until("the line", func() bool { return b.says(b.app.t("code.claimed")) })
	assert.Equal(t, colorQuiet, b.app.code.hint.color)
	assert.Equal(t, pos.Pending, b.kept(o).State)
	hint, arrived := b.app.code.hint, b.app.code.arrived
	assert.Less(t, hint.Position().Y+hint.Size().Height, arrived.Position().Y)
}

// Ensure that an owner with a paired phone is asked on it, that the code says so,
// and that the answer moves it.
func TestAskTheOwner(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	code, _, err := b.till.PairingCode(context.Background(), pos.ScopeOwnerConfirm, testPIN, "owner")
	require.NoError(t, err)
	_, err = b.till.Pair(context.Background(), code, "HP Bu Tini")
	require.NoError(t, err)
	b.settle()
	o := b.sell("2", "5", "000")
	b.tap("arrived")
	assert.True(t, b.says(b.app.t("confirm.ask_owner")))
	b.tap("seen.owner")
	b.on("code")
	asked := b.app.t("matter.owner", "13:04")
	b.until("the wait", func() bool { return b.says(asked) })
	assert.Contains(t, codeBox(b).Label, o.Payload)
	_, err = b.till.AnswerOwner(context.Background(), o.ID, false, "device:HP Bu Tini")
	require.NoError(t, err)
	b.until("no more wait", func() bool { return !b.says(asked) })
	b.tap("arrived", "seen.owner")
	b.on("code")
	_, err = b.till.AnswerOwner(context.Background(), o.ID, true, "device:HP Bu Tini")
	require.NoError(t, err)
	b.on("paid")
	b.until("the facts", func() bool { return b.says("Pemilik · 13:04:28") })
}

// Ensure that the till says why its code asks for a little less than the price.
func TestUniqueAmountLine(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	settings := b.till.Shop().Settings
	settings.Unique = true
	require.NoError(t, b.till.Change(context.Background(), settings, testPIN, "owner"))
	o := b.sell("2", "5", "000")
	require.NotZero(t, o.Off)
	assert.True(t, b.says(o.Payable.String()))
	assert.True(t, b.says("No. "+o.Number+"\n"+b.app.t("code.off", pos.Rupiah(25_000), o.Off)))
}

// Ensure that asking a gateway again says that it is being checked, then that the
// money is not there or that it could not be checked, which are two things.
func TestCheckAgain(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	close(b.gateway(10_000)) // it makes no code, at once
	var asked []string
	b.app.o.Check = func(o pos.Order) { asked = append(asked, o.Number) }
	o := b.sell("2", "5", "000")
	b.tap("more", "check")
	b.on("code")
	assert.Equal(t, []string{o.Number}, asked)
	assert.True(t, b.says(b.app.t("check.now")))
	b.till.GatewaySilent("xendit", false)
	b.wait(time.Second)
	assert.True(t, b.says(b.app.t("check.cannot")))
	b.till.GatewayHeard("xendit")
	b.wait(4 * time.Second)
	assert.True(t, b.says(b.app.t("check.not_found")))
	b.tap("more")
	assert.True(t, b.says(b.app.t("code.check_again")+" "+b.app.t("check.last", b.app.t("check.seconds", 4))))
	b.tap("back", "next")
	other := b.sell("1", "000")
	assert.NotEqual(t, o.ID, other.ID)
	assert.False(t, b.says(b.app.t("check.not_found")), "nobody asked about this one")
}

// Ensure that the pill and the code tell a wrong clock.
func TestWrongClock(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.till.HeardTime("hp", b.now().Add(7*time.Minute))
	b.wait(time.Minute)
	b.settle()
	assert.True(t, b.says("Jam salah"))
	b.tap("pill")
	assert.True(t, b.says(b.app.t("pill.clock.why", 7)))
	b.tap("back")
	b.sell("5", "000")
	assert.True(t, b.says(b.app.t("code.clock", 7)))
	whole(b, "code-clock")
}
