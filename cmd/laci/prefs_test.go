package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/ui"
)

// Ensure that choices for the screens are kept over a start, that a till without
// any chooses nothing, and that a file that cannot be read is said and left out.
func TestPrefs(t *testing.T) {
	dir := t.TempDir()
	p, err := readPrefs(dir)
	require.NoError(t, err)
	assert.Equal(t, ui.Prefs{}, p)
	chosen := ui.Prefs{Lang: "en", Look: ui.Dark, Text: 125, OneOnTop: true, Colors: map[string][2]string{"accent": {"#005f8a", "#7fc8f0"}}}
	require.NoError(t, writePrefs(dir, chosen))
	p, err = readPrefs(dir)
	require.NoError(t, err)
	assert.Equal(t, chosen, p)
	require.NoError(t, os.WriteFile(filepath.Join(dir, prefsName), []byte("{"), 0o600))
	p, err = readPrefs(dir)
	require.Error(t, err)
	assert.Equal(t, ui.Prefs{}, p)
}
