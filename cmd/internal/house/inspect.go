package house

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"

	"laci/pos"
)

// inspectWord is the argument that makes either program a child that looks at a
// till's files: bbolt may panic or loop on a damaged one, so nobody else does.
const inspectWord = "inspect-files"

// childMark is set in a child's environment, so that a program that forgot to
// call InspectChild cannot start children without end.
const childMark = "LACI_INSPECT_CHILD"

// inspectLimit is how long a child may look.
const inspectLimit = 10 * time.Minute

// found is what a child says on standard output.
type found struct {
	Damage *pos.Damage `json:"damage,omitempty"`
	Error  string      `json:"error,omitempty"` // why it could not look
	Code   string      `json:"code,omitempty"`  // and the code word of that
}

// InspectChild is called first by every program: started as a child that looks
// at files it does so and ends; else it returns.
func InspectChild() {
	if len(os.Args) != 3 || os.Args[1] != inspectWord {
		return
	}
	go func() { // a child left alone would keep the file from the next start
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(1)
	}()
	var f found
	err := pos.Inspect(context.Background(), os.Args[2])
	if err != nil && !errors.As(err, &f.Damage) {
		f.Error, f.Code = err.Error(), pos.Code(err)
	}
	if json.NewEncoder(os.Stdout).Encode(f) != nil {
		os.Exit(1)
	}
	os.Exit(0)
}

// inspect looks at the files of dir in a child process. A child that crashes or
// does not end has found damage in the bbolt file: the journal file is read in
// one pass that can do neither.
func inspect(ctx context.Context, dir string) error {
	program, err := os.Executable()
	if err != nil {
		return fmt.Errorf("house: inspect: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, inspectLimit)
	defer cancel()
	if os.Getenv(childMark) != "" {
		return errors.New("house: inspect: a child has no children")
	}
	child := exec.CommandContext(ctx, program, inspectWord, dir)
	child.Env = append(os.Environ(), childMark+"=1")
	if _, err := child.StdinPipe(); err != nil { // ends when this program does
		return fmt.Errorf("house: inspect: %w", err)
	}
	out, err := child.Output()
	var f found
	switch {
	case err != nil && errors.Is(ctx.Err(), context.Canceled):
		return ctx.Err()
	case err != nil:
		return &pos.Damage{File: "laci.db", Cause: "looking at it did not end well: " + err.Error()}
	case json.Unmarshal(out, &f) != nil:
		return &pos.Damage{File: "laci.db", Cause: "looking at it gave no answer"}
	case f.Code == pos.ErrHeld.Code():
		return pos.ErrHeld
	case f.Code == pos.ErrNewer.Code():
		return pos.ErrNewer
	case f.Error != "":
		return errors.New("house: inspect: " + f.Error)
	case f.Damage != nil:
		return f.Damage
	}
	return nil
}

const (
	examineSoon = time.Minute    // after an unclean stop with a large file
	examineEach = 24 * time.Hour // once a day
)

// examine inspects a copy of the file once a day while the till sells, and soon
// after an unclean stop that left no time to look.
func (h *House) examine(ctx context.Context) {
	wait := examineEach
	if h.Till.Hasty() {
		wait = examineSoon
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		wait = examineEach
		if err := h.Till.Examine(ctx, inspect); err != nil && ctx.Err() == nil {
			h.Log.Error("examination of the file", "error", err)
		}
	}
}
