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
	total := int64(float64(pixels) * f.each(ctx, config.ColorModel))
	if total > memory {
		return 0, fmt.Errorf("%w: %d bytes to decode", ErrTooLarge, total)
	}
	return total, nil
}

// each returns the bytes that a decoder holds for one pixel.
func (f pages) each(ctx context.Context, model color.Model) float64 {
	if planes, progressive := f.planes(ctx); planes > 0 {
		if progressive {
			// Every coefficient is kept in four bytes until the last scan.
			planes *= 5
		}
		if model == color.RGBAModel || model == color.CMYKModel {
			planes += 4 // a copy in the other order
		}
		return planes
	}
	if _, ok := model.(color.Palette); ok {
		return 2 // interlaced GIF is put in order in a second copy
	}
	each := 4.0
	switch model {
	case color.GrayModel:
		each = 1
	case color.Gray16Model:
		each = 2
	case color.RGBA64Model, color.NRGBA64Model:
		each = 8
	case color.YCbCrModel:
		each = 1.5 // WebP
	case color.NYCbCrAModel:
		each = 6.5 // WebP decodes the alpha as a picture of its own
	}
	if head := f.head(); len(head) > 28 && head[0] == 0x89 && head[28] != 0 {
		each *= 1.5 // an interlaced PNG holds a pass beside the whole
	}
	return each
}

// planes returns how many samples a JPEG stores for each pixel and whether it
// is progressive, by walking its markers up to the frame header; 0 where the
// file is no JPEG.
func (f pages) planes(ctx context.Context) (planes float64, progressive bool) {
	const soi, sof0, sof2 = 0xd8, 0xc0, 0xc2
	r := f.reader(ctx)
	var b [255]byte
	if _, err := io.ReadFull(r, b[:2]); err != nil || b[0] != 0xff || b[1] != soi {
		return 0, false
	}
	for {
		if _, err := io.ReadFull(r, b[:4]); err != nil || b[0] != 0xff {
			return 0, false
		}
		marker, length := b[1], int64(b[2])<<8|int64(b[3])
		if marker < sof0 || marker > sof2 {
			if _, err := io.CopyN(io.Discard, r, length-2); err != nil {
				return 0, false
			}
			continue
		}
		if length < 8 || length > 20 {
			return 0, false
		}
		if _, err := io.ReadFull(r, b[:length-2]); err != nil {
			return 0, false
		}
		return samples(b[6 : length-2]), marker == sof2
	}
}

// samples adds up the components of a frame header by their sampling factors:
// 3 for 4:4:4, 1.5 for 4:2:0.
func samples(components []byte) float64 {
	sum, widest, tallest := 0, 1, 1
	for i := 1; i < len(components); i += 3 {
		across, down := int(components[i]>>4), int(components[i]&15)
		sum += across * down
		widest, tallest = max(widest, across), max(tallest, down)
	}
	return float64(sum) / float64(widest*tallest)
}
