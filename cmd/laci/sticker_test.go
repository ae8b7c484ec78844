//go:build linux

package main

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"laci/assets"
	"laci/qris/symbol"
)

// poster draws a shop's sticker: a red head, the code in the middle, the name
// under it, on a table.
func poster(t *testing.T, text, name string) *image.RGBA {
	t.Helper()
	code, err := symbol.Draw(text, symbol.M)
	require.NoError(t, err)
	picture := image.NewRGBA(image.Rect(0, 0, 900, 1200))
	fill(picture, picture.Bounds(), color.RGBA{0x8C, 0x6B, 0x4A, 255})
	paper := image.Rect(90, 110, 810, 1100)
	fill(picture, paper, color.White)
	fill(picture, image.Rect(90, 110, 810, 240), color.RGBA{0xC4, 0x1E, 0x2A, 255})
	write(t, picture, "QRIS", 130, 205, 72, color.White)
	modules := code.Image(9)
	at := modules.Bounds().Add(image.Pt(450-modules.Bounds().Dx()/2, 330))
	draw.Draw(picture, at, modules, image.Point{}, draw.Src)
	write(t, picture, name, 130, 960, 40, color.Black)
	write(t, picture, "Toko contoh", 130, 1030, 32, color.Gray{0x70})
	return picture
}

func fill(picture *image.RGBA, where image.Rectangle, with color.Color) {
	draw.Draw(picture, where, image.NewUniform(with), image.Point{}, draw.Src)
}

func write(t *testing.T, picture *image.RGBA, text string, x, y int, size float64, with color.Color) {
	t.Helper()
	bold, err := opentype.Parse(gobold.TTF)
	require.NoError(t, err)
	face, err := opentype.NewFace(bold, &opentype.FaceOptions{Size: size, DPI: 72})
	require.NoError(t, err)
	pen := font.Drawer{Dst: picture, Src: image.NewUniform(with), Face: face, Dot: fixed.P(x, y)}
	pen.DrawString(text)
}

// put leaves a file in the picture folder of whoever stands at the desk.
func (d *desk) put(name string, content []byte) {
	d.t.Helper()
	dir := filepath.Join(d.home, "Pictures")
	require.NoError(d.t, os.MkdirAll(dir, 0o755))
	require.NoError(d.t, os.WriteFile(filepath.Join(dir, name), content, 0o644))
}

// photo is a picture as a phone makes one: a JPEG.
func photo(t *testing.T, picture image.Image) []byte {
	t.Helper()
	var file bytes.Buffer
	require.NoError(t, jpeg.Encode(&file, picture, &jpeg.Options{Quality: 85}))
	return file.Bytes()
}

// payable is the sample shop's code as one that could be paid, of an institution
// that does not exist: a live till refuses the sample itself.
func payable() string {
	return checked(strings.ReplaceAll(assets.Sticker(), "93600999", "93600998"))
}

// sticker is a shop's poster with this code.
func sticker(t *testing.T, text string) *image.RGBA {
	t.Helper()
	return poster(t, text, "WARUNG SAYUR BU TINI")
}
