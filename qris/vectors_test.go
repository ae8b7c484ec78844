package qris_test

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// A vector is a payload with what is known about it.
type vector struct {
	Payload  string  `json:"payload"`
	Scheme   string  `json:"scheme"`
	Static   *bool   `json:"static"`
	CRCOK    bool    `json:"crc_ok"`
	Name     *string `json:"name"`
	City     *string `json:"city"`
	NMID     *string `json:"nmid"`
	Currency *string `json:"currency"`
	Country  *string `json:"country"`
	Amount   *string `json:"amount"`
	Notes    string  `json:"notes"`

	// Of malformed.jsonl only.
	Reason string `json:"reason"`
	Expect string `json:"expect"`
}

func readVectors(t testing.TB, name string) []vector {
	t.Helper()
	file, err := os.Open("testdata/" + name)
	require.NoError(t, err)
	defer file.Close()
	var out []vector
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var v vector
		require.NoError(t, json.Unmarshal(lines.Bytes(), &v))
		out = append(out, v)
	}
	require.NoError(t, lines.Err())
	require.NotEmpty(t, out)
	return out
}
