package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/pos"
)

// Ensure that a till is set up without a screen, once: from a text or with the
// code that was added before, with the owner's PIN and six words that replace it.
func TestSetUp(t *testing.T) {
	for _, added := range []bool{false, true} {
		dir := filepath.Join(t.TempDir(), "data")
		args := []string{"setup", "--name", "Kasir Depan", "--zone", "WITA", "--facing", "cashier", "--no-second-till", "--new-pin-stdin", "--data", dir}
		if added {
			lacictl(t, ownerPIN, args...).refuses(t, "not_set_up")
			succeeds(t, "qris", "add", assets.Sticker(), "--data", dir)
		} else {
			file := filepath.Join(t.TempDir(), "stiker.txt")
			require.NoError(t, os.WriteFile(file, []byte(assets.Sticker()), 0o600))
			args = append(args, file)
		}
		lacictl(t, "123456", args...).refuses(t, "pin_weak")
		r := lacictl(t, ownerPIN, args...)
		require.Equal(t, fine, r.code, r.err)
		whom, words, _ := strings.Cut(r.out, "\n")
		assert.Equal(t, "WARUNG SAYUR BU TINI\tID1020000000304", whom)
		assert.Len(t, strings.Fields(words), 6)
		var s pos.Settings
		require.NoError(t, json.Unmarshal([]byte(succeeds(t, "settings", "show", "--data", dir)), &s))
		assert.Equal(t, "Kasir Depan WITA cashier", strings.Join([]string{s.TerminalName, s.Zone, string(s.Facing)}, " "))
		lacictl(t, ownerPIN, args...).refuses(t, "already_set_up")
		assert.Contains(t, succeeds(t, "person", "list", "--data", dir), "owner")
		r = lacictl(t, "493817\n"+words, "pin", "reset", "--recovery", "--code-stdin", "--new-pin-stdin", "--data", dir)
		require.Equal(t, fine, r.code, r.err)
	}
}
