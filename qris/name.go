package qris

import "unicode"

// hidden reports whether a character shows nothing or changes how others
// show: controls, directions, joiners, tags and other characters without
// width. In a name they serve to deceive.
func hidden(r rune) bool {
	switch r {
	case '\u034F', '\u115F', '\u1160', '\u17B4', '\u17B5', '\u3164', '\uFFA0':
		return true // fillers and joiners that count as letters or marks
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp, unicode.Variation_Selector)
}

// hasHidden reports whether a name holds hidden characters.
func hasHidden(name string) bool {
	for _, r := range name {
		if hidden(r) {
			return true
		}
	}
	return false
}

// The scripts whose letters look alike. Han, the kanas and Hangul are written
// together with each other and with Latin, so they are not told apart.
var lookalikes = [...]*unicode.RangeTable{
	unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Armenian, unicode.Cherokee, unicode.Georgian,
}

// mixesScripts reports whether a name mixes scripts whose letters look alike,
// such as a Cyrillic А among Latin letters.
func mixesScripts(name string) bool {
	var first *unicode.RangeTable
	for _, r := range name {
		for _, script := range lookalikes {
			if !unicode.Is(script, r) {
				continue
			}
			if first != nil && first != script {
				return true
			}
			first = script
		}
	}
	return false
}
