package symbol

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// A payload that was not drawn before, at level M.
func BenchmarkDraw(b *testing.B) {
	texts := make([]string, 256) // more than are kept
	rng := rand.New(rand.NewPCG(11, 12))
	for i := range texts {
		texts[i] = payload(rng)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := Draw(texts[i%len(texts)], M); err != nil {
			b.Fatal(err)
		}
	}
}

// A payload that go-qrcode draws too large.
func BenchmarkDrawOurs(b *testing.B) {
	for _, text := range vectors(b) {
		best, version, err := smallest(text, M)
		require.NoError(b, err)
		if ready(text, M, version) != nil {
			continue
		}
		b.ReportAllocs()
		for b.Loop() {
			if _, err := build(best, version, M); err != nil {
				b.Fatal(err)
			}
		}
		return
	}
}

// A payload that is still in memory.
func BenchmarkDrawKept(b *testing.B) {
	text := vectors(b)[10]
	for b.Loop() {
		if _, err := Draw(text, M); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPNG(b *testing.B) {
	s, err := Draw(vectors(b)[10], M)
	require.NoError(b, err)
	for _, px := range []int{4, 12} {
		b.Run(fmt.Sprintf("%d px a module", px), func(b *testing.B) {
			for b.Loop() {
				if _, err := s.PNG(px); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// A photograph of twelve megapixels as a camera writes it, file to text.
func BenchmarkRead12MP(b *testing.B) {
	rng := rand.New(rand.NewPCG(13, 14))
	s, err := Draw(payload(rng), M)
	require.NoError(b, err)
	photo := family{longest: 4000, share: interval{0.4, 0.4}, turn: interval{8, 8}, perspective: interval{0.05, 0.05}, noise: interval{3, 3}, gradient: interval{0.3, 0.3}, contrast: normal, quiet: interval{4, 4}, ground: desk}
	grey := photo.take(s, rng).img
	colour := image.NewYCbCr(grey.Rect, image.YCbCrSubsampleRatio420)
	colour.Y = grey.Pix
	for i := range colour.Cb {
		colour.Cb[i], colour.Cr[i] = 120, 135
	}
	var taken bytes.Buffer
	require.NoError(b, jpeg.Encode(&taken, colour, &jpeg.Options{Quality: 85}))
	file := taken.Bytes()
	b.Logf("%d kB", len(file)>>10)
	ctx := context.Background()
	b.Run("image/jpeg alone", func(b *testing.B) {
		for b.Loop() {
			if _, err := jpeg.Decode(bytes.NewReader(file)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("decode", func(b *testing.B) {
		for b.Loop() {
			if _, err := load(ctx, pages{file}, 1<<30); err != nil {
				b.Fatal(err)
			}
		}
	})
	p, err := load(ctx, pages{file}, 1<<30)
	require.NoError(b, err)
	b.Run("search", func(b *testing.B) {
		for b.Loop() {
			if _, err := search(ctx, p); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("whole", func(b *testing.B) {
		for b.Loop() {
			if _, err := Read(ctx, bytes.NewReader(file), Limits{}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
