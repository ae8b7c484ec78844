//go:build linux

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"laci/ui"
)

// frames are the lines that a running kiosk traces: what it laid out, in order.
type frames struct {
	pipe *os.File
	done chan struct{} // closed when everything the kiosk wrote was read

	mu   sync.Mutex
	all  []traced
	news chan struct{} // closed and made anew with each frame
}

// endOfTrace is written by the reader itself once the kiosk is gone.
const endOfTrace = "end of trace"

// follow makes a named pipe for a kiosk to trace to, and reads it.
func follow(t *testing.T) (f *frames, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "trace")
	require.NoError(t, syscall.Mkfifo(path, 0o600))
	pipe, err := os.OpenFile(path, os.O_RDWR, 0) // both ends: it never ends before we say so
	require.NoError(t, err)
	f = &frames{pipe: pipe, done: make(chan struct{}), news: make(chan struct{})}
	go f.read()
	return f, path
}

// read takes lines until the end; one that was cut off by a kill is left out.
func (f *frames) read() {
	defer close(f.done)
	lines := bufio.NewReader(f.pipe)
	for {
		line, err := lines.ReadString('\n')
		if err != nil || strings.HasPrefix(line, endOfTrace) {
			return
		}
		var one traced
		if json.Unmarshal([]byte(line), &one) == nil {
			f.mu.Lock()
			f.all = append(f.all, one)
			close(f.news)
			f.news = make(chan struct{})
			f.mu.Unlock()
		}
	}
}

// end waits until everything was read, once the kiosk is gone.
func (f *frames) end() {
	_, _ = io.WriteString(f.pipe, "\n"+endOfTrace+"\n")
	<-f.done
	_ = f.pipe.Close()
}

// mark is the number of the next frame.
func (f *frames) mark() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.all)
}

// forget keeps nothing of what was on the screen before the newest frame.
func (f *frames) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := len(f.all) - 2; i >= 0 && f.all[i].Tiles != nil; i-- {
		f.all[i] = traced{}
	}
}

// last is the newest frame; the zero frame when there is none.
func (f *frames) last() traced {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.all) == 0 {
		return traced{}
	}
	return f.all[len(f.all)-1]
}

// wait finds the first frame from the mark on that is what is wanted, and waits
// for it until the deadline or until the kiosk is gone.
func (f *frames) wait(from int, until time.Time, gone <-chan struct{}, wanted func(traced) bool) (traced, bool) {
	late := time.NewTimer(time.Until(until))
	defer late.Stop()
	for {
		f.mu.Lock()
		for ; from < len(f.all); from++ {
			if wanted(f.all[from]) {
				defer f.mu.Unlock()
				return f.all[from], true
			}
		}
		news := f.news
		f.mu.Unlock()
		select {
		case <-news:
		case <-late.C:
			return traced{}, false
		case <-gone: // closed after the last frame was read
			gone = nil
			late.Reset(0)
		}
	}
}

// seen tells whether any frame from the mark on is such a one.
func (f *frames) seen(from int, such func(traced) bool) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.ContainsFunc(f.all[from:], such)
}

// says tells whether the words stand on the frame, each on one tile or label.
func (one traced) says(words ...string) bool {
	for _, w := range words {
		if _, ok := one.find(w); !ok {
			return false
		}
	}
	return true
}

// find gives what says the words.
func (one traced) find(words string) (ui.TileInfo, bool) {
	for _, tile := range one.Tiles {
		if tile.Kind != "code" && strings.Contains(flat(tile.Label), flat(words)) {
			return tile, true
		}
	}
	return ui.TileInfo{}, false
}

// flat writes words on one line.
func flat(words string) string { return strings.Join(strings.Fields(words), " ") }

// tile gives the tile with a code word.
func (one traced) tile(code string) (ui.TileInfo, bool) {
	for _, tile := range one.Tiles {
		if tile.Kind == "tile" && tile.Code == code {
			return tile, true
		}
	}
	return ui.TileInfo{}, false
}

// symbol gives the code that is on the frame.
func (one traced) symbol() (ui.TileInfo, bool) {
	for _, tile := range one.Tiles {
		if tile.Kind == "code" && tile.Label != "" {
			return tile, true
		}
	}
	return ui.TileInfo{}, false
}

// String lists what the frame says, for a failure.
func (one traced) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "the screen %q", one.Screen)
	for _, tile := range one.Tiles {
		switch {
		case tile.Kind == "tile" && tile.Enabled:
			fmt.Fprintf(&b, "\n  [%s] %s", tile.Code, flat(tile.Label))
		case tile.Kind == "tile":
			fmt.Fprintf(&b, "\n  (%s) %s", tile.Code, flat(tile.Label))
		default:
			fmt.Fprintf(&b, "\n  %s", flat(tile.Label))
		}
	}
	return b.String()
}
