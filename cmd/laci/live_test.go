//go:build linux

package main

import (
	"fmt"
	"image"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
)

// sizes are the screens that everything must work and look right on.
var sizes = []image.Point{{1280, 800}, {1024, 600}, {800, 1280}}

// atEachSize runs a story on a desk of each size.
func atEachSize(t *testing.T, story func(t *testing.T, d *desk)) {
	for _, size := range sizes {
		name := fmt.Sprintf("%dx%d", size.X, size.Y)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			story(t, newDesk(t, size.X, size.Y, name))
		})
	}
}

// words are the till's, in the language of the screens.
func words(code string, args ...any) string { return assets.Text("id", code, args...) }

// Ensure that a till whose screen the customer can touch is set up with a pasted
// text, takes the keyboard as it takes a finger, gives a customer nothing to
// press but the way to the PIN, turns green by itself when the phone tells of the
// money, and takes the cashier's word behind the PIN.
func TestKioskLive(t *testing.T) {
	t.Parallel()
	atEachSize(t, func(t *testing.T, d *desk) {
		data := filepath.Join(t.TempDir(), "data")
		p := newPhone(t, data)
		d.copies("  " + payable() + "\n")
		d.start(data)
		d.setUpForCustomers()
		d.keyboard()
		d.paidByItself(p)
		d.paidByHand()
		d.stop()
	})
}

// setUpForCustomers answers the first start: a pasted code, a screen that the
// customer can touch, a PIN that was weak, then mistyped, then right.
func (d *desk) setUpForCustomers() {
	d.see("setup", words("setup.title"))
	d.shot("01-setup", words("setup.title"), words("setup.paste"))
	d.tap("setup.paste")
	d.see("setup.check", "WARUNG SAYUR BU TINI")
	d.shot("02-check", "WARUNG SAYUR BU TINI", words("setup.yes"))
	d.tap("check.yes")
	d.see("setup.shared")
	d.tap("shared.second") // no other till shows this code
	d.shot("03-shared", words("setup.sticker"), words("next"))
	d.tap("next")
	one := d.see("setup.details", words("setup.facing"))
	next, _ := one.tile("next")
	assert.False(d.t, next.Enabled, "who faces the screen must be answered")
	d.tap("facing.customer")
	d.shot("04-details", words("setup.details"))
	d.tap("next")
	d.see("pin", words("pin.new"))
	d.enter("pad.", "123456")
	d.see("pin", words("pin_weak"))
	d.shot("05-pin-weak", words("pin.new"))
	d.enter("pad.", ownerPIN)
	d.see("pin", words("pin.again"))
	d.enter("pad.", "135790")
	d.see("pin", words("pin.differs"))
	d.enter("pad.", ownerPIN)
	d.see("pin", words("pin.again"))
	d.enter("pad.", ownerPIN)
	d.see("recovery", words("recovery.written"))
	d.tap("recovery.written")
	d.see("trial", words("trial.title", "Rp1.000"))
	d.tap("trial.later")
	d.see("keypad", words("keypad.empty"))
	d.shot("06-keypad", words("keypad.empty"))
}

// keyboard keys in 10.000 + 15.000 as a number pad does, with every key there is.
func (d *desk) keyboard() {
	d.timedKeys("1", "0", "0", "1", "BackSpace") // each is on the screen before the next
	d.see("keypad", "100")
	d.keys("Escape")
	d.keys("1", "0", "0", "0", "0", "plus", "1", "5", "0", "0", "0", "7", "BackSpace")
	d.see("keypad", "25.000", "10.000 + 15.000")
	d.keys("Escape")
	d.see("keypad", words("keypad.empty"), words("keypad.restore", "25.000"))
	d.shot("07-keypad-cleared", words("keypad.restore", "25.000"))
	d.tap("restore")
	d.see("keypad", "25.000", "10.000 + 15.000")
	picture := d.shot("08-keypad-sum", "25.000", words("keypad.show"))
	tile, _ := d.frames.last().tile("show")
	assert.Greater(d.t, share(copied(picture, part(picture, tile).Rect), accent), 0.5, "it can be pressed now, and looks so")
	assert.Equal(d.t, paper, picture.RGBAAt(0, d.m.size.Y-1), "paper, to the shade")
	d.keys("Return")
	d.see("code", "Rp25.000")
}

// paidByItself lets the phone tell of the money: green by the nudge.
func (d *desk) paidByItself(p phone) {
	t := d.t
	d.readCode("09-code-customer")
	one := d.see("code", "Rp25.000", "ID1020000000304")
	assert.Equal(t, []string{"cashier"}, pressable(one), "a customer may press nothing else")
	d.shot("09-code-customer", "Rp25.000", "WARUNG SAYUR BU TINI", words("code.cashier"))
	d.reports(p, 25_000, "A-0001", "settled")
	d.see("paid", words("paid.title"), "Rp25.000", "A-0001")
	d.look("10-paid", "the whole screen in the colour of LUNAS", func(p *image.RGBA) bool { return share(p, paidColour) >= 0.6 })
	d.shot("10-paid", words("paid.title"), "Rp25.000")
	d.tap("new")
	one = d.see("idle", "WARUNG SAYUR BU TINI")
	assert.Equal(t, []string{"start"}, pressable(one))
	assert.False(t, strings.Contains(one.String(), "Rp"), "the card between sales tells nothing of the shop's money")
	d.shot("11-idle", "WARUNG SAYUR BU TINI", words("idle.start"))
	d.tap("start")
	d.see("keypad", words("keypad.empty"))
}

// pressable lists the tiles that can be pressed.
func pressable(one traced) (codes []string) {
	for _, tile := range one.Tiles {
		if tile.Kind == "tile" && tile.Enabled {
			codes = append(codes, tile.Code)
		}
	}
	return codes
}

// paidByHand takes the cashier's word: the panel behind the PIN, where it was
// seen, green.
func (d *desk) paidByHand() {
	t := d.t
	d.keys("1", "8", "0", "0", "0", "KP_Enter")
	d.see("code", "Rp18.000")
	d.tap("cashier")
	d.see("pin", words("pin.anyone"))
	d.enter("pad.", "274952")
	d.see("pin", words("pin_wrong"))
	d.shot("12-pin-wrong", words("pin.anyone"))
	d.enter("pad.", ownerPIN)
	d.see("code", words("code.arrived"))
	d.shot("13-code-panel", "Rp18.000", words("code.arrived"), words("code.next"))
	d.tap("arrived")
	one := d.see("confirm", words("confirm.choose"))
	yes, ok := one.tile("confirm.yes")
	require.True(t, ok)
	assert.False(t, yes.Enabled, "where it was seen must be said first")
	d.tap("seen.soundbox")
	d.see("confirm", words("confirm.yes"))
	d.tap("last4")
	d.see("pin", words("confirm.last4"))
	d.keys("7", "7", "1", "2")
	d.shot("14-reference", words("confirm.last4"))
	d.tap("pad.done")
	d.see("confirm", words("confirm.last4.set", "7712"))
	d.shot("15-confirm", words("confirm.yes"), words("confirm.soundbox"), "A-0002")
	d.tap("confirm.yes")
	d.see("paid", words("paid.title"), "Rp18.000", words("evidence.manual"))
	d.look("16-paid-by-hand", "the whole screen in the colour of LUNAS", func(p *image.RGBA) bool { return share(p, paidColour) >= 0.6 })
	d.shot("16-paid-by-hand", words("paid.title"), "Rp18.000")
	d.see("idle") // by itself, after eight seconds
}
