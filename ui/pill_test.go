package ui

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// Ensure that the pill says who will notice money: nobody, a source heard lately,
// or one that fell silent; and that touching it says what to do.
func TestPill(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	assert.True(t, b.says("Cek manual"))
	b.tap("pill")
	assert.True(t, b.says(b.app.t("pill.manual.why")))
	b.tap("back")

	_, err := b.till.AddSource(context.Background(), "hp", testPIN, "owner")
	require.NoError(t, err)
	b.settle()
	assert.True(t, b.says(b.app.t("pill.unheard")))
	order := b.sell("5", "000")
	_, err = b.till.Settle(context.Background(), pos.Report{
		Source: "hp", Evidence: pos.ForwarderMatched, PaymentID: "1", Amount: 5_000, PaidAt: b.now(), OrderRef: order.Number,
	})
	require.NoError(t, err)
	b.on("paid")
	b.tap("new")
	b.until("an automatic till", func() bool { return b.says("● Otomatis") })
	whole(b, "pill")
	b.shot("pill")
	b.wait(12 * time.Minute)
	assert.True(t, b.says("HP notifikasi diam 12 mnt"))
	whole(b, "pill")
	b.shot("pill-silent")
}
