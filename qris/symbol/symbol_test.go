package symbol_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/qris/symbol"
)

// Ensure that what is drawn at each level and size is read back.
func TestDrawIsReadBack(t *testing.T) {
	for _, n := range []int{1, 30, 200, 400, 1000} {
		for _, level := range []symbol.Level{symbol.L, symbol.M} {
			text := strings.Repeat("00020101021126", n/14+1)[:n]
			s, err := symbol.Draw(text, level)
			require.NoError(t, err)
			file, err := s.PNG(4)
			require.NoError(t, err)
			texts, err := symbol.Read(context.Background(), bytes.NewReader(file), symbol.Limits{})
			require.NoError(t, err, n)
			assert.Equal(t, []string{text}, texts)
		}
	}
}
