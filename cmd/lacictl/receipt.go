package main

import (
	"io"
	"path/filepath"
	"strings"

	"laci/cmd/internal/house"
	"laci/pos"
)

type receiptCmd struct {
	Number string `arg:"" help:"Of the order: A-0042."`
	Out    string `xor:"where" help:"File to write, a .png or a .pdf; without it the receipt goes to standard output as text." placeholder:"FILE" type:"path"`
	Print  bool   `xor:"where" help:"Print it on the shop's printer (settings: printer, paper_mm); a second time it is a copy."`
	dataFlag
}

// Run writes or prints the receipt.
func (c *receiptCmd) Run(sh *shell) error {
	args := house.Args{Text: c.Number, Lang: sh.lang, Format: pos.FormatText}
	write := func(out io.Writer) error {
		_, err := house.Stream(sh.ctx, c.Data, "receipt", args, house.Flow{Out: out})
		return err
	}
	switch kind := strings.ToLower(filepath.Ext(c.Out)); {
	case c.Print:
		args.Format = "printer"
	case c.Out != "" && kind != ".png" && kind != ".pdf":
		return usageError("--out wants a .png or a .pdf")
	case c.Out != "":
		args.Format = pos.Format(kind[1:])
		return writeWhole(c.Out, write)
	}
	return write(sh.out)
}
