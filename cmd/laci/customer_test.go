//go:build linux

package main

import (
	"image"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"

	"laci/pos"
)

// Ensure that a customer's window beside the counter's shows the code that is on
// the counter, turns green with it, leaves the keyboard to the counter, and is
// gone with the till.
func TestKioskCustomer(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 2048, 600, "")
	data := filepath.Join(t.TempDir(), "data")
	p := newTill(t, data, func(*pos.Settings) {}, func(*pos.Till, *clock) {})
	d.start(data, "--windowed", "1024x600", "--customer", "1024,0")
	d.see("keypad")
	theirs := image.Rect(1024, 0, 2048, 600)
	d.look("customer-01-idle", "a picture on the customer's window", func(all *image.RGBA) bool {
		return len(colours(all.SubImage(theirs).(*image.RGBA))) > 3
	})
	d.keys("2", "5", "0", "0", "0", "Return")
	one := d.see("code", "Rp25.000")
	laid, _ := one.symbol()
	d.look("customer-02-code", "the counter's code on the customer's window", func(all *image.RGBA) bool {
		return zbar(t, all.SubImage(theirs)) == laid.Label
	})
	assert.Equal(t, laid.Label, zbar(t, d.m.capture(image.Rect(0, 0, 1024, 600))))
	d.reports(p, 25_000, "A-0001", "settled")
	d.see("paid")
	d.look("customer-03-paid", "the customer's window in the colour of LUNAS", func(all *image.RGBA) bool {
		return share(copied(all, theirs), paidColour) >= 0.6
	})
	d.stop()
}

// copied is a part of a picture, with nothing of the rest in its memory.
func copied(all *image.RGBA, where image.Rectangle) *image.RGBA {
	part := image.NewRGBA(where)
	for y := where.Min.Y; y < where.Max.Y; y++ {
		copy(part.Pix[part.PixOffset(where.Min.X, y):], all.Pix[all.PixOffset(where.Min.X, y):all.PixOffset(where.Max.X-1, y)+4])
	}
	return part
}

// colours are those of a picture.
func colours(picture *image.RGBA) map[[4]byte]bool {
	all := map[[4]byte]bool{}
	for y := picture.Rect.Min.Y; y < picture.Rect.Max.Y; y += 2 {
		for x := picture.Rect.Min.X; x < picture.Rect.Max.X; x += 2 {
			c := picture.RGBAAt(x, y)
			all[[4]byte{c.R, c.G, c.B, c.A}] = true
		}
	}
	return all
}

// Ensure that a look at the screens after the toolkit has ended does nothing, and
// that any other panic stays one.
func TestPastTheEnd(t *testing.T) {
	k := &kiosk{}
	assert.NotPanics(t, func() { defer pastTheEnd(); k.takeScreen() }, "GLFW was never started here")
	assert.PanicsWithValue(t, "other", func() { defer pastTheEnd(); panic("other") })
}
