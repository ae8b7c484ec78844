package main

import (
	"fmt"
	"os"

	"laci/qris"
	"laci/qris/symbol"
)

// qrisCmd are the verbs about codes.
type qrisCmd struct {
	Inspect inspectCmd   `cmd:"" help:"Tell what a code says and whether it can be made dynamic."`
	Dynamic dynamicCmd   `cmd:"" help:"Print the code with an amount in it."`
	Draw    drawCmd      `cmd:"" help:"Draw a code as PNG, or in the terminal."`
	Add     qrisAddCmd   `cmd:"" help:"Store the shop's static QRIS. The first is pinned at once, later ones by the owner's PIN."`
	List    qrisListCmd  `cmd:"" help:"The stored codes: number, what it is used for, whom it pays, id."`
	Pin     qrisPinCmd   `cmd:"" help:"Use a proposed code, with the owner's PIN."`
	Share   qrisShareCmd `cmd:"" help:"Say what else can bring money to a code: a printed sticker, another till. With the owner's PIN."`
	Unpin   qrisUnpinCmd `cmd:"" help:"Take a code that stands beside the counter's out of use, with the owner's PIN."`
}

// sourceArg names a code; it is the last argument of every verb about codes.
type sourceArg struct {
	Code string `arg:"" optional:"" default:"-" name:"text|picture|-" help:"The code's text, a picture or text file, or - for standard input (default)."`
}

type dynamicCmd struct {
	Amount     int64  `required:"" help:"Whole rupiah." placeholder:"N"`
	TipPrompt  bool   `xor:"tip" help:"Let the payer add a tip."`
	TipFixed   int64  `xor:"tip" help:"Add a tip of N rupiah." placeholder:"N"`
	TipPercent string `xor:"tip" help:"Add a tip in percent, 0.01 to 99.99." placeholder:"P"`
	sourceArg
}

// Run prints the dynamic payload.
func (c *dynamicCmd) Run(sh *shell) error {
	tip, err := c.tip()
	if err != nil {
		return err
	}
	text, err := sh.payload(c.Code)
	if err != nil {
		return err
	}
	dynamic, err := qris.Dynamic(text, qris.Options{Amount: c.Amount, Tip: tip})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(sh.out, dynamic)
	return err
}

func (c *dynamicCmd) tip() (qris.Tip, error) {
	switch {
	case c.TipPrompt:
		return qris.Tip{Kind: qris.TipPrompt}, nil
	case c.TipFixed != 0:
		return qris.Tip{Kind: qris.TipFixed, Fixed: c.TipFixed}, nil
	case c.TipPercent != "":
		hundredths, ok := hundredths(c.TipPercent)
		if !ok {
			return qris.Tip{}, qris.ErrTipInvalid
		}
		return qris.Tip{Kind: qris.TipPercent, Percent: hundredths}, nil
	}
	return qris.Tip{}, nil
}

// hundredths reads "5", "2.5" or "0.25" without a float.
func hundredths(text string) (int, bool) {
	n, point := 0, -1
	for i := range len(text) {
		switch {
		case text[i] == '.' && point < 0 && i > 0:
			point = i
		case text[i] >= '0' && text[i] <= '9' && len(text) <= 5:
			n = n*10 + int(text[i]-'0')
		default:
			return 0, false
		}
	}
	decimals := 0
	if point >= 0 {
		decimals = len(text) - point - 1
	}
	for ; decimals < 2; decimals++ {
		n *= 10
	}
	return n, decimals == 2
}

type drawCmd struct {
	Out string `help:"PNG file to write; without it the code is drawn in the terminal." placeholder:"FILE.png" type:"path"`
	Px  int    `help:"Pixels of a module in the file." default:"12"`
	sourceArg
}

// Run draws any text that is a payment code by its structure.
func (c *drawCmd) Run(sh *shell) error {
	if c.Px < 1 || c.Px > 100 {
		return usageError("--px is 1 to 100")
	}
	text, err := sh.payload(c.Code)
	if err != nil {
		return err
	}
	if _, err := qris.Parse(text); err != nil {
		return err
	}
	drawn, err := symbol.Draw(text, symbol.M)
	if err != nil {
		return err
	}
	if c.Out == "" {
		_, err = fmt.Fprint(sh.out, drawn.HalfBlocks())
		return err
	}
	file, err := drawn.PNG(c.Px)
	if err == nil {
		err = os.WriteFile(c.Out, file, 0o644)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", errOutput, err)
	}
	return nil
}

var errOutput = &codeError{"output_failed", "the file cannot be written"}
