package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// panel is a flat rectangle with colours by name: a card, a hairline, a band.
type panel struct {
	widget.BaseWidget
	fill, line fyne.ThemeColorName
	width      float32 // of the outline
	round      float32

	rect *canvas.Rectangle // draws what is rounder than roundMost
	rim  *rim              // draws the others
}

func newPanel(fill, line fyne.ThemeColorName) *panel {
	p := &panel{fill: fill, line: line, rect: canvas.NewRectangle(nil), rim: newRim()}
	p.ExtendBaseWidget(p)
	return p
}

// fit places the panel with round corners and an outline of a width.
func (p *panel) fit(b box, round, width float32) {
	changed := round != p.round || width != p.width
	p.round, p.width = round, width
	put(p, b)
	if changed {
		p.Refresh()
	}
}

// set changes the colours.
func (p *panel) set(fill, line fyne.ThemeColorName) {
	if fill != p.fill || line != p.line {
		p.fill, p.line = fill, line
		p.Refresh()
	}
}

// MinSize is nothing: screens give every panel its box.
func (p *panel) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer makes what draws the rectangle.
func (p *panel) CreateRenderer() fyne.WidgetRenderer { return &panelRenderer{p} }

type panelRenderer struct{ p *panel }

// Layout spreads the rectangle over the panel.
func (r *panelRenderer) Layout(size fyne.Size) {
	r.p.rect.Resize(size)
	r.Refresh()
}

func (r *panelRenderer) MinSize() fyne.Size { return fyne.Size{} }
func (r *panelRenderer) Destroy()           {}

func (r *panelRenderer) Objects() []fyne.CanvasObject {
	if !r.p.rect.Hidden {
		return []fyne.CanvasObject{r.p.rect}
	}
	var pictures []fyne.CanvasObject
	for _, picture := range r.p.rim.pictures() {
		pictures = append(pictures, picture)
	}
	return pictures
}

// Refresh takes the colours of now.
func (r *panelRenderer) Refresh() {
	p := r.p
	fill, line, width := paint(p.fill), color.Color(color.Transparent), float32(0)
	if p.line != colorNone {
		line, width = paint(p.line), p.width
	}
	p.rect.Hidden = p.round <= roundMost
	if p.rect.Hidden {
		p.rim.dress(p, fill, line, width)
		return
	}
	p.rim.hide()
	p.rect.FillColor, p.rect.CornerRadius = fill, p.round
	p.rect.StrokeColor, p.rect.StrokeWidth = line, width
	p.rect.Refresh()
}
