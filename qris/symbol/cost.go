package symbol

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"io"
)

// cost returns the bytes that decoding the file will take, or ErrTooLarge
// where the picture is above the limits.
func (f pages) cost(ctx context.Context, config image.Config, limit int64) (int64, error) {
	pixels := int64(config.Width) * int64(config.Height)
	if pixels == 0 {
		return 0, ErrNotAPicture
	}
	if pixels > limit {
		return 0, fmt.Errorf("%w: %d × %d pixels", ErrTooLarge, config.Width, config.Height)
	}
	each := int64(4)
	switch config.ColorModel {
	case color.GrayModel:
		each = 1
	case color.Gray16Model:
		each = 2
	case color.RGBA64Model, color.NRGBA64Model, color.CMYKModel:
		each = 8
	case color.YCbCrModel:
		each = 3
	}
	if _, ok := config.ColorModel.(color.Palette); ok {
		each = 1
	}
	if f.progressive(ctx) {
		// Every coefficient is kept in four bytes until the last scan.
		each *= 5
	}
	if pixels*each > memory {
		return 0, fmt.Errorf("%w: %d bytes to decode", ErrTooLarge, pixels*each)
	}
	return pixels * each, nil
}

// progressive tells whether the file is a JPEG whose frame is progressive, by
// walking its markers up to the frame header.
func (f pages) progressive(ctx context.Context) bool {
	const soi, sof0, sof1, sof2 = 0xd8, 0xc0, 0xc1, 0xc2
	r := f.reader(ctx)
	var b [4]byte
	if _, err := io.ReadFull(r, b[:2]); err != nil || b[0] != 0xff || b[1] != soi {
		return false
	}
	for {
		if _, err := io.ReadFull(r, b[:4]); err != nil || b[0] != 0xff {
			return false
		}
		switch b[1] {
		case sof2:
			return true
		case sof0, sof1:
			return false
		}
		length := int64(b[2])<<8 | int64(b[3])
		if _, err := io.CopyN(io.Discard, r, length-2); err != nil {
			return false
		}
	}
}
