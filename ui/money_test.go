package ui

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// stray reports money that nobody asked for, and opens its page.
func (b *bench) stray(id string, amount pos.Rupiah) pos.ID {
	b.Helper()
	outcome, err := b.till.Settle(context.Background(), pos.Report{
		Source: "hp", Evidence: pos.ForwarderMatched, PaymentID: id, Amount: amount, PaidAt: b.now(), Payer: "BUDI",
	})
	require.NoError(b, err)
	require.Equal(b, "unmatched", outcome.Result)
	b.settle()
	b.tap("menu", "menu.inbox", "money."+outcome.Payment.String())
	b.on("whose")
	return outcome.Payment
}

func (b *bench) moneyState(id pos.ID) pos.PaymentState {
	b.Helper()
	p, err := b.till.Payment(context.Background(), id)
	require.NoError(b, err)
	return p.State
}

// Ensure that money whose order is not known is given to any order by its number
// with a supervisor's PIN, or said to be returned or foreign with the owner's.
func TestMoneyNobodyAskedFor(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	o := b.sell("2", "5", "000")
	b.tap("next")
	first := b.stray("1", 24_000)
	b.tap("whose.unknown")
	b.on("inbox")
	b.tap("money."+first.String(), "whose.other", "key.9", "whose.give")
	b.pin(testPIN)
	b.on("whose")
	assert.True(t, b.says(b.app.t("not_found")), "there is no A-0009")
	b.tap("strip", "whose.other", "key.1", "whose.give")
	b.pin(testPIN)
	b.on("inbox")
	assert.Equal(t, pos.Matched, b.moneyState(first))
	assert.True(t, b.kept(o).Has(pos.FlagShort))
	b.tap("back")

	second := b.stray("2", 77_000)
	b.tap("whose.returned", "money.why.wrong")
	b.pin(testPIN)
	b.on("inbox")
	assert.Equal(t, pos.Returned, b.moneyState(second))
	b.tap("back")

	third := b.stray("3", 1)
	b.tap("whose.not_ours", "why.other")
	b.app.wrote('x')
	b.tap("write.done")
	b.pin(testPIN)
	b.on("inbox")
	assert.Equal(t, pos.NotOurs, b.moneyState(third))
	p, err := b.till.Payment(context.Background(), third)
	require.NoError(t, err)
	assert.Equal(t, "x", p.Note)
}
