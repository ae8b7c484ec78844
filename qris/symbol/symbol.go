// Package symbol draws a payment payload as a QR code and reads the codes out
// of a photograph, poster or screenshot. It knows nothing of what a payload
// means.
package symbol

import (
	"image"
	"image/color"
	"strings"
)

// Quiet is the white border around a symbol, in modules a side, as ISO/IEC
// 18004 asks for. Image, PNG, HalfBlocks and Fit include it.
const Quiet = 4

// Symbol is the modules of one QR code without its quiet zone. It is never
// changed once drawn, so it may be shared.
type Symbol struct {
	size int
	dark []bool
}

// Size returns the number of modules on a side, without the quiet zone:
// 17 + 4 × version.
func (s *Symbol) Size() int { return s.size }

// Dark tells whether the module in column x, row y is dark; (0, 0) is the
// upper left one. Everything outside, the quiet zone included, is light.
func (s *Symbol) Dark(x, y int) bool {
	return x >= 0 && y >= 0 && x < s.size && y < s.size && s.dark[y*s.size+x]
}

// Image draws the symbol with its quiet zone at px pixels a module (at least
// one) in a palette of white and black: every module has the same width and no
// pixel is grey.
func (s *Symbol) Image(px int) *image.Paletted {
	px = max(px, 1)
	side := (s.size + 2*Quiet) * px
	img := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for y := range s.size {
		top := img.Pix[(y+Quiet)*px*img.Stride:]
		for x := range s.size {
			if !s.dark[y*s.size+x] {
				continue
			}
			for i := range px {
				top[(x+Quiet)*px+i] = 1
			}
		}
		for i := 1; i < px; i++ {
			copy(top[i*img.Stride:(i+1)*img.Stride], top[:img.Stride])
		}
	}
	return img
}

// HalfBlocks returns the symbol with its quiet zone as lines of text for a
// terminal: two modules a character, black on white by the fixed entries of
// the 256-colour palette, so that no theme can turn it inside out.
func (s *Symbol) HalfBlocks() string {
	const ink, plain = "\x1b[38;5;16;48;5;231m", "\x1b[0m\n"
	blocks := [...]string{" ", "▀", "▄", "█"}
	var text strings.Builder
	for y := -Quiet; y < s.size+Quiet; y += 2 {
		text.WriteString(ink)
		for x := -Quiet; x < s.size+Quiet; x++ {
			i := 0
			if s.Dark(x, y) {
				i = 1
			}
			if s.Dark(x, y+1) {
				i += 2
			}
			text.WriteString(blocks[i])
		}
		text.WriteString(plain)
	}
	return text.String()
}
