package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
)

// softwareGL is the variable that has Mesa draw without a graphics card.
const softwareGL = "LIBGL_ALWAYS_SOFTWARE"

// errNoGL is a display that cannot draw.
var errNoGL = errors.New("no OpenGL")

// displayError says that no window can be shown, and why.
type displayError struct {
	why   string
	cause error // errNoGL, or nil
}

// Unwrap gives what lies beneath.
func (e *displayError) Unwrap() error { return e.cause }

// Error gives the line that a failed start prints.
func (e *displayError) Error() string {
	return "there is no display to show the till on (" + e.why + "); start it on a screen, or run: lacictl serve"
}

// Code gives the stable code word.
func (e *displayError) Code() string { return "no_display" }

// namedDisplay tells early when no display is named at all, before the till is
// opened.
func namedDisplay() error {
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" {
		return &displayError{why: "DISPLAY is not set"}
	}
	return nil
}

// appear puts the window on the display. Fyne panics where the display cannot be
// reached, and goes on without a window where it cannot draw.
func appear(window fyne.Window) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &displayError{why: fmt.Sprintf("DISPLAY=%s cannot be reached", os.Getenv("DISPLAY"))}
		}
	}()
	window.Show()
	native, ok := window.(driver.NativeWindow)
	if !ok {
		return nil
	}
	native.RunNative(func(context any) {
		if x11, ok := context.(driver.X11WindowContext); ok && x11.WindowHandle == 0 {
			err = &displayError{fmt.Sprintf("DISPLAY=%s has no OpenGL, not even in software: install libgl1-mesa-dri, as it is called on Debian and Ubuntu", os.Getenv("DISPLAY")), errNoGL}
		}
	})
	return err
}

// makeCache makes the user's cache directory, which Fyne wants to be there. One
// that cannot be made is only a cache that is not kept.
func makeCache() {
	if dir, err := os.UserCacheDir(); err == nil {
		_ = os.MkdirAll(filepath.Clean(dir), 0o700)
	}
}
