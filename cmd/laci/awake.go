package main

import (
	"fmt"
	"io"
	"log"
	"log/slog"
	"os"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/screensaver"
	"github.com/jezek/xgb/xproto"
)

// awake keeps an X display from going dark. The X server forgets the wish when
// the program ends, however it ends.
type awake struct {
	log   *slog.Logger
	conn  *xgb.Conn                   // nil where no X display can be asked
	saver *xproto.GetScreenSaverReply // when the display goes dark, as the shop has it
}

// newAwake connects to the display. Without one, as on Wayland or Windows, only
// the desktop's own way is left.
func newAwake(logger *slog.Logger) *awake {
	a := &awake{log: logger}
	if os.Getenv("DISPLAY") == "" {
		return a
	}
	xgb.Logger = log.New(io.Discard, "", 0) // what it has to say comes as an error too
	conn, err := xgb.NewConn()
	if err == nil {
		if err = screensaver.Init(conn); err == nil {
			a.saver, err = xproto.GetScreenSaver(conn).Reply()
		}
		if err != nil {
			conn.Close()
		}
	}
	if err != nil {
		logger.Warn("the screen may go dark over a code", "error", err)
		return a
	}
	a.conn = conn
	return a
}

// allow lets the display go dark as the shop has it: a window that fills a screen
// switches that off (GLFW does, for games).
func (a *awake) allow() {
	if a.conn != nil {
		xproto.SetScreenSaver(a.conn, int16(a.saver.Timeout), int16(a.saver.Interval), a.saver.PreferBlanking, a.saver.AllowExposures)
	}
}

// keep holds the display awake, or lets it go dark again.
func (a *awake) keep(on bool) {
	if a.conn == nil {
		return
	}
	a.allow()
	wish := uint32(0)
	if on {
		wish = 1
	}
	if err := screensaver.SuspendChecked(a.conn, wish).Check(); err != nil {
		a.log.Warn("the screen may go dark over a code", "error", fmt.Errorf("screen saver: %w", err))
	}
}

// close lets the display go dark again.
func (a *awake) close() {
	if a.conn != nil {
		a.conn.Close()
		a.conn = nil
	}
}
