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
