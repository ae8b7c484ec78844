package ui

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// hire adds somebody to the shop.
func (b *bench) hire(name string, role pos.Role, pin string) {
	b.Helper()
	require.NoError(b, b.till.AddPerson(context.Background(), pos.AddPerson{Name: name, Role: role, Secret: pin, PIN: testPIN, Actor: "owner"}))
	b.settle()
}

// signIn makes somebody the cashier, by taps.
func (b *bench) signIn(name, pin string) {
	b.Helper()
	b.on("keypad")
	b.tap("menu", "menu.crew", "crew."+name)
	b.pin(pin)
	if len(pin) < pinLength {
		b.tap("pad.ok")
	}
	b.on("keypad")
}

// Ensure that a cashier signs in with a name and the own PIN, that what is done
// then is done in that name, and that the next one takes over without closing.
func TestSignIn(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.hire("Sari", pos.RoleCashier, "4826")
	b.hire("Budi", pos.RoleSupervisor, "73915")
	b.tap("menu", "menu.crew", "crew.Sari")
	b.pin("7391")
	b.tap("pad.ok")
	b.until("a refusal", func() bool { return b.says(b.app.t("pin_wrong")) })
	assert.Empty(t, b.till.Shop().Cashier)
	b.pin("4826")
	b.tap("pad.ok")
	b.on("keypad")
	assert.True(t, b.says("Kasir A · Sari"))
	order := b.sell("5", "000")
	assert.Equal(t, "Sari", order.Actor)
	b.tap("arrived", "seen.sms", "confirm.yes")
	b.on("paid")
	b.until("the facts", func() bool { return b.says("Manual · Sari · 13:04:28") })
	b.tap("new", "menu", "menu.today")
	b.on("pin") // a cashier sees no totals
	b.tap("back", "back")

	b.signIn("Budi", "73915")
	assert.True(t, b.says("Kasir A · Budi"))
	b.tap("menu", "menu.today")
	b.on("today") // a supervisor does
	b.tap("back", "menu", "menu.crew")
	here, _ := b.find("crew.Budi")
	assert.False(t, here.Enabled)
	b.shot("crew")
	b.tap("crew.out")
	b.on("keypad")
	assert.True(t, b.says("Kasir A"))
	assert.Empty(t, b.till.Shop().Cashier)
	shift, err := b.till.Shift(context.Background())
	require.NoError(t, err)
	assert.Len(t, shift.HandOvers, 3)
}

// Ensure that a cashier's short PIN opens the panel at a customer's side, and
// that the key that ends it is dead before four digits.
func TestShortPIN(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCustomer})
	b.hire("Sari", pos.RoleCashier, "4826")
	b.sell("5", "000")
	b.tap("cashier")
	b.on("pin")
	b.tap("pad.4", "pad.8", "pad.2")
	ok, _ := b.find("pad.ok")
	assert.False(t, ok.Enabled)
	b.press(fyne.KeyReturn)
	assert.Equal(t, "pin", b.screen)
	b.tap("pad.6")
	b.press(fyne.KeyEnter)
	b.until("the panel", func() bool { _, there := b.find("arrived"); return there })
}
