package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that a start after the machine was started anew is told from one after
// the program alone was, and that nothing is claimed of the very first.
func TestRestarted(t *testing.T) {
	dir := t.TempDir()
	system := filepath.Join(dir, "boot_id")
	assert.False(t, restarted(dir, system), "the system does not say")
	run := func(id string) { require.NoError(t, os.WriteFile(system, []byte(id+"\n"), 0o600)) }
	run("one")
	assert.False(t, restarted(dir, system), "the first start")
	assert.False(t, restarted(dir, system))
	run("two")
	assert.True(t, restarted(dir, system))
	assert.False(t, restarted(dir, system))
}
