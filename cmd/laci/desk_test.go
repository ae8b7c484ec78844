//go:build linux

package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"laci/cmd/internal/house"
	"laci/ui"
)

// desk is a counter: a screen with a kiosk on it, somebody who touches and types,
// and somebody who looks.
type desk struct {
	t    *testing.T
	m    *monitor
	home string
	out  string   // folder of the screenshots
	env  []string // what the kiosk is started with besides

	through string // a program that starts the kiosk; "" for none

	clipboard func() // takes away what was copied; nil when nothing was

	run    *exec.Cmd // the kiosk that runs now
	data   string    // its data directory
	said   *bytes.Buffer
	frames *frames
	gone   chan struct{} // closed when it ended and all it traced was read
}

// newDesk makes a counter with a screen of that size; no kiosk runs yet.
func newDesk(t *testing.T, width, height int, out string) *desk {
	t.Helper()
	return &desk{t: t, m: newMonitor(t, image.Pt(width, height)), home: t.TempDir(), out: folder(t, out)}
}

// command prepares a start of the kiosk as on a machine with nothing but a screen.
func (d *desk) command(args ...string) *exec.Cmd {
	run := exec.Command(cmp.Or(d.through, program), args...)
	run.Env = []string{"HOME=" + d.home, "PATH=" + os.Getenv("PATH"), "DISPLAY=" + d.m.display}
	run.Env = append(run.Env, d.env...)
	return run
}

// start runs the kiosk on a data directory, until it fills the screen.
func (d *desk) start(data string, args ...string) {
	d.t.Helper()
	frames, path := follow(d.t)
	if !slices.Contains(args, "--listen") {
		args = append(args, "--listen", "127.0.0.1:0")
	}
	d.run = d.command(append([]string{"--data", data, "--trace", path}, args...)...)
	d.data, d.frames, d.said, d.gone = data, frames, &bytes.Buffer{}, make(chan struct{})
	d.run.Stdout, d.run.Stderr = d.said, d.said
	require.NoError(d.t, d.run.Start())
	run, gone := d.run, d.gone
	go func() {
		_ = run.Wait()
		frames.end()
		close(gone)
	}()
	d.t.Cleanup(func() { _ = run.Process.Kill(); <-gone })
	d.up()
}

// up waits until the kiosk that has just started fills the screen: a window that
// is not there yet, or small, takes no touch and no key.
func (d *desk) up() {
	d.t.Helper()
	edge := image.Rect(0, 300, 1, 301) // no page draws it black
	d.m.until(d.t, edge, "the kiosk's window", func(now *image.RGBA) bool {
		return now.RGBAAt(edge.Min.X, edge.Min.Y) != color.RGBA{A: 255}
	})
}

// stop ends the kiosk as the system does; it must go in peace and say nothing.
// One that is stuck says where.
func (d *desk) stop() {
	d.t.Helper()
	require.NoError(d.t, d.run.Process.Signal(syscall.SIGTERM))
	stuck := time.AfterFunc(patience, func() { _ = d.run.Process.Signal(syscall.SIGQUIT) })
	defer stuck.Stop()
	<-d.gone
	require.Zero(d.t, d.run.ProcessState.ExitCode(), "the kiosk did not end well: %s", d.said)
	require.Empty(d.t, d.said.String(), "the kiosk spoke on the terminal")
}

// address is where the kiosk's server listens.
func (d *desk) address() string {
	d.t.Helper()
	text, err := os.ReadFile(filepath.Join(d.data, "laci.run"))
	require.NoError(d.t, err)
	var run house.Run
	require.NoError(d.t, json.Unmarshal(text, &run))
	return "http://" + run.Address
}

// see waits until a screen with these words is laid out, and gives it.
func (d *desk) see(screen string, words ...string) traced {
	d.t.Helper()
	return d.wait(fmt.Sprintf("the screen %q with %q", screen, words), func(one traced) bool {
		return one.Screen == screen && one.says(words...)
	})
}

// wait waits for a frame, the one that is up now or a later one.
func (d *desk) wait(what string, wanted func(traced) bool) traced {
	d.t.Helper()
	return d.since(max(0, d.frames.mark()-1), what, wanted)
}

// since waits for the first such frame from a mark on.
func (d *desk) since(mark int, what string, wanted func(traced) bool) traced {
	d.t.Helper()
	one, ok := d.frames.wait(mark, time.Now().Add(patience), d.gone, wanted)
	if !ok {
		d.fail("not seen: " + what)
	}
	return one
}

// fail ends the test with what is on the screen instead.
func (d *desk) fail(what string) {
	d.t.Helper()
	d.keep("not-seen", d.m.all())
	d.t.Fatalf("%s\nInstead there was %s\nThe picture is in %s; the kiosk said: %s",
		what, d.frames.last(), filepath.Join(d.out, "not-seen.png"), d.said)
}

// tap touches a tile once it is there and can be pressed.
func (d *desk) tap(code string) {
	d.t.Helper()
	one := d.wait("a tile "+code+" that can be pressed", func(one traced) bool {
		tile, ok := one.tile(code)
		return ok && tile.Enabled
	})
	tile, _ := one.tile(code)
	d.m.touch(d.t, int(tile.X+tile.W/2), int(tile.Y+tile.H/2))
}

// taps touches tiles one after the other.
func (d *desk) taps(codes ...string) {
	d.t.Helper()
	for _, code := range codes {
		d.tap(code)
	}
}

// enter touches digits of a pad: "pad." or "key.".
func (d *desk) enter(pad, digits string) {
	d.t.Helper()
	for _, digit := range digits {
		d.tap(pad + string(digit))
	}
}

// keys presses keys of the keyboard by their X names, "2", "plus", "Return", as
// fast as fingers can: what is closer than 20 ms is taken for a key held down.
func (d *desk) keys(names ...string) {
	d.t.Helper()
	d.m.do(d.t, "key --delay 60 "+strings.Join(names, " "))
}

// shot waits until the words can be read on the screen itself, where they were
// laid out, and keeps the picture.
func (d *desk) shot(name string, words ...string) *image.RGBA {
	d.t.Helper()
	missing, text := "", ""
	for until := time.Now().Add(patience); time.Now().Before(until); {
		one, picture := d.frames.last(), d.m.all()
		if missing, text = d.unread(one, picture, words); missing == "" {
			d.keep(name, picture)
			return picture
		}
	}
	d.fail(fmt.Sprintf("not seen on the picture of %s: the words %q; read was %q", name, missing, text))
	return nil
}

// unread gives one of the words that cannot be read on the picture, and
// what was read there.
func (d *desk) unread(one traced, picture *image.RGBA, words []string) (missing, text string) {
	d.t.Helper()
	var pages []image.Image
	for _, w := range words {
		tile, ok := one.find(w)
		if !ok {
			return w, ""
		}
		pages = append(pages, enlarged(part(picture, tile)))
	}
	if len(pages) == 0 {
		return "", ""
	}
	for _, mode := range []string{oneBlock, wholeScreen} { // some lines only one of them finds
		text += ocr(d.t, mode, pages...)
		missing = ""
		for _, w := range words {
			if !reads(text, w) {
				missing = w
			}
		}
		if missing == "" {
			break
		}
	}
	return missing, text
}

// look waits until the screen's picture is as wanted, and keeps it.
func (d *desk) look(name, what string, wanted func(*image.RGBA) bool) *image.RGBA {
	d.t.Helper()
	for until := time.Now().Add(patience); time.Now().Before(until); {
		if picture := d.m.all(); wanted(picture) {
			d.keep(name, picture)
			return picture
		}
		time.Sleep(10 * time.Millisecond) // between two looks
	}
	d.fail("not seen on the picture of " + name + ": " + what)
	return nil
}

// keep writes a screenshot.
func (d *desk) keep(name string, picture image.Image) {
	d.t.Helper()
	require.NoError(d.t, os.WriteFile(filepath.Join(d.out, name+".png"), encoded(d.t, picture), 0o644))
}

// part is the piece of a picture where words were laid out; of a tile, what is
// within its outline.
func part(picture *image.RGBA, tile ui.TileInfo) *image.RGBA {
	where := image.Rect(int(tile.X), int(tile.Y), int(tile.X+tile.W), int(tile.Y+tile.H))
	if tile.Kind != "tile" {
		return picture.SubImage(where.Inset(-3)).(*image.RGBA)
	}
	high := int(tile.H * 0.15) // past the round corners
	return picture.SubImage(image.Rect(where.Min.X+3, where.Min.Y+high, where.Max.X-3, where.Max.Y-high)).(*image.RGBA)
}

// readCode waits until zbarimg reads the code on the screen as what was laid
// out, keeps the picture, and gives the payload.
func (d *desk) readCode(name string) (payload string, picture *image.RGBA) {
	d.t.Helper()
	one := d.wait("a code", func(one traced) bool { _, ok := one.symbol(); return ok })
	laid, _ := one.symbol()
	picture = d.look(name, "a code that zbarimg reads as "+laid.Label, func(p *image.RGBA) bool {
		payload = zbar(d.t, p)
		return payload == laid.Label
	})
	return payload, picture
}
