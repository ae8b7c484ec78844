package ui

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/qris"
	"laci/qris/symbol"
)

// Ensure that every error of the till, of a payload and of a picture has words
// in both languages: none may reach a person as a code.
func TestEveryErrorHasWords(t *testing.T) {
	source, err := os.ReadFile("../pos/error.go")
	require.NoError(t, err)
	declared := regexp.MustCompile(`&Error\{"([a-z_]+)"`).FindAllSubmatch(source, -1)
	require.Greater(t, len(declared), 20, "the errors of pos are declared otherwise now")
	var codes []string
	for _, match := range declared {
		codes = append(codes, string(match[1]))
	}
	codes = append(codes, qris.Codes()...)
	for _, e := range []symbol.Error{
		symbol.ErrEmpty, symbol.ErrTooLong, symbol.ErrTooSmall, symbol.ErrNoCode, symbol.ErrNotAPicture, symbol.ErrTooLarge, symbol.ErrReadTimeout,
	} {
		codes = append(codes, e.Code())
	}
	codes = append(codes, "several_codes")
	for _, code := range codes {
		for _, lang := range assets.Languages() {
			assert.True(t, assets.Has(lang, code), "%s has no words in %s", code, lang)
		}
	}
}

// Ensure that every code of words written in the screens is in the catalogue.
func TestEveryWordOnAScreenIsInTheCatalogue(t *testing.T) {
	files, err := os.ReadDir(".")
	require.NoError(t, err)
	said := regexp.MustCompile(`\bt\("([a-z_0-9.]+)"`)
	count := 0
	for _, file := range files {
		source, err := os.ReadFile(file.Name())
		if err != nil {
			continue // testdata
		}
		for _, match := range said.FindAllSubmatch(source, -1) {
			code := string(match[1])
			if code[len(code)-1] == '.' {
				continue // the rest is put together: state, evidence, weekday
			}
			count++
			for _, lang := range assets.Languages() {
				assert.True(t, assets.Has(lang, code), "%s of %s has no words in %s", code, file.Name(), lang)
			}
		}
	}
	assert.Greater(t, count, 80)
}

// Ensure that no colour and no size is written outside the theme and the
// metrics, so that there is one place to change them.
func TestNoLiteralColourOrSize(t *testing.T) {
	files, err := os.ReadDir(".")
	require.NoError(t, err)
	literal := regexp.MustCompile(`color\.(NRGBA|RGBA|White|Black)\b\{?|0x[0-9A-Fa-f]{6}|\b(of|target|text|line)\([0-9]{2,}`)
	for _, file := range files {
		name := file.Name()
		source, err := os.ReadFile(name)
		if err != nil || name == "theme.go" || name == "metrics.go" || name == "icon.go" || regexp.MustCompile(`_test\.go$`).MatchString(name) {
			continue
		}
		assert.Empty(t, literal.FindAllString(string(source), -1), name)
	}
}
