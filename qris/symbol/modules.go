package symbol

import (
	"math"
	"strings"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// modules is the mean shade of every module of a code, row by row.
type modules struct {
	dim   int
	shade []float64
}

// sample looks at every module in nine places of its middle, moved by the warp.
func (g *grid) sample(w *warp) *modules {
	m := &modules{g.dim, make([]float64, g.dim*g.dim)}
	n := float64(g.dim)
	for row := range g.dim {
		for col := range g.dim {
			x, y := float64(col), float64(row)
			d := w.at(2*(x+0.5)/n-1, 2*(y+0.5)/n-1)
			sum := 0.0
			for _, dy := range [3]float64{0.25, 0.5, 0.75} {
				for _, dx := range [3]float64{0.25, 0.5, 0.75} {
					sum += g.shade(x+d.x+dx, y+d.y+dy)
				}
			}
			m.shade[row*g.dim+col] = sum / 9
		}
	}
	return m
}

// decode cuts the modules into dark and light and reads the text, first as they
// are, then with the blur of a lens taken back, ever more of it.
func (m *modules) decode() (string, bool) {
	for _, blur := range [...]float64{0, 0.45, 0.6} {
		if text, ok := m.sharpened(blur).read(); ok {
			return text, true
		}
	}
	return "", false
}

// read decodes the modules as they are.
func (m *modules) read() (string, bool) {
	// Payment codes are UTF-8; whatever is not is left to the decoder's guess.
	utf8 := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_CHARACTER_SET: "UTF-8"}
	result, err := decoder.NewDecoder().Decode(m.bits(), utf8)
	if err != nil {
		return "", false
	}
	if strings.ContainsRune(result.GetText(), '\uFFFD') {
		if guessed, err := decoder.NewDecoder().Decode(m.bits(), nil); err == nil {
			result = guessed
		}
	}
	return result.GetText(), result.GetText() != ""
}

// bits cuts the modules into dark and light. The decoder turns the bits about,
// so each reading needs its own.
func (m *modules) bits() *gozxing.BitMatrix {
	bits, err := gozxing.NewSquareBitMatrix(m.dim)
	if err != nil {
		panic(err) // dim is at least 21
	}
	t := m.local()
	for i, v := range m.shade {
		if v < t[i] {
			bits.Set(i%m.dim, i/m.dim)
		}
	}
	return bits
}

// local returns a threshold for each module: the mean of the square of modules
// around it, for a code is half dark nearly everywhere.
func (m *modules) local() []float64 {
	const reach = 5
	n := m.dim
	sums := make([]float64, (n+1)*(n+1))
	for y := range n {
		line := 0.0
		for x := range n {
			line += m.shade[y*n+x]
			sums[(y+1)*(n+1)+x+1] = sums[y*(n+1)+x+1] + line
		}
	}
	t := make([]float64, n*n)
	for y := range n {
		top, low := max(y-reach, 0), min(y+reach+1, n)
		for x := range n {
			left, right := max(x-reach, 0), min(x+reach+1, n)
			sum := sums[low*(n+1)+right] - sums[top*(n+1)+right] - sums[low*(n+1)+left] + sums[top*(n+1)+left]
			t[y*n+x] = sum / float64((low-top)*(right-left))
		}
	}
	return t
}

// sharpened takes back a Gaussian blur of so many modules: what blurring the
// result would still lack is added to it, a few times over.
func (m *modules) sharpened(blur float64) *modules {
	if blur == 0 {
		return m
	}
	near := (1 - math.Erf(0.5/(blur*math.Sqrt2))) / 2
	kernel := [3]float64{near, 1 - 2*near, near}
	s := &modules{m.dim, append([]float64(nil), m.shade...)}
	for range 8 {
		again := s.convolved(kernel)
		for i := range s.shade {
			s.shade[i] = min(max(s.shade[i]+m.shade[i]-again[i], -64), 320)
		}
	}
	return s
}

// convolved returns the shades mixed with their neighbours, in both directions.
func (m *modules) convolved(k [3]float64) []float64 {
	n := m.dim
	across, out := make([]float64, n*n), make([]float64, n*n)
	for y := range n {
		for x := range n {
			across[y*n+x] = k[0]*m.shade[y*n+max(x-1, 0)] + k[1]*m.shade[y*n+x] + k[2]*m.shade[y*n+min(x+1, n-1)]
		}
	}
	for y := range n {
		for x := range n {
			out[y*n+x] = k[0]*across[max(y-1, 0)*n+x] + k[1]*across[y*n+x] + k[2]*across[min(y+1, n-1)*n+x]
		}
	}
	return out
}
