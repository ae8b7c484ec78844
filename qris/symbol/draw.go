package symbol

import (
	"fmt"
	"math"

	"github.com/skip2/go-qrcode"
	"rsc.io/qr/coding"
)

// Level is how much of a symbol may be damaged and still be read.
type Level int

const (
	// L stands about 7 % of damage.
	L Level = iota
	// M stands about 15 %; what payment posters use.
	M
)

// Draw returns the smallest symbol of the text at the level: its segments are
// the cheapest mix of numeric, alphanumeric and byte there is. Drawing the same
// text again gives the same symbol from memory. It returns ErrEmpty or
// ErrTooLong.
func Draw(text string, level Level) (*Symbol, error) {
	if text == "" {
		return nil, ErrEmpty
	}
	if s := drawn.get(text, level); s != nil {
		return s, nil
	}
	best, version, err := smallest(text, level)
	if err != nil {
		return nil, err
	}
	s := ready(text, level, version)
	if s == nil {
		if s, err = build(best, version, level); err != nil {
			return nil, err
		}
	}
	drawn.put(text, level, s)
	return s, nil
}

// Fit returns the symbol to show in a square of side pixels and the whole
// pixels a module gets there, quiet zone included. It is level M; only where
// that would leave less than 4 pixels a module, and level L more, it is L.
// It returns ErrEmpty, ErrTooLong or ErrTooSmall.
func Fit(text string, side int) (s *Symbol, px int, err error) {
	s, err = Draw(text, M)
	if err == nil {
		px = side / (s.size + 2*Quiet)
	}
	if px < 4 && err != ErrEmpty {
		if low, lowErr := Draw(text, L); lowErr == nil && side/(low.size+2*Quiet) > px {
			s, px, err = low, side/(low.size+2*Quiet), nil
		}
	}
	if err == nil && px < 1 {
		err = ErrTooSmall
	}
	if err != nil {
		return nil, 0, err
	}
	return s, px, nil
}

// smallest returns the smallest version that holds the text, and the segments
// that make it fit.
func smallest(text string, level Level) ([]coding.Encoding, coding.Version, error) {
	for class, last := range []coding.Version{9, 26, 40} {
		best, bits := segments(text, class)
		first := []coding.Version{1, 10, 27}[class]
		for v := first; v <= last; v++ {
			if bits <= v.DataBytes(coding.Level(level))*8 {
				return best, v, nil
			}
		}
	}
	return nil, 0, ErrTooLong
}

// ready returns what go-qrcode draws, or nil where it would draw a larger
// version than needed.
func ready(text string, level Level, version coding.Version) *Symbol {
	code, err := qrcode.New(text, qrcode.RecoveryLevel(level))
	if err != nil || code.VersionNumber != int(version) {
		return nil
	}
	code.DisableBorder = true
	rows := code.Bitmap()
	s := &Symbol{size: len(rows), dark: make([]bool, 0, len(rows)*len(rows))}
	for _, row := range rows {
		s.dark = append(s.dark, row...)
	}
	return s
}

// build draws our own segments with the mask of the lowest penalty.
func build(best []coding.Encoding, version coding.Version, level Level) (*Symbol, error) {
	var chosen *Symbol
	lowest := math.MaxInt
	for mask := range coding.Mask(8) {
		plan, err := coding.NewPlan(version, coding.Level(level), mask)
		if err != nil {
			return nil, fmt.Errorf("symbol: plan version %d: %w", version, err)
		}
		code, err := plan.Encode(best...)
		if err != nil {
			return nil, fmt.Errorf("symbol: encode: %w", err)
		}
		s := &Symbol{size: code.Size, dark: make([]bool, code.Size*code.Size)}
		for i := range s.dark {
			s.dark[i] = code.Black(i%code.Size, i/code.Size)
		}
		if p := penalty(s); p < lowest {
			chosen, lowest = s, p
		}
	}
	return chosen, nil
}
