package symbol

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/qris"
)

// vectors returns the payloads of testdata/qris.jsonl.
func vectors(t testing.TB) []string {
	file, err := os.Open("testdata/qris.jsonl")
	require.NoError(t, err)
	defer file.Close()
	var texts []string
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var row struct{ Payload string }
		require.NoError(t, json.Unmarshal(lines.Bytes(), &row))
		texts = append(texts, row.Payload)
	}
	require.NoError(t, lines.Err())
	require.NotEmpty(t, texts)
	return texts
}

// payloads returns the vectors, the dynamic form of each that has one for four
// amounts, and n generated ones.
func payloads(t testing.TB, n int) []string {
	texts := vectors(t)
	dynamic := 0
	for _, text := range texts {
		for _, amount := range []int64{1, 2_500, 25_000, 10_000_000} {
			if d, err := qris.Dynamic(text, qris.Options{Amount: amount}); err == nil {
				texts = append(texts, d)
				dynamic++
			}
		}
	}
	require.Greater(t, dynamic, 40)
	rng := rand.New(rand.NewPCG(1, 2))
	for range n {
		texts = append(texts, payload(rng))
	}
	return texts
}

// optimum finds the smallest version by another way than Draw: the bits that
// each character really adds, by its place in its group of three digits or two
// alphanumerics, and the sizes of another library.
func optimum(t testing.TB, text string, level decoder.ErrorCorrectionLevel) int {
	for v := 1; v <= 40; v++ {
		version, err := decoder.Version_GetVersionForNumber(v)
		require.NoError(t, err)
		counts := [][3]int{{10, 9, 8}, {12, 11, 16}, {14, 13, 16}}[min((v+7)/17, 2)]
		room := 8 * (version.GetTotalCodewords() - version.GetECBlocksForLevel(level).GetTotalECCodewords())
		if fewestBits(text, counts) <= room {
			return v
		}
	}
	return 0
}

// fewestBits tries every way to cut the text, where counts are the lengths of
// the character counts of the three modes.
func fewestBits(text string, counts [3]int) int {
	// What the next character adds, by mode and by its place in its group.
	adds := [3][]int{{4, 3, 3}, {6, 5}, {8}}
	var ways [3][3]int // the fewest bits so far, or 0, by mode and place
	for i := range len(text) {
		var next [3][3]int
		better := func(mode, place, bits int) {
			if old := &next[mode][place%len(adds[mode])]; *old == 0 || bits < *old {
				*old = bits
			}
		}
		for mode, chars := range [3]string{"0123456789", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", text} {
			if strings.IndexByte(chars, text[i]) < 0 {
				continue
			}
			start := 4 + counts[mode] + adds[mode][0]
			if i == 0 {
				better(mode, 1, start)
			}
			for m := range ways {
				for place, bits := range ways[m] {
					if bits == 0 {
						continue
					}
					better(mode, 1, bits+start)
					if m == mode {
						better(mode, place+1, bits+adds[mode][place])
					}
				}
			}
		}
		ways = next
	}
	fewest := 1 << 30
	for _, places := range ways {
		for _, bits := range places {
			if bits > 0 {
				fewest = min(fewest, bits)
			}
		}
	}
	return fewest
}

// readBack reads a drawn symbol with the reader of another library.
func readBack(t testing.TB, s *Symbol) string {
	bitmap, err := gozxing.NewBinaryBitmapFromImage(s.Image(3))
	require.NoError(t, err)
	hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_PURE_BARCODE: true, gozxing.DecodeHintType_CHARACTER_SET: "UTF-8"}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, hints)
	require.NoError(t, err)
	return result.GetText()
}

// Ensure that every payload is drawn in the smallest version there is, and that
// other readers read it back.
func TestDrawIsSmallest(t *testing.T) {
	t.Parallel()
	generated := 1000
	if testing.Short() {
		generated = 50
	}
	texts := payloads(t, generated)
	if _, err := exec.LookPath("zbarimg"); err != nil {
		t.Log("zbarimg is not installed: read back by gozxing alone")
	}
	ours := 0
	for i, text := range texts {
		s, err := Draw(text, M)
		require.NoError(t, err)
		version := (s.Size() - 17) / 4
		require.Equal(t, optimum(t, text, decoder.ErrorCorrectionLevel_M), version, text)
		require.Equal(t, text, readBack(t, s))
		if ready(text, M, 0) == nil {
			_, v, _ := smallest(text, M)
			if ready(text, M, v) == nil {
				ours++
			}
		}
		if _, err := exec.LookPath("zbarimg"); err == nil && i%25 == 0 {
			file, err := s.PNG(4)
			require.NoError(t, err)
			require.Equal(t, []string{text}, zbarimg(t, t.TempDir(), file))
		}
	}
	assert.Positive(t, ours, "no payload needed segments of our own")
	t.Logf("%d of %d payloads drawn smaller than go-qrcode does", ours, len(texts))
}

// Ensure that both ways of drawing hold in every version and at both levels, and
// that the reader knows the fixed patterns of each.
func TestEveryVersionReadsBack(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 4))
	seen := map[int]bool{}
	for length := 4; len(seen) < 40; length += 1 + length/60 {
		var b strings.Builder
		for b.Len() < length {
			b.WriteString([]string{"0123456", "ID.CO.", "Kopi susu, ", "99"}[rng.IntN(4)])
		}
		text := b.String()
		for _, level := range []Level{L, M} {
			best, version, err := smallest(text, level)
			require.NoError(t, err)
			s, err := build(best, version, level)
			require.NoError(t, err)
			require.Equal(t, 17+4*int(version), s.Size())
			if s.Size() > 17+4*30 && seen[int(version)] {
				continue
			}
			seen[int(version)] = true
			require.Equal(t, text, readBack(t, s), "version %d", version)
			for _, mark := range patterns(s.Size()) {
				for _, q := range mark.dark {
					require.True(t, s.Dark(int(q.x), int(q.y)), "version %d, %v", version, q)
				}
				for _, q := range mark.light {
					require.False(t, s.Dark(int(q.x), int(q.y)), "version %d, %v", version, q)
				}
			}
		}
	}
}

// Ensure that Fit keeps level M while a module has four pixels, changes to L
// only where that gives more, and refuses a square without room.
func TestFit(t *testing.T) {
	t.Parallel()
	text := vectors(t)[0]
	m, err := Draw(text, M)
	require.NoError(t, err)
	low, err := Draw(text, L)
	require.NoError(t, err)
	require.Less(t, low.Size(), m.Size())
	for side := 1; side < 900; side++ {
		s, px, err := Fit(text, side)
		if side < low.Size()+8 {
			require.ErrorIs(t, err, ErrTooSmall)
			continue
		}
		require.NoError(t, err)
		require.Equal(t, side/(s.Size()+8), px)
		require.LessOrEqual(t, s.Image(px).Bounds().Dx(), side)
		if side >= 4*(m.Size()+8) || side/(low.Size()+8) == side/(m.Size()+8) {
			require.Same(t, m, s, side)
		} else {
			require.Same(t, low, s, side)
		}
	}
}

// Ensure that what cannot be drawn is refused with its code word.
func TestDrawRefuses(t *testing.T) {
	for _, c := range []struct {
		text string
		want Error
	}{{"", ErrEmpty}, {strings.Repeat("ä", 1500), ErrTooLong}} {
		_, err := Draw(c.text, M)
		assert.ErrorIs(t, err, c.want)
		_, _, err = Fit(c.text, 2000)
		assert.ErrorIs(t, err, c.want)
	}
	// Level L holds what M does not.
	text := strings.Repeat("ä", 1300)
	_, err := Draw(text, M)
	require.ErrorIs(t, err, ErrTooLong)
	s, px, err := Fit(text, 1000)
	require.NoError(t, err)
	assert.Equal(t, 169, s.Size())
	assert.Equal(t, 5, px)
}

// Ensure that drawings are kept, that the ones used last are the ones kept, and
// that many may draw at once.
func TestDrawingsAreKept(t *testing.T) {
	c := cache{limit: 3}
	s := [5]*Symbol{}
	for i := range s {
		s[i] = &Symbol{size: i}
		c.put(fmt.Sprint(i), M, s[i])
		assert.Same(t, s[0], c.get("0", M))
	}
	assert.Same(t, s[4], c.get("4", M))
	assert.Same(t, s[3], c.get("3", M))
	assert.Nil(t, c.get("2", M))
	assert.Nil(t, c.get("4", L))

	first, err := Draw("kept", M)
	require.NoError(t, err)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 50 {
				_, err := Draw(fmt.Sprint(i, j%3), L)
				assert.NoError(t, err)
				again, err := Draw("kept", M)
				assert.NoError(t, err)
				assert.Same(t, first, again)
			}
		})
	}
	all.Wait()
}
