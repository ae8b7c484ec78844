package dialect

import (
	"encoding/json"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that JSON is written as JavaScript writes it, and reads back the same.
func TestJSON(t *testing.T) {
	for text, want := range map[string]string{
		"Kopi & roti <besar> é/…": `"Kopi & roti <besar> é/…"`,
		"a\u2028b\u2029":          "\"a\u2028b\u2029\"",
		`a\u2028b`:                `"a\\u2028b"`,
		"\\\u2028":                "\"\\\\\u2028\"",
		"\b\f\n\r\t\x01\"\\":      `"\b\f\n\r\t\u0001\"\\"`,
	} {
		raw, err := JSON(text)
		require.NoError(t, err)
		assert.Equal(t, want, string(raw))
		var back string
		require.NoError(t, json.Unmarshal(raw, &back))
		assert.Equal(t, text, back)
	}
}

// Ensure that an answer is whole and says its length, and that a wait is told in
// whole seconds, rounded up.
func TestReply(t *testing.T) {
	w := httptest.NewRecorder()
	RetryAfter(w, 1100*time.Millisecond)
	Reply(w, 429, map[string]string{"a": "b"})
	assert.Equal(t, 429, w.Code)
	assert.Equal(t, `{"a":"b"}`, w.Body.String())
	assert.Equal(t, "application/json", w.Header().Get("Content-Type"))
	assert.Equal(t, "9", w.Header().Get("Content-Length"))
	assert.Equal(t, "2", w.Header().Get("Retry-After"))

	w = httptest.NewRecorder()
	Reply(w, 200, func() {})
	assert.Equal(t, 500, w.Code)
}

// Ensure that the first language a client names, of the two there are, is
// spoken to it, whatever region it adds, and Indonesian to everybody else.
func TestLanguage(t *testing.T) {
	for asked, want := range map[string]string{"en-GB,en;q=0.9": "en", "EN": "en", "fr, en;q=0.8, id;q=0.5": "en", "id-ID,en": "id", "fr": "id", "": "id", "english": "id"} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Accept-Language", asked)
		assert.Equal(t, want, Language(r), asked)
		r.URL.RawQuery = "lang=en"
		assert.Equal(t, "en", Language(r), "asked for in the address")
	}
}
