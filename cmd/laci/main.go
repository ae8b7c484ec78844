// Command laci is the kiosk: the till's screens on a counter's display, with
// the embedded server beside them.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/alecthomas/kong"

	"laci/cmd/internal/house"
)

// version is stamped in by the build.
var version = "dev"

// flags are what a start may say.
type flags struct {
	Data     string           `help:"Data directory (default: laci in the user's configuration directory)." type:"path"`
	Listen   string           `help:"Address of the embedded server, host:port."`
	LAN      string           `name:"listen-lan" help:"Address for others, by TLS, while the settings let them in."`
	Practice bool             `help:"Open a practice till: pretend money, a data directory of its own."`
	Windowed string           `help:"Open a window of this size instead of the full screen." placeholder:"WIDTHxHEIGHT"`
	Lang     string           `help:"Language of the screens." enum:",id,en" default:""`
	Look     string           `help:"Light or dark." enum:",light,dark" default:""`
	Volume   float64          `help:"How loud the till speaks, 0 (mute) to 1, instead of what was chosen." default:"-1"`
	Customer string           `help:"Customer's display: on a second screen when there is one, off, or X,Y: a place on it." placeholder:"auto|off|X,Y"`
	Density  float64          `help:"Pixels a millimetre of the screen, when the screen itself does not say."`
	Trace    string           `help:"Write what is on the screen to this file, for end-to-end tests." type:"path" hidden:""`
	Version  kong.VersionFlag `help:"Print the version."`
}

func main() {
	house.InspectChild()
	var f flags
	kong.Parse(&f, kong.Name("laci"), kong.Description("A QRIS till."), kong.Vars{"version": version})
	if err := run(f); err != nil {
		fmt.Fprintln(os.Stderr, said(err))
		os.Exit(1)
	}
}

// said is the one line a failed start prints: a code word and a sentence.
func said(err error) string { return house.Code(err) + ": " + err.Error() }

// run opens the till and shows it until the program is told to end.
func run(f flags) error {
	if err := namedDisplay(); err != nil {
		return err
	}
	dir, err := dataDir(f)
	if err != nil {
		return err
	}
	h, err := house.Open(context.Background(), house.Options{Dir: dir, Program: "laci", Version: version,
		Practice: f.Practice, Listen: f.Listen, ListenLAN: f.LAN, Screen: true})
	if err != nil {
		return err
	}
	slog.SetLogLoggerLevel(slog.LevelWarn)
	slog.SetDefault(h.Log) // what the toolkit has to say stands in the till's log, not on the terminal
	crashes, err := keepCrashes(dir)
	if err != nil {
		h.Log.Warn("crash file not made", "error", err)
	} else {
		defer func() { _ = crashes.Close() }()
	}
	k, err := newKiosk(f, dir, h)
	if err == nil {
		err = k.run()
	}
	err = errors.Join(err, h.Close())
	switch {
	case err == nil && k.restore != nil:
		return k.putBack()
	case errors.Is(err, errNoGL) && os.Getenv(softwareGL) == "":
		return again(softwareGL + "=1")
	}
	return err
}

// dataDir is the directory of the till: the one named, or laci in the user's
// configuration directory; a practice till has one of its own.
func dataDir(f flags) (string, error) {
	if f.Data != "" {
		return f.Data, nil
	}
	config, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("no place for the till's data, name one with --data: %w", err)
	}
	dir := filepath.Join(config, "laci")
	if f.Practice {
		dir = filepath.Join(dir, practiceFolder)
	}
	return dir, nil
}

// keepCrashes sends what a crash prints to DIR/log/crash.txt.
func keepCrashes(dir string) (*os.File, error) {
	file, err := os.OpenFile(filepath.Join(dir, "log", "crash.txt"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	return file, errors.Join(debug.SetCrashOutput(file, debug.CrashOptions{}))
}
