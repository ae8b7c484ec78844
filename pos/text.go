package pos

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// cleanText makes text from outside fit to be shown: valid UTF-8, NFC, one
// line, no control, bidirectional or zero-width characters, at most most
// characters. What was said word for word stays in the evidence.
func cleanText(text string, most int) string {
	text = norm.NFC.String(strings.ToValidUTF8(text, ""))
	var out strings.Builder
	room, space := most, false
	for _, r := range text {
		switch {
		case unicode.IsSpace(r):
			space = out.Len() > 0
			continue
		case !unicode.IsGraphic(r):
			continue // control and format characters: bidi marks, zero width, BOM
		}
		if space && room > 1 {
			out.WriteByte(' ')
			room--
		}
		space = false
		if room == 0 {
			break
		}
		out.WriteRune(r)
		room--
	}
	return norm.NFC.String(out.String())
}
