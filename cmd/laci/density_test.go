package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// edid is the block of a screen of so many pixels and millimetres across, with
// nothing in it but what the density is read from.
func edid(pixels, millimetres int) []byte {
	block := make([]byte, 128)
	copy(block, "\x00\xff\xff\xff\xff\xff\xff\x00")
	block[56], block[58] = byte(pixels), byte(pixels>>8)<<4|0x03 // the low half belongs to the blanking
	block[66], block[68] = byte(millimetres), byte(millimetres>>8)<<4|0x01
	return block
}

// Ensure that the density is pixels by millimetres across, from all bits of
// both, and that a block which is none, or tells of no screen there can be, tells
// nothing.
func TestDensityOf(t *testing.T) {
	assert.InDelta(t, 1280.0/217, densityOf(edid(1280, 217)), 0.001)   // a tablet of 10.1 inches
	assert.InDelta(t, 1920.0/527, densityOf(edid(1920, 527)), 0.001)   // a monitor of 24 inches
	assert.InDelta(t, 3840.0/1020, densityOf(edid(3840, 1020)), 0.001) // a television
	assert.Zero(t, densityOf(nil))
	assert.Zero(t, densityOf(edid(1280, 217)[:127]), "cut off")
	assert.Zero(t, densityOf(edid(0, 217)))
	assert.Zero(t, densityOf(edid(1280, 0)), "a projector does not know")
	assert.Zero(t, densityOf(edid(1280, 16)), "some screens give the ratio of their sides")
	foreign := edid(1280, 217)
	foreign[0] = 1
	assert.Zero(t, densityOf(foreign))
}

// Ensure that the one connected screen tells, and that two, or one that does not
// say, tell nothing.
func TestScreenDensity(t *testing.T) {
	dir := t.TempDir()
	connect := func(name, status string, block []byte) {
		t.Helper()
		port := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(port, 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(port, "status"), []byte(status+"\n"), 0o644))
		require.NoError(t, os.WriteFile(filepath.Join(port, "edid"), block, 0o644))
	}
	assert.Zero(t, screenDensity(dir), "no screen")
	connect("card0-HDMI-A-1", "connected", edid(1280, 217))
	connect("card0-DP-1", "disconnected", nil)
	assert.InDelta(t, 1280.0/217, screenDensity(dir), 0.001)
	connect("card0-DP-1", "connected", nil)
	assert.Zero(t, screenDensity(dir), "one does not say")
	connect("card0-DP-1", "connected", edid(1920, 527))
	assert.Zero(t, screenDensity(dir), "which of the two is it?")
}
