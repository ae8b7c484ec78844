package main

import (
	"os"
	"path/filepath"
	"strings"
)

// screenDensity reads pixels a millimetre of the one connected screen from what
// the screen tells of itself (EDID, under the kernel's drm folder). 0 when none
// or several are connected, or the screen does not say.
func screenDensity(folder string) float64 {
	found := 0.0
	paths, _ := filepath.Glob(filepath.Join(folder, "card*-*", "edid"))
	for _, path := range paths {
		status, err := os.ReadFile(filepath.Join(filepath.Dir(path), "status"))
		if err != nil || strings.TrimSpace(string(status)) != "connected" {
			continue
		}
		edid, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		density := densityOf(edid)
		if found != 0 || density == 0 {
			return 0
		}
		found = density
	}
	return found
}

// densityOf reads the first detailed timing of an EDID block: pixels across in
// bytes 56 and 58, millimetres across in bytes 66 and 68 (VESA E-EDID 1.4,
// section 3.10.2). A width under 50 mm or over 3 m is not a screen's.
func densityOf(edid []byte) float64 {
	if len(edid) < 128 || string(edid[:8]) != "\x00\xff\xff\xff\xff\xff\xff\x00" {
		return 0
	}
	pixels := int(edid[56]) | int(edid[58]&0xf0)<<4
	width := int(edid[66]) | int(edid[68]&0xf0)<<4
	if pixels == 0 || width < 50 || width > 3000 {
		return 0
	}
	return float64(pixels) / float64(width)
}
