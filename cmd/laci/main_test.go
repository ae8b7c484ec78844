//go:build linux

package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"laci/cmd/internal/house"
)

var (
	outFlag     = flag.String("out", "", "leave the screenshots in this folder")
	kioskFlag   = flag.String("kiosk", "", "the built kiosk to try; without it one is built")
	figuresFlag = flag.Bool("figures", false, "measure what docs/benchmarks.md says of the kiosk")
	salesFlag   = flag.Int("sales", 2000, "and that after so many sales")
)

// program is the built kiosk that every test runs as a shop would.
var program string

func TestMain(m *testing.M) {
	house.InspectChild()
	keepClipboard()
	flag.Parse()
	code, err := withProgram(m.Run)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// withProgram builds the kiosk unless one is named.
func withProgram(run func() int) (int, error) {
	if *kioskFlag != "" {
		var err error
		program, err = filepath.Abs(*kioskFlag)
		if err != nil {
			return 1, err
		}
		return run(), nil
	}
	dir, err := os.MkdirTemp("", "laci")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(dir)
	program = filepath.Join(dir, "laci")
	build := exec.Command("go", "build", "-ldflags", "-X main.version=1.2.3-test", "-o", program, ".")
	if out, err := build.CombinedOutput(); err != nil {
		return 1, fmt.Errorf("build laci: %w\n%s", err, out)
	}
	return run(), nil
}

// patience is how long anything may take to be seen, on a machine whose cores
// are busy with something else.
const patience = 20 * time.Second

// folder is where the screenshots of a test go.
func folder(t *testing.T, name string) string {
	t.Helper()
	if *outFlag == "" {
		return t.TempDir()
	}
	dir, err := filepath.Abs(filepath.Join(*outFlag, name))
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll(dir, 0o755))
	return dir
}
