package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"golang.org/x/term"

	"laci/cmd/internal/house"
	"laci/pos"
)

// spanFlags name one business day or several.
type spanFlags struct {
	Day  string `xor:"span" help:"One business day; without any flag the running one." placeholder:"YYYY-MM-DD"`
	From string `xor:"span" help:"The first of several days." placeholder:"YYYY-MM-DD"`
	To   string `help:"And the last of them." placeholder:"YYYY-MM-DD"`
}

func (f spanFlags) span() (from, to pos.Day, err error) {
	if (f.From == "") != (f.To == "") {
		return "", "", usageError("--from and --to go together")
	}
	if f.Day != "" {
		return pos.Day(f.Day), pos.Day(f.Day), nil
	}
	return pos.Day(f.From), pos.Day(f.To), nil
}

type reportCmd struct {
	spanFlags
	Format string `help:"text and pdf are an overview, csv has a line a sale, xlsx has both." enum:"text,csv,xlsx,pdf" default:"text"`
	Out    string `help:"File to write; it takes its name when it is whole. Without it the report goes to standard output." placeholder:"FILE" type:"path"`
	dataFlag
}

// Run writes the report, by the program that runs the till when one does.
func (c *reportCmd) Run(sh *shell) error {
	from, to, err := c.span()
	if err != nil {
		return err
	}
	write := func(out io.Writer) error {
		_, err := house.Stream(sh.ctx, c.Data, "report", house.Args{From: from, Until: to, Format: pos.Format(c.Format), Lang: sh.lang},
			house.Flow{Out: out, Progress: sh.progress()})
		return err
	}
	if c.Out != "" {
		return writeWhole(c.Out, write)
	}
	if file, is := sh.out.(*os.File); is && term.IsTerminal(int(file.Fd())) && c.Format != "text" && c.Format != "csv" {
		return usageError("a terminal cannot show " + c.Format + "; name a file with --out")
	}
	return write(sh.out)
}

// longSpan is how many days make a person wonder.
const longSpan = 31

// progress tells a person at a terminal how far a long report is.
func (sh *shell) progress() func(done, total int) {
	file, is := sh.err.(*os.File)
	if !is || !term.IsTerminal(int(file.Fd())) {
		return nil
	}
	return func(done, total int) {
		switch {
		case total <= longSpan:
		case done == total:
			fmt.Fprint(sh.err, "\r             \r")
		default:
			fmt.Fprintf(sh.err, "\r%d/%d", done, total)
		}
	}
}

// writeWhole writes a file beside its name and gives it the name when it is
// whole, so that nobody takes half a report for one.
func writeWhole(path string, write func(io.Writer) error) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".laci-report-*")
	if err != nil {
		return fmt.Errorf("%w: %w", errOutput, err)
	}
	if err := write(file); err != nil {
		return errors.Join(err, file.Close(), os.Remove(file.Name()))
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("%w: %w", errOutput, errors.Join(err, os.Remove(file.Name())))
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return fmt.Errorf("%w: %w", errOutput, errors.Join(err, os.Remove(file.Name())))
	}
	return nil
}
