package pos_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"laci/assets"
	"laci/pos"
)

// The test program is also the one that sells under strace, and the one that
// opens the images: bbolt may crash or hang on a broken one.
func init() {
	var err error
	switch os.Getenv("LACI_POWERCUT") {
	case "":
		return
	case "sell":
		count, _ := strconv.Atoi(os.Getenv("LACI_POWERCUT_SALES"))
		err = sell(os.Getenv("LACI_POWERCUT_DIR"), count, os.Getenv("LACI_POWERCUT_NOSYNC") != "")
	case "check":
		err = checkAll(os.Stdin, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// openedAt is the morning on which all of this happens.
func openedAt() time.Time { return time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC) }

// plain seals nothing: no secret is kept in these tills.
type plain struct{}

func (plain) Seal(text []byte) ([]byte, error)   { return text, nil }
func (plain) Unseal(text []byte) ([]byte, error) { return text, nil }

func open(dir string, now func() time.Time, noSync bool) (*pos.Till, error) {
	o := pos.Options{Dir: dir, Now: now, NoSync: noSync, Sealer: plain{}, Log: slog.New(slog.DiscardHandler)}
	o.Behind(30) // so that checkpoints are cut too
	return pos.Open(context.Background(), o)
}

// say writes one line of the ledger, in one write: "try" before the till is
// asked, "did" after it answered.
func say(format string, args ...any) { fmt.Fprintf(os.Stdout, format+"\n", args...) }

// sell makes sales one after the other, then several at once, then more after
// the till was closed and opened.
func sell(dir string, count int, noSync bool) error {
	began := time.Now()
	now := func() time.Time { return openedAt().Add(time.Since(began)) }
	for round, callers := range []int{1, 4, 1} {
		till, err := open(dir, now, noSync)
		if err != nil {
			return err
		}
		if round == 0 {
			if _, err := till.AddQRIS(context.Background(), pos.AddQRIS{Text: assets.Sticker(), Actor: "test"}); err != nil {
				return err
			}
			say("did qris")
		}
		errs := make([]error, callers)
		var all sync.WaitGroup
		for caller := range callers {
			all.Go(func() {
				for i := caller; i < count/3 && errs[caller] == nil; i += callers {
					errs[caller] = sellOne(till, now, round*1000+i)
				}
			})
		}
		all.Wait()
		if err := errors.Join(append(errs, till.Close())...); err != nil {
			return err
		}
	}
	return nil
}

// sellOne places order i, whose amount nobody else has, and pays two of three.
func sellOne(till *pos.Till, now func() time.Time, i int) error {
	ctx := context.Background()
	key, amount := fmt.Sprintf("k%d", i), pos.Rupiah(1000+i)
	say("try charge %s %d", key, amount)
	order, err := till.Charge(ctx, pos.Charge{Key: key, Amount: amount, Actor: "test"})
	if err != nil {
		return err
	}
	say("did charge %s %d", key, amount)
	switch i % 3 {
	case 0:
		say("try pay %s %d", key, amount)
		_, err = till.Settle(ctx, pos.Report{
			Source: "phone", Evidence: pos.ForwarderMatched, PaymentID: key, Amount: amount,
			Currency: "IDR", PaidAt: now(), OrderRef: order.ID.String(), Actor: "source:phone",
		})
	case 1:
		say("try pay %s %d", key, amount)
		_, err = till.Confirm(ctx, order.ID, pos.Confirmation{Actor: "test", SeenAt: "soundbox"})
	case 2:
		return nil
	}
	if err == nil {
		say("did pay %s %d", key, amount)
	}
	return err
}

// question is one image for the checking program.
type question struct{ Dir, Ledger string }

// checkAll answers each question with one line: "" is fine.
func checkAll(in io.Reader, out io.Writer) error {
	questions := json.NewDecoder(in)
	for {
		var q question
		if err := questions.Decode(&q); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		verdict := ""
		if err := checkImage(q.Dir, readLedger(q.Ledger)); err != nil {
			verdict = strings.ReplaceAll(err.Error(), "\n", "; ")
		}
		fmt.Fprintln(out, verdict)
	}
}

// checker runs the checking program, and a new one when it crashed or hung.
type checker struct {
	dir string
	run *exec.Cmd
	in  *json.Encoder
	out *os.File
}

// patience is how long one image may take.
const patience = 10 * time.Second

func (c *checker) start() error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	c.run = exec.Command(program)
	c.run.Env = append(os.Environ(), "LACI_POWERCUT=check")
	in, err := c.run.StdinPipe()
	if err != nil {
		return err
	}
	out, err := c.run.StdoutPipe()
	if err != nil {
		return err
	}
	c.in, c.out = json.NewEncoder(in), out.(*os.File)
	return c.run.Start()
}

func (c *checker) end() {
	if c.run != nil {
		_ = c.run.Process.Kill()
		_ = c.run.Wait()
		c.run = nil
	}
}

// check writes the image and asks; the verdict is "" when it is fine.
func (c *checker) check(cut cut) string {
	image, err := os.MkdirTemp(c.dir, "image")
	if err != nil {
		return err.Error()
	}
	defer os.RemoveAll(image)
	for name, content := range cut.files {
		if err := os.WriteFile(filepath.Join(image, name), content, 0o600); err != nil {
			return err.Error()
		}
	}
	if c.run == nil {
		if err := c.start(); err != nil {
			return err.Error()
		}
	}
	if err := errors.Join(c.out.SetReadDeadline(time.Now().Add(patience)), c.in.Encode(question{image, cut.ledger})); err != nil {
		c.end()
		return err.Error()
	}
	verdict, err := bufio.NewReader(c.out).ReadString('\n')
	if err != nil {
		c.end()
		return "the program that opened it crashed or hung: " + err.Error()
	}
	return strings.TrimSpace(verdict)
}
