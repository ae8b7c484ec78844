package symbol

import (
	"context"
	"fmt"
	"io"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// Read returns the text of every QR code it finds in a PNG, JPEG, GIF or WebP
// picture (of a moving one, the first frame), each text once. It returns
// ErrNotAPicture, ErrTooLarge, ErrNoCode, or ErrReadTimeout when the context
// ends; a decoder that panics counts as one that refuses. Reading takes up to
// 300 MB, so only one picture is read at a time and others wait.
func Read(ctx context.Context, r io.Reader, limits Limits) ([]string, error) {
	if limits.Bytes <= 0 {
		limits.Bytes = 25 << 20
	}
	if limits.Pixels <= 0 {
		limits.Pixels = 50_000_000
	}
	select {
	case reading <- struct{}{}:
		defer func() { <-reading }()
	case <-ctx.Done():
		return nil, fmt.Errorf("%w: %w", ErrReadTimeout, ctx.Err())
	}
	p, err := load(ctx, r, limits)
	if err != nil {
		return nil, err
	}
	return search(ctx, p)
}

// reading lets one picture in at a time.
var reading = make(chan struct{}, 1)

func search(ctx context.Context, p *plane) (texts []string, err error) {
	defer func() {
		if recover() != nil {
			texts, err = nil, ErrNoCode
		}
	}()
	for ; p.w >= 40 && p.h >= 40; p = p.half() {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("%w: %w", ErrReadTimeout, ctx.Err())
		}
		img := gozxing.NewLuminanceSourceFromImage(imageOf(p))
		bitmap, err := gozxing.NewBinaryBitmap(gozxing.NewHybridBinarizer(img))
		if err != nil {
			continue
		}
		if result, err := qrcode.NewQRCodeReader().Decode(bitmap, nil); err == nil {
			return []string{result.GetText()}, nil
		}
	}
	return nil, ErrNoCode
}
