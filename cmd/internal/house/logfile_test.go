package house

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that the log keeps ten files of at most 1 MB, the newest lines in
// laci.log and no line torn or lost before the oldest file goes.
func TestLogTurns(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "log")
	l := &logFile{dir: dir}
	filler := strings.Repeat("x", 100<<10)
	const lines = 150
	for i := range lines {
		_, err := fmt.Fprintf(l, "%d %s\n", i, filler)
		require.NoError(t, err)
		if i%40 == 0 {
			require.NoError(t, l.Close()) // a new start goes on in the same file
		}
	}
	require.NoError(t, l.Close())

	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, entries, logFiles)
	next := lines - 1
	for i := range logFiles {
		text, err := os.ReadFile(l.name(i))
		require.NoError(t, err)
		assert.LessOrEqual(t, len(text), logSize)
		got := bytes.Split(bytes.TrimSuffix(text, []byte("\n")), []byte("\n"))
		for at := len(got) - 1; at >= 0; at-- {
			assert.Equal(t, fmt.Sprintf("%d %s", next, filler), string(got[at]))
			next--
		}
	}
}

// Ensure that a log nobody wrote to makes no file.
func TestLogStaysAway(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "log")
	l := &logFile{dir: dir}
	require.NoError(t, l.Close())
	assert.NoDirExists(t, dir)
}
