package ui

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"
)

// Ensure that a panel has its outline on all four sides and its colour within,
// that a round one leaves its corners free, and that it is drawn anew when its
// colours change.
func TestRim(t *testing.T) {
	const width, height = 120, 50
	test.NewTempApp(t).Settings().SetTheme(themed(t, Prefs{}))
	p := newPanel(colorCard, colorNone)
	window := test.NewTempWindow(t, container.NewWithoutLayout(p))
	window.SetPadded(false)
	window.Resize(fyne.NewSize(width, height))
	for _, fill := range []fyne.ThemeColorName{colorCard, colorAccent, colorNone} {
		for _, line := range []fyne.ThemeColorName{colorNone, colorInk} {
			for _, round := range []float32{0, 5, 12, 20} {
				for _, stroke := range []int{0, 1, 2, 4} {
					p.set(fill, line)
					p.fit(box{0, 0, width, height}, round, float32(stroke))
					picture := image.NewRGBA(image.Rect(0, 0, width, height))
					draw.Draw(picture, picture.Rect, window.Canvas().Capture(), image.Point{}, draw.Src)
					what := fmt.Sprintf("%s with %s of %d, %v round", fill, line, stroke, round)
					ground := rgba(cleared(paint(colorPaper).(color.NRGBA)))
					within, around := ground, ground
					if fill != colorNone {
						within, around = rgba(paint(fill)), rgba(paint(fill))
					}
					if line != colorNone && stroke > 0 {
						around = rgba(paint(line))
					}
					for depth := range 8 {
						want := within
						if depth < stroke {
							want = around
						}
						for _, at := range []image.Point{{depth, height / 2}, {width - 1 - depth, height / 2}, {width / 2, depth}, {width / 2, height - 1 - depth}} {
							assert.Equal(t, want, picture.RGBAAt(at.X, at.Y), "%s at %v", what, at)
						}
					}
					for _, at := range []image.Point{{0, 0}, {width - 1, 0}, {0, height - 1}, {width - 1, height - 1}} {
						assert.Equal(t, either(round > 0, ground, either(stroke > 0, around, within)), picture.RGBAAt(at.X, at.Y), "%s at %v", what, at)
					}
				}
			}
		}
	}
}

func rgba(c color.Color) color.RGBA { return color.RGBAModel.Convert(c).(color.RGBA) }
