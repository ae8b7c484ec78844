package symbol

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
)

// PNG returns Image(px) as a PNG file with a palette of one bit a pixel, packed
// for speed rather than for size. A row of pixels that repeats the one above is
// written as no change, so the file takes less time than drawing the symbol.
func (s *Symbol) PNG(px int) ([]byte, error) {
	px = max(px, 1)
	side := (s.size + 2*Quiet) * px
	var data bytes.Buffer
	packed, err := zlib.NewWriterLevel(&data, zlib.BestSpeed)
	if err != nil {
		return nil, fmt.Errorf("symbol: write png: %w", err)
	}
	// A row is the number of its filter, then eight pixels a byte.
	const up = 2
	row, repeat := make([]byte, 1+(side+7)/8), make([]byte, 1+(side+7)/8)
	repeat[0] = up
	for y := -Quiet; y < s.size+Quiet; y++ {
		clear(row)
		for x := range s.size {
			if s.Dark(x, y) {
				from := (x + Quiet) * px
				for i := from; i < from+px; i++ {
					row[1+i/8] |= 0x80 >> (i % 8)
				}
			}
		}
		for i, line := 0, row; i < px; i, line = i+1, repeat {
			if _, err := packed.Write(line); err != nil {
				return nil, fmt.Errorf("symbol: write png: %w", err)
			}
		}
	}
	if err := packed.Close(); err != nil {
		return nil, fmt.Errorf("symbol: write png: %w", err)
	}
	file := []byte("\x89PNG\r\n\x1a\n")
	header := binary.BigEndian.AppendUint32(nil, uint32(side))
	header = binary.BigEndian.AppendUint32(header, uint32(side))
	const bits, palette = 1, 3
	file = chunk(file, "IHDR", append(header, bits, palette, 0, 0, 0))
	file = chunk(file, "PLTE", []byte{255, 255, 255, 0, 0, 0})
	file = chunk(file, "IDAT", data.Bytes())
	return chunk(file, "IEND", nil), nil
}

// chunk appends one chunk of a PNG: its length, kind, data and checksum.
func chunk(file []byte, kind string, data []byte) []byte {
	file = binary.BigEndian.AppendUint32(file, uint32(len(data)))
	from := len(file)
	file = append(append(file, kind...), data...)
	return binary.BigEndian.AppendUint32(file, crc32.ChecksumIEEE(file[from:]))
}
