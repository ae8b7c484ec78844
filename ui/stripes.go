package ui

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// stripes cover the green of practice money, so that it never looks like LUNAS.
type stripes struct {
	widget.BaseWidget
	raster *canvas.Raster
}

func newStripes() *stripes {
	s := &stripes{}
	s.raster = canvas.NewRaster(s.draw)
	s.ExtendBaseWidget(s)
	return s
}

// MinSize is nothing: the screen gives the stripes their box.
func (s *stripes) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer makes what draws them.
func (s *stripes) CreateRenderer() fyne.WidgetRenderer {
	return &stripesRenderer{widget.NewSimpleRenderer(s.raster)}
}

type stripesRenderer struct{ fyne.WidgetRenderer }

func (r *stripesRenderer) MinSize() fyne.Size { return fyne.Size{} }

// draw paints slanting bands, three parts green to two parts dark.
func (s *stripes) draw(w, h int) image.Image {
	page := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{paint(colorPaid), paint(colorPaidDeep)})
	period := max(10, min(w, h)/stripeShare)
	for y := range h {
		row := page.Pix[y*page.Stride:]
		for x := range w {
			if (x+y)%period >= period*3/5 {
				row[x] = 1
			}
		}
	}
	return page
}
