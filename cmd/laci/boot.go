package main

import (
	"os"
	"path/filepath"
	"strings"
)

// bootFile is where the system names its present run.
const bootFile = "/proc/sys/kernel/random/boot_id"

// bootName is the file that keeps in which run of the machine the till was last
// started.
const bootName = "boot"

// restarted tells whether the machine was started anew since the till last was,
// and keeps which run this is. Where the system does not say, it was not.
func restarted(dir, system string) bool {
	text, err := os.ReadFile(system)
	if err != nil {
		return false
	}
	now, path := strings.TrimSpace(string(text)), filepath.Join(dir, bootName)
	before, err := os.ReadFile(path)
	if err == nil && strings.TrimSpace(string(before)) == now {
		return false
	}
	_ = os.WriteFile(path, []byte(now+"\n"), 0o600) // kept or not, this start goes on
	return err == nil
}
