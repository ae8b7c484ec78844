// Package assets carries what the till brings along: the words of every screen
// and error in Indonesian and English, the icons, spoken words, and the sample
// shop's code.
package assets

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

//go:embed text/*.json icons/*.svg sounds/*.wav web/* sticker.txt
var files embed.FS

// Languages are the languages that the catalogue is complete in; the first one
// stands in for a language it does not know.
func Languages() []string { return []string{"id", "en"} }

// catalogue reads the embedded words once: language, then code.
var catalogue = sync.OnceValue(func() map[string]map[string]string {
	words := map[string]map[string]string{}
	for _, lang := range Languages() {
		file, err := files.ReadFile("text/" + lang + ".json")
		if err == nil {
			var in map[string]string
			err = json.Unmarshal(file, &in)
			words[lang] = in
		}
		if err != nil {
			panic(fmt.Sprintf("assets: words of %s: %v", lang, err)) // the build is broken
		}
	}
	return words
})

// Text gives the words for a code in a language ("id" or "en"), with args put
// where the words have %s, %d or %[1]s. The codes of errors (pos, qris, symbol)
// are their plain code words, "crc_mismatch"; a code without words is given
// back as it is, so that a program still says something true.
func Text(lang, code string, args ...any) string {
	words, ok := lookup(lang, code)
	if !ok {
		return code
	}
	if len(args) == 0 {
		return words
	}
	return fmt.Sprintf(words, args...)
}

// Actor names whoever the journal says did something, as people call each other:
// the owner of set-up, a customer, the till itself, a program ("api:web"), a phone
// ("source:hp"), or a person by name.
func Actor(lang, name string) string {
	if words, ok := lookup(lang, "actor."+name); ok {
		return words
	}
	if program, ok := strings.CutPrefix(name, "api:"); ok {
		return Text(lang, "evidence.api", program)
	}
	return strings.TrimPrefix(name, "source:")
}

// Has tells whether a code has words in the language.
func Has(lang, code string) bool {
	_, ok := lookup(lang, code)
	return ok
}

func lookup(lang, code string) (string, bool) {
	words := catalogue()
	in, ok := words[lang]
	if !ok {
		in = words[Languages()[0]]
	}
	text, ok := in[code]
	return text, ok
}

// Codes lists every code that has words, in no order.
func Codes() []string { return slices.Collect(maps.Keys(catalogue()[Languages()[0]])) }

// Icon gives an icon as SVG text on a 24 × 24 grid whose strokes are
// "currentColor", or nil when there is none of that name.
func Icon(name string) []byte {
	svg, err := files.ReadFile("icons/" + name + ".svg")
	if err != nil {
		return nil
	}
	return svg
}

// Sound gives a spoken word as a WAV file (one channel, 16 bits, 22,050 samples
// a second), or nil when there is none of that name.
func Sound(name string) []byte {
	wav, err := files.ReadFile("sounds/" + name + ".wav")
	if err != nil {
		return nil
	}
	return wav
}

// Sticker is the static code of the sample shop: its account number belongs to
// nobody, so that nothing can ever be paid to it. Practice sells with it.
func Sticker() string {
	text, err := files.ReadFile("sticker.txt")
	if err != nil {
		panic(fmt.Sprintf("assets: sticker: %v", err)) // the build is broken
	}
	return strings.TrimSpace(string(text))
}
