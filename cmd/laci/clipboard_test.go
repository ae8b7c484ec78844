//go:build linux

package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"

	"github.com/go-gl/glfw/v3.4/glfw"
	"github.com/stretchr/testify/require"
)

// clipboardMark makes the test program a child that keeps a text on the
// clipboard, which on X11 lives only as long as the program it was copied in.
const clipboardMark = "LACI_TEST_CLIPBOARD"

// keepClipboard is that child: it copies its standard input up to a zero byte,
// says so, and ends with its parent.
func keepClipboard() {
	if os.Getenv(clipboardMark) == "" {
		return
	}
	input := bufio.NewReader(os.Stdin)
	text, err := input.ReadString(0)
	if err != nil {
		os.Exit(1)
	}
	if err := glfw.Init(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	glfw.SetClipboardString(strings.TrimSuffix(text, "\x00"))
	fmt.Println("copied")
	go func() {
		_, _ = io.Copy(io.Discard, input)
		os.Exit(0)
	}()
	for {
		glfw.WaitEvents()
	}
}

// copies puts a text on the clipboard, in place of the one before.
func (d *desk) copies(text string) {
	d.t.Helper()
	if d.clipboard != nil {
		d.clipboard()
	}
	self, err := os.Executable()
	require.NoError(d.t, err)
	child := exec.Command(self)
	child.Env = []string{"DISPLAY=" + d.m.display, clipboardMark + "=1"}
	child.Stderr = os.Stderr
	in, err := child.StdinPipe()
	require.NoError(d.t, err)
	out, err := child.StdoutPipe()
	require.NoError(d.t, err)
	require.NoError(d.t, child.Start())
	d.clipboard = func() { _ = in.Close(); _ = child.Wait(); d.clipboard = nil }
	d.t.Cleanup(func() {
		if d.clipboard != nil {
			d.clipboard()
		}
	})
	_, err = io.WriteString(in, text+"\x00")
	require.NoError(d.t, err)
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(d.t, err)
	require.Equal(d.t, "copied\n", line)
}
