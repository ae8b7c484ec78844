package house

import (
	"encoding/json"
	"os"
	"path/filepath"
)

// Run says which program holds a till. It stands in DIR/laci.run while the
// till is open, so that a second start can name the first.
type Run struct {
	PID     int    `json:"pid"`
	Program string `json:"program"` // "laci" or "lacictl"
	Address string `json:"address"` // of the server, "127.0.0.1:8765"; "" when it is not up
}

const (
	dataName   = "laci.db"
	logName    = "journal.log"
	keyName    = "laci.key"
	runName    = "laci.run"
	socketName = "laci.sock"
	logFolder  = "log"
)

// write puts the run file in its place; one left by a program that was killed
// is replaced. The file is no promise, so it is not synced.
func (r Run) write(dir string) error {
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	beside := filepath.Join(dir, runName+".new")
	if err := os.WriteFile(beside, append(text, '\n'), 0o600); err != nil {
		return err
	}
	return os.Rename(beside, filepath.Join(dir, runName))
}

// readRun reads the run file of the program that holds the till in dir.
func readRun(dir string) (Run, error) {
	var run Run
	text, err := os.ReadFile(filepath.Join(dir, runName))
	if err != nil {
		return run, err
	}
	return run, json.Unmarshal(text, &run)
}
