//go:build linux

package main

import (
	"fmt"
	"image"
	"net"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/cmd/internal/house"
	"laci/pos"
)

// fails runs a start that must fail in one line, which it gives.
func fails(t *testing.T, run *exec.Cmd) string {
	t.Helper()
	stuck := time.AfterFunc(patience, func() { _ = run.Process.Kill() })
	defer stuck.Stop()
	out, err := run.CombinedOutput()
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit)
	require.Equal(t, 1, exit.ExitCode(), "%s", out)
	require.Equal(t, 1, strings.Count(string(out), "\n"), "%s", out)
	return strings.TrimSpace(string(out))
}

// Ensure that a kiosk whose port is taken sells on and says so, and that a second
// start on the same data names the one that runs and leaves it alone.
func TestKioskStart(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	data := filepath.Join(t.TempDir(), "data")
	newTill(t, data, func(*pos.Settings) {}, func(*pos.Till, *clock) {})
	d := newDesk(t, 1280, 800, "")
	d.start(data, "--listen", taken.Addr().String())
	d.see("keypad", words("no_server"))
	d.shot("start-01-no-server", words("no_server"))
	second := fails(t, d.command("--data", data, "--listen", "127.0.0.1:0"))
	assert.Equal(t, fmt.Sprintf("already_running: house: laci (process %d) holds this till", d.run.Process.Pid), second)
	d.enter("key.", "25000")
	d.tap("show")
	d.see("code", "Rp25.000")
	d.readCode("start-02-code")
	d.tap("next")
	d.see("keypad", "A-0001")
	d.stop()

	d.start(data)
	d.see("code", "A-0001")
	second = fails(t, d.command("--data", data, "--listen", "127.0.0.1:0"))
	assert.Equal(t, fmt.Sprintf("already_running: house: laci (process %d, %s) holds this till", d.run.Process.Pid, d.address()), second)
	d.stop()
}

// Ensure that a start with no display, with one that is not there, and with one
// that cannot draw says so kindly, and leaves the till free and whole.
func TestKioskNoDisplay(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	newTill(t, data, func(*pos.Settings) {}, func(*pos.Till, *clock) {})
	d := newDesk(t, 640, 480, "")
	blind := newMonitor(t, image.Pt(640, 480), "-extension", "GLX")
	for display, why := range map[string]string{"": "is not set", ":64999": "cannot be reached", blind.display: "has no OpenGL"} {
		run := d.command("--data", data, "--listen", "127.0.0.1:0")
		run.Env = append(run.Env, "DISPLAY="+display)
		said := fails(t, run)
		assert.True(t, strings.HasPrefix(said, "no_display: there is no display to show the till on"), said)
		assert.Contains(t, said, why)
		assert.Contains(t, said, "lacictl serve")
		answer, err := house.Do(t.Context(), data, "verify", house.Args{})
		require.NoError(t, err)
		assert.NotEmpty(t, answer.Head)
	}
}
