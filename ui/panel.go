package ui

import (
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
	rect       *canvas.Rectangle
}

func newPanel(fill, line fyne.ThemeColorName) *panel {
	p := &panel{fill: fill, line: line, rect: canvas.NewRectangle(nil)}
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
func (p *panel) CreateRenderer() fyne.WidgetRenderer {
	r := &panelRenderer{widget.NewSimpleRenderer(p.rect), p}
	r.dress()
	return r
}

type panelRenderer struct {
	fyne.WidgetRenderer
	p *panel
}

func (r *panelRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *panelRenderer) dress() {
	r.p.rect.FillColor, r.p.rect.CornerRadius = paint(r.p.fill), r.p.round
	r.p.rect.StrokeColor, r.p.rect.StrokeWidth = nil, 0
	if r.p.line != colorNone {
		r.p.rect.StrokeColor, r.p.rect.StrokeWidth = paint(r.p.line), r.p.width
	}
}

// Refresh takes the colours of now.
func (r *panelRenderer) Refresh() {
	r.dress()
	r.p.rect.Refresh()
}
