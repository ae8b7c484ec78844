package receipt

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"laci/qris/symbol"
)

// The widths of paper that receipt printers have, in dots of 1/8 mm.
const (
	Dots58 = 384 // paper of 58 mm
	Dots80 = 576 // paper of 80 mm
)

// Sizes of letters and spaces, in dots: a line of 3.75 mm is read at arm's length.
const (
	sizePlain = 23
	sizeLarge = 34
	lineSpace = 1.3 // of a letter's size
	edge      = 8
	ruleSpace = 18
	codeModul = 4
)

// pen writes with one face.
type pen struct {
	face font.Face
	size int
}

func newPen(ttf []byte, size int) (pen, error) {
	parsed, err := opentype.Parse(ttf)
	if err != nil {
		return pen{}, err
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingFull})
	return pen{face, size}, err
}

func (p pen) width(words string) int { return font.MeasureString(p.face, words).Ceil() }

func (p pen) height() int { return int(float64(p.size) * lineSpace) }

// pens are the faces of a slip.
type pens struct{ plain, bold, large pen }

func newPens() (all pens, err error) {
	for _, one := range []struct {
		pen  *pen
		ttf  []byte
		size int
	}{{&all.plain, goregular.TTF, sizePlain}, {&all.bold, gobold.TTF, sizePlain}, {&all.large, gobold.TTF, sizeLarge}} {
		if *one.pen, err = newPen(one.ttf, one.size); err != nil {
			return all, err
		}
	}
	return all, nil
}

func (p pens) of(s Style) pen {
	switch s {
	case Head, Sum:
		return p.large
	case Strong:
		return p.bold
	}
	return p.plain
}

// sheet is paper that is being drawn on, from the top down. Without an image it
// only measures.
type sheet struct {
	img   *image.Gray
	width int
	y     int
	pens  pens
}

// Picture draws the slip in black and white on so many dots across (Dots58,
// Dots80); palette index 1 is black. It fails only on a code that is too long
// for a symbol.
func (s Slip) Picture(dots int) (*image.Paletted, error) {
	pens, err := newPens()
	if err != nil {
		return nil, err
	}
	measured := &sheet{width: dots, pens: pens}
	if err := measured.lay(s); err != nil {
		return nil, err
	}
	drawn := &sheet{width: dots, pens: pens, img: image.NewGray(image.Rect(0, 0, dots, measured.y))}
	draw.Draw(drawn.img, drawn.img.Rect, image.White, image.Point{}, draw.Src)
	if err := drawn.lay(s); err != nil {
		return nil, err
	}
	page := image.NewPaletted(drawn.img.Rect, color.Palette{color.White, color.Black})
	for i, grey := range drawn.img.Pix {
		if grey < 128 {
			page.Pix[i] = 1
		}
	}
	return page, nil
}

// PNG writes the slip's picture as a file.
func (s Slip) PNG(out io.Writer, dots int) error {
	page, err := s.Picture(dots)
	if err != nil {
		return err
	}
	return png.Encode(out, page)
}

// lay draws every line and the symbol.
func (p *sheet) lay(s Slip) error {
	p.y = edge
	for _, l := range s.Lines {
		p.line(l)
	}
	if s.Code != "" {
		if err := p.code(s.Code); err != nil {
			return err
		}
	}
	p.y += edge
	return nil
}

func (p *sheet) line(l Line) {
	pen := p.pens.of(l.Style)
	if l.Style == Rule {
		p.across()
		return
	}
	room := p.width - 2*edge
	right := pen.width(l.Right)
	if right > room*2/3 { // too long to stand on the right
		p.line(Line{Left: l.Left, Style: l.Style})
		p.line(Line{Left: "  " + l.Right, Style: l.Style})
		return
	}
	lines := wrap(pen, l.Left, room)
	if last := len(lines) - 1; right > 0 && pen.width(lines[last]) > room-right-pen.size/2 {
		lines = append(lines, "")
	}
	for i, words := range lines {
		x := edge
		if l.Style == Head || l.Style == Middle {
			x = (p.width - pen.width(words)) / 2
		}
		p.write(pen, x, words)
		if i == len(lines)-1 {
			p.write(pen, p.width-edge-right, l.Right)
		}
		p.y += pen.height()
	}
}

// wrap breaks words into lines of a width; a word that is too long is broken.
func wrap(pen pen, words string, width int) []string {
	indent := words[:len(words)-len(strings.TrimLeft(words, " "))]
	lines := []string{indent}
	for _, word := range strings.Fields(words) {
		last := &lines[len(lines)-1]
		longer := *last + word
		if strings.TrimSpace(*last) != "" {
			longer = *last + " " + word
		}
		if pen.width(longer) <= width {
			*last = longer
			continue
		}
		if strings.TrimSpace(*last) != "" {
			lines = append(lines, "")
		}
		pieces := broken(pen, word, width)
		lines = append(lines[:len(lines)-1], pieces...)
	}
	return lines
}

// broken cuts a word into pieces of a width.
func broken(pen pen, word string, width int) (pieces []string) {
	piece := ""
	for _, letter := range word {
		if piece != "" && pen.width(piece+string(letter)) > width {
			pieces, piece = append(pieces, piece), ""
		}
		piece += string(letter)
	}
	return append(pieces, piece)
}

func (p *sheet) write(pen pen, x int, words string) {
	if p.img == nil {
		return
	}
	base := p.y + pen.size
	drawer := font.Drawer{Dst: p.img, Src: image.Black, Face: pen.face, Dot: fixed.P(x, base)}
	drawer.DrawString(words)
}

// across draws a dashed line.
func (p *sheet) across() {
	if p.img != nil {
		for x := edge; x < p.width-edge; x++ {
			if x%8 < 5 {
				p.img.SetGray(x, p.y+ruleSpace/2, color.Gray{})
				p.img.SetGray(x, p.y+ruleSpace/2+1, color.Gray{})
			}
		}
	}
	p.y += ruleSpace
}

// code draws the symbol in the middle, with its quiet zone.
func (p *sheet) code(text string) error {
	s, err := symbol.Draw(text, symbol.M)
	if err != nil {
		return err
	}
	drawn := s.Image(codeModul)
	if p.img != nil {
		at := image.Pt((p.width-drawn.Rect.Dx())/2, p.y)
		draw.Draw(p.img, drawn.Rect.Add(at), drawn, image.Point{}, draw.Src)
	}
	p.y += drawn.Rect.Dy()
	return nil
}
