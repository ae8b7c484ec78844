package ui

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// lockable opens a till that locks after ten minutes.
func lockable(t *testing.T) *bench {
	b := newBench(t, opening{facing: pos.FacingCashier})
	settings := b.till.Shop().Settings
	settings.LockAfter = 10
	require.NoError(t, b.till.Change(context.Background(), settings, testPIN, "owner"))
	b.settle()
	return b
}

// Ensure that a till nobody touches is locked, not while a code is up, and opens
// for the PIN of anybody who works here, who is then the one at the till.
func TestLock(t *testing.T) {
	b := lockable(t)
	b.hire("Sari", pos.RoleCashier, "4826")
	b.hire("Budi", pos.RoleCashier, "7391")
	b.signIn("Sari", "4826")
	order := b.sell("5", "000")
	for range 8 {
		b.wait(2 * time.Minute)
		b.tap("extend")
		b.until("two more minutes", func() bool { return !b.app.code.busy })
	}
	assert.Equal(t, "code", b.screen)
	b.wait(9 * time.Minute) // over, but the idle time starts only now
	assert.Equal(t, "code", b.screen)
	b.wait(10 * time.Minute)
	b.on("lock")
	whole(b, "lock")
	b.shot("lock")
	assert.True(t, b.says(b.app.t("lock.cashier", "Sari")))

	b.pays(order, "1", 5_000)
	assert.Equal(t, "lock", b.screen, "nothing turns green over a locked screen")
	strip, there := b.find("strip")
	assert.False(t, there, strip.Label)
	b.press(fyne.KeyEscape, fyne.KeyF3, fyne.KeyF1)
	assert.Equal(t, "lock", b.screen)

	b.typePIN("1357")
	b.until("a refusal", func() bool { return b.says(b.app.t("pin_wrong")) })
	b.typePIN("7391")
	b.on("keypad")
	assert.Equal(t, "Budi", b.till.Shop().Cashier)
	late := b.app.minutesLate(b.kept(order))
	assert.True(t, b.says(b.app.t("strip.late", order.Number, pos.Rupiah(5_000), late)), "told once somebody is there")
	b.wait(9 * time.Minute)
	b.tap("key.5")
	b.wait(9 * time.Minute)
	assert.Equal(t, "keypad", b.screen)
	b.tap("menu", "menu.lock")
	b.on("lock")
	b.typePIN(testPIN)
	b.on("keypad")
	assert.Equal(t, "owner", b.till.Shop().Cashier)
	assert.Zero(t, b.app.keypad.sum.total(), "what another one keyed in is gone")
}

// typePIN types a PIN and says that it is all of it.
func (b *bench) typePIN(digits string) {
	b.Helper()
	for _, digit := range digits {
		b.tap("pad." + string(digit))
	}
	if len(digits) < pinLength {
		b.tap("pad.ok")
	}
}

// Ensure that wrong PINs lock nobody out of selling: without a name, and without
// what a name may do.
func TestLockedOutSellsOn(t *testing.T) {
	b := lockable(t)
	b.hire("Budi", pos.RoleSupervisor, "7391")
	b.signIn("Budi", "7391")
	b.tap("menu", "menu.lock")
	b.on("lock")
	_, there := b.find("aside")
	assert.False(t, there)
	for range 6 {
		b.typePIN("1357")
		b.until("an answer", func() bool { return b.says(b.app.t("pin_wrong")) || b.says(b.app.t("pin_locked")) })
		if _, there = b.find("aside"); there {
			break
		}
	}
	require.True(t, there)
	assert.True(t, b.says(b.app.t("pin_locked")))
	whole(b, "locked out")
	b.shot("locked-out")
	b.tap("aside")
	b.on("keypad")
	assert.Empty(t, b.till.Shop().Cashier)
	b.tap("menu", "menu.today")
	b.on("pin")
	b.tap("back", "back")
	b.sell("5", "000")
}

// Ensure that after a restart of the machine the till is locked, but for an open
// code, which comes first, and that a till nobody wants locked is not.
func TestLockedAfterARestart(t *testing.T) {
	b := lockable(t)
	order := b.sell("5", "000")
	b.app.Stop()
	b.start(opening{locked: true})
	b.on("code")
	assert.Equal(t, order.ID, b.app.view.order.ID)
	b.tap("next")
	b.on("lock")
	b.app.Stop()
	b.start(opening{})
	b.on("code")
	b.wait(6 * time.Minute)
	b.app.Stop()
	b.start(opening{locked: true})
	b.on("lock")

	b = newBench(t, opening{facing: pos.FacingCashier})
	b.app.Stop()
	b.start(opening{locked: true})
	b.on("keypad")
}

// Ensure that the six words give the owner a new PIN, on the locked screen too,
// that wrong words do not, and that a till without such words says what is left.
func TestForgottenPIN(t *testing.T) {
	b := lockable(t)
	b.tap("menu", "menu.lock", "forgot")
	b.on("forgot")
	assert.True(t, b.says(b.app.t("forgot.none")))
	b.tap("back")
	b.on("lock")
	words, err := b.till.NewRecoveryCode(context.Background(), testPIN, "owner")
	require.NoError(t, err)
	b.tap("forgot")
	b.on("write")
	write := func(text string) {
		for range len(b.app.write.text) {
			b.press(fyne.KeyBackspace)
		}
		for _, r := range text {
			b.app.wrote(r)
		}
		b.press(fyne.KeyReturn)
	}
	write("satu dua tiga empat lima enam")
	b.until("a refusal", func() bool { return b.says(b.app.t("recovery_code_wrong")) })
	write(words)
	b.on("pin")
	b.pin("123456")
	b.until("a refusal", func() bool { return b.says(b.app.t("pin_weak")) })
	b.pin("583920")
	b.pin("583920")
	b.on("keypad")
	_, err = b.till.Approve(context.Background(), pos.MaySettings, "", "583920")
	assert.NoError(t, err)
}

// Ensure that the till is left by holding the version for three seconds and the
// owner's PIN, by the window's cross with the PIN alone, and by nothing less.
func TestLeaveTheTill(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	left := 0
	b.app.o.Quit = func() { left++ }
	b.tap("menu")
	hold := func(d time.Duration) {
		b.app.choice.foot.MouseDown(&desktop.MouseEvent{})
		b.wait(d)
		b.app.choice.foot.MouseUp(&desktop.MouseEvent{})
		b.app.choice.foot.Tapped(nil)
	}
	hold(2 * time.Second)
	assert.Equal(t, "menu", b.screen)
	hold(3 * time.Second)
	b.on("pin")
	b.tap("back")
	b.on("menu")
	hold(3 * time.Second)
	b.pin("111222")
	b.until("a refusal", func() bool { return b.says(b.app.t("pin_wrong")) })
	assert.Zero(t, left)
	b.pin(testPIN)
	b.until("it left", func() bool { return left == 1 })

	b.tap("back", "back")
	b.app.Close()
	b.on("pin")
	b.app.Close()
	b.tap("back")
	b.on("keypad")
	b.app.Close()
	b.pin(testPIN)
	b.until("it left", func() bool { return left == 2 })
}

// Ensure that a PIN pad which a customer opened and left gives the code back.
func TestPadGivesTheCodeBack(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCustomer})
	b.sell("5", "000")
	b.tap("cashier")
	b.on("pin")
	b.wait(31 * time.Second)
	b.on("code")
}
