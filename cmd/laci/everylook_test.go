//go:build linux

package main

import (
	"fmt"
	"image"
	"path/filepath"
	"testing"

	"laci/assets"
	"laci/pos"
)

// everySize are the screens that a till must work and look right on.
var everySize = []image.Point{{800, 1280}, {1024, 600}, {1280, 800}, {1366, 768}, {1920, 1080}}

// Ensure that a sale goes through and looks right on every screen, in both looks
// and both languages: the code is read, and what stands beside it is its own.
// All twenty are a long test; four of them show each look and language once, each
// on another screen.
func TestKioskEveryLook(t *testing.T) {
	t.Parallel()
	n := 0
	for _, look := range []string{"light", "dark"} {
		for _, lang := range assets.Languages() {
			for i, size := range everySize {
				if full() || i == []int{0, 4, 3, 1}[n] {
					name := fmt.Sprintf("%dx%d-%s-%s", size.X, size.Y, look, lang)
					t.Run(name, func(t *testing.T) {
						t.Parallel()
						sellLooking(t, newDesk(t, size.X, size.Y, filepath.Join("looks", name)), look, lang)
					})
				}
			}
			n++
		}
	}
}

// sellLooking makes one sale in a look and a language.
func sellLooking(t *testing.T, d *desk, look, lang string) {
	said := func(code string, args ...any) string { return assets.Text(lang, code, args...) }
	data := filepath.Join(t.TempDir(), "data")
	p := newTill(t, data, func(*pos.Settings) {}, func(*pos.Till, *clock) {})
	d.m.manage(t)
	d.start(data, "--look", look, "--lang", lang)
	d.see("keypad", said("keypad.empty"))
	d.enter("key.", "25000")
	d.see("keypad", "25.000")
	d.shot("1-keypad", "25.000", said("keypad.show"))
	d.tap("show")
	d.see("code", "Rp25.000")
	d.agrees("2-code", 25_000)
	d.shot("2-code", said("code.arrived"), said("code.next"))
	d.tap("arrived")
	d.see("confirm", said("confirm.title", pos.Rupiah(25_000)))
	d.shot("3-confirm", said("confirm.soundbox"))
	d.tap("confirm.no")
	d.see("code")
	d.reports(p, 25_000, "A-0001", pos.ResultSettled)
	d.see("paid", said("paid.title"), "Rp25.000")
	d.look("4-paid", "the whole screen in the colour of LUNAS", func(p *image.RGBA) bool { return share(p, paidColour) >= 0.6 })
	d.shot("4-paid", said("paid.title"), "Rp25.000")
	d.keys("Return")
	d.see("keypad", said("keypad.empty"))
	d.tap("menu")
	d.see("menu", said("menu.today"))
	d.shot("5-menu", said("menu.today"))
	d.stop()
}
