package ui

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/pos"
)

// faced opens the customer's window of a bench.
func (b *bench) faced(size fyne.Size) fyne.Window {
	b.Helper()
	window := test.NewTempWindow(b.T, nil)
	window.SetPadded(false)
	window.Resize(size)
	b.app.FaceCustomer(window)
	return window
}

// told is everything the customer's window says.
func (b *bench) told() (all []TileInfo) {
	for _, layer := range []*fyne.Container{b.app.customer.band.all, b.app.customer.now.base().all} {
		if !layer.Visible() {
			continue
		}
		for _, o := range layer.Objects {
			if info, ok := report(o); ok && o.Visible() {
				all = append(all, info)
			}
		}
	}
	return all
}

// tells tells whether the customer's window says so.
func (b *bench) tells(words string) bool {
	for _, info := range b.told() {
		if info.Kind != "code" && info.Label == words {
			return true
		}
	}
	return false
}

// Ensure that the customer's window follows the counter: the shop's name, the
// code that is on the counter and its amount, thanks that stay while the cashier
// goes on, and a word to wait when the till cannot save; that nothing on it can be
// pressed; and that its keyboard is the counter's.
func TestCustomerFollows(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	window := b.faced(fyne.NewSize(1024, 600))
	name := "WARUNG SAYUR BU TINI"
	assert.True(t, b.tells(b.app.t("idle.only")) && b.tells(name))

	for _, key := range []fyne.KeyName{fyne.Key2, fyne.Key5, fyne.KeyEnter} {
		window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: key})
		b.drain()
	}
	b.on("code")
	order := b.app.view.order
	assert.Equal(t, pos.Rupiah(25), order.Amount)
	assert.True(t, b.tells("Rp25") && b.tells(name) && b.tells(b.app.t("code.nmid", order.NMID)))
	payload := ""
	for _, info := range b.told() {
		assert.NotEqual(t, "tile", info.Kind, info.Code)
		if info.Kind == "code" {
			payload = info.Label
		}
	}
	assert.Equal(t, order.Payload, payload)
	assert.True(t, b.tells("05:00"))
	b.wait(10 * time.Second)
	assert.True(t, b.tells("04:50"), "the countdown stands still")

	b.tap("arrived")
	b.wait(time.Second)
	assert.True(t, b.tells("Rp25") && b.tells("04:49"), "what the cashier looks up is no business of the customer's")
	b.tap("confirm.no")
	b.pays(order, "c1", 25)
	b.on("paid")
	assert.True(t, b.tells(b.app.t("web.pay.paid")) && b.tells("Rp25"))
	b.tap("new")
	b.on("keypad")
	assert.True(t, b.tells(b.app.t("web.pay.paid")), "the thanks were gone before anybody read them")
	b.wait(9 * time.Second)
	assert.True(t, b.tells(name))

	b.sell("1", "000")
	assert.True(t, b.tells("Rp1.000"))
	b.wait(6 * time.Minute)
	assert.True(t, b.tells(b.app.t("code.expired")) && b.tells(b.app.t("code.expired.customer")))
	b.app.trouble.show(pos.ErrStorage, nil)
	assert.True(t, b.tells(b.app.t("trouble.customer")))
	b.app.showKeypad()
	assert.True(t, b.tells(name))

	b.app.FaceCustomer(nil)
	b.sell("2", "000") // the counter goes on alone
}

// Ensure that pretended money is never thanked for as money is.
func TestCustomerPractice(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier, practice: true})
	b.faced(fyne.NewSize(1280, 800))
	assert.True(t, b.tells(b.app.t("practice.band")))
	b.sell("1", "000")
	b.tap("pay.practice")
	b.on("paid")
	assert.True(t, b.tells(b.app.t("customer.practice")))
	assert.True(t, b.app.customer.word.stripes.Visible())
}

// Ensure that nothing on the customer's window is cut or outside of it, at every
// size, with every size of words, in both languages and looks.
func TestCustomerFits(t *testing.T) {
	for i, lang := range assets.Languages() {
		t.Run(lang, func(t *testing.T) {
			var walked []string
			facedScenes(t, opening{lang: lang, name: []string{"", "WARUNG MAKAN WAWAN WIJAYAA"}[i]}, func(b *bench, window fyne.Window, name string) {
				walked = append(walked, name)
				b.customerEverywhere(window, name)
			})
			shownScenes(t, lang, true, walked)
		})
	}
}

// facedPrefix begins the names of the customer's window's pages.
const facedPrefix = "window-"

// facedScenes walks through every page of the customer's window.
func facedScenes(t *testing.T, o opening, look func(b *bench, window fyne.Window, name string)) {
	o.facing = pos.FacingCashier
	b := newBench(t, o)
	window := b.faced(testSizes[0])
	see := func(name string) { look(b, window, facedPrefix+name) }
	see("idle")
	order := b.sell("1", "0", "000", "000")
	see("code")
	b.pays(order, "c1", 9_000_000)
	b.until("the rest", func() bool { return b.tells(b.app.t("code.short", pos.Rupiah(1_000_000))) })
	see("short")
	b.pays(order, "c2", 1_000_000)
	b.on("paid")
	see("thanks")
	b.app.customer.paid.Flags = []pos.Flag{pos.FlagDuplicate}
	b.app.trouble.show(pos.ErrStorage, nil)
	see("stop")
	b.app.showKeypad()
	b.sell("5", "000")
	b.wait(6 * time.Minute)
	see("expired")
}

// customerEverywhere looks at the customer's window in every way.
func (b *bench) customerEverywhere(window fyne.Window, name string) {
	b.Helper()
	kept := b.app.prefs
	for i, size := range testSizes {
		for j, text := range textSizes {
			b.app.prefs.Text, b.app.prefs.Look = text, []Look{Light, Dark}[(i+j)%2]
			window.Resize(size)
			b.app.dress()
			look := fmt.Sprintf("%s-%vx%v-%s-%d", name, size.Width, size.Height, kept.Lang, text)
			b.customerShot(window, look)
			for _, o := range b.app.customer.now.base().all.Objects {
				if !o.Visible() {
					continue
				}
				if l, ok := o.(*label); ok && l.words != "" {
					assert.False(b, l.cut, "%s: %q is cut", look, l.words)
				}
				end := o.Position().AddXY(o.Size().Width, o.Size().Height)
				assert.True(b, end.X <= size.Width+1 && end.Y <= size.Height+1 && o.Position().X >= -1 && o.Position().Y >= -1, "%s: %T is outside", look, o)
			}
		}
	}
	b.app.prefs = kept
}

// customerShot writes the customer's window as a picture, as shot does.
func (b *bench) customerShot(window fyne.Window, name string) {
	dir, only := os.Getenv("LACI_SHOTS"), regexp.MustCompile(os.Getenv("LACI_SHOT"))
	if dir == "" || !only.MatchString(name) {
		return
	}
	require.NoError(b, os.MkdirAll(dir, 0o755))
	file, err := os.Create(filepath.Join(dir, name+".png"))
	require.NoError(b, err)
	defer file.Close()
	require.NoError(b, png.Encode(file, window.Canvas().Capture()))
}
