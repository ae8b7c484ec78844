package pos

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"
)

// The test program is also the one that is stopped at a write: it opens the till
// of LACI_SWEEP, sets it up (LACI_SWEEP_FROM=0) or sells with it (1), and writes a
// line after each answer.
func init() {
	dir := os.Getenv("LACI_SWEEP")
	if dir == "" {
		return
	}
	from, err := strconv.Atoi(os.Getenv("LACI_SWEEP_FROM"))
	if err == nil {
		err = sweepChild(dir, from)
	}
	if err != nil {
		fmt.Println("end", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// sweepChild does the steps. A step that was not saved is asked for again, as a
// cashier would.
func sweepChild(dir string, from int) error {
	clock := &clock{at: noon}
	till, err := openSweep(dir, clock, false)
	if err != nil {
		return err
	}
	for i := from; i < until(from); i++ {
		clock.at = noon.Add(time.Duration(i) * time.Minute)
		for try := 1; ; try++ {
			err := sweepSteps[i].do(till)
			if err == nil {
				break
			}
			fmt.Println("err", i, err)
			if try == 3 {
				return err
			}
		}
		fmt.Println("did", i)
	}
	return till.Close()
}

// until is the step at which a run that starts at step from ends.
func until(from int) int {
	if from == 0 {
		return 1
	}
	return len(sweepSteps)
}

// openSweep opens a till whose one writer stays on one thread: strace counts
// the calls of each thread apart.
func openSweep(dir string, clock *clock, noSync bool) (*Till, error) {
	var once sync.Once
	return Open(context.Background(), Options{Dir: dir, Now: clock.now, Sealer: plainSealer{}, NoSync: noSync, behind: 15,
		Log:   slog.New(slog.DiscardHandler),
		fault: func(string) error { once.Do(runtime.LockOSThread); return nil }})
}

// sweepStep is one thing that is asked of the till; asking twice is harmless.
type sweepStep struct {
	name string
	do   func(*Till) error
}

// sweepSteps are a morning: paid by name, by amount and by hand, in cash, given
// up and paid all the same, expired and shown again, money nobody knows.
var sweepSteps = []sweepStep{
	{"the code", func(t *Till) error {
		text, err := os.ReadFile(os.Getenv("LACI_SWEEP_CODE"))
		if err == nil && !t.Shop().Ready() {
			_, err = t.AddQRIS(context.Background(), AddQRIS{Text: string(text), Actor: "owner"})
		}
		return err
	}},
	{"charge a", chargeStep("a", 11_000)},
	{"a is paid by name", func(t *Till) error { return settleStep(t, 11_000, "p1", "A-0001") }},
	{"charge b", chargeStep("b", 12_000)},
	{"b is paid by amount", func(t *Till) error { return settleStep(t, 12_000, "p2", "") }},
	{"charge c", chargeStep("c", 13_000)},
	{"c is confirmed", onStep("A-0003", func(t *Till, id ID) error {
		_, err := t.Confirm(context.Background(), id, Confirmation{Actor: "kasir", SeenAt: "soundbox"})
		return err
	})},
	{"charge d", chargeStep("d", 14_000)},
	{"d is given up", onStep("A-0004", func(t *Till, id ID) error {
		_, err := t.Cancel(context.Background(), id, ReasonChangedMind, "kasir")
		return err
	})},
	{"and paid", func(t *Till) error { return settleStep(t, 14_000, "p3", "A-0004") }},
	{"charge e", chargeStep("e", 15_000)},
	{"nobody knows", func(t *Till) error { return settleStep(t, 99_000, "p4", "") }},
	{"wait", func(*Till) error { return nil }}, {"wait", func(*Till) error { return nil }},
	{"wait", func(*Till) error { return nil }}, {"wait", func(*Till) error { return nil }},
	{"e leaves the screen", func(t *Till) error { return t.Tick(context.Background()) }},
	{"e is shown again", onStep("A-0005", func(t *Till, id ID) error {
		_, err := t.Show(context.Background(), id, "kasir")
		return err
	})},
	{"e is paid in cash", onStep("A-0005", func(t *Till, id ID) error {
		_, err := t.PayCash(context.Background(), id, 20_000, "kasir")
		return err
	})},
}

func chargeStep(key string, amount Rupiah) func(*Till) error {
	return func(t *Till) error {
		_, err := t.Charge(context.Background(), Charge{Key: key, Amount: amount, Actor: "kasir"})
		return err
	}
}

func settleStep(t *Till, amount Rupiah, id, order string) error {
	_, err := t.Settle(context.Background(), Report{Source: "hp1", Evidence: ForwarderMatched, Amount: amount,
		PaymentID: id, OrderRef: order, PaidAt: t.now()})
	return err
}

func onStep(number string, do func(*Till, ID) error) func(*Till) error {
	return func(t *Till) error {
		o, err := t.OrderByNumber(context.Background(), number)
		if err != nil {
			return err
		}
		return do(t, o.ID)
	}
}
