//go:build linux

package main

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/screensaver"
	"github.com/jezek/xgb/xproto"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// Ensure that the screen stays awake while a code is up, however long nobody
// touches it, and goes dark as it was told to when none is.
func TestKioskAwake(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 800, 600, "")
	conn, err := xgb.NewConnDisplay(d.m.display)
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, screensaver.Init(conn))
	root := xproto.Drawable(xproto.Setup(conn).DefaultScreen(conn).Root)
	require.NoError(t, xproto.SetScreenSaverChecked(conn, 1, 0, xproto.BlankingPreferred, xproto.ExposuresNotAllowed).Check())
	info := func() *screensaver.QueryInfoReply {
		t.Helper()
		reply, err := screensaver.QueryInfo(conn, root).Reply()
		require.NoError(t, err)
		return reply
	}
	// untouched waits until nobody has touched the screen for so long.
	untouched := func(long time.Duration) {
		t.Helper()
		for late := time.Now().Add(patience); time.Duration(info().MsSinceUserInput)*time.Millisecond < long; time.Sleep(20 * time.Millisecond) {
			require.True(t, time.Now().Before(late), "somebody touches the screen")
		}
	}

	data := filepath.Join(t.TempDir(), "data")
	newTill(t, data, func(*pos.Settings) {}, func(*pos.Till, *clock) {})
	d.start(data)
	d.see("keypad")
	d.keys("2", "5", "0", "0", "0", "Return")
	d.see("code")
	untouched(3 * time.Second)
	require.NotEqual(t, byte(screensaver.StateOn), info().State, "it went dark over a code")
	d.keys("Escape")
	d.see("keypad")
	for late := time.Now().Add(patience); info().State != screensaver.StateOn; time.Sleep(20 * time.Millisecond) {
		require.True(t, time.Now().Before(late), "it never goes dark any more")
	}
	d.stop()
}
