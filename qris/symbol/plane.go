package symbol

import (
	"encoding/binary"
	"image"
	"image/color"
)

// plane is a picture in shades of grey, 0 black to 255 white, row by row.
type plane struct {
	w, h int
	pix  []uint8
}

func newPlane(w, h int) *plane { return &plane{w, h, make([]uint8, w*h)} }

// finest is the longest side, in pixels, that a picture is searched at.
const finest = 4400

// shade returns the luminance of a picture on a white ground, brought below
// finest by averaging whole squares of pixels.
func shade(img image.Image) *plane {
	b := img.Bounds()
	k := (max(b.Dx(), b.Dy()) + finest - 1) / finest
	p := newPlane(b.Dx()/k, b.Dy()/k)
	row := rows(img)
	if k == 1 {
		for y := range p.h {
			row(b.Min.Y+y, p.pix[y*p.w:(y+1)*p.w])
		}
		return p
	}
	line := make([]uint8, b.Dx())
	sums := make([]uint32, p.w)
	for y := range p.h {
		clear(sums)
		for i := range k {
			row(b.Min.Y+y*k+i, line)
			for x := range sums {
				for _, v := range line[x*k : x*k+k] {
					sums[x] += uint32(v)
				}
			}
		}
		for x, sum := range sums {
			p.pix[y*p.w+x] = uint8(sum / uint32(k*k))
		}
	}
	return p
}

// rows returns a function that writes the luminance of row y into line.
func rows(img image.Image) func(y int, line []uint8) {
	b := img.Bounds()
	switch m := img.(type) {
	case *image.YCbCr:
		return func(y int, line []uint8) { copy(line, m.Y[m.YOffset(b.Min.X, y):]) }
	case *image.Gray:
		return func(y int, line []uint8) { copy(line, m.Pix[m.PixOffset(b.Min.X, y):]) }
	case *image.RGBA:
		return func(y int, line []uint8) {
			pix := m.Pix[m.PixOffset(b.Min.X, y):]
			for x := range line {
				c := pix[x*4 : x*4+4]
				line[x] = luma(c[0], c[1], c[2]) + 255 - c[3]
			}
		}
	case *image.NRGBA:
		return func(y int, line []uint8) {
			pix := m.Pix[m.PixOffset(b.Min.X, y):]
			for x := range line {
				c := pix[x*4 : x*4+4]
				line[x] = onWhite(luma(c[0], c[1], c[2]), c[3])
			}
		}
	case *image.NYCbCrA:
		return func(y int, line []uint8) {
			for x := range line {
				line[x] = onWhite(m.Y[m.YOffset(b.Min.X+x, y)], m.A[m.AOffset(b.Min.X+x, y)])
			}
		}
	case *image.Paletted:
		var shades [256]uint8
		for i, c := range m.Palette {
			shades[i] = shadeOf(c)
		}
		return func(y int, line []uint8) {
			pix := m.Pix[m.PixOffset(b.Min.X, y):]
			for x := range line {
				line[x] = shades[pix[x]]
			}
		}
	}
	return func(y int, line []uint8) {
		for x := range line {
			line[x] = shadeOf(img.At(b.Min.X+x, y))
		}
	}
}

func shadeOf(c color.Color) uint8 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	return onWhite(luma(n.R, n.G, n.B), n.A)
}

// luma weighs the colours as JPEG does (ITU-R BT.601).
func luma(r, g, b uint8) uint8 {
	return uint8((19595*uint32(r) + 38470*uint32(g) + 7471*uint32(b) + 1<<15) >> 16)
}

func onWhite(v, alpha uint8) uint8 {
	return uint8((uint32(v)*uint32(alpha) + 255*(255-uint32(alpha)) + 127) / 255)
}

// half returns the plane at half its size. Eight pixels of two rows are added at
// a time, in the four lanes of sixteen bits of a word.
func (p *plane) half() *plane {
	const even, rounding = 0x00ff00ff00ff00ff, 0x0002000200020002
	q := newPlane(p.w/2, p.h/2)
	for y := range q.h {
		top, low := p.pix[2*y*p.w:][:p.w], p.pix[(2*y+1)*p.w:][:p.w]
		out := q.pix[y*q.w:][:q.w]
		x := 0
		for ; x+4 <= len(out) && 2*x+8 <= len(top) && 2*x+8 <= len(low); x += 4 {
			a, b := binary.LittleEndian.Uint64(top[2*x:]), binary.LittleEndian.Uint64(low[2*x:])
			sum := a&even + a>>8&even + b&even + b>>8&even + rounding
			out[x], out[x+1], out[x+2], out[x+3] = uint8(sum>>2), uint8(sum>>18), uint8(sum>>34), uint8(sum>>50)
		}
		for ; x < len(out); x++ {
			out[x] = uint8((uint(top[2*x]) + uint(top[2*x+1]) + uint(low[2*x]) + uint(low[2*x+1]) + 2) / 4)
		}
	}
	return q
}

// sizes returns the plane and its halves, the smaller ones first, down to where
// no code can be.
func (p *plane) sizes() []*plane {
	all := []*plane{p}
	for q := p; min(q.w, q.h) >= 200; {
		q = q.half()
		all = append([]*plane{q}, all...)
	}
	return all
}

func same(p *plane) *plane { return p }

// inverted turns light into dark, for codes drawn light on dark.
func inverted(p *plane) *plane {
	q := newPlane(p.w, p.h)
	for i, v := range p.pix {
		q.pix[i] = 255 - v
	}
	return q
}

// blurred averages three by three pixels, against noise.
func blurred(p *plane) *plane {
	q := newPlane(p.w, p.h)
	copy(q.pix, p.pix)
	for y := 1; y < p.h-1; y++ {
		a, b, c := p.pix[(y-1)*p.w:y*p.w], p.pix[y*p.w:(y+1)*p.w], p.pix[(y+1)*p.w:(y+2)*p.w]
		column := func(x int) uint32 { return uint32(a[x]) + uint32(b[x]) + uint32(c[x]) }
		left, middle := column(0), column(1)
		for x := 1; x < p.w-1; x++ {
			right := column(x + 1)
			q.pix[y*p.w+x] = uint8((left + middle + right + 4) / 9)
			left, middle = middle, right
		}
	}
	return q
}
