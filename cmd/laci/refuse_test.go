//go:build linux

package main

import (
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/cmd/internal/house"
	"laci/qris"
)

// checked puts the right checksum at the end of a text that lacks it.
func checked(text string) string {
	text = strings.TrimSuffix(text, text[len(text)-4:])
	return text + fmt.Sprintf("%04X", qris.Checksum(text))
}

// wrongPictures are pictures that no shop can be set up from, and the code word of
// what is said about each.
func wrongPictures(t *testing.T) map[string]struct {
	content []byte
	code    string
} {
	t.Helper()
	static := assets.Sticker()
	dynamic, err := qris.Dynamic(static, qris.Options{Amount: 25_000})
	require.NoError(t, err)
	other := map[byte]string{'0': "1"}[static[len(static)-1]]
	if other == "" {
		other = "0"
	}
	code := func(text string) []byte { return encoded(t, poster(t, text, "TOKO")) }
	landscape := image.NewRGBA(image.Rect(0, 0, 640, 480))
	fill(landscape, landscape.Bounds(), paidColour)
	return map[string]struct {
		content []byte
		code    string
	}{
		"pemandangan.png":  {encoded(t, landscape), "no_code"},
		"situs.png":        {code("https://example.com/menu"), "not_emv"},
		"negara-lain.png":  {code(checked(strings.Replace(static, "5802ID", "5802SG", 1))), "country_not_ID"},
		"sekali-bayar.png": {code(dynamic), "already_dynamic"},
		"salah-baca.png":   {code(static[:len(static)-1] + other), "crc_mismatch"},
		"contoh.png":       {code(static), "sample_code"},
		"surat.png":        {[]byte("bukan gambar"), "not_a_picture"},
	}
}

// Ensure that pictures and texts that no shop can be set up from get a clear
// sentence each and leave nothing in the till, and that the right one still does.
func TestKioskRefuses(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 1280, 800, "refused")
	pictures := wrongPictures(t)
	for name, picture := range pictures {
		d.put(name, picture.content)
	}
	d.put("besar.png", encoded(t, sticker(t, payable())))
	require.NoError(t, os.Truncate(filepath.Join(d.home, "Pictures", "besar.png"), 40<<20))
	d.put("stiker.jpg", photo(t, sticker(t, payable())))
	data := filepath.Join(t.TempDir(), "data")
	d.start(data)
	d.see("setup", words("setup.title"))
	before := head(t, data)

	for name, picture := range pictures {
		d.choose(name)
		d.see("setup", words(picture.code))
		d.shot(strings.TrimSuffix(name, ".png"), words(picture.code))
	}
	d.choose("besar.png")
	d.see("setup", words("too_large"))
	d.tap("setup.paste")
	d.see("setup", words("clipboard_empty"))
	d.copies(strings.Repeat("00020101021126", 10_240/14))
	d.tap("setup.paste")
	d.see("setup", words("too_long"))
	d.shot("teks-panjang", words("too_long"))
	assert.Equal(t, before, head(t, data), "something was stored")

	d.choose("stiker.jpg")
	d.see("setup.check", "WARUNG SAYUR BU TINI")
	d.tap("check.no")
	d.see("setup", words("setup.title"))
	assert.Equal(t, before, head(t, data), "something was stored")
	d.stop()
}

// choose picks a picture from the picture folder, on whichever page it is.
func (d *desk) choose(name string) {
	d.t.Helper()
	d.tap("setup.picture")
	d.see("picker")
	d.tap("folder.Pictures")
	d.see("picker", "Pictures")
	d.turnTo("file." + name)
	d.tap("file." + name)
}

// head asks the running kiosk for its newest journal entry.
func head(t *testing.T, data string) string {
	t.Helper()
	answer, err := house.Do(t.Context(), data, "status", house.Args{})
	require.NoError(t, err)
	require.True(t, answer.Status.Running)
	require.False(t, answer.Status.Ready)
	return answer.Head
}
