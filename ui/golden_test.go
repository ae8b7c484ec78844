package ui

import (
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/image/draw"
)

// goldenFlag takes the screens of now as right.
var goldenFlag = flag.Bool("golden", false, "take the screens as they are drawn now for testdata/golden")

// goldens are the screens that are compared with a picture somebody looked at: the
// scene, and the size and look it is drawn in.
var goldens = map[string]struct {
	scene string
	size  fyne.Size
	look  Look
}{
	"keypad":         {"keypad", testSizes[0], Light},
	"keypad-dark":    {"keypad", testSizes[0], Dark},
	"keypad-upright": {"keypad", testSizes[2], Light},
	"code":           {"code", testSizes[0], Light},
	"code-dark":      {"code", testSizes[1], Dark},
	"code-customer":  {"code-customer", testSizes[2], Light},
	"confirm":        {"confirm", testSizes[0], Light},
	"cash":           {"cash", testSizes[0], Light},
	"paid":           {"paid", testSizes[0], Light},
	"today":          {"today-full", testSizes[0], Light},
}

const (
	goldenShrink = 4     // a golden is so much smaller than its screen
	goldenShade  = 32    // so far a point may be off in each colour, for the rims of letters
	goldenPoints = 0.002 // this share of the points may be off more
)

// golden compares the screen of now with the picture kept of it, if there is one.
func golden(b *bench, scene string) {
	b.Helper()
	for name, g := range goldens {
		if g.scene != scene {
			continue
		}
		size, kept := b.app.root.Size(), b.app.prefs
		b.app.prefs.Look = g.look
		b.window.Resize(g.size)
		b.app.dress()
		b.app.render()
		drawn := shrunk(b.window.Canvas().Capture())
		b.app.prefs = kept
		b.window.Resize(size)
		b.app.dress()
		b.app.render()
		path := filepath.Join("testdata", "golden", name+".png")
		if *goldenFlag {
			keep(b.T, path, drawn)
			continue
		}
		if off := unlike(readGolden(b.T, path), drawn); off > goldenPoints {
			failed := filepath.Join(b.TempDir(), name+".png")
			if dir := os.Getenv("LACI_SHOTS"); dir != "" {
				failed = filepath.Join(dir, name+".png")
			}
			keep(b.T, failed, drawn)
			b.Errorf("%s is off from %s in %.2f %% of its points; it is in %s; if it is right: go test ./ui -run TestEveryScreenFits/id -golden", scene, path, off*100, failed)
		}
	}
}

// Ensure that the comparison with a golden tells screens apart, a colour or a
// figure that changed included.
func TestGoldensDiffer(t *testing.T) {
	pictures := map[string]*image.RGBA{}
	for name := range goldens {
		picture := readGolden(t, filepath.Join("testdata", "golden", name+".png"))
		assert.Zero(t, unlike(picture, picture))
		for other, before := range pictures {
			assert.Greater(t, unlike(before, picture), goldenPoints*10, "%s and %s", name, other)
		}
		pictures[name] = picture
	}
	changed := image.NewRGBA(pictures["keypad"].Rect)
	copy(changed.Pix, pictures["keypad"].Pix)
	draw.Draw(changed, image.Rect(30, 30, 46, 46), image.Black, image.Point{}, draw.Src) // as large as a figure of the amount
	assert.Greater(t, unlike(pictures["keypad"], changed), goldenPoints)
}

// shrunk is a picture small enough to keep.
func shrunk(picture image.Image) *image.RGBA {
	size := picture.Bounds().Size()
	small := image.NewRGBA(image.Rect(0, 0, size.X/goldenShrink, size.Y/goldenShrink))
	draw.BiLinear.Scale(small, small.Rect, picture, picture.Bounds(), draw.Src, nil)
	return small
}

// unlike is the share of points that differ by more than a shade, 0 to 1; all of
// them when the pictures are not of one size.
func unlike(a, b *image.RGBA) float64 {
	if a.Rect != b.Rect {
		return 1
	}
	off := 0
	for i := 0; i < len(a.Pix); i += 4 {
		for j := i; j < i+3; j++ {
			if max(a.Pix[j], b.Pix[j])-min(a.Pix[j], b.Pix[j]) > goldenShade {
				off++
				break
			}
		}
	}
	return float64(off) * 4 / float64(len(a.Pix))
}

func readGolden(t *testing.T, path string) *image.RGBA {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	picture, err := png.Decode(file)
	require.NoError(t, err)
	plain := image.NewRGBA(picture.Bounds())
	draw.Draw(plain, plain.Rect, picture, image.Point{}, draw.Src)
	return plain
}

// keep writes a picture.
func keep(t *testing.T, path string, picture image.Image) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	file, err := os.Create(path)
	require.NoError(t, err)
	defer file.Close()
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	require.NoError(t, encoder.Encode(file, picture))
}
