package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// box is a rectangle that screens are cut out of, in units from the upper left
// corner of the screen's own area.
type box struct{ x, y, w, h float32 }

// top cuts a strip of height h off the upper side and gives it back.
func (b *box) top(h float32) box {
	h = min(h, b.h)
	cut := box{b.x, b.y, b.w, h}
	b.y, b.h = b.y+h, b.h-h
	return cut
}

// bottom cuts a strip of height h off the lower side.
func (b *box) bottom(h float32) box {
	h = min(h, b.h)
	b.h -= h
	return box{b.x, b.y + b.h, b.w, h}
}

// left cuts a strip of width w off the left side.
func (b *box) left(w float32) box {
	w = min(w, b.w)
	cut := box{b.x, b.y, w, b.h}
	b.x, b.w = b.x+w, b.w-w
	return cut
}

// right cuts a strip of width w off the right side.
func (b *box) right(w float32) box {
	w = min(w, b.w)
	b.w -= w
	return box{b.x + b.w, b.y, w, b.h}
}

// inset gives the box without dx on the left and right and dy above and below.
func (b box) inset(dx, dy float32) box {
	return box{b.x + dx, b.y + dy, max(0, b.w-2*dx), max(0, b.h-2*dy)}
}

// tight gives the box of a line of text of a size that stands closer to its
// neighbours than lines do: figures have no need of the room for accents.
func (b box) tight(size float32) box {
	return b.inset(0, min(0, (b.h-size*lineOverSize)/2))
}

// middle gives a box of w × h in the centre of b.
func (b box) middle(w, h float32) box {
	return box{b.x + (b.w-w)/2, b.y + (b.h-h)/2, w, h}
}

// columns cuts b into n equal columns with a gap between them.
func (b box) columns(n int, gap float32) []box {
	w := (b.w - gap*float32(n-1)) / float32(n)
	cut := make([]box, n)
	for i := range cut {
		cut[i] = box{b.x + float32(i)*(w+gap), b.y, w, b.h}
	}
	return cut
}

// rows cuts b into n equal rows with a gap between them.
func (b box) rows(n int, gap float32) []box {
	h := (b.h - gap*float32(n-1)) / float32(n)
	cut := make([]box, n)
	for i := range cut {
		cut[i] = box{b.x, b.y + float32(i)*(h+gap), b.w, h}
	}
	return cut
}

// either is yes or no: what is said and worn is decided before it is set, so
// that a screen left alone draws nothing anew.
func either[T any](so bool, yes, no T) T {
	if so {
		return yes
	}
	return no
}

// put places an object on a box and shows it.
func put(o fyne.CanvasObject, b box) {
	o.Move(fyne.NewPos(b.x, b.y))
	o.Resize(fyne.NewSize(b.w, b.h))
	if !o.Visible() {
		o.Show()
		canvas.Refresh(o) // showing what has not changed would not draw a frame
	}
}

// hide hides objects.
func hide[T fyne.CanvasObject](objects ...T) {
	for _, o := range objects {
		o.Hide()
	}
}

// start gives only the left part of b, w wide.
func (b box) start(w float32) box { return b.left(w) }
