package pos_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// mutant is one fault put into the source of the till.
type mutant struct {
	name, file, was, is string
}

// mutants are faults in matching, in what is remembered, in the order of
// saving and in totals. The simulator must find every one of them.
var mutants = []mutant{
	{"a witness from any time", "settle.go", "apart <= witnessRange", "apart >= 0"},
	{"one source is its own witness", "settle.go", "!known.witnessedBy(p.Source) && apart", "apart"},
	{"a witness brings money", "factspayment.go", "return x.raise(now)", "return x.take(now)"},
	{"amount alone beside a sticker", "match.go", "(!code.Sticker || o.Unique())", "true"},
	{"amount alone beside another till", "match.go", "!code.SecondTill && ", ""},
	{"expired orders are not looked for", "moves.go", " || o.State == Expired\n", "\n"},
	{"money hours later is still this order's", "order.go", "matchAfter   = 30 * time.Minute", "matchAfter   = 300 * time.Minute"},
	{"a report is not remembered", "factspayment.go", "x.remember(f.Seen, f.Payment.ID)\n\treturn x.take", "return x.take"},
	{"a witness is not remembered", "factspayment.go", "x.remember(f.Seen, f.Payment)\n", ""},
	{"an RRN is not compared", "settle.go", `if r.RRN == "" {`, `if r.RRN != "-" {`},
	{"cancelled money stays", "moves.go", "o.owe(o.Kept())", ""},
	{"a short payment pays", "moves.go", "case o.Owed() == 0:", "case o.Owed() < o.Total():"},
	{"every reported time is accepted", "settle.go", "!p.Reported.Before(o.FirstShown.Add(-matchBefore)) && ", ""},
	{"received money counts on the day it is told", "factspayment.go", "x.received(p.Day, *o", "x.received(x.head.Day, *o"},
	{"a surer witness does not move the sale", "factspayment.go", "o.Evidence, o.Source = p.Evidence, p.teller()\n\t\treturn x.count(o.PaidDay, *o, 1)", "err := x.count(o.PaidDay, *o, 1)\n\t\to.Evidence, o.Source = p.Evidence, p.teller()\n\t\treturn err"},
	{"a sale taken back stays in the day", "factsmoney.go", "err = x.count(f.Day, was, -1)", "err = nil"},
	{"an order given up owes nothing back", "factsorder.go", "o.owe(o.Kept())", ""},
	{"a wrong amount gives up the replacement", "settle.go", "now.State != Paid", "now.State == Refunded"},
	{"an amount taken is given again", "unique.go", "len(taken) == 0", "len(taken) >= 0"},
	{"a stranger's order is the counter's", "indexkeys.go", "if o.hidden() {", "if false {"},
	{"a sale is in no shift", "rollup.go", "x.inShift(func(s *Shift) { s.count(day, o, times) }),", ""},
	{"a Z takes the next shift's number", "factsshift.go", "Number: f.Z.Number + 1", "Number: f.Z.Number + 2"},
	{"a tick is not journalled", "display.go", `return x.record("till", &orderExpired{ID: id})`, "return x.change(id, func(o *Order) error { return o.move(Expired) })"},
	{"nothing goes to the journal file", "commit.go", "err := t.store.file.append(x.fresh); err != nil", "err := error(nil); err != nil"},
	{"answered before it is saved", "commit.go", `fill(answers, fmt.Errorf("%w (%w)", ErrStorage, err))`, ""},
	{"written on after a failed save", "commit.go", "\t\tt.store.broken = true\n\t\tt.log.Error(\"could not save\"", "\t\tt.log.Error(\"could not save\""},
	{"the heads are not compared", "agree.go", "return s.replayTail(h)", "return nil"},
	{"a checkpoint leaves what was removed", "checkpoint.go", "err = b.Delete(key)", "_ = b"},
	{"what is recent does not hide the file", "walk.go", "if string(w.key) == key {", "if false {"},
	{"a checkpoint leaves the roll-ups of a batch", "checkpoint.go", "if err := x.saveState(); err != nil {\n\t\treturn err\n\t}\n\tif err := x.checkpoint()", "if err := x.checkpoint()"},
	{"what the file lacks is not added", "agree.go", "return s.fillFile(h)", "return nil"},
	{"a phone's ceiling is not looked at", "sourcetrust.go", "r.Amount <= source.Most && ", ""},
}

// Ensure that the simulator can fail: each fault put into the source is found
// within a few hundred seeds. Compiling takes seconds for each, so that only
// every third one has its turn without LACI_FULL.
func TestMutants(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the package once for each fault")
	}
	began, full := time.Now(), os.Getenv("LACI_FULL") != ""
	work := make(chan mutant)
	var workers sync.WaitGroup
	for range 2 {
		workers.Go(func() {
			for m := range work {
				t.Run(strings.ReplaceAll(m.name, " ", "_"), func(t *testing.T) { m.mustBeFound(t) })
			}
		})
	}
	for i, m := range mutants {
		if full || i%3 == 0 {
			work <- m
		}
	}
	close(work)
	workers.Wait()
	t.Logf("faults found in %s", time.Since(began).Round(time.Second))
}

var foundBy = regexp.MustCompile(`seed (\d+): .*`)

// mustBeFound compiles the package with the fault and runs the simulator.
func (m mutant) mustBeFound(t *testing.T) {
	program := m.compile(t)
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	run := exec.CommandContext(ctx, program, "-test.run", "^TestSim$", "-seeds", "800")
	said, err := run.CombinedOutput()
	seed := foundBy.FindString(string(said))
	require.NoError(t, ctx.Err(), "the simulator hangs")
	if assert.Error(t, err, "800 seeds find nothing wrong") && assert.NotEmpty(t, seed, "%s", said) {
		t.Logf("%s", seed[:min(len(seed), 150)])
	}
}

// compile builds the simulator with the fault in an overlay: the source tree is
// not touched, and tests that are not the simulator's are left out.
func (m mutant) compile(t *testing.T) (program string) {
	t.Helper()
	dir := t.TempDir()
	source, err := os.ReadFile(m.file)
	require.NoError(t, err)
	require.Equal(t, 1, strings.Count(string(source), m.was), "%s does not say once: %s", m.file, m.was)
	replaced := map[string]string{absolute(t, m.file): filepath.Join(dir, m.file)}
	require.NoError(t, os.WriteFile(filepath.Join(dir, m.file), []byte(strings.Replace(string(source), m.was, m.is, 1)), 0o600))
	tests, err := filepath.Glob("*_test.go")
	require.NoError(t, err)
	for _, test := range tests {
		if !strings.HasPrefix(test, "sim") && test != "till_test.go" {
			replaced[absolute(t, test)] = ""
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replaced})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o600))
	program = filepath.Join(dir, "sim.test")
	said, err := exec.Command("go", "test", "-c", "-vet=off", "-ldflags=-s -w", "-overlay", filepath.Join(dir, "overlay.json"), "-o", program, ".").CombinedOutput()
	require.NoError(t, err, "the fault does not compile: %s", said)
	return program
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	path, err := filepath.Abs(path)
	require.NoError(t, err)
	return path
}
