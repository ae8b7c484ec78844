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

// waiting is a gateway that answers when it is told to, or never.
type waiting chan struct{}

func (w waiting) Code(ctx context.Context, _ string, _ pos.Order) (pos.GatewayCode, error) {
	select {
	case <-w:
	case <-ctx.Done():
	}
	return pos.GatewayCode{}, context.Canceled
}

// gateway gives the counter a gateway that answers when it is told to.
func (b *bench) gateway(budget int) waiting {
	b.Helper()
	_, err := b.till.AddGateway(context.Background(), pos.AddGateway{Known: true, PIN: testPIN, Actor: "owner", Gateway: pos.Gateway{
		Name: "xendit", System: "xendit", Base: "https://api.example.com", Budget: budget, Poll: 2000, Surest: pos.GatewayVerified,
	}})
	require.NoError(b, err)
	w := make(waiting)
	b.till.SetCharger(w)
	b.settle()
	return w
}

// Ensure that the pill trusts a gateway until it leaves a question unanswered, and
// again once it answers.
func TestPillGateway(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.gateway(2000)
	assert.True(t, b.says("● Otomatis"))
	b.tap("pill")
	assert.True(t, b.says(b.app.t("pill.polls.why")), "nobody can call a till without an address")
	b.tap("back")
	settings := b.till.Shop().Settings
	settings.PublicAddress = "https://kasir.toko.example"
	require.NoError(t, b.till.Change(context.Background(), settings, testPIN, "owner"))
	b.app.ask()
	b.until("an address", func() bool { return b.app.view.shop.PublicAddress != "" })
	b.tap("pill")
	assert.True(t, b.says(b.app.t("pill.auto.why")))
	b.tap("back")
	b.till.GatewaySilent("xendit", false)
	b.wait(3 * time.Minute)
	b.app.ask()
	b.until("a silent gateway", func() bool { return b.says("Gateway diam 3 mnt") })
	b.tap("pill")
	assert.True(t, b.says(b.app.t("pill.gateway.why")))
	b.tap("back")
	b.till.GatewaySilent("xendit", true)
	b.app.ask()
	b.until("no network", func() bool { return b.says("Internet putus") })
	b.tap("pill")
	assert.True(t, b.says(b.app.t("pill.offline.why")))
	b.tap("back")
	b.till.GatewayHeard("xendit")
	b.app.ask()
	b.until("an automatic till", func() bool { return b.says("● Otomatis") })
}

// Ensure that while a code is prepared the screen says so and Batal works at once:
// the amount stays, for another try.
func TestLeaveWhilePreparing(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.gateway(10_000)
	for _, leave := range []func(){func() { b.tap("cash") }, func() { b.press(fyne.KeyEscape) }} {
		b.tap("key.clear", "key.5", "key.000", "show")
		b.until("preparing", func() bool { return b.says("Menyiapkan QR…") && b.says("Batal") })
		whole(b, "preparing")
		leave()
		b.until("the keypad again", func() bool { return b.says(b.app.t("keypad.show")) })
		assert.Equal(t, pos.Rupiah(5_000), b.app.keypad.sum.total())
		orders, err := b.till.History(context.Background(), pos.Search{})
		require.NoError(t, err)
		assert.Equal(t, pos.Cancelled, orders[0].State)
		assert.Zero(t, orders[0].FirstShown)
	}
}

// Ensure that a code which is not the gateway's says that the cashier must look
// for the money.
func TestLocalCode(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	w := b.gateway(10_000)
	close(w) // it answers at once that it makes no code
	b.sell("5", "000")
	assert.True(t, b.says(b.app.t("code.local")))
}
