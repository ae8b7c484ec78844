package pos

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The damage test has three processes, as a shop has two: the parent counts, a
// worker is the till's program, and a child of the worker inspects the files.
const (
	workerMark  = "LACI_DAMAGE_WORKER"
	inspectMark = "LACI_DAMAGE_INSPECT"
)

// harmed is one seed's task for the worker, and found its answer.
type harmed struct {
	Dir string `json:"dir"`
}

type found struct {
	Refused  string           `json:"refused,omitempty"` // the error of a refusal
	Damaged  bool             `json:"damaged,omitempty"` // it was an ErrDamaged or ErrFork
	Repaired string           `json:"repaired,omitempty"`
	Orders   map[string]Order `json:"orders,omitempty"`
	Days     []Summary        `json:"days,omitempty"`
	Verify   string           `json:"verify,omitempty"`
}

// Ensure that flipped bytes and cuts in either file end in all money right, made
// anew and said, or in a refusal that names the file, and each within ten
// seconds. Changes of bytes that hold nothing may pass unseen.
func TestDamage(t *testing.T) {
	seeds := 150
	if os.Getenv("LACI_FULL") != "" {
		seeds = 2000
	} else if testing.Short() {
		seeds = 20
	}
	source := damageSource(t)
	want := look(t.Context(), source, nil)
	require.Empty(t, want.Refused)
	require.Len(t, want.Orders, 60)
	w := startWorker(t)
	counts := map[string]int{}
	for seed := range seeds {
		dir := copyDir(t, source)
		what := harm(t, dir, uint64(seed))
		got := w.ask(t, harmed{Dir: dir}, what)
		counts[judge(t, want, got, what)]++
		require.NoError(t, os.RemoveAll(dir))
	}
	t.Logf("%d seeds: %v", seeds, counts)
	assert.Positive(t, counts["repaired"], "nothing was ever repaired")
	assert.Less(t, counts["refused"], seeds/5, "the other file should help nearly always")
}

// judge holds an answer against what was acknowledged.
func judge(t *testing.T, want, got found, what string) string {
	t.Helper()
	if got.Refused != "" {
		assert.True(t, got.Damaged, "%s: refused as %s", what, got.Refused)
		return "refused"
	}
	assert.Equal(t, want.Orders, got.Orders, what)
	assert.Equal(t, want.Days, got.Days, what)
	assert.Empty(t, got.Verify, what)
	if got.Repaired != "" {
		return "repaired"
	}
	return "unseen"
}

// damageSource is a closed till with sales of every kind.
func damageSource(t *testing.T) string {
	t.Helper()
	s := openShop(t)
	for i := range 60 {
		o := s.charge(Rupiah(10_000 + i*500))
		switch i % 4 {
		case 0:
			s.settle(Report{Amount: o.Payable, PaymentID: o.Number, OrderRef: o.Number})
		case 1:
			_, err := s.Cancel(t.Context(), o.ID, ReasonChangedMind, "kasir")
			require.NoError(t, err)
		case 2:
			s.settle(Report{Amount: o.Payable + 1, PaymentID: o.Number, RawText: "masuk"})
		}
	}
	require.NoError(t, s.Close())
	dir := copyDir(t, s.o.Dir)
	s.open()
	return dir
}

// harm flips one to eight bytes of one file or cuts it, and says what it did.
func harm(t *testing.T, dir string, seed uint64) string {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(dir, markName), nil, 0o600)) // an unclean stop
	random := rand.New(rand.NewPCG(seed, 7))
	name := []string{dbName, logName}[random.IntN(2)]
	path := filepath.Join(dir, name)
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	what := fmt.Sprintf("seed %d: %s", seed, name)
	if random.IntN(5) == 0 {
		at := random.IntN(len(data))
		require.NoError(t, os.Truncate(path, int64(at)))
		return fmt.Sprintf("%s cut at %d", what, at)
	}
	for range 1 + random.IntN(8) {
		at := random.IntN(len(data))
		if random.IntN(4) == 0 {
			at = random.IntN(min(len(data), 4*4096)) // the pages that everything hangs on
		}
		data[at] ^= byte(1 << random.IntN(8))
		what += fmt.Sprintf(" %d", at)
	}
	require.NoError(t, os.WriteFile(path, data, 0o600))
	return what
}

// worker is the program's process: it opens one till after the other.
type worker struct {
	in  io.WriteCloser
	out chan string
}

func startWorker(t *testing.T) *worker {
	t.Helper()
	program, err := os.Executable()
	require.NoError(t, err)
	child := exec.CommandContext(t.Context(), program, "-test.run=^TestDamageWorker$", "-test.timeout=0")
	child.Env = append(os.Environ(), workerMark+"=1")
	child.Stderr = io.Discard
	in, err := child.StdinPipe()
	require.NoError(t, err)
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	w := &worker{in: in, out: make(chan string)}
	go func() {
		defer close(w.out)
		lines := bufio.NewScanner(out)
		lines.Buffer(nil, 8<<20)
		for lines.Scan() {
			w.out <- lines.Text()
		}
	}()
	t.Cleanup(func() {
		_ = in.Close()
		for range w.out { //nolint:revive // drained until the worker ends
		}
		_ = child.Wait()
	})
	return w
}

// ask gives the worker a till and waits ten seconds for its answer.
func (w *worker) ask(t *testing.T, task harmed, what string) found {
	t.Helper()
	line, err := json.Marshal(task)
	require.NoError(t, err)
	_, err = fmt.Fprintln(w.in, string(line))
	require.NoError(t, err, what)
	select {
	case answer, ok := <-w.out:
		require.True(t, ok, "%s: the till's program crashed", what)
		var f found
		require.NoError(t, json.Unmarshal([]byte(answer), &f), "%s: %s", what, answer)
		return f
	case <-time.After(10 * time.Second):
		require.Fail(t, "no answer within ten seconds", what)
		return found{}
	}
}

// TestDamageWorker is the worker's process, not a test of its own.
func TestDamageWorker(t *testing.T) {
	if os.Getenv(workerMark) == "" {
		t.Skip("only as the worker of TestDamage")
	}
	if dir := os.Getenv(inspectMark); dir != "" {
		inspectAndExit(dir)
	}
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		var task harmed
		require.NoError(t, json.Unmarshal(lines.Bytes(), &task))
		answer, err := json.Marshal(look(context.Background(), task.Dir, inspectInChild))
		require.NoError(t, err)
		fmt.Println(string(answer))
	}
	os.Exit(0)
}

// inspectAndExit is the child that looks at files.
func inspectAndExit(dir string) {
	err := Inspect(context.Background(), dir)
	var damage *Damage
	switch {
	case err == nil:
		os.Exit(0)
	case errors.As(err, &damage) && damage.File == logName:
		os.Exit(4)
	}
	os.Exit(3)
}

// inspectInChild looks at the files in a child with a time limit.
func inspectInChild(ctx context.Context, dir string) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 4*time.Second)
	defer cancel()
	child := exec.CommandContext(ctx, program, "-test.run=^TestDamageWorker$")
	child.Env = append(os.Environ(), workerMark+"=1", inspectMark+"="+dir)
	if err := child.Run(); err == nil {
		return nil
	}
	if child.ProcessState.ExitCode() == 4 {
		return &Damage{File: logName, Cause: "found by the child"}
	}
	return &Damage{File: dbName, Cause: "found by the child"}
}

// look opens a till and tells all it holds.
func look(ctx context.Context, dir string, inspect func(context.Context, string) error) (f found) {
	c := &clock{at: noon.Add(time.Minute)}
	till, err := Open(ctx, Options{Dir: dir, Now: c.now, Sealer: plainSealer{}, NoSync: true, behind: 40, Inspect: inspect, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return found{Refused: err.Error(), Damaged: errors.Is(err, ErrDamaged) || errors.Is(err, ErrFork)}
	}
	defer func() { _ = till.Close() }()
	if damage := till.Repaired(); damage != nil {
		f.Repaired = damage.File
	}
	f.Orders = map[string]Order{}
	orders, err := till.History(ctx, Search{Limit: 1000})
	for _, o := range orders {
		f.Orders[o.Number] = o
	}
	days, errDays := till.Days(ctx, "", "9999")
	f.Days = days
	if err := errors.Join(err, errDays, till.Verify(ctx)); err != nil {
		f.Verify = err.Error()
	}
	return f
}
