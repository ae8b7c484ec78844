package main

import (
	"encoding/json"
	"os"
	"time"

	"laci/ui"
)

// tracer writes what is on the screen, a JSON line each time it was laid out,
// so that an end-to-end test knows where to press. It only reports.
type tracer struct{ file *os.File }

// traced is one line of the trace.
type traced struct {
	At     time.Time     `json:"at"`
	Screen string        `json:"screen"`
	Tiles  []ui.TileInfo `json:"tiles"`
}

// newTracer writes to a file; without a name it writes nothing.
func newTracer(path string) (*tracer, error) {
	if path == "" {
		return &tracer{}, nil
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	return &tracer{file: file}, err
}

func (t *tracer) write(screen string, tiles []ui.TileInfo) {
	if t.file == nil {
		return
	}
	line, err := json.Marshal(traced{At: time.Now(), Screen: screen, Tiles: tiles})
	if err == nil {
		_, _ = t.file.Write(append(line, '\n'))
	}
}

func (t *tracer) close() {
	if t.file != nil {
		_ = t.file.Close()
		t.file = nil
	}
}
