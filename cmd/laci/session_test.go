//go:build linux

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/cmd/internal/house"
	"laci/pos"
)

// pid is the process that holds the desk's till.
func (d *desk) pid() int {
	d.t.Helper()
	text, err := os.ReadFile(filepath.Join(d.data, "laci.run"))
	require.NoError(d.t, err)
	var run house.Run
	require.NoError(d.t, json.Unmarshal(text, &run))
	return run.PID
}

// Ensure that the session of docs/kiosk brings the till up full screen under its
// window manager, ends with an error when the till is killed, so that the unit
// starts it again, comes back on the code that was open, and ends well with it.
func TestKioskSession(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 1024, 600, "")
	data := filepath.Join(t.TempDir(), "data")
	newTill(t, data, func(*pos.Settings) {}, func(*pos.Till, *clock) {})
	session, err := filepath.Abs("../../docs/kiosk/session")
	require.NoError(t, err)
	d.through = session
	d.env = []string{"LACI_DATA=" + data, "PATH=" + filepath.Dir(program) + ":" + os.Getenv("PATH")}
	d.start(data)
	d.see("keypad")
	d.enter("key.", "25000")
	d.tap("show")
	payload, _ := d.readCode("session-01-code")
	require.NoError(t, syscall.Kill(d.pid(), syscall.SIGKILL))
	<-d.gone
	assert.NotZero(t, d.run.ProcessState.ExitCode(), "nobody would start it again")

	d.start(data)
	d.see("code", "Rp25.000", "A-0001")
	again, picture := d.readCode("session-02-back")
	assert.Equal(t, payload, again)
	assert.Equal(t, d.m.size, picture.Rect.Size())
	require.NoError(t, syscall.Kill(d.pid(), syscall.SIGTERM))
	<-d.gone
	assert.Zero(t, d.run.ProcessState.ExitCode(), "%s", d.said)
}
