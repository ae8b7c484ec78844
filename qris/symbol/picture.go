package symbol

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"runtime/debug"

	"golang.org/x/image/webp"
)

// Limits bound what Read takes in. A field that is zero has its default.
type Limits struct {
	// Bytes is the largest file; 25 MB by default.
	Bytes int64
	// Pixels is the largest width × height; 50 million by default.
	Pixels int64
}

// memory is the most a decoded picture may take, in bytes: four a pixel at the
// default limit. Sixteen-bit and progressive pictures reach it earlier.
const memory = 200 << 20

// format is one kind of picture file, known by its first bytes ('?' stands for
// any).
type format struct {
	magic  string
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

func formats() []format {
	return []format{
		{"\x89PNG\r\n\x1a\n", png.DecodeConfig, png.Decode},
		{"\xff\xd8", jpeg.DecodeConfig, jpeg.Decode},
		{"GIF8?a", gif.DecodeConfig, gif.Decode},
		{"RIFF????WEBP", webp.DecodeConfig, webp.Decode},
	}
}

func (f format) matches(head []byte) bool {
	if len(head) < len(f.magic) {
		return false
	}
	for i := range len(f.magic) {
		if f.magic[i] != '?' && f.magic[i] != head[i] {
			return false
		}
	}
	return true
}

// load decodes a picture and returns its light and shade. The dimensions are
// looked at before anything is decoded; the decoded picture is given up before
// load returns.
func load(ctx context.Context, file pages, pixels int64) (*plane, error) {
	for _, f := range formats() {
		if !f.matches(file.head()) {
			continue
		}
		config, err := f.config(file.reader(ctx))
		if err != nil {
			return nil, unreadable(ctx, err)
		}
		cost, err := file.cost(ctx, config, pixels)
		if err != nil {
			return nil, err
		}
		img, err := f.decode(file.reader(ctx))
		if err != nil {
			return nil, unreadable(ctx, err)
		}
		p := shade(img)
		if img = nil; cost > memory/4 {
			// The next picture must not be decoded beside the remains of this one.
			debug.FreeOSMemory()
		}
		return p, nil
	}
	return nil, ErrNotAPicture
}

// unreadable tells a decoder's failure from the end of the context.
func unreadable(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return late(ctx)
	}
	return fmt.Errorf("%w: %w", ErrNotAPicture, err)
}

// pages is a file in memory, in pieces that never had to be copied to grow.
type pages [][]byte

// slurp reads a file of at most limit bytes.
func slurp(ctx context.Context, r io.Reader, limit int64) (pages, error) {
	const piece = 1 << 20
	var file pages
	for total := int64(0); ; {
		if ctx.Err() != nil {
			return nil, late(ctx)
		}
		page := make([]byte, min(piece, limit+1-total))
		n, err := io.ReadFull(r, page)
		file = append(file, page[:n])
		if total += int64(n); total > limit {
			return nil, ErrTooLarge
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return file, nil
		}
		if err != nil {
			if ctx.Err() != nil {
				return nil, unreadable(ctx, err)
			}
			return nil, fmt.Errorf("symbol: read picture: %w", err)
		}
	}
}

func (f pages) head() []byte { return f[0] }

// reader reads the file from its start and stops when the context ends.
func (f pages) reader(ctx context.Context) io.Reader {
	readers := make([]io.Reader, len(f))
	for i, page := range f {
		readers[i] = bytes.NewReader(page)
	}
	return &bounded{ctx, io.MultiReader(readers...)}
}

type bounded struct {
	ctx context.Context
	r   io.Reader
}

func (b *bounded) Read(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		return 0, err
	}
	return b.r.Read(p)
}
