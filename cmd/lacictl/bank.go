package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"laci/cmd/internal/house"
	"laci/pos"
)

type acquirerFlag struct {
	Acquirer string `help:"Which acquirer, where there are rules for several." placeholder:"NAME"`
}

type bankCompareCmd struct {
	spanFlags
	Sum     *rupiah           `xor:"bank" help:"What arrived of the money of these days." placeholder:"RUPIAH"`
	File    string            `xor:"bank" help:"The acquirer's list, CSV or XLSX, at most 10 MB." placeholder:"FILE" type:"existingfile"`
	Columns map[string]string `help:"Where the list keeps what, once: time, date, gross, fee, net, rrn, id, ref, status with the title of a column or #3 for the third; cents=yes for amounts in hundredths. Remembered for the next list." placeholder:"WHAT=TITLE;…"`
	JSON    bool              `name:"json" help:"Print JSON with stable field names."`
	acquirerFlag
	dataFlag
}

// Run prints the four lists, or how far the number is off.
func (c *bankCompareCmd) Run(sh *shell) error {
	from, to, err := c.span()
	switch {
	case err != nil:
		return err
	case from == "":
		return usageError("name the day with --day, or several with --from and --to")
	case c.Sum == nil && c.File == "":
		return usageError("give --sum or --file")
	}
	args := house.Args{Name: c.Acquirer, From: from, Until: to}
	if args.Columns, err = columns(c.Columns); err != nil {
		return err
	}
	flow := house.Flow{}
	if c.Sum != nil {
		sum := pos.Rupiah(*c.Sum)
		args.Sum = &sum
	} else {
		file, err := os.Open(c.File)
		if err != nil {
			return fmt.Errorf("%w: %w", errInput, err)
		}
		defer file.Close()
		flow.In = io.LimitReader(file, listMost+1) // one byte more says that it is too large
	}
	answer, err := house.Stream(sh.ctx, c.Data, "bank compare", args, flow)
	if err != nil {
		return err
	}
	if answer.Bank == nil {
		return errors.New("lacictl: the till compared nothing")
	}
	if c.JSON {
		return sh.json(answer.Bank)
	}
	words := house.Words(sh.lang)
	return pos.WriteSections(sh.out, []string{answer.Bank.Title(words)}, answer.Bank.Sections(words))
}

// listMost is the largest list, in bytes.
const listMost = 10 << 20

// columns reads --columns; without it the till remembers.
func columns(named map[string]string) (*pos.Columns, error) {
	if len(named) == 0 {
		return nil, nil
	}
	c := &pos.Columns{}
	for what, title := range named {
		field, known := map[string]*string{"time": &c.Time, "date": &c.Date, "gross": &c.Gross, "fee": &c.Fee, "net": &c.Net,
			"rrn": &c.RRN, "id": &c.ID, "ref": &c.Ref, "status": &c.Status}[what]
		switch {
		case what == "cents":
			c.Cents = title == "yes"
		case !known:
			return nil, usageError("--columns does not know " + what)
		default:
			*field = title
		}
	}
	return c, nil
}

type bankExpectedCmd struct {
	spanFlags
	acquirerFlag
	dataFlag
}

// Run prints a line a payout.
func (c *bankExpectedCmd) Run(sh *shell) error {
	from, to, err := c.span()
	if err != nil {
		return err
	}
	if from == "" {
		return usageError("name the day with --day, or several with --from and --to")
	}
	answer, err := house.Do(sh.ctx, c.Data, "bank expected", house.Args{Name: c.Acquirer, From: from, Until: to})
	if err != nil {
		return err
	}
	return pos.WriteSections(sh.out, nil, []pos.Section{pos.PayoutSection(answer.Payouts, house.Words(sh.lang))})
}

type bankRuleCmd struct {
	Name      string   `arg:"" optional:"" help:"The acquirer: small letters, digits, dashes."`
	Batch     []string `help:"When a batch closes and how many days later it arrives, by the acquirer's clock, for example 24:00+1." placeholder:"HH:MM+DAYS,…"`
	Working   bool     `help:"It pays on bank working days only."`
	Holiday   []string `help:"A day on which banks do not work." placeholder:"YYYY-MM-DD,…"`
	Zone      string   `help:"The acquirer's clock." enum:"WIB,WITA,WIT" default:"WIB"`
	Criteria  string   `help:"Of the merchant, for the MDR: UMI, UKE, UME, UBE, URE, PSO, BLU, EDU, SPBU, SOSIAL." default:"URE"`
	Rate      []string `help:"A rate instead of the standard table: in percent, for payments above an amount, for example 0.7 or 0.3:500000." placeholder:"PERCENT[:OVER],…"`
	PayoutFee rupiah   `help:"Taken off each payout." placeholder:"RUPIAH" default:"0"`
	Drop      bool     `help:"Take the rule away instead."`
	NMID      []string `name:"nmid" help:"The codes it collects for; without any, those that no other rule names." placeholder:"NMID,…"`
	dataFlag
	pinFlag
}

// Run stores or drops the rule when one is named, and prints all of them as JSON.
func (c *bankRuleCmd) Run(sh *shell) error {
	args := house.Args{}
	switch {
	case c.Drop && c.Name == "":
		return usageError("--drop needs a name")
	case c.Drop:
		args.Name = c.Name
	case c.Name != "":
		rule, err := c.rule()
		if err != nil {
			return err
		}
		args.Settlement = &rule
	}
	answer, err := sh.asOwner(c.dataFlag, c.pinFlag, "bank rule", args)
	if err != nil {
		return err
	}
	return sh.json(answer.Settlements)
}

func (c *bankRuleCmd) rule() (pos.Settlement, error) {
	rule := pos.Settlement{Acquirer: c.Name, Zone: c.Zone, Working: c.Working, Criteria: c.Criteria, PayoutFee: pos.Rupiah(c.PayoutFee), Payees: c.NMID}
	if len(c.Batch) == 0 {
		c.Batch = []string{"24:00+1"}
	}
	for _, text := range c.Batch {
		var hour, minute, after int
		if n, err := fmt.Sscanf(text, "%d:%d+%d", &hour, &minute, &after); n != 3 || err != nil || minute < 0 || minute > 59 {
			return rule, usageError("--batch " + text + " is not like 24:00+1")
		}
		rule.Batches = append(rule.Batches, pos.Batch{Closes: hour*60 + minute, After: after})
	}
	for _, day := range c.Holiday {
		rule.Holidays = append(rule.Holidays, pos.Day(day))
	}
	for _, text := range c.Rate {
		percent, over, _ := strings.Cut(text, ":")
		basis, ok := hundredths(percent)
		above, err := strconv.ParseInt("0"+over, 10, 64)
		if !ok || err != nil {
			return rule, usageError("--rate " + text + " is not like 0.7 or 0.3:500000")
		}
		rule.Rates = append(rule.Rates, pos.Rate{From: "2019-01-01", Criteria: c.Criteria, Over: pos.Rupiah(above), Basis: basis})
	}
	return rule, nil
}
