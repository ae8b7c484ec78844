package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// ring shows how much of a countdown is left.
type ring struct {
	widget.BaseWidget
	left  float32 // 1 whole … 0 gone
	color fyne.ThemeColorName

	whole, arc *canvas.Arc
}

func newRing() *ring {
	r := &ring{color: colorAccent, left: 1}
	r.whole = canvas.NewArc(0, 360, ringCutout, nil)
	r.arc = canvas.NewArc(0, 360, ringCutout, nil)
	r.ExtendBaseWidget(r)
	return r
}

// set changes what is left, and its colour.
func (r *ring) set(left float32, color fyne.ThemeColorName) {
	left = min(max(left, 0), 1)
	if left != r.left || color != r.color {
		r.left, r.color = left, color
		r.Refresh()
	}
}

// MinSize is nothing: the screen gives the ring its box.
func (r *ring) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer makes what draws the two arcs.
func (r *ring) CreateRenderer() fyne.WidgetRenderer {
	renderer := &ringRenderer{widget.NewSimpleRenderer(container.NewStack(r.whole, r.arc)), r}
	renderer.dress()
	return renderer
}

type ringRenderer struct {
	fyne.WidgetRenderer
	r *ring
}

func (r *ringRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *ringRenderer) dress() {
	r.r.whole.FillColor, r.r.arc.FillColor = paint(colorTrack), paint(r.r.color)
	r.r.arc.StartAngle, r.r.arc.EndAngle = 0, 360*r.r.left
}

// Refresh takes what is left and the colours of now.
func (r *ringRenderer) Refresh() {
	r.dress()
	r.r.whole.Refresh()
	r.r.arc.Refresh()
}
