package symbol

import (
	"strings"

	"rsc.io/qr/coding"
)

// The modes a text may be written in, and no mode before the first character.
const (
	numeric = iota
	alphanumeric
	eightBit
	modes
)

// sixths of a bit that one character costs in each mode: ten bits hold three
// digits, eleven hold two alphanumerics.
var sixths = [modes]int{20, 33, 48}

// headers of a segment in bits, mode indicator and character count, for
// versions 1–9, 10–26 and 27–40 (ISO/IEC 18004, tables 2 and 3).
var headers = [3][modes]int{{14, 13, 12}, {16, 15, 20}, {18, 17, 20}}

const impossible = 1 << 30

// segments cuts the text into the segments that take the fewest bits in one of
// the three classes of versions. The cost of the best way to reach each
// character in each mode is kept in sixths of a bit, so that it is exact:
// a segment is rounded up to whole bits only where it ends.
func segments(text string, class int) (best []coding.Encoding, bits int) {
	// from[i][m] is the mode before character i on the cheapest way that writes
	// character i in mode m.
	from := make([][modes]uint8, len(text))
	cost := [modes]int{impossible, impossible, impossible}
	for i := range len(text) {
		var next [modes]int
		for m := range modes {
			next[m] = impossible
			if !writes(m, text[i]) {
				continue
			}
			start := headers[class][m] * 6
			if i > 0 && cost[m] < impossible {
				next[m], from[i][m] = cost[m]+sixths[m], uint8(m)
			}
			for p := range modes {
				before := 0
				if i > 0 {
					before = (cost[p] + 5) / 6 * 6
				}
				if p != m && before+start+sixths[m] < next[m] && (i == 0 || cost[p] < impossible) {
					next[m], from[i][m] = before+start+sixths[m], uint8(p)
				}
			}
		}
		cost = next
	}
	last := numeric
	for m := range modes {
		if cost[m] < cost[last] {
			last = m
		}
	}
	return cut(text, from, last), (cost[last] + 5) / 6
}

// cut walks the table of segments back from the mode of the last character.
func cut(text string, from [][modes]uint8, mode int) []coding.Encoding {
	var reversed []coding.Encoding
	for end, i := len(text), len(text)-1; i >= 0; i-- {
		before := int(from[i][mode])
		if i > 0 && before == mode {
			continue
		}
		reversed = append(reversed, segment(mode, text[i:end]))
		end, mode = i, before
	}
	for i, j := 0, len(reversed)-1; i < j; i, j = i+1, j-1 {
		reversed[i], reversed[j] = reversed[j], reversed[i]
	}
	return reversed
}

func segment(mode int, text string) coding.Encoding {
	switch mode {
	case numeric:
		return coding.Num(text)
	case alphanumeric:
		return coding.Alpha(text)
	}
	return coding.String(text)
}

// writes tells whether a mode has a code for the byte.
func writes(mode int, b byte) bool {
	switch mode {
	case numeric:
		return '0' <= b && b <= '9'
	case alphanumeric:
		return strings.IndexByte("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", b) >= 0
	}
	return true
}
