//go:build linux

package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// Ensure that the owner brings a backup back by touches: its words are asked for,
// what it holds is shown, the till starts anew on it and says so, and what was
// sold later is not in it.
func TestKioskRestores(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 1280, 800, "")
	data := filepath.Join(t.TempDir(), "data")
	words6 := ""
	newTill(t, data, func(*pos.Settings) {}, func(till *pos.Till, c *clock) {
		ctx := context.Background()
		code, err := till.NewRecoveryCode(ctx, ownerPIN, "owner")
		require.NoError(t, err)
		words6 = code
		require.NoError(t, till.RecoveryWritten(ctx, "owner"))
		sold(t, till, c, c.now(), 10_000, true)
		_, err = till.Backup(ctx, "", "owner")
		require.NoError(t, err)
		sold(t, till, c, c.now(), 20_000, true)
	})
	files, err := os.ReadDir(filepath.Join(data, "backup"))
	require.NoError(t, err)
	require.Len(t, files, 1)
	d.start(data)
	d.see("keypad")
	d.taps("menu", "menu.settings")
	d.see("pin")
	d.enter("pad.", ownerPIN)
	d.see("settings")
	d.taps("settings.backup", "backup.restore", "backup."+files[0].Name())
	d.see("write")
	d.m.do(t, "type --delay 40 '"+words6+"'")
	d.keys("Return")
	d.see("restore.look", "A-0001")
	d.tap("restore.yes")
	d.see("keypad", words("restored"))
	d.up() // the program is another
	d.taps("menu", "menu.history")
	one := d.see("history", "A-0001")
	assert.NotContains(t, one.String(), "A-0002")
	d.stop()
}
