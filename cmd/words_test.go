package cmd

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/qris"
)

// sentinel finds the code words of sentinel errors in a source file.
var sentinel = regexp.MustCompile(`&(?:Error|Refusal)\{(?:[A-Za-z0-9.]+, )?"([A-Za-z0-9_]+)", "`)

// Ensure that every error a person may meet has words in both languages.
func TestEveryErrorHasWords(t *testing.T) {
	codes := qris.Codes()
	for _, pattern := range []string{"../pos/*.go", "../qris/*.go", "../qris/symbol/*.go", "../sync/*/*.go", "internal/*/*.go", "lacictl/*.go"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, file := range files {
			source, err := os.ReadFile(file)
			require.NoError(t, err)
			for _, match := range sentinel.FindAllSubmatch(source, -1) {
				codes = append(codes, string(match[1]))
			}
		}
	}
	require.Greater(t, len(codes), 80, "the pattern finds the sentinels")
	for _, code := range codes {
		for _, lang := range assets.Languages() {
			assert.True(t, assets.Has(lang, code), "%s has no words for %s", lang, code)
		}
	}
}
