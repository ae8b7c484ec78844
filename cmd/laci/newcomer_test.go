//go:build linux

package main

import (
	"archive/zip"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/cmd/internal/house"
	"laci/pos"
)

// Ensure that somebody with a finger and a photo of a sticker sets a till up,
// sells, is paid, closes the shift and takes the day's report along, all by the
// largest button of each screen.
func TestKioskNewcomer(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 800, 1280, "newcomer")
	d.m.manage(t)
	d.put("stiker-warung.jpg", photo(t, sticker(t, payable())))
	data := filepath.Join(t.TempDir(), "data")
	d.start(data)
	d.setUpFromPhoto()
	d.firstSale()
	d.firstShift()
	report := d.firstReport()
	d.stop()

	assert.Contains(t, report, "25000", "the sale is in the report")
	h, err := house.Open(t.Context(), house.Options{Dir: data, Program: "test", Listen: "127.0.0.1:0"})
	require.NoError(t, err)
	defer func() { require.NoError(t, h.Close()) }()
	today, err := h.Till.Today(t.Context())
	require.NoError(t, err)
	assert.Equal(t, pos.Tally{Count: 1, Sum: 25_000}, today.Sales)
	zs, err := h.Till.Zs(t.Context(), 0, 10)
	require.NoError(t, err)
	require.Len(t, zs, 1)
	assert.Equal(t, pos.Rupiah(25_000), zs[0].Own.Sales.Sum)
}

// step sees words on a screen, keeps its picture, and touches tiles.
func (d *desk) step(name, screen, said string, tiles ...string) {
	d.t.Helper()
	d.see(screen, said)
	d.shot(name, said)
	d.taps(tiles...)
}

func (d *desk) setUpFromPhoto() {
	d.step("01-setup", "setup", words("setup.picture"), "setup.picture")
	d.step("02-places", "picker", "Pictures", "folder.Pictures")
	d.step("03-photos", "picker", "stiker-warung.jpg", "file.stiker-warung.jpg")
	d.step("04-check", "setup.check", words("setup.yes"), "check.yes")
	d.step("05-shared", "setup.shared", words("next"), "next")
	d.step("06-details", "setup.details", words("setup.facing.cashier"), "facing.cashier", "next")
	d.see("pin", words("pin.new"))
	d.enter("pad.", ownerPIN)
	d.see("pin", words("pin.again"))
	d.enter("pad.", ownerPIN)
	d.step("07-recovery", "recovery", words("recovery.written"), "recovery.written")
	d.step("07-trial", "trial", words("trial.later"), "trial.later")
}

func (d *desk) firstSale() {
	d.step("08-keypad", "keypad", words("keypad.empty"), "key.2", "key.5", "key.000", "show")
	d.see("code", "Rp25.000")
	d.agrees("09-code", 25_000)
	d.tap("arrived")
	d.step("10-confirm", "confirm", words("confirm.merchant_app"), "seen.merchant_app", "confirm.yes")
	d.see("paid", words("paid.title"), "Rp25.000")
	d.step("11-paid", "paid", words("paid.new"), "new")
}

func (d *desk) firstShift() {
	d.see("keypad")
	d.tap("menu")
	d.step("12-menu", "menu", words("menu.shift"), "menu.shift")
	d.step("13-shift", "shift", words("shift.do.close"), "shift.close")
	d.step("14-count", "count", words("shift.close"), "count.50000", "key.2", "count.done")
	d.step("15-close", "shift.close", words("shift.close.no"), "close.yes")
	d.step("16-z", "z", words("shift.z", 1), "back", "back", "back")
	d.see("keypad")
}

// firstReport saves the day into a folder, and reads what was saved.
func (d *desk) firstReport() (cells string) {
	d.taps("menu", "menu.today")
	d.see("pin")
	d.enter("pad.", ownerPIN)
	d.step("17-today", "today", words("today.save"), "today.save")
	d.step("18-save", "save", words("save.xlsx"), "save.xlsx")
	d.step("19-where", "save.where", "Pictures", "folder.Pictures")
	d.step("20-saved", "done", words("save.done"), "ok")
	d.see("today")
	return workbook(d.t, filepath.Join(d.home, "Pictures"))
}

// workbook reads the text of the one report in a folder.
func workbook(t *testing.T, folder string) string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "laci-*.xlsx"))
	require.NoError(t, err)
	require.Len(t, names, 1)
	book, err := zip.OpenReader(names[0])
	require.NoError(t, err)
	defer book.Close()
	var text strings.Builder
	for _, part := range book.File {
		if strings.HasPrefix(part.Name, "xl/") {
			in, err := part.Open()
			require.NoError(t, err)
			_, err = io.Copy(&text, in)
			require.NoError(t, err)
			require.NoError(t, in.Close())
		}
	}
	return text.String()
}
