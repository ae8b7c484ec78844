//go:build linux

package main

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os/exec"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"golang.org/x/image/draw"
)

// encoded is a picture as a PNG file.
func encoded(t testing.TB, picture image.Image) []byte {
	t.Helper()
	var file bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	require.NoError(t, encoder.Encode(&file, picture))
	return file.Bytes()
}

// share is how much of a picture has the colour, 0 to 1.
func share(picture *image.RGBA, want color.RGBA) float64 {
	count := 0
	for i := 0; i < len(picture.Pix); i += 4 {
		p := picture.Pix[i : i+3]
		if near(p[0], want.R) && near(p[1], want.G) && near(p[2], want.B) {
			count++
		}
	}
	return float64(count) * 4 / float64(len(picture.Pix))
}

// near allows for the rounding of a software OpenGL.
func near(a, b byte) bool { return max(a, b)-min(a, b) <= 2 }

// zbar reads the one code of a picture with zbarimg; "" when there is none.
func zbar(t testing.TB, picture image.Image) string {
	t.Helper()
	reader := exec.Command("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", "PNG:-")
	reader.Stdin = bytes.NewReader(encoded(t, picture))
	text, err := reader.Output()
	if _, exit := err.(*exec.ExitError); exit {
		return "" // it found none
	}
	require.NoError(t, err, "zbarimg")
	return strings.TrimSuffix(string(text), "\n")
}

// letters is how high, in pixels, tesseract likes a line.
const letters = 64

// ocr reads the words in a picture: one line, or whatever is there.
func ocr(t testing.TB, picture *image.RGBA, line bool) string {
	t.Helper()
	mode, source := "11", image.Image(picture)
	if line {
		mode = "6"
		if high := picture.Bounds().Dy(); high < letters || high > 2*letters {
			source = scaled(picture, float64(letters)/float64(high))
		}
	}
	reader := exec.Command("tesseract", "stdin", "stdout", "--psm", mode, "-l", "eng")
	reader.Env = append(reader.Environ(), "OMP_THREAD_LIMIT=1")
	reader.Stdin = bytes.NewReader(encoded(t, source))
	text, err := reader.Output()
	require.NoError(t, err, "tesseract")
	return string(text)
}

func scaled(picture *image.RGBA, by float64) *image.RGBA {
	size := picture.Bounds().Size()
	out := image.NewRGBA(image.Rect(0, 0, int(float64(size.X)*by), int(float64(size.Y)*by)))
	draw.CatmullRom.Scale(out, out.Bounds(), picture, picture.Bounds(), draw.Src, nil)
	return out
}

// reads tells whether text that was read off the screen holds the words: digits
// to the letter, and of the letters at most one in six misread.
func reads(text, words string) bool {
	if digits(words) != "" && !strings.Contains(digits(text), digits(words)) {
		return false
	}
	want, got := plain(words), plain(text)
	return misread(want, got)*6 <= len(want)
}

func digits(text string) string { return only(text, unicode.IsDigit) }

// plain leaves the letters and digits of a text, small.
func plain(text string) string {
	return strings.ToLower(only(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }))
}

func only(text string, keep func(rune) bool) string {
	return strings.Map(func(r rune) rune {
		if keep(r) {
			return r
		}
		return -1
	}, text)
}

// misread counts the letters that differ between want and the part of got that
// is most like it (Sellers' algorithm).
func misread(want, got string) int {
	row := make([]int, len(want)+1)
	for i := range row {
		row[i] = i
	}
	best := row[len(want)]
	for g := range len(got) {
		before := row[0]
		for i := range len(want) {
			changed := before
			if want[i] != got[g] {
				changed++
			}
			before = row[i+1]
			row[i+1] = min(changed, row[i+1]+1, row[i]+1)
		}
		best = min(best, row[len(want)])
	}
	return best
}
