package pos

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// told is everything the till says of its money, without the ids, which are
// drawn anew in every run.
func told(t *testing.T, till *Till) string {
	t.Helper()
	var out bytes.Buffer
	fmt.Fprintln(&out, "head", till.Head().Seq)
	for i := 1; ; i++ {
		o, err := till.OrderByNumber(t.Context(), fmt.Sprintf("A-%04d", i))
		if err != nil {
			require.ErrorIs(t, err, ErrNotFound)
			break
		}
		fmt.Fprintln(&out, o.Number, o.State, o.Flags, o.Received, o.Cash, o.Evidence, len(o.Payments), o.ShowUntil, o.PaidAt)
	}
	waiting, err := till.Inbox(t.Context())
	require.NoError(t, err)
	fmt.Fprintln(&out, "waiting", len(waiting))
	day, err := till.Today(t.Context())
	require.NoError(t, err)
	require.NoError(t, json.NewEncoder(&out).Encode(day))
	return out.String()
}

// sweep is one way of stopping the till.
type sweep struct {
	call, how string // pwrite64 or fdatasync; signal=SIGKILL, error=EIO, error=ENOSPC
}

// Ensure that a till stopped, or refused by the disk, at its 1st, 2nd, 3rd …
// write and sync of either file keeps everything it acknowledged, once, holds
// the rest wholly or not at all, and acknowledges nothing more before it has
// opened and compared its files again.
func TestSweep(t *testing.T) {
	strace, err := exec.LookPath("strace")
	require.NoError(t, err, "this test needs strace; make test installs it")
	s := newSweeper(t, strace)
	for _, way := range []sweep{
		{"pwrite64", "signal=SIGKILL"}, {"fdatasync", "signal=SIGKILL"},
		{"pwrite64", "error=EIO"}, {"fdatasync", "error=EIO"}, {"pwrite64", "error=ENOSPC"},
	} {
		t.Run(way.call+" "+way.how, func(t *testing.T) {
			hits := s.everywhere(t, way)
			t.Logf("%d stops", hits)
			least := 8
			if testing.Short() {
				least = 4
			}
			require.Greater(t, hits, least)
		})
	}
}

// sweeper knows what the till should hold after each step, and keeps a till
// that was made and set up.
type sweeper struct {
	strace string
	after  []string // what the till tells after so many steps
	ready  string   // the directory of a till whose first step is done
}

func newSweeper(t *testing.T, strace string) *sweeper {
	t.Helper()
	code, err := filepath.Abs("testdata/sticker.txt")
	require.NoError(t, err)
	t.Setenv("LACI_SWEEP_CODE", code)
	s := &sweeper{strace: strace, ready: t.TempDir()}
	clock := &clock{at: noon}
	till, err := openSweep(t.TempDir(), clock, true)
	require.NoError(t, err)
	s.after = append(s.after, told(t, till))
	for i, step := range sweepSteps {
		clock.at = noon.Add(time.Duration(i) * time.Minute)
		require.NoError(t, step.do(till), step.name)
		s.after = append(s.after, told(t, till))
	}
	require.NoError(t, till.Close())
	till, err = openSweep(s.ready, clock, true)
	require.NoError(t, err)
	clock.at = noon
	require.NoError(t, sweepSteps[0].do(till))
	require.NoError(t, till.Close())
	return s
}

// everywhere stops a new till and one that sells at every call, or at every
// few of them, until no call is left to stop at.
func (s *sweeper) everywhere(t *testing.T, way sweep) (hits int) {
	for from := range 2 {
		step := 1
		if from > 0 && os.Getenv("LACI_FULL") == "" {
			step = map[string]int{"pwrite64": 6, "fdatasync": 3}[way.call]
		}
		if testing.Short() {
			step *= 4
		}
		for k := 1; s.once(t, way, from, k); k += step {
			hits++
		}
	}
	return hits
}

// once runs the steps of one of the two, stops at call k, and compares. It
// tells whether there was a call k.
func (s *sweeper) once(t *testing.T, way sweep, from, k int) bool {
	t.Helper()
	dir, trace := filepath.Join(t.TempDir(), "till"), filepath.Join(t.TempDir(), "trace")
	if from > 0 {
		require.NoError(t, os.CopyFS(dir, os.DirFS(s.ready)))
	}
	program, err := os.Executable()
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	run := exec.CommandContext(ctx, s.strace, "-f", "-qq", "-o", trace, "-e", "signal=none", "-e", "trace=pwrite64,fdatasync,openat,write",
		"-e", fmt.Sprintf("inject=%s:%s:when=%d", way.call, way.how, k), program)
	killed := strings.HasPrefix(way.how, "signal")
	if !killed {
		run.Args = slices.Insert(run.Args, 1, "--seccomp-bpf") // faster, but it swallows injected signals
	}
	run.Env = append(os.Environ(), "LACI_SWEEP="+dir, fmt.Sprint("LACI_SWEEP_FROM=", from))
	said, failed := run.Output()
	require.NoError(t, ctx.Err(), "it hangs")
	calls, err := os.ReadFile(trace)
	require.NoError(t, err)
	name := fmt.Sprintf("%s %s, call %d from step %d: %s", way.call, way.how, k, from, said)
	if killed && failed == nil || !killed && !bytes.Contains(calls, []byte("(INJECTED)")) {
		require.NoError(t, failed, name)
		return false
	}
	if !killed {
		requireOpenedAgain(t, string(calls), name)
	}
	s.compare(t, dir, from, string(said), name)
	return true
}

// requireOpenedAgain reads the recorded calls: between a refused one and the
// next acknowledgement the file was opened again.
func requireOpenedAgain(t *testing.T, calls, name string) {
	t.Helper()
	_, later, _ := strings.Cut(calls, "(INJECTED)")
	between, _, acknowledged := strings.Cut(later, `"did`)
	require.True(t, !acknowledged || strings.Contains(between, `laci.db"`), "acknowledged after a failure without opening the files again\n%s", name)
}

// compare opens what is left and holds it against what was acknowledged.
func (s *sweeper) compare(t *testing.T, dir string, from int, said, name string) {
	t.Helper()
	done := from
	for line := range strings.Lines(said) {
		if number, ok := strings.CutPrefix(line, "did "); ok {
			step, err := strconv.Atoi(strings.TrimSpace(number))
			require.NoError(t, err, name)
			require.Equal(t, done, step, name)
			done++
		}
	}
	clock := &clock{at: noon.Add(time.Duration(max(0, done-1)) * time.Minute)}
	till, err := openSweep(dir, clock, true)
	require.NoError(t, err, name)
	defer func() { require.NoError(t, till.Close(), name) }()
	is := told(t, till)
	if is != s.after[min(done+1, until(from))] {
		require.Equal(t, s.after[done], is, name)
	}
	require.NoError(t, till.Verify(t.Context()), name)
	require.NoError(t, sweepSteps[0].do(till), "it cannot be set up\n%s", name)
	require.NoError(t, chargeStep("next", 1_000)(till), "it cannot sell\n%s", name)
	require.NoError(t, till.Verify(t.Context()), name)
}
