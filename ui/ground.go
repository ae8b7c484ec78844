package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// ground lies under every screen and decides whether the pointer is seen. A
// finger comes out of nowhere and leaves; a mouse is moved to where it clicks.
type ground struct {
	widget.BaseWidget
	now   func() time.Time
	last  time.Time // when the pointer moved last
	moves int       // one after the other, with nothing pressed
	down  bool
}

const (
	mouseMoves = 8                     // in a row are a mouse's
	mouseRests = 60 * time.Millisecond // between two moves ends the row
)

func newGround(now func() time.Time) *ground {
	g := &ground{now: now}
	g.ExtendBaseWidget(g)
	return g
}

// Cursor is asked for at each move of the pointer.
func (g *ground) Cursor() desktop.Cursor {
	now := g.now()
	if now.Sub(g.last) > mouseRests && g.moves < mouseMoves {
		g.moves = 0
	}
	g.last = now
	if g.down {
		return desktop.HiddenCursor
	}
	g.moves = min(g.moves+1, mouseMoves)
	return either[desktop.Cursor](g.moves == mouseMoves, desktop.DefaultCursor, desktop.HiddenCursor)
}

// press notes a finger, or a mouse's button: what is pressed hides the pointer
// until a mouse is moved again.
func (g *ground) press(down bool) { g.down, g.moves = down, 0 }

// MouseDown notes a touch beside everything that can be pressed.
func (g *ground) MouseDown(*desktop.MouseEvent) { g.press(true) }

// MouseUp notes its end.
func (g *ground) MouseUp(*desktop.MouseEvent) { g.press(false) }

// MinSize is nothing: the window gives it all its room.
func (g *ground) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer makes nothing that is seen.
func (g *ground) CreateRenderer() fyne.WidgetRenderer {
	return &groundRenderer{widget.NewSimpleRenderer(canvas.NewRectangle(paint(colorNone)))}
}

type groundRenderer struct{ fyne.WidgetRenderer }

func (*groundRenderer) MinSize() fyne.Size { return fyne.Size{} }
