package symbol

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/draw"
	"image/jpeg"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// header returns the start of a picture file that claims a size.
func header(kind string, w, h int) []byte {
	b := func(order binary.AppendByteOrder, n, v int) []byte {
		if n == 2 {
			return order.AppendUint16(nil, uint16(v))
		}
		return order.AppendUint32(nil, uint32(v))
	}
	big, little := binary.BigEndian, binary.LittleEndian
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	switch kind {
	case "png", "png16":
		depth := map[string]string{"png": "\x08", "png16": "\x10"}[kind]
		chunk := join([]byte("IHDR"), b(big, 4, w), b(big, 4, h), []byte(depth+"\x06\x00\x00\x00"))
		return join([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), chunk, b(big, 4, int(crc32.ChecksumIEEE(chunk))))
	case "jpeg", "progressive":
		frame := map[string]string{"jpeg": "\xff\xc0", "progressive": "\xff\xc2"}[kind]
		return join([]byte("\xff\xd8\xff\xe0\x00\x04JF"+frame+"\x00\x11\x08"), b(big, 2, h), b(big, 2, w), []byte("\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01\xff\xda\x00\x02"))
	case "gif":
		return join([]byte("GIF89a"), b(little, 2, w), b(little, 2, h), []byte("\x80\x00\x00\x00\x00\x00\xff\xff\xff"))
	}
	return join([]byte("RIFF\x16\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00"), b(little, 4, w-1)[:3], b(little, 4, h-1)[:3])
}

// Ensure that what is too large, cut off or no picture is refused with its code
// word before it takes memory.
func TestReadRefuses(t *testing.T) {
	s, err := Draw("a code", M)
	require.NoError(t, err)
	whole, err := s.PNG(4)
	require.NoError(t, err)
	for name, c := range map[string]struct {
		file []byte
		want Error
	}{
		"nothing":             {nil, ErrNotAPicture},
		"text":                {[]byte("00020101021126"), ErrNotAPicture},
		"heic":                {[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), ErrNotAPicture},
		"cut png":             {whole[:len(whole)/2], ErrNotAPicture},
		"png of no width":     {header("png", 0, 10), ErrNotAPicture},
		"huge png":            {header("png", 100_000, 100_000), ErrTooLarge},
		"huge jpeg":           {header("jpeg", 65_000, 65_000), ErrTooLarge},
		"huge gif":            {header("gif", 65_000, 65_000), ErrTooLarge},
		"huge webp":           {header("webp", 16_384, 16_384), ErrTooLarge},
		"just above":          {header("png", 10_000, 5_001), ErrTooLarge},
		"deep png":            {header("png16", 8_000, 6_000), ErrTooLarge},
		"progressive at 48MP": {header("progressive", 8_000, 6_000), ErrTooLarge},
		"jpeg at 48MP, cut":   {header("jpeg", 8_000, 6_000), ErrNotAPicture},
		"40 MB":               {append(bytes.Clone(whole), make([]byte, 40_000_000)...), ErrTooLarge},
	} {
		start := time.Now()
		texts, err := Read(context.Background(), bytes.NewReader(c.file), Limits{})
		assert.ErrorIs(t, err, c.want, name)
		assert.Empty(t, texts, name)
		var word interface{ Code() string }
		require.ErrorAs(t, err, &word, name)
		assert.Equal(t, string(c.want), word.Code(), name)
		assert.Less(t, time.Since(start), 2*time.Second, name)
	}
	_, err = Read(context.Background(), bytes.NewReader(whole), Limits{Bytes: int64(len(whole)) - 1})
	assert.ErrorIs(t, err, ErrTooLarge)
	_, err = Read(context.Background(), bytes.NewReader(whole), Limits{Pixels: 100})
	assert.ErrorIs(t, err, ErrTooLarge)
	_, err = Read(context.Background(), bytes.NewReader(whole), Limits{Bytes: int64(len(whole))})
	assert.NoError(t, err)
}

// ending is a context that ends after it was looked at a number of times.
type ending struct {
	context.Context
	left int
}

func (e *ending) Err() error {
	if e.left--; e.left < 0 {
		return context.DeadlineExceeded
	}
	return nil
}

// Ensure that reading stops, wherever it is, soon after its context ends.
func TestReadStops(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	noise := image.NewGray(image.Rect(0, 0, 900, 700))
	for i := range noise.Pix {
		noise.Pix[i] = uint8(rng.IntN(256))
	}
	file := encoded(t, noise)
	stopped := 0
	for n := 0; ; n = n*3/2 + 1 {
		ctx := &ending{context.Background(), n}
		_, err := Read(ctx, bytes.NewReader(file), Limits{})
		if errors.Is(err, ErrNoCode) {
			break
		}
		stopped++
		require.ErrorIs(t, err, ErrReadTimeout, n)
		require.ErrorIs(t, err, context.DeadlineExceeded, n)
		require.GreaterOrEqual(t, ctx.left, -3, "looked at the clock and went on")
	}
	assert.Greater(t, stopped, 8)

	decoding <- struct{}{}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	_, err := Read(ctx, bytes.NewReader(file), Limits{})
	<-decoding
	assert.ErrorIs(t, err, ErrReadTimeout, "another picture is being decoded")
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) {
	if f.err == nil {
		panic("a reader broke")
	}
	return 0, f.err
}

// Ensure that a source that fails is not called a bad picture, that a panic
// ends in a refusal, and that the next picture can still be read.
func TestReadSurvives(t *testing.T) {
	_, err := Read(context.Background(), failing{io.ErrClosedPipe}, Limits{})
	assert.ErrorIs(t, err, io.ErrClosedPipe)
	assert.NotErrorIs(t, err, ErrNotAPicture)
	_, err = Read(context.Background(), failing{}, Limits{})
	assert.ErrorIs(t, err, ErrNotAPicture)
	s, err := Draw("after", M)
	require.NoError(t, err)
	file := encoded(t, s.Image(3))
	words := map[error]bool{}
	for n := range 200 {
		_, err = Read(&breaking{context.Background(), n}, bytes.NewReader(file), Limits{})
		words[err] = true
	}
	// The file, its decoding and the search each broke; then nothing did.
	assert.Equal(t, map[error]bool{ErrNotAPicture: true, ErrNoCode: true, nil: true}, words)
}

// breaking is a context that panics after it was looked at a number of times.
type breaking struct {
	context.Context
	left int
}

func (b *breaking) Err() error {
	if b.left--; b.left == -1 {
		panic("a context broke")
	}
	return nil
}

// Ensure that no file makes the reader panic or answer with an error of its own
// making.
func FuzzRead(f *testing.F) {
	for _, kind := range []string{"png", "png16", "jpeg", "progressive", "gif", "webp"} {
		f.Add(header(kind, 300, 200))
	}
	for _, name := range []string{"lossy.webp", "lossless.webp", "alpha.webp", "progressive.jpg", "cmyk.jpg"} {
		file, err := os.ReadFile(filepath.Join("testdata", name))
		require.NoError(f, err)
		f.Add(file)
	}
	s, err := Draw("0123", L)
	require.NoError(f, err)
	file, err := s.PNG(2)
	require.NoError(f, err)
	f.Add(file)
	f.Fuzz(func(t *testing.T, file []byte) {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		texts, err := Read(ctx, bytes.NewReader(file), Limits{Pixels: 300_000})
		if err == nil {
			require.NotEmpty(t, texts)
			return
		}
		require.Empty(t, texts)
		var word Error
		require.ErrorAs(t, err, &word)
		require.NotEqual(t, ErrReadTimeout, word)
	})
}

// Ensure that reading pictures of 50 megapixels, one after the other, never
// takes more than 300 MB of memory, in a process of its own.
func TestMemory(t *testing.T) {
	if name := os.Getenv("LACI_PICTURE"); name != "" {
		for range 2 {
			file, err := os.Open(name)
			require.NoError(t, err)
			start := time.Now()
			texts, err := Read(context.Background(), file, Limits{})
			fmt.Println("read", len(texts), err, time.Since(start).Round(time.Millisecond))
			file.Close()
		}
		status, err := os.ReadFile("/proc/self/status")
		require.NoError(t, err)
		fmt.Println(string(status))
		return
	}
	if _, err := os.Stat("/proc/self/status"); err != nil {
		t.Skip("memory is measured on Linux")
	}
	if testing.Short() {
		t.Skip("takes seconds and 300 MB")
	}
	s, err := Draw(vectors(t)[10], M)
	require.NoError(t, err)
	code := s.Image(30)
	page := image.NewRGBA(image.Rect(0, 0, 8660, 5773))
	draw.Draw(page, page.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(page, code.Rect.Add(image.Pt(3000, 2000)), code, image.Point{}, draw.Src)
	var file bytes.Buffer
	require.NoError(t, jpeg.Encode(&file, page, nil))
	// A file of nearly 25 MB, for its bytes are held beside the picture.
	heavy := encoded(t, page)
	heavy = append(chunk(bytes.Clone(heavy[:33]), "laCi", make([]byte, 24<<20)), heavy[33:]...)
	for kind, data := range map[string][]byte{"png": heavy, "jpeg": file.Bytes()} {
		name := filepath.Join(t.TempDir(), "picture")
		require.NoError(t, os.WriteFile(name, data, 0o600))
		child := exec.Command(os.Args[0], "-test.run=^TestMemory$")
		child.Env = append(os.Environ(), "LACI_PICTURE="+name)
		out, err := child.CombinedOutput()
		require.NoError(t, err, string(out))
		require.Equal(t, 2, strings.Count(string(out), "read 1 <nil>"), string(out))
		// The peak of all resident memory, so at least that of anonymous memory.
		peak := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindStringSubmatch(string(out))
		require.Len(t, peak, 2)
		kilobytes, err := strconv.Atoi(peak[1])
		require.NoError(t, err)
		t.Logf("%s of %d kB: peak %d MB; %s", kind, len(data)>>10, kilobytes>>10, strings.SplitN(string(out), "\n", 2)[0])
		assert.Less(t, kilobytes, 300<<10)
	}
}
