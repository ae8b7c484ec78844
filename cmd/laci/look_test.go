//go:build linux

package main

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
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

// ocr reads the words of pictures, one after the other.
func ocr(t testing.TB, mode string, pictures ...image.Image) string {
	t.Helper()
	dir, list := t.TempDir(), ""
	for i, picture := range pictures {
		name := filepath.Join(dir, strconv.Itoa(i)+".png")
		require.NoError(t, os.WriteFile(name, encoded(t, picture), 0o644))
		list += name + "\n"
	}
	pages := filepath.Join(dir, "pages")
	require.NoError(t, os.WriteFile(pages, []byte(list), 0o644))
	reader := exec.Command("tesseract", pages, "stdout", "--psm", mode, "-l", "eng")
	reader.Env = append(reader.Environ(), "OMP_THREAD_LIMIT=1")
	text, err := reader.Output()
	require.NoError(t, err, "tesseract")
	return string(text)
}

// How tesseract is to look at a page (its --psm).
const (
	wholeScreen = "11" // words anywhere
	oneBlock    = "6"
)

// enlarged makes a page of a piece of the screen: its words dark on white, large,
// with a margin.
func enlarged(piece *image.RGBA) image.Image {
	const most, margin = 120, 24
	words := trimmed(inked(piece))
	size := words.Bounds().Size()
	scale := min(most/float64(size.Y), 2)
	at := image.Rect(0, 0, int(float64(size.X)*scale), int(float64(size.Y)*scale)).Add(image.Pt(margin, margin))
	page := image.NewGray(image.Rectangle{Max: at.Max.Add(image.Pt(margin, margin))})
	draw.Draw(page, page.Rect, image.White, image.Point{}, draw.Src)
	draw.CatmullRom.Scale(page, at, words, words.Bounds(), draw.Src, nil)
	return page
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

// reads tells whether text that was read off the screen holds the words: digits
// to the letter, and of the letters one, or one in six, misread.
func reads(text, words string) bool {
	if digits(words) != "" && !strings.Contains(digits(text), digits(words)) {
		return false
	}
	want, got := plain(words), plain(text)
	return misread(want, got) <= max(1, len(want)/6)
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
