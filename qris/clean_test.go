package qris_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"laci/qris"
)

// Ensure that what copying adds is removed and named.
func TestCleanRemovesWhatCopyingAdds(t *testing.T) {
	for text, want := range map[string][]qris.Removal{
		sticker:                            nil,
		"  " + sticker + "\t":              {{Code: "space", Count: 3}},
		sticker + "\r\n":                   {{Code: "line_break", Count: 2}},
		"\uFEFF" + sticker:                 {{Code: "bom", Count: 1}},
		`"` + sticker + `"`:                {{Code: "quote", Count: 2}},
		"“" + sticker + "” ":               {{Code: "quote", Count: 2}, {Code: "space", Count: 1}},
		sticker[:70] + "\n" + sticker[70:]: {{Code: "line_break", Count: 1}},
		" " + sticker[:70] + "\u200B\n" + sticker[70:]: {{Code: "space", Count: 1}, {Code: "hidden_character", Count: 1}, {Code: "line_break", Count: 1}},
		url.PathEscape(sticker):                        {{Code: "url_encoding", Count: 5}},
		"%22" + url.PathEscape(sticker) + "%0A":        {{Code: "url_encoding", Count: 7}, {Code: "quote", Count: 1}, {Code: "line_break", Count: 1}},
	} {
		cleaned, removed := qris.Clean(text)
		assert.Equal(t, sticker, cleaned, "%q", text)
		assert.Equal(t, want, removed, "%q", text)
	}
}

// Ensure that a text which no step makes whole comes back as it was.
func TestCleanCountsOnlyWithChecksum(t *testing.T) {
	for _, text := range []string{
		"", " ", "%", "%2", "%zz", "%ff", "https://qris.example/pay%20me",
		" " + strings.Replace(sticker, "267B", "267C", 1),
		"QRIS: " + sticker,
		strings.ReplaceAll(sticker, " ", "+"),
		strings.ReplaceAll(sticker, " ", ""),
		strings.ReplaceAll(sticker, " ", "%2") + "%",
		strings.Repeat(" ", 10_000),
	} {
		cleaned, removed := qris.Clean(text)
		assert.Equal(t, text, cleaned)
		assert.Nil(t, removed, "%q", text)
	}
}

// Ensure that a name with a percent sign, quotes or spaces at its ends stays.
func TestCleanLeavesWholeTextsAlone(t *testing.T) {
	odd := edit(t, sticker, "5904TOKO", `5912 "100%20KO" `)
	cleaned, removed := qris.Clean(odd)
	assert.Equal(t, odd, cleaned)
	assert.Nil(t, removed)
	cleaned, removed = qris.Clean("\n" + odd)
	assert.Equal(t, odd, cleaned)
	assert.Equal(t, []qris.Removal{{Code: "line_break", Count: 1}}, removed)
}
