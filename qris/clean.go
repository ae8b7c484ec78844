package qris

import (
	"strings"
	"unicode/utf8"
)

// A Removal is something that Clean took out of a pasted text.
type Removal struct {
	// Code is "bom", "space", "line_break", "quote", "hidden_character" or
	// "url_encoding".
	Code string
	// Count is how many characters (for "url_encoding": how many %XX).
	Count int
}

// Clean takes out of a pasted text what copying puts into it: spaces and
// quotes around it, line breaks, a byte order mark, characters without width
// and URL-encoding. It does so step by step, and only as far as needed: the
// first result whose checksum fits is returned with what was removed. If the
// text is whole already, or no step makes it whole, the text comes back as it
// was and removed is nil. A plus sign is never taken for a space.
func Clean(text string) (cleaned string, removed []Removal) {
	cleaned = text
	for _, step := range cleaningSteps {
		if crcFits(cleaned) {
			return cleaned, removed
		}
		cleaned, removed = step(cleaned, removed)
	}
	if crcFits(cleaned) {
		return cleaned, removed
	}
	return text, nil
}

// cleaningSteps from the mildest to the boldest. URL-encoding can hide all the
// others, so they are tried again after it.
var cleaningSteps = [...]func(string, []Removal) (string, []Removal){
	trimAround, dropInside, decodeURL, trimAround, dropInside,
}

// trimAround removes what stands before and after the payload.
func trimAround(text string, removed []Removal) (string, []Removal) {
	outside := func(r rune) bool { return remover(r) != "" }
	start := len(text) - len(strings.TrimLeftFunc(text, outside))
	inner := strings.TrimRightFunc(text[start:], outside)
	for _, r := range text[:start] + text[start+len(inner):] {
		removed = record(removed, remover(r), 1)
	}
	return inner, removed
}

// dropInside removes what can be inside a payload only by accident; spaces and
// quotes may belong to a name.
func dropInside(text string, removed []Removal) (string, []Removal) {
	kept := strings.Map(func(r rune) rune {
		switch code := remover(r); code {
		case "bom", "line_break", "hidden_character":
			removed = record(removed, code, 1)
			return -1
		}
		return r
	}, text)
	return kept, removed
}

// decodeURL replaces every %XX by its byte. One that is not well-formed
// leaves the text as it is.
func decodeURL(text string, removed []Removal) (string, []Removal) {
	var b strings.Builder
	n := strings.Count(text, "%")
	for rest := text; ; {
		plain, encoded, found := strings.Cut(rest, "%")
		b.WriteString(plain)
		if !found {
			break
		}
		if len(encoded) < 2 {
			return text, removed
		}
		value, ok := parseCRC("00" + encoded[:2])
		if !ok {
			return text, removed
		}
		b.WriteByte(byte(value))
		rest = encoded[2:]
	}
	if n == 0 || !utf8.ValidString(b.String()) {
		return text, removed
	}
	return b.String(), record(removed, "url_encoding", n)
}

// remover returns the code under which a character may be removed, or "".
func remover(r rune) string {
	switch r {
	case '\uFEFF':
		return "bom"
	case ' ', '\t', '\u00A0', '\u3000':
		return "space"
	case '\r', '\n', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return "line_break"
	case '"', '\'', '`', '“', '”', '„', '‘', '’', '«', '»':
		return "quote"
	}
	if hidden(r) {
		return "hidden_character"
	}
	return ""
}

// record counts a removal under its code.
func record(removed []Removal, code string, n int) []Removal {
	for i := range removed {
		if removed[i].Code == code {
			removed[i].Count += n
			return removed
		}
	}
	return append(removed, Removal{code, n})
}
