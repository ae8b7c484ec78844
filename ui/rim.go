package ui

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// rim draws a flat rectangle from small pictures: its upper and its lower edge with
// their corners, and one row of pixels for all that is between them. Where there is
// no graphics card that is several times cheaper than the toolkit's own rectangle,
// which works every pixel out anew for each frame.
type rim struct {
	upper, middle, lower *canvas.Image
	drawn                rimLook
}

// rimLook is everything that the pictures depend on, in pixels.
type rimLook struct {
	width, corner int
	round, stroke float64
	fill, line    ink
}

// roundMost is the largest radius that is drawn from pictures: larger ones are
// discs, and the green that spreads.
const roundMost = 32

func newRim() *rim {
	picture := func() *canvas.Image {
		return &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScalePixels}
	}
	return &rim{upper: picture(), middle: picture(), lower: picture()}
}

// pictures are those that are to be seen, the lowest first.
func (r *rim) pictures() []*canvas.Image {
	switch {
	case r.middle.Hidden:
		return nil
	case r.drawn.corner == 0:
		return []*canvas.Image{r.middle}
	}
	return []*canvas.Image{r.middle, r.upper, r.lower}
}

func (r *rim) hide() { r.middle.Hidden = true }

// dress draws a panel in its colours, with an outline of a width.
func (r *rim) dress(p *panel, fill, line color.Color, width float32) {
	scale, size := pixels(p), p.Size()
	look := rimLook{
		round: float64(min(p.round, size.Height/2, size.Width/2) * scale), stroke: math.Round(float64(width * scale)),
		fill: inkOf(fill), line: inkOf(line),
	}
	if look.line == (ink{}) {
		look.stroke = 0
	}
	if look.corner = int(math.Ceil(max(look.round, look.stroke))); look.corner > 0 {
		look.width = int(math.Round(float64(size.Width * scale)))
	}
	r.middle.Hidden = size.Width <= 0 || size.Height <= 0 || look.fill == (ink{}) && look.stroke == 0
	r.place(size, float32(look.corner)/scale)
	if look != r.drawn && !r.middle.Hidden {
		r.drawn = look
		r.upper.Image, r.middle.Image, r.lower.Image = look.edge(false), look.row(), look.edge(true)
		for _, picture := range r.pictures() {
			picture.Refresh() // a widget's refresh leaves its pictures as they were
		}
	}
	canvas.Refresh(p)
}

// place puts the edges where they belong and stretches the middle between them,
// a hair into both.
func (r *rim) place(size fyne.Size, corner float32) {
	inner := max(0, corner-1)
	lay := func(picture *canvas.Image, y, height float32) {
		picture.Move(fyne.NewPos(0, y))
		picture.Resize(fyne.NewSize(size.Width, height))
	}
	lay(r.middle, inner, size.Height-2*inner)
	lay(r.upper, 0, corner)
	lay(r.lower, size.Height-corner, corner)
}

// row is what lies between the edges, one pixel high.
func (k rimLook) row() image.Image {
	picture := image.NewRGBA(image.Rect(0, 0, max(1, k.width), 1))
	k.fillRow(picture, 0, math.MaxInt16)
	return picture
}

// edge is the upper edge, or the lower one.
func (k rimLook) edge(lower bool) image.Image {
	picture := image.NewRGBA(image.Rect(0, 0, k.width, k.corner))
	for y := range k.corner {
		k.fillRow(picture, either(lower, k.corner-1-y, y), y)
	}
	return picture
}

// fillRow draws a row of pixels that is so deep below the upper edge. Between its
// corners it has one colour.
func (k rimLook) fillRow(picture *image.RGBA, row, depth int) {
	last := picture.Rect.Dx() - 1
	for x := range min(k.corner, last) + 1 {
		k.at(x, depth).put(picture, x, row)
		k.at(last-x, depth).put(picture, last-x, row)
	}
	pixels := picture.Pix[picture.PixOffset(0, row):][:picture.Stride]
	for x := k.corner + 1; x < last-k.corner; x++ {
		copy(pixels[x*4:], pixels[k.corner*4:][:4])
	}
}

// at is the colour of a pixel by how far it is from the outline, which has two
// corners at its upper end and no lower end.
func (k rimLook) at(x, y int) ink {
	if k.corner == 0 {
		return k.fill
	}
	px, py := float64(x)+0.5, float64(y)+0.5
	dx, dy := max(k.round-px, px-float64(k.width)+k.round), k.round-py
	out := min(max(dx, dy), 0) + math.Hypot(max(dx, 0), max(dy, 0)) - k.round
	covered, filled := part(0.5-out), part(0.5-out-k.stroke)
	return k.line.over(k.fill, filled, covered)
}

// part keeps a part of a whole within it.
func part(much float64) float64 { return min(1, max(0, much)) }

// ink is a colour: red, green and blue, each no more than the last part, which is
// how much it covers.
type ink [4]float64

func inkOf(c color.Color) ink {
	r, g, b, a := c.RGBA()
	return ink{float64(r) / math.MaxUint16, float64(g) / math.MaxUint16, float64(b) / math.MaxUint16, float64(a) / math.MaxUint16}
}

// over is the ink with so much of another instead, on a part of a pixel.
func (i ink) over(other ink, much, covered float64) ink {
	for part := range i {
		i[part] = (i[part]*(1-much) + other[part]*much) * covered
	}
	return i
}

// put colours a pixel.
func (i ink) put(picture *image.RGBA, x, y int) {
	at := picture.PixOffset(x, y)
	for part, much := range i {
		picture.Pix[at+part] = uint8(math.Round(much * math.MaxUint8))
	}
}
