package receipt

import (
	"bytes"
	"encoding/binary"
	"image"
)

// Commands of ESC/POS, as nearly every receipt printer takes them. Words never
// reach the printer as letters, only as dots: nothing that somebody wrote can
// be taken for a command, and every script looks as it does on the screen.
var (
	escReset = []byte{0x1B, '@'}
	escDots  = []byte{0x1D, 'v', '0', 0}  // GS v 0: width in bytes and height in dots follow, then the dots
	escFeed  = []byte{0x1B, 'd', 4}       // ESC d: four lines
	escCut   = []byte{0x1D, 'V', 0x42, 0} // GS V: feed to the knife and cut
)

// band is how many rows of dots are sent at once: small printers have little
// memory.
const band = 128

// ESCPOS gives the bytes that print a picture of two colours, index 1 black: it
// ends in a feed and a cut.
func ESCPOS(page *image.Paletted) []byte {
	var b bytes.Buffer
	b.Write(escReset)
	width, height := page.Rect.Dx(), page.Rect.Dy()
	across := (width + 7) / 8
	for top := 0; top < height; top += band {
		rows := min(band, height-top)
		b.Write(escDots)
		b.Write(binary.LittleEndian.AppendUint16(nil, uint16(across)))
		b.Write(binary.LittleEndian.AppendUint16(nil, uint16(rows)))
		for y := top; y < top+rows; y++ {
			b.Write(packed(page.Pix[y*page.Stride:][:width], across))
		}
	}
	b.Write(escFeed)
	b.Write(escCut)
	return b.Bytes()
}

// packed puts a row of dots into bytes, eight each, the first dot the highest bit.
func packed(row []uint8, across int) []byte {
	bits := make([]byte, across)
	for x, dot := range row {
		if dot != 0 {
			bits[x/8] |= 0x80 >> (x % 8)
		}
	}
	return bits
}
