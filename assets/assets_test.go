package assets

import (
	"encoding/xml"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that both languages have words for the same codes, that none is empty
// and that both put the same arguments in.
func TestLanguagesAreComplete(t *testing.T) {
	words := catalogue()
	verbs := regexp.MustCompile(`%(\[\d\])?[a-z%]`)
	for _, lang := range Languages() {
		require.NotEmpty(t, words[lang])
		for code, text := range words[lang] {
			assert.NotEmpty(t, strings.TrimSpace(text), "%s in %s", code, lang)
			for _, other := range Languages() {
				theirs, ok := words[other][code]
				if assert.True(t, ok, "%s has no words in %s", code, other) {
					assert.Equal(t, len(verbs.FindAllString(text, -1)), len(verbs.FindAllString(theirs, -1)), "arguments of %s", code)
				}
			}
		}
	}
}

// Ensure that arguments are put in, that an unknown language falls back to
// Indonesian, and that a code without words is given back as it is.
func TestText(t *testing.T) {
	assert.Equal(t, "2 belum lunas", Text("id", "unpaid", 2))
	assert.Equal(t, "2 unpaid", Text("en", "unpaid", 2))
	assert.Equal(t, Text("id", "back"), Text("fr", "back"))
	assert.Equal(t, "never_heard_of", Text("id", "never_heard_of"))
	assert.False(t, Has("en", "never_heard_of"))
	assert.True(t, Has("en", "crc_mismatch"))
}

// Ensure that every icon is sound XML, takes its colour from whoever draws it,
// and that a name nobody knows gives nothing.
func TestIcons(t *testing.T) {
	entries, err := files.ReadDir("icons")
	require.NoError(t, err)
	require.NotEmpty(t, entries)
	for _, entry := range entries {
		svg := Icon(strings.TrimSuffix(entry.Name(), ".svg"))
		assert.NoError(t, xml.Unmarshal(svg, new(struct{})), entry.Name())
		assert.Contains(t, string(svg), "currentColor", entry.Name())
	}
	assert.Nil(t, Icon("no-such-icon"))
}

// Ensure that the sample shop's account is the one that belongs to nobody.
func TestStickerIsUnpayable(t *testing.T) {
	assert.True(t, strings.HasPrefix(Sticker(), "000201010211"))
	assert.Contains(t, Sticker(), "93600999")
}
