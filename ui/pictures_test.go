package ui

import (
	"cmp"
	"flag"
	"fmt"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
)

// picturesFlag has the pictures of docs/screens.md drawn anew.
var picturesFlag = flag.Bool("pictures", false, "draw every screen in each language into docs/pictures")

// Where the pictures of every screen stand, and what refers to them.
const (
	picturesDir   = "../docs/pictures"
	screensPage   = "../docs/screens.md"
	pictureMost   = 60 << 10 // bytes of one
	picturesMost  = 5 << 20  // bytes of all
	pictureColors = 32
)

// Ensure that the pictures of every screen can be drawn anew (make screens).
func TestDrawPictures(t *testing.T) {
	if !*picturesFlag {
		t.Skip("only with -pictures")
	}
	pictures, err := filepath.Abs(picturesDir)
	require.NoError(t, err)
	for _, lang := range assets.Languages() {
		dir := filepath.Join(pictures, lang)
		require.NoError(t, os.RemoveAll(dir))
		t.Chdir(t.TempDir())
		scenes(t, opening{lang: lang, near: true}, func(b *bench, name string) {
			b.drain()
			b.app.dress()
			b.app.render()
			keep(t, filepath.Join(dir, name+".png"), fewColors(b.window.Canvas().Capture()))
		})
		facedScenes(t, opening{lang: lang}, func(b *bench, window fyne.Window, name string) {
			b.app.dress()
			keep(t, filepath.Join(dir, name+".png"), fewColors(window.Canvas().Capture()))
		})
	}
}

// Ensure that docs/screens.md shows each picture there is of a screen in both
// languages and no other, and that the pictures are small.
func TestScreensPage(t *testing.T) {
	shown := picturesShown(t)
	total := int64(0)
	for _, lang := range assets.Languages() {
		files, err := os.ReadDir(filepath.Join(picturesDir, lang))
		require.NoError(t, err)
		var drawn []string
		for _, file := range files {
			info, err := file.Info()
			require.NoError(t, err)
			assert.Less(t, info.Size(), int64(pictureMost), file.Name())
			total += info.Size()
			drawn = append(drawn, lang+"/"+file.Name())
		}
		for _, name := range shown[lang] {
			assert.Contains(t, drawn, lang+"/"+name+".png", "shown and not drawn: make screens")
		}
		assert.Len(t, drawn, len(shown[lang]))
	}
	assert.Less(t, total, int64(picturesMost))
}

// picturesShown are the names of the pictures on the page, by language.
func picturesShown(t *testing.T) map[string][]string {
	t.Helper()
	page, err := os.ReadFile(screensPage)
	require.NoError(t, err)
	shown := map[string][]string{}
	for _, m := range regexp.MustCompile(`\(pictures/(\w+)/([\w-]+)\.png\)`).FindAllStringSubmatch(string(page), -1) {
		assert.NotContains(t, shown[m[1]], m[2], "shown twice")
		shown[m[1]] = append(shown[m[1]], m[2])
	}
	return shown
}

// shownScenes asserts that the scenes somebody walked through are those on the
// page of screens: the counter's, or those of the customer's window.
func shownScenes(t *testing.T, lang string, faced bool, walked []string) {
	t.Helper()
	shown := slices.DeleteFunc(picturesShown(t)[lang], func(name string) bool {
		return strings.HasPrefix(name, facedPrefix) != faced
	})
	assert.ElementsMatch(t, walked, shown, "screens, and what docs/screens.md shows: name the new ones there and run make screens")
}

// fewColors keeps the commonest colours of a picture and takes the nearest of
// them for the others: a screen has a few flat ones, and the rims of letters.
func fewColors(picture image.Image) *image.Paletted {
	count := map[color.NRGBA]int{}
	each := func(visit func(x, y int, c color.NRGBA)) {
		for y := range picture.Bounds().Dy() {
			for x := range picture.Bounds().Dx() {
				visit(x, y, color.NRGBAModel.Convert(picture.At(x, y)).(color.NRGBA))
			}
		}
	}
	each(func(_, _ int, c color.NRGBA) { count[c]++ })
	colors := make([]color.NRGBA, 0, len(count))
	for c := range count {
		colors = append(colors, c)
	}
	slices.SortFunc(colors, func(a, b color.NRGBA) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)))
	})
	var palette color.Palette
	for _, c := range colors[:min(len(colors), pictureColors)] {
		palette = append(palette, c)
	}
	index := map[color.NRGBA]uint8{}
	for _, c := range colors {
		index[c] = uint8(palette.Index(c))
	}
	few := image.NewPaletted(image.Rectangle{Max: picture.Bounds().Size()}, palette)
	each(func(x, y int, c color.NRGBA) { few.SetColorIndex(x, y, index[c]) })
	return few
}
