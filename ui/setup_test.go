package ui

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/pos"
	"laci/qris/symbol"
)

// Ensure that a till is set up from a picture by taps alone, and sells then.
func TestSetUpFromAPicture(t *testing.T) {
	dir := t.TempDir()
	stickerPicture(t, filepath.Join(dir, "stiker.png"), payable(""))
	b := newBench(t, opening{bare: true, folders: []string{dir}})
	b.tap("setup.picture")
	b.until("the picture", func() bool { _, ok := b.find("file.stiker.png"); return ok })
	b.tap("file.stiker.png")
	b.on("setup.check")
	assert.True(t, b.says("WARUNG SAYUR BU TINI"))
	assert.True(t, b.says("ID1020000000304"))
	assert.False(t, b.till.Shop().Ready(), "nothing is stored before the owner said yes")
	b.tap("check.yes", "shared.second", "next", "till.B", "zone.WITA")
	next, _ := b.find("next")
	assert.False(t, next.Enabled, "who faces the screen must be said")
	b.tap("facing.customer", "next")
	b.pin("112233")
	b.pin("290417")
	b.until("the PINs to differ", func() bool { return b.says(b.app.t("pin.differs")) })
	b.pin("123456")
	assert.True(t, b.says(b.app.t("pin_weak")), "before it is typed again")
	b.pin(testPIN)
	b.pin(testPIN)
	b.on("recovery")
	b.tap("recovery.written", "trial.later")
	b.on("keypad")
	shop := b.till.Shop()
	code, ok := shop.Pinned()
	require.True(t, ok)
	assert.Equal(t, payable(""), code.Text)
	assert.True(t, code.Sticker)
	assert.False(t, code.SecondTill)
	assert.Equal(t, "Kasir B", shop.TerminalName)
	assert.Equal(t, "WITA", shop.Zone)
	assert.Equal(t, pos.FacingCustomer, shop.Facing)
	assert.NoError(t, b.till.CheckPIN(context.Background(), testPIN))
	b.sell("2", "5", "000")
}

// Ensure that text is pasted with what copying puts around it.
func TestSetUpFromText(t *testing.T) {
	b := newBench(t, opening{bare: true})
	fyne.CurrentApp().Clipboard().SetContent("")
	b.tap("setup.paste")
	assert.True(t, b.says(b.app.t("clipboard_empty")))
	fyne.CurrentApp().Clipboard().SetContent(" \"" + payable("") + "\"\n")
	b.tap("setup.paste")
	b.on("setup.check")
	b.tap("check.no")
	b.on("setup")
}

// Ensure that what is not the shop's static code is refused with a sentence and
// nothing is stored.
func TestWhatCannotBeTheShopsCode(t *testing.T) {
	b := newBench(t, opening{bare: true})
	for text, code := range map[string]string{
		"https://example.com/pay":                                "not_emv",
		strings.Repeat("0", 10_000):                              "format_indicator",
		"000201" + strings.Repeat("2", 10_000):                   "too_long",
		strings.Replace(assets.Sticker(), "010211", "010212", 1): "crc_mismatch",
		strings.TrimSuffix(assets.Sticker(), "83E8") + "0000":    "crc_mismatch",
		"00020101021226":                                         "malformed_tlv",
	} {
		b.app.paste(setup{}, text)
		b.drain()
		assert.True(t, b.says(b.app.t(code)), "%s for %.40s", code, text)
		assert.Equal(t, "setup", b.screen)
	}
	assert.False(t, b.till.Shop().Ready())
}

// Ensure that pictures that are none, are too large, hold no code or are not
// there are refused with a sentence.
func TestPicturesThatAreRefused(t *testing.T) {
	dir := t.TempDir()
	blank := filepath.Join(dir, "blank.png")
	var file bytes.Buffer
	require.NoError(t, png.Encode(&file, image.NewGray(image.Rect(0, 0, 300, 300))))
	require.NoError(t, os.WriteFile(blank, file.Bytes(), 0o600))
	large := filepath.Join(dir, "large.png")
	require.NoError(t, os.WriteFile(large, nil, 0o600))
	require.NoError(t, os.Truncate(large, 40<<20))
	words := filepath.Join(dir, "words.png")
	require.NoError(t, os.WriteFile(words, []byte("hello"), 0o600))
	b := newBench(t, opening{bare: true})
	for path, code := range map[string]string{
		blank: "no_code", large: "too_large", words: "not_a_picture", filepath.Join(dir, "none.png"): "file_unreadable", dir: "file_unreadable",
	} {
		b.app.readPicture(path)
		b.until(code, func() bool { return b.says(b.app.t(code)) })
	}
	assert.False(t, b.till.Shop().Ready())
}

// Ensure that a picture dropped on the window is read during set-up, and that of
// several codes in one picture a person chooses.
func TestDroppedPictureWithTwoCodes(t *testing.T) {
	page := image.NewRGBA(image.Rect(0, 0, 1100, 560))
	draw.Draw(page, page.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	for i, text := range []string{payable(""), payable("WARUNG SAYUR PAK TON")} {
		s, px, err := symbol.Fit(text, 500)
		require.NoError(t, err)
		at := image.Pt(30+i*530, 30)
		draw.Draw(page, image.Rectangle{at, at.Add(image.Pt(500, 500))}, s.Image(px), image.Point{}, draw.Src)
	}
	path := filepath.Join(t.TempDir(), "dua.png")
	var file bytes.Buffer
	require.NoError(t, png.Encode(&file, page))
	require.NoError(t, os.WriteFile(path, file.Bytes(), 0o600))
	b := newBench(t, opening{bare: true})
	b.app.dropped([]fyne.URI{storage.NewFileURI(path)})
	b.on("setup.choose")
	whole(b, "choose")
	b.shot("choose")
	b.tap("choose.2")
	b.on("setup.check")
}

// Ensure that a code added without a screen is shown to the owner and kept.
func TestSetUpKeepsTheCodeThatIsThere(t *testing.T) {
	b := newBench(t, opening{bare: true})
	b.app.Stop()
	_, err := b.till.AddQRIS(context.Background(), pos.AddQRIS{Text: assets.Sticker(), Actor: "cli"})
	require.NoError(t, err)
	b.start(opening{})
	b.on("setup.check")
	_, there := b.find("check.no")
	assert.False(t, there)
	b.tap("check.yes", "next", "facing.cashier", "next")
	b.pin(testPIN)
	b.pin(testPIN)
	b.on("recovery")
	assert.Len(t, b.till.Shop().Codes, 1)
}

// Ensure that a code added without a screen while set-up waits is asked about.
func TestCodeAddedDuringSetUp(t *testing.T) {
	b := newBench(t, opening{bare: true})
	b.on("setup")
	_, err := b.till.AddQRIS(context.Background(), pos.AddQRIS{Text: assets.Sticker(), Actor: "cli"})
	require.NoError(t, err)
	b.on("setup.check")
	assert.True(t, b.says("WARUNG SAYUR BU TINI"))
}

// Ensure that a long folder is paged with arrows and that folders open and close.
func TestPickerPages(t *testing.T) {
	dir := t.TempDir()
	inner := filepath.Join(dir, "Kamera")
	require.NoError(t, os.Mkdir(inner, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "catatan.txt"), nil, 0o600))
	for i := range 30 {
		require.NoError(t, os.WriteFile(filepath.Join(inner, string(rune('a'+i%26))+string(rune('a'+i/26))+".jpg"), nil, 0o600))
	}
	b := newBench(t, opening{bare: true, folders: []string{dir, inner}})
	b.tap("setup.picture")
	b.until("the places", func() bool { _, ok := b.find("folder.Kamera"); return ok })
	b.tap("folder." + filepath.Base(dir))
	b.until("the folder", func() bool { return b.says(dir) })
	_, there := b.find("file.catatan.txt")
	assert.False(t, there)
	b.tap("folder.Kamera")
	b.until("the pictures", func() bool { return b.says("1 dari 3") })
	b.shot("picker-pages")
	whole(b, "picker")
	b.tap("page.next", "page.next")
	assert.True(t, b.says("3 dari 3"))
	next, _ := b.find("page.next")
	assert.False(t, next.Enabled)
	b.tap("page.previous", "back")
	b.until("the places", func() bool { _, ok := b.find("folder." + filepath.Base(dir)); return ok })
	b.tap("back")
	b.on("setup")
}
