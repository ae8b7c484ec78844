package symbol

import (
	"bytes"
	"context"
	"image"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func encoded(t testing.TB, img image.Image) []byte {
	var file bytes.Buffer
	require.NoError(t, (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&file, img))
	return file.Bytes()
}

// Ensure that a code is read whatever kind of file and colours it comes in.
func TestReadsEveryFormat(t *testing.T) {
	want := vectors(t)[10]
	s, err := Draw(want, M)
	require.NoError(t, err)
	drawn := s.Image(4)
	files := map[string][]byte{}
	for _, name := range []string{"lossy.webp", "lossless.webp", "alpha.webp", "progressive.jpg", "cmyk.jpg"} {
		files[name], err = os.ReadFile(filepath.Join("testdata", name))
		require.NoError(t, err)
	}
	var moving bytes.Buffer
	blank := image.NewPaletted(drawn.Bounds(), drawn.Palette)
	require.NoError(t, gif.EncodeAll(&moving, &gif.GIF{Image: []*image.Paletted{drawn, blank}, Delay: []int{5, 5}}))
	files["moving.gif"] = moving.Bytes()
	files["paletted.png"] = encoded(t, drawn)
	b := drawn.Bounds()
	for name, img := range map[string]draw.Image{
		"grey.png": image.NewGray(b), "grey16.png": image.NewGray16(b), "rgba.png": image.NewRGBA(b),
		"nrgba64.png": image.NewNRGBA64(b), "rgb.jpg": image.NewRGBA(b),
	} {
		draw.Draw(img, b, drawn, b.Min, draw.Src)
		if files[name] = encoded(t, img); strings.HasSuffix(name, ".jpg") {
			var file bytes.Buffer
			require.NoError(t, jpeg.Encode(&file, img, nil))
			files[name] = file.Bytes()
		}
	}
	see := image.NewNRGBA(b)
	for i := range see.Pix {
		see.Pix[i] = drawn.Pix[i/4] * 255 * uint8(i%4/3) // black ink on nothing
	}
	files["transparent.png"] = encoded(t, see)
	for name, file := range files {
		texts, err := Read(context.Background(), bytes.NewReader(file), Limits{})
		assert.NoError(t, err, name)
		assert.Equal(t, []string{want}, texts, name)
	}
}

// Ensure that every code in a picture is returned, once each, whatever their
// sizes, and that text beyond ASCII and codes of other encodings survive.
func TestReadsSeveralCodes(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	page := image.NewGray(image.Rect(0, 0, 1400, 1000))
	draw.Draw(page, page.Rect, image.White, image.Point{}, draw.Src)
	var want []string
	for i, place := range []struct{ x, y, px int }{{20, 20, 8}, {560, 20, 3}, {800, 20, 6}, {20, 600, 4}, {400, 600, 3}} {
		text := payload(rng)
		if i == 1 {
			text = "https://example.org/最佳运输/北京"
		}
		s, err := Draw(text, M)
		require.NoError(t, err)
		img := s.Image(place.px)
		draw.Draw(page, img.Bounds().Add(image.Pt(place.x, place.y)), img, image.Point{}, draw.Src)
		want = append(want, text)
	}
	s, err := Draw(want[0], M)
	require.NoError(t, err)
	draw.Draw(page, image.Rect(800, 500, 1400, 1000), s.Image(5), image.Point{}, draw.Src)
	texts, err := Read(context.Background(), bytes.NewReader(encoded(t, page)), Limits{})
	require.NoError(t, err)
	assert.ElementsMatch(t, want, texts)
}

// Ensure that a mirrored code, as a front camera shows it, is read.
func TestReadsMirrored(t *testing.T) {
	text := vectors(t)[10]
	s, err := Draw(text, M)
	require.NoError(t, err)
	img := s.Image(4)
	mirrored := image.NewPaletted(img.Rect, img.Palette)
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			mirrored.SetColorIndex(img.Rect.Dx()-1-x, y, img.ColorIndexAt(x, y))
		}
	}
	texts, err := Read(context.Background(), bytes.NewReader(encoded(t, mirrored)), Limits{})
	require.NoError(t, err)
	assert.Equal(t, []string{text}, texts)
}

// Ensure that pictures without a code say so, even ones full of edges.
func TestNoCode(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(7, 8))
	stripes, noise, checks := image.NewGray(image.Rect(0, 0, 700, 500)), image.NewGray(image.Rect(0, 0, 700, 500)), image.NewGray(image.Rect(0, 0, 701, 503))
	for i := range stripes.Pix {
		stripes.Pix[i] = uint8(i / 3 % 2 * 255)
		noise.Pix[i] = uint8(rng.IntN(256))
		checks.Pix[i] = uint8((i/7+i/701/7)%2) * 255
	}
	for _, img := range []image.Image{stripes, noise, checks, image.NewGray(image.Rect(0, 0, 1, 1)), image.NewGray(image.Rect(0, 0, 3000, 1)), image.NewGray(image.Rect(0, 0, 9000, 20))} {
		start := time.Now()
		_, err := Read(context.Background(), bytes.NewReader(encoded(t, img)), Limits{})
		assert.ErrorIs(t, err, ErrNoCode, img.Bounds())
		t.Log(img.Bounds(), time.Since(start).Round(time.Millisecond))
	}
}

// Ensure that halving averages every two by two pixels, at every width.
func TestHalf(t *testing.T) {
	rng := rand.New(rand.NewPCG(15, 16))
	for w := 2; w < 40; w++ {
		p := newPlane(w, 5)
		for i := range p.pix {
			p.pix[i] = uint8(rng.IntN(256))
		}
		q := p.half()
		require.Equal(t, []int{w / 2, 2}, []int{q.w, q.h})
		for i, v := range q.pix {
			at := i/q.w*2*w + i%q.w*2
			sum := int(p.pix[at]) + int(p.pix[at+1]) + int(p.pix[at+w]) + int(p.pix[at+w+1])
			require.Equal(t, (sum+2)/4, int(v), "width %d, pixel %d", w, i)
		}
	}
}
