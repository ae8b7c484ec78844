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

// ocr reads the words in a picture, whatever is there and wherever.
func ocr(t testing.TB, picture image.Image) string {
	t.Helper()
	return tesseract(t, picture, "11")
}

// ocrLines reads what stands in the pieces of a picture: they are laid under each
// other, dark on white and equally high, so that one look reads them all.
func ocrLines(t testing.TB, pieces []*image.RGBA) string {
	t.Helper()
	const high, space, wide = 56, 30, 1600
	sheet := image.NewGray(image.Rect(0, 0, wide, (high+space)*len(pieces)+space))
	draw.Draw(sheet, sheet.Rect, image.White, image.Point{}, draw.Src)
	y := space
	for _, piece := range pieces {
		words := trimmed(inked(piece))
		size := words.Bounds().Size()
		scale := min(high/float64(size.Y), (wide-2*space)/float64(size.X), 4)
		at := image.Rect(0, 0, int(float64(size.X)*scale), int(float64(size.Y)*scale)).Add(image.Pt(space, y))
		draw.CatmullRom.Scale(sheet, at, words, words.Bounds(), draw.Src, nil)
		y = at.Max.Y + space
	}
	return tesseract(t, sheet, "6")
}

// trimmed leaves the white around the words away.
func trimmed(words *image.Gray) *image.Gray {
	box := image.Rectangle{}
	for y := words.Rect.Min.Y; y < words.Rect.Max.Y; y++ {
		for x := words.Rect.Min.X; x < words.Rect.Max.X; x++ {
			if words.GrayAt(x, y).Y < 128 {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	if box.Empty() {
		return words
	}
	return words.SubImage(box.Inset(-2)).(*image.Gray)
}

// inked turns a piece of a picture into dark words on white: what is most common
// in it is its ground.
func inked(piece *image.RGBA) *image.Gray {
	out := image.NewGray(piece.Bounds())
	draw.Draw(out, out.Bounds(), piece, piece.Bounds().Min, draw.Src)
	var count [256]int
	for _, gray := range out.Pix {
		count[gray]++
	}
	ground, most := 0, 1
	for gray, n := range count {
		if n > count[ground] {
			ground = gray
		}
	}
	for gray, n := range count {
		if n > 0 {
			most = max(most, gray-ground, ground-gray)
		}
	}
	for i, gray := range out.Pix {
		off := int(gray) - ground
		out.Pix[i] = byte(255 - max(off, -off)*255/most)
	}
	return out
}

// tesseract reads dark words on a light ground.
func tesseract(t testing.TB, picture image.Image, mode string) string {
	t.Helper()
	reader := exec.Command("tesseract", "stdin", "stdout", "--psm", mode, "-l", "eng", "-c", "tessedit_do_invert=0")
	reader.Env = append(reader.Environ(), "OMP_THREAD_LIMIT=1")
	reader.Stdin = bytes.NewReader(encoded(t, picture))
	text, err := reader.Output()
	require.NoError(t, err, "tesseract")
	return string(text)
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
