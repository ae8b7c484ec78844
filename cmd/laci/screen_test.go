//go:build linux

package main

import (
	"encoding/binary"
	"fmt"
	"image"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// monitor is a virtual screen: its number, its pixels, and a hand that touches
// it and types.
type monitor struct {
	display string // ":3"
	size    image.Point
	pixels  []byte // the memory of the screen, an XWD file that the server writes to
	hand    io.WriteCloser
}

// newMonitor starts a screen on a number nobody else uses, until the test ends.
// Its keyboard does not repeat a key that a busy machine holds down too long.
func newMonitor(t *testing.T, size image.Point, extra ...string) *monitor {
	t.Helper()
	dir := t.TempDir()
	read, write, err := os.Pipe()
	require.NoError(t, err)
	defer read.Close()
	geometry := strconv.Itoa(size.X) + "x" + strconv.Itoa(size.Y) + "x24"
	server := exec.Command("Xvfb", append([]string{"-displayfd", "3", "-screen", "0", geometry,
		"-fbdir", dir, "-nolisten", "tcp", "-noreset", "-r"}, extra...)...)
	server.ExtraFiles = []*os.File{write}
	require.NoError(t, server.Start(), "a virtual screen")
	t.Cleanup(func() { _ = server.Process.Kill(); _ = server.Wait() })
	require.NoError(t, write.Close())
	number, err := io.ReadAll(io.LimitReader(read, 16)) // the server says it when it is up, and closes
	require.NoError(t, err)
	require.NotEmpty(t, number, "the virtual screen did not start")
	m := &monitor{display: ":" + strings.TrimSpace(string(number)), size: size}
	m.open(t, filepath.Join(dir, "Xvfb_screen0"))
	m.reach(t)
	return m
}

// manage starts a window manager on the screen, as a counter may have one, and
// waits until it is up.
func (m *monitor) manage(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	up := filepath.Join(dir, "up")
	manager := exec.Command("openbox", "--sm-disable", "--startup", "touch "+up)
	manager.Env = append(os.Environ(), "DISPLAY="+m.display, "HOME="+dir)
	require.NoError(t, manager.Start(), "a window manager")
	t.Cleanup(func() { _ = manager.Process.Kill(); _ = manager.Wait() })
	require.Eventually(t, func() bool { _, err := os.Stat(up); return err == nil }, patience, 10*time.Millisecond)
}

// open maps the memory of the screen.
func (m *monitor) open(t *testing.T, path string) {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	info, err := file.Stat()
	require.NoError(t, err)
	m.pixels, err = syscall.Mmap(int(file.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_SHARED)
	require.NoError(t, err)
	t.Cleanup(func() { _ = syscall.Munmap(m.pixels) })
}

// reach starts the hand: one xdotool that takes a command a line.
func (m *monitor) reach(t *testing.T) {
	t.Helper()
	tool := exec.Command("xdotool", "-")
	tool.Env = append(os.Environ(), "DISPLAY="+m.display)
	tool.Stderr = os.Stderr
	hand, err := tool.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, tool.Start(), "xdotool")
	m.hand = hand
	t.Cleanup(func() { _ = hand.Close(); _ = tool.Wait() })
}

// do sends the hand a command, "key 5".
func (m *monitor) do(t testing.TB, command string) {
	t.Helper()
	_, err := io.WriteString(m.hand, command+"\n")
	require.NoError(t, err)
}

// touch presses a place as a finger does, which points at nothing afterwards.
func (m *monitor) touch(t testing.TB, x, y int) {
	t.Helper()
	m.do(t, fmt.Sprintf("mousemove %d %d click 1 mousemove %d %d", x, y, m.size.X, m.size.Y))
}

// The words of an XWD header that are needed, each four bytes, the first first:
// X Window Dump file format, version 7.
const (
	xwdHeaderSize   = 0
	xwdBytesPerLine = 12 * 4
	xwdColours      = 19 * 4
	xwdColourSize   = 12
)

// capture copies a part of the screen as it is now.
func (m *monitor) capture(part image.Rectangle) *image.RGBA {
	part = part.Intersect(image.Rectangle{Max: m.size})
	word := func(at int) int { return int(binary.BigEndian.Uint32(m.pixels[at:])) }
	start, stride := word(xwdHeaderSize)+word(xwdColours)*xwdColourSize, word(xwdBytesPerLine)
	picture := image.NewRGBA(part)
	for y := part.Min.Y; y < part.Max.Y; y++ {
		from := m.pixels[start+y*stride+part.Min.X*4:]
		to := picture.Pix[picture.PixOffset(part.Min.X, y):]
		for i := 0; i < part.Dx()*4; i += 4 {
			to[i], to[i+1], to[i+2], to[i+3] = from[i+2], from[i+1], from[i], 255
		}
	}
	return picture
}

// all is the whole screen as it is now.
func (m *monitor) all() *image.RGBA { return m.capture(image.Rectangle{Max: m.size}) }

// until waits until a part of the screen is as wanted.
func (m *monitor) until(t testing.TB, where image.Rectangle, what string, wanted func(*image.RGBA) bool) {
	t.Helper()
	for late := time.Now().Add(patience); !wanted(m.capture(where)); time.Sleep(time.Millisecond) {
		require.True(t, time.Now().Before(late), "not seen on the screen: %s", what)
	}
}
