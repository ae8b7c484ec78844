package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/cmd/internal/house"
)

// program is the built lacictl that every test runs as a user would.
var program string

func TestMain(m *testing.M) {
	house.InspectChild()
	code, err := withProgram(m.Run)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func withProgram(run func() int) (int, error) {
	dir, err := os.MkdirTemp("", "lacictl")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(dir)
	program = filepath.Join(dir, "lacictl")
	build := exec.Command("go", "build", "-ldflags", "-X main.version=1.2.3-test", "-o", program, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return 1, fmt.Errorf("build lacictl: %w\n%s", err, out)
	}
	return run(), nil
}

// result is what one run of the program came to.
type result struct {
	code     int
	out, err string
}

// command prepares a run with English words and no PIN in the environment.
func command(args ...string) *exec.Cmd {
	run := exec.Command(program, args...)
	run.Env = append(os.Environ(), "LACI_LANG=en", "LACI_PIN=")
	return run
}

// lacictl runs the program with stdin to its end.
func lacictl(t *testing.T, stdin string, args ...string) result {
	t.Helper()
	return finish(t, command(args...), stdin)
}

func finish(t *testing.T, run *exec.Cmd, stdin string) result {
	t.Helper()
	var out, said bytes.Buffer
	run.Stdin, run.Stdout, run.Stderr = strings.NewReader(stdin), &out, &said
	err := run.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	require.NotContains(t, said.String(), "panic")
	return result{run.ProcessState.ExitCode(), out.String(), said.String()}
}

// succeeds runs the program and gives its output without the last line break.
func succeeds(t *testing.T, args ...string) string {
	t.Helper()
	r := lacictl(t, "", args...)
	require.Equal(t, fine, r.code, "%v: %s", args, r.err)
	return strings.TrimSuffix(r.out, "\n")
}

// refuses checks that a run was refused in one line that starts with the code.
func (r result) refuses(t *testing.T, code string) {
	t.Helper()
	assert.Equal(t, refused, r.code, r.err)
	assert.Empty(t, r.out)
	assert.True(t, strings.HasPrefix(r.err, code+": "), r.err)
	assert.Equal(t, 1, strings.Count(r.err, "\n"), r.err)
}

// served is a running `lacictl serve`.
type served struct {
	run     *exec.Cmd
	address string // http://127.0.0.1:38819
	said    bytes.Buffer
}

// serve starts the server on a free port and waits until it says where.
func serve(t *testing.T, dir string, args ...string) *served {
	t.Helper()
	s := &served{run: command(append([]string{"serve", "--data", dir, "--listen", "127.0.0.1:0"}, args...)...)}
	s.run.Stderr = &s.said
	out, err := s.run.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, s.run.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		_ = s.run.Process.Kill()
		_ = s.run.Wait()
		require.NoError(t, err, s.said.String())
	}
	s.address = strings.TrimSpace(line)
	t.Cleanup(func() {
		if s.run.ProcessState == nil {
			_ = s.run.Process.Kill()
			_ = s.run.Wait()
		}
	})
	return s
}

// stop ends the server as an operator does and gives its exit code.
func (s *served) stop(t *testing.T, with os.Signal) int {
	t.Helper()
	require.NoError(t, s.run.Process.Signal(with))
	stuck := time.AfterFunc(20*time.Second, func() { _ = s.run.Process.Kill() })
	defer stuck.Stop()
	_ = s.run.Wait()
	return s.run.ProcessState.ExitCode()
}

// kill ends the server without a warning.
func (s *served) kill(t *testing.T) {
	t.Helper()
	require.NoError(t, s.run.Process.Kill())
	_ = s.run.Wait()
	require.Equal(t, syscall.SIGKILL, s.run.ProcessState.Sys().(syscall.WaitStatus).Signal())
}
