package pos

import (
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	simSeeds = flag.Uint64("seeds", 0, "seeds of the simulator; 0: 2,000, or 100 with -short")
	simSeed  = flag.Uint64("seed", 0, "the one seed of the simulator to run")
	simFor   = flag.Duration("simfor", 0, "run fresh seeds of the simulator for so long")
	simKeep  = flag.Bool("simkeep", false, "go on after a failing seed and count the failures")
)

// Ensure that whatever customers, sources, cashiers, clocks and disks do, the
// till believes no money twice, loses none, and can prove it. A failing seed is
// printed with its steps; -seed runs it again, step for step.
func TestSim(t *testing.T) {
	run := simRun{dir: memory(t), last: 2000, until: time.Now().Add(24 * time.Hour)}
	switch {
	case *simSeed > 0:
		run.first, run.last = *simSeed-1, *simSeed
	case *simFor > 0:
		run.first = uint64(time.Now().Unix()) * 1_000_000
		run.last, run.until = run.first+1_000_000, time.Now().Add(*simFor)
	case *simSeeds > 0:
		run.last = *simSeeds
	case testing.Short():
		run.last = 100
	}
	run.all(t)
	t.Logf("%d seeds, %d steps, %d reports of money", run.seeds.Load(), run.steps.Load(), run.reports.Load())
	if *simSeed == 0 {
		assert.Positive(t, run.reports.Load())
	}
	for _, broken := range run.broken[:min(3, len(run.broken))] {
		t.Error(broken)
	}
	if len(run.broken) > 3 {
		t.Errorf("and %d more seeds", len(run.broken)-3)
	}
}

// memory gives a directory that needs no disk, where the machine has one.
func memory(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "laci-sim")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// simRun is a run of many seeds.
type simRun struct {
	dir                   string
	first, last           uint64
	until                 time.Time
	seeds, steps, reports atomic.Uint64
	stop                  atomic.Bool
	mutex                 sync.Mutex
	broken                []string
}

// all runs the seeds, as many at once as there are processors.
func (r *simRun) all(t *testing.T) {
	next := r.first
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for !r.stop.Load() && time.Now().Before(r.until) {
				seed := atomic.AddUint64(&next, 1)
				if seed > r.last {
					return
				}
				r.one(t, seed)
			}
		})
	}
	workers.Wait()
}

// one runs a seed in a directory of its own.
func (r *simRun) one(t *testing.T, seed uint64) {
	dir, err := os.MkdirTemp(r.dir, "till")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	s := newSim(seed, dir, sticker(t))
	err = s.run()
	r.seeds.Add(1)
	r.steps.Add(uint64(s.count))
	r.reports.Add(uint64(len(s.sent)))
	if err == nil {
		if *simSeed > 0 {
			t.Log(strings.Join(s.log, "\n"))
		}
		return
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.broken = append(r.broken, fmt.Sprintf("seed %d: %v\n%s\nagain: go test ./pos -run Sim -seed %d",
		seed, err, strings.Join(s.log, "\n"), seed))
	if !*simKeep {
		r.stop.Store(true)
	}
}

// Ensure that a seed replays exactly: the same steps with the same outcomes.
func TestSimReplays(t *testing.T) {
	for seed := range uint64(20) {
		first := newSim(seed, t.TempDir(), sticker(t))
		require.NoError(t, first.run())
		second := newSim(seed, t.TempDir(), sticker(t))
		require.NoError(t, second.run())
		require.Equal(t, first.log, second.log)
	}
}

// sim is one seed: a shop, its customers, everybody who reports money, and what
// the till may know of it. at is the true time, skew how wrong the till's clock is.
type sim struct {
	rng  *rand.Rand
	side *rand.Rand // of what happens aside
	till *Till
	o    Options
	code string // the static payload

	at     time.Time
	skew   time.Duration
	skewed bool   // the clock was wrong at least once
	fail   string // the step of saving that fails next
	fired  bool   // it did

	world
	known  knowledge
	pic    picture
	kept   []byte // the bbolt file as it was some time ago
	keptAt Cursor

	count int
	log   []string
}

// simFailure is a broken invariant, carried by a panic to the seed's end.
type simFailure string

func newSim(seed uint64, dir, code string) *sim {
	s := &sim{rng: rand.New(rand.NewPCG(seed, 0)), side: rand.New(rand.NewPCG(seed, 1)), at: noon, code: code}
	s.at = s.at.Add(time.Duration(s.rng.IntN(24*3600)) * time.Second)
	s.o = Options{Dir: dir, Sealer: plainSealer{}, NoSync: true, Practice: s.rng.IntN(20) == 0,
		Now: s.now, Log: slog.New(slog.DiscardHandler), fault: s.fault, behind: 1 << (seed % 10)}
	return s
}

// now is the till's clock.
func (s *sim) now() time.Time { return s.at.Add(s.skew).UTC().Truncate(time.Millisecond) }

// fault fails the one step of saving that the seed chose.
func (s *sim) fault(step string) error {
	if s.fail != step {
		return nil
	}
	s.fail, s.fired = "", true
	return fmt.Errorf("the disk refuses to %s", step)
}

// run plays the seed and tells the invariant it broke.
func (s *sim) run() (err error) {
	defer func() {
		if s.till != nil {
			_ = s.till.Close()
		}
		switch broken := recover().(type) {
		case nil:
		case simFailure:
			err = fmt.Errorf("%s", string(broken))
		default:
			panic(broken)
		}
	}()
	s.begin()
	for range 40 + s.rng.IntN(60) {
		s.next()
	}
	s.finish()
	return nil
}

// broken ends the seed.
func (s *sim) broken(format string, args ...any) { panic(simFailure(fmt.Sprintf(format, args...))) }

// must ends the seed when what must hold does not.
func (s *sim) must(holds bool, format string, args ...any) {
	if !holds {
		s.broken(format, args...)
	}
}

// note writes a step down.
func (s *sim) note(format string, args ...any) {
	s.log = append(s.log, fmt.Sprintf("%3d %s  ", s.count, s.at.Format("02 15:04:05.000"))+fmt.Sprintf(format, args...))
}

// oneIn is true once in n times.
func (s *sim) oneIn(n int) bool { return s.rng.IntN(n) == 0 }

// pick gives one of some.
func pick[T any](s *sim, some []T) T { return some[s.rng.IntN(len(some))] }
