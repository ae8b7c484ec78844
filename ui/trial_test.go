package ui

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// Ensure that the test of set-up can wait and is an amber line until then, that
// paying it is real money and no sale, that the till says whether it noticed by
// itself, and that a new source of money asks for it again.
func TestTrial(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier, untried: true})
	due := b.app.t("trial.due", pos.Rupiah(1_000)) + " ›"
	b.on("keypad")
	require.True(t, b.says(due))
	b.tap("notice")
	b.pin(testPIN)
	b.on("trial")
	assert.True(t, b.says(b.app.t("trial.text", "WARUNG SAYUR BU TINI")+"\n"+b.app.t("trial.by_hand")))
	b.tap("trial.later")
	b.on("keypad")
	b.tap("notice")
	b.pin(testPIN)
	b.tap("trial.start")
	b.on("code")
	order := b.app.view.order
	assert.True(t, order.Has(pos.FlagTest))
	assert.Equal(t, pos.Rupiah(1_000), order.Payable)
	b.tap("arrived", "seen.merchant_app", "confirm.yes")
	b.on("paid")
	b.tap("new")
	b.on("done")
	assert.True(t, b.says(b.app.t("trial.done.by_hand")+"\n"+b.app.t("trial.done.text", order.Name)))
	b.tap("ok")
	b.on("keypad")
	assert.False(t, b.says(due))
	sum, err := b.till.Today(context.Background())
	require.NoError(t, err)
	assert.Zero(t, sum.Sales)

	secret, err := b.till.AddSource(context.Background(), "hp", testPIN, "owner")
	require.NoError(t, err)
	assert.NotEmpty(t, secret)
	b.until("the line again", func() bool { return b.says(due) })
	b.tap("notice")
	b.pin(testPIN)
	b.tap("trial.start")
	b.on("code")
	b.pays(b.app.view.order, "t1", 1_000)
	b.on("paid")
	b.wait(5 * time.Second)
	b.on("done")
	assert.True(t, b.says(b.app.t("trial.done.by_itself")+"\n"+b.app.t("trial.done.text", order.Name)))
	assert.False(t, b.till.Shop().TestDue)
}

// Ensure that the test costs what the counter's gateway takes at least.
func TestTrialLeast(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier, untried: true})
	b.gateway(2000)
	b.app.view.gateways[0].Least = 1_500
	assert.Equal(t, pos.Rupiah(1_500), b.app.trialCosts())
}
