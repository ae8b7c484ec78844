package ui

import (
	"image"
	"image/draw"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"laci/qris/symbol"
)

// code draws a payload as a QR symbol: whole pixels a module, pure black on
// pure white, as large as wanted or as the space allows.
type code struct {
	widget.BaseWidget
	payload string
	wanted  float32 // side of the symbol without its quiet zone, in units

	raster *canvas.Raster
}

func newCode() *code {
	c := &code{}
	c.raster = canvas.NewRaster(c.draw)
	c.ExtendBaseWidget(c)
	return c
}

// show draws another payload.
func (c *code) show(payload string) {
	if payload != c.payload {
		c.payload = payload
		c.raster.Refresh()
	}
}

// prepare makes the symbol of a payload that is about to be shown, off the UI
// goroutine; qris/symbol keeps it.
func prepare(payload string) { _, _ = symbol.Draw(payload, symbol.M) }

// MinSize is nothing: the screen gives the code its box.
func (c *code) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer makes what draws the symbol.
func (c *code) CreateRenderer() fyne.WidgetRenderer {
	return &codeRenderer{widget.NewSimpleRenderer(c.raster)}
}

type codeRenderer struct{ fyne.WidgetRenderer }

func (r *codeRenderer) MinSize() fyne.Size { return fyne.Size{} }

// draw paints the symbol in the middle of w × h real pixels. The picture is of
// the kind a screen takes as it is: turning one with a palette into it costs
// more than the drawing.
func (c *code) draw(w, h int) image.Image {
	page := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(page, page.Bounds(), image.NewUniform(paint(colorTile)), image.Point{}, draw.Src)
	if c.payload == "" || w <= 0 || h <= 0 {
		return page
	}
	s, most, err := symbol.Fit(c.payload, min(w, h))
	if err != nil {
		return page
	}
	px := most
	if size := c.Size(); size.Width > 0 && c.wanted > 0 {
		side := float64(c.wanted) * float64(w) / float64(size.Width)
		px = min(most, int(math.Ceil(side/float64(s.Size()))))
	}
	left, top := (w-s.Size()*px)/2, (h-s.Size()*px)/2
	dark := image.NewUniform(paint(colorModule))
	for y := range s.Size() {
		for x := range s.Size() {
			if s.Dark(x, y) {
				at := image.Pt(left+x*px, top+y*px)
				draw.Draw(page, image.Rectangle{at, at.Add(image.Pt(px, px))}, dark, image.Point{}, draw.Src)
			}
		}
	}
	return page
}
