package main

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"text/tabwriter"
	"time"

	"laci/cmd/internal/house"
	"laci/pos"
)

type sourceAddCmd struct {
	Name  string `arg:"" help:"The source's name, as it stands in the callback's address."`
	Phone bool   `help:"It is a phone whose app cannot pair: a person types the secret in, so that it may only suggest."`
	dataFlag
	pinFlag
}

// Run prints the secret of the new source and nothing else.
func (c *sourceAddCmd) Run(sh *shell) error {
	answer, err := sh.asOwner(c.dataFlag, c.pinFlag, "source add", house.Args{Name: c.Name, Phone: c.Phone})
	return sh.secret(answer, err)
}

type sourcePairCmd struct {
	Name string `arg:"" help:"The new phone's name, as it stands in the callback's address."`
	dataFlag
	pinFlag
}

// Run prints the code, how long it is good, and where the phone finds the till.
func (c *sourcePairCmd) Run(sh *shell) error {
	answer, err := sh.asOwner(c.dataFlag, c.pinFlag, "source pair", house.Args{Name: c.Name})
	if err != nil {
		return err
	}
	return sh.pairing(answer)
}

type sourceListCmd struct{ dataFlag }

// Run prints a line for each source: its name, since when, how it got its
// secret, what its word does to money that names no order, when it was last
// heard since the till was opened, and since when it is silent.
func (c *sourceListCmd) Run(sh *shell) error {
	answer, err := house.Do(sh.ctx, c.Data, "source list", house.Args{})
	for _, s := range answer.Sources {
		trust := cmp.Or(string(s.Trust), "codes")
		if s.Most > 0 {
			trust += "<=" + strconv.FormatInt(int64(s.Most), 10)
		}
		fmt.Fprintf(sh.out, "%s\t%s\t%s\t%s\t%s\t%s\n", s.Name, s.Added.Format(time.DateOnly),
			cmp.Or(string(s.Made), "program"), trust, stamp(s.LastHeard), stamp(s.Silent))
	}
	return err
}

// stamp writes a time for a program, "-" for none.
func stamp(at time.Time) string {
	if at.IsZero() {
		return "-"
	}
	return at.UTC().Format(time.RFC3339)
}

type sourceTrustCmd struct {
	Name    string `arg:"" help:"The source's name."`
	Auto    bool   `xor:"trust" required:"" help:"Its word settles by the amount alone, up to --max and only while the amount is unique, which this switches on."`
	Suggest bool   `xor:"trust" required:"" help:"The cashier says yes to each."`
	Max     int64  `help:"With --auto: the most that one payment may be." placeholder:"RUPIAH"`
	dataFlag
	pinFlag
}

// Run changes the trust; it prints nothing.
func (c *sourceTrustCmd) Run(sh *shell) error {
	args := house.Args{Name: c.Name, Trust: pos.TrustSuggest}
	if c.Auto {
		args.Trust, args.Amount = pos.TrustAuto, pos.Rupiah(c.Max)
	}
	_, err := sh.asOwner(c.dataFlag, c.pinFlag, "source trust", args)
	return err
}

type sourceRevokeCmd struct {
	Name string `arg:"" help:"The source's name."`
	dataFlag
	pinFlag
}

// Run revokes the source; it prints nothing.
func (c *sourceRevokeCmd) Run(sh *shell) error {
	_, err := sh.asOwner(c.dataFlag, c.pinFlag, "source revoke", house.Args{Name: c.Name})
	return err
}

type sourceTryCmd struct {
	App     string `required:"" help:"The package of the app that shows the notification." placeholder:"PACKAGE"`
	Pattern string `help:"Try this template instead of those that are stored." placeholder:"TEXT"`
	Text    string `arg:"" help:"The notification's text, a file, or - for standard input."`
	dataFlag
}

// Run prints as JSON what would be read, or says why it would not be.
func (c *sourceTryCmd) Run(sh *shell) error {
	text := c.Text
	data, err := sh.bytes(text)
	if err != nil {
		return err
	}
	if data != nil {
		text = string(data)
	}
	answer, err := house.Do(sh.ctx, c.Data, "source try", house.Args{App: c.App, Text: text, Pattern: c.Pattern})
	switch {
	case err != nil:
		return err
	case answer.Reading == nil:
		return errors.New("lacictl: the till told no reading")
	}
	return sh.json(answer.Reading)
}

type templateCmd struct {
	App     string `arg:"" help:"The package of the app: id.example.merchant."`
	Pattern string `arg:"" optional:"" help:"The whole text with {amount} and, where they stand, {payer}, {issuer}, {reference} and {any}. Without it the till's own wordings are tried."`
	dataFlag
	pinFlag
}

func (c *templateCmd) ask(sh *shell, verb string) error {
	_, err := sh.asOwner(c.dataFlag, c.pinFlag, verb, house.Args{App: c.App, Pattern: c.Pattern})
	return err
}

type templateAddCmd struct{ templateCmd }

// Run stores the template; it prints nothing.
func (c *templateAddCmd) Run(sh *shell) error { return c.ask(sh, "template add") }

type templateRemoveCmd struct{ templateCmd }

// Run takes the template away; it prints nothing.
func (c *templateRemoveCmd) Run(sh *shell) error { return c.ask(sh, "template remove") }

type templateListCmd struct{ dataFlag }

// Run prints a line for each template: its app, and its pattern if it has one.
func (c *templateListCmd) Run(sh *shell) error {
	answer, err := house.Do(sh.ctx, c.Data, "template list", house.Args{})
	table := tabwriter.NewWriter(sh.out, 0, 0, 2, ' ', 0)
	for _, known := range answer.Templates {
		fmt.Fprintf(table, "%s\t%s\n", known.App, cmp.Or(known.Pattern, "-"))
	}
	return errors.Join(err, table.Flush())
}
