package pos_test

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that a power cut at any write or sync of either file loses nothing
// that was acknowledged, doubles nothing, and leaves what was not acknowledged
// wholly or not at all.
func TestPowerCutLosesNothing(t *testing.T) {
	done := cutEverywhere(t, record(t, false))
	t.Logf("%d power cuts at %d writes and syncs, %d different images", done.cuts, done.points, done.images)
	assert.Empty(t, done.broken)
	assert.Greater(t, done.images, 100)
}

// Ensure that the power-cut test can fail: a till opened without syncs loses
// acknowledged money.
func TestPowerCutFindsMissingSyncs(t *testing.T) {
	done := cutEverywhere(t, record(t, true))
	t.Logf("%d of %d images broken without syncs", len(done.broken), done.images)
	assert.NotEmpty(t, done.broken)
}

// recording is what a program did to its data directory, and what it had been
// told was safe at each step.
type recording struct {
	dir, ledger string // directory and the ledger file outside of it
	calls       []call
}

// record runs the sales of sell under strace.
func record(t *testing.T, noSync bool) recording {
	t.Helper()
	strace, err := exec.LookPath("strace")
	require.NoError(t, err, "this test needs strace; make test installs it")
	outside := t.TempDir()
	r := recording{dir: filepath.Join(t.TempDir(), "data"), ledger: filepath.Join(outside, "ledger")}
	ledger, err := os.Create(r.ledger)
	require.NoError(t, err)
	defer ledger.Close()
	program, err := os.Executable()
	require.NoError(t, err)
	trace := filepath.Join(outside, "trace")
	run := exec.Command(strace, "-f", "--seccomp-bpf", "-y", "-xx", "-s", "16777216", "-e", "signal=none",
		"-e", "trace="+traced, "-o", trace, program)
	run.Env = append(os.Environ(), "LACI_POWERCUT=sell", "LACI_POWERCUT_DIR="+r.dir, fmt.Sprintf("LACI_POWERCUT_SALES=%d", sales(noSync)))
	if noSync {
		run.Env = append(run.Env, "LACI_POWERCUT_NOSYNC=1")
	}
	var said strings.Builder
	run.Stdout, run.Stderr = ledger, &said
	require.NoError(t, run.Run(), said.String())
	file, err := os.Open(trace)
	require.NoError(t, err)
	defer file.Close()
	r.calls, err = readTrace(file)
	require.NoError(t, err)
	return r
}

// sales is how many sales are recorded.
func sales(noSync bool) int {
	if noSync || testing.Short() {
		return 6
	}
	return 24
}

// cut is one power cut: the files it leaves and the ledger up to it.
type cut struct {
	at     string // for the report
	files  map[string][]byte
	ledger string
}

// outcome counts what a sweep found.
type outcome struct {
	points, cuts, images int
	broken               []string
}

// cutEverywhere rebuilds the directory as a power cut at every write, sync and
// change of a name would leave it, and has every different image checked.
func cutEverywhere(t *testing.T, r recording) outcome {
	t.Helper()
	var (
		done    outcome
		cuts    = make(chan cut)
		workers sync.WaitGroup
		mutex   sync.Mutex
	)
	for range min(2, runtime.NumCPU()) {
		dir := memory(t)
		workers.Go(func() {
			checker := checker{dir: dir}
			defer checker.end()
			for c := range cuts {
				if verdict := checker.check(c); verdict != "" {
					mutex.Lock()
					done.broken = append(done.broken, c.at+": "+verdict)
					mutex.Unlock()
				}
			}
		})
	}
	seen := map[[sha256.Size]byte]bool{}
	err := r.replay(func(at string, d *disk, ledger string) {
		done.points++
		for _, l := range losses(rand.New(rand.NewPCG(1, uint64(done.points)))) {
			done.cuts++
			c := cut{at + ", kept " + l.name, d.image(l), ledger}
			if print := c.print(); !seen[print] {
				seen[print] = true
				cuts <- c
			}
		}
	})
	close(cuts)
	workers.Wait()
	require.NoError(t, err)
	done.images = len(seen)
	return done
}

// memory is a directory for the images, which need no disk, in memory where
// there is one.
func memory(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "laci-powercut")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { assert.NoError(t, os.RemoveAll(dir)) })
	return dir
}

// print is the same for two cuts that leave the same files and the same ledger.
func (c cut) print() (print [sha256.Size]byte) {
	hash := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(c.files)) {
		fmt.Fprintf(hash, "%s %d\n", name, len(c.files[name]))
		hash.Write(c.files[name])
	}
	hash.Write([]byte(c.ledger))
	return [sha256.Size]byte(hash.Sum(nil))
}

// replay follows the recorded calls and visits every point at which the disk
// may have changed. A sync counts when it returns, everything else when it is
// called: a write may reach the disk at once, a word in the ledger is a promise
// from its first byte.
func (r recording) replay(visit func(at string, d *disk, ledger string)) error {
	moment := func(c call) int {
		if c.name == "fsync" || c.name == "fdatasync" {
			return c.ended
		}
		return c.began
	}
	calls := slices.Clone(r.calls)
	slices.SortStableFunc(calls, func(a, b call) int { return cmp.Compare(moment(a), moment(b)) })
	d := newDisk(r.dir)
	var ledger strings.Builder
	for _, c := range calls {
		if c.name == "write" && c.path == r.ledger {
			ledger.Write(c.data)
			continue
		}
		changed, err := d.take(c)
		if err != nil {
			return err
		}
		if changed {
			visit(fmt.Sprintf("line %d, %s of %s", c.began+1, c.name, filepath.Base(c.path)), d, ledger.String())
		}
	}
	if !strings.Contains(ledger.String(), "did pay") {
		return fmt.Errorf("nothing was sold while recording: %q", ledger.String())
	}
	return nil
}
