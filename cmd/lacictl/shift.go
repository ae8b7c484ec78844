package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"laci/assets"
	"laci/cmd/internal/house"
	"laci/pos"
	"laci/pos/receipt"
)

// rupiah reads an amount as people write it: 50000, 50.000 or Rp50.000.
type rupiah int64

// UnmarshalText reads the amount.
func (r *rupiah) UnmarshalText(text []byte) error {
	digits := strings.ReplaceAll(strings.TrimPrefix(string(text), "Rp"), ".", "")
	amount, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || amount < 0 {
		return fmt.Errorf("%q is no amount in rupiah", text)
	}
	*r = rupiah(amount)
	return nil
}

// keyFlag lets a script ask again after a crash of its own.
type keyFlag struct {
	Key string `help:"A word of your own for this one wish: asked again with the same word, it is done once." placeholder:"WORD"`
}

type shiftOpenCmd struct {
	Float rupiah `help:"Money for change in the drawer." placeholder:"RUPIAH" default:"0"`
	keyFlag
	dataFlag
}

// Run opens a shift and says its number.
func (c *shiftOpenCmd) Run(sh *shell) error {
	answer, err := house.Do(sh.ctx, c.Data, "shift open", house.Args{Amount: pos.Rupiah(c.Float), Key: c.Key})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(sh.out, assets.Text(sh.lang, "shift.is_open", answer.Z.Number, answer.Z.Drawer.Float.String()))
	return err
}

// countFlag is what lies in the drawer.
type countFlag struct {
	Count map[int64]int `help:"Notes and coins in the drawer, for example 100000=3;50000=2. Without it the drawer is not counted." placeholder:"VALUE=PIECES;…"`
}

func (c countFlag) count() pos.Count {
	if c.Count == nil {
		return nil
	}
	count := pos.Count{}
	for value, pieces := range c.Count {
		count[pos.Rupiah(value)] = pieces
	}
	return count
}

type shiftHandCmd struct {
	Name string `arg:"" help:"Who takes over."`
	countFlag
	keyFlag
	dataFlag
	pinFlag
}

// Run makes another person the cashier.
func (c *shiftHandCmd) Run(sh *shell) error {
	_, err := sh.asOwner(c.dataFlag, c.pinFlag, "shift hand", house.Args{Name: c.Name, Count: c.count(), Key: c.Key})
	return err
}

// jsonFlag gives programs the whole report.
type jsonFlag struct {
	JSON bool `name:"json" help:"Print it as JSON."`
}

type shiftCloseCmd struct {
	countFlag
	keyFlag
	jsonFlag
	dataFlag
}

// Run closes the shift and prints its Z.
func (c *shiftCloseCmd) Run(sh *shell) error {
	return sh.reading(c.dataFlag, c.jsonFlag, "shift close", house.Args{Count: c.count(), Key: c.Key})
}

type shiftXCmd struct {
	jsonFlag
	dataFlag
}

// Run prints the running shift.
func (c *shiftXCmd) Run(sh *shell) error {
	return sh.reading(c.dataFlag, c.jsonFlag, "shift x", house.Args{})
}

type shiftZCmd struct {
	Number uint64 `arg:"" optional:"" help:"Of the Z; the newest when left out."`
	jsonFlag
	dataFlag
}

// Run prints a Z.
func (c *shiftZCmd) Run(sh *shell) error {
	return sh.reading(c.dataFlag, c.jsonFlag, "shift z", house.Args{Number: c.Number})
}

// reading runs a verb and prints the shift it answers with.
func (sh *shell) reading(data dataFlag, json jsonFlag, verb string, args house.Args) error {
	answer, err := house.Do(sh.ctx, data.Data, verb, args)
	if err != nil {
		return err
	}
	if json.JSON {
		return sh.json(answer.Z)
	}
	status, err := house.Do(sh.ctx, data.Data, "status", house.Args{})
	if err != nil {
		return err
	}
	shop := receipt.Shop{Name: status.Status.Name, Zone: status.Status.Zone, Practice: status.Status.Practice, Lang: sh.lang}
	_, err = io.WriteString(sh.out, receipt.Shift(shop, *answer.Z).Text(slipWidth))
	return err
}

// slipWidth is how many letters stand on a line of a receipt.
const slipWidth = 42

type shiftListCmd struct {
	Before uint64 `help:"Those before this number." placeholder:"NUMBER"`
	dataFlag
}

// Run prints a line a shift.
func (c *shiftListCmd) Run(sh *shell) error {
	answer, err := house.Do(sh.ctx, c.Data, "shift list", house.Args{Number: c.Before})
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(sh.out, 0, 0, 2, ' ', 0)
	for _, z := range answer.Zs {
		difference := assets.Text(sh.lang, "z.not_counted")
		if z.WasCounted {
			difference = z.Difference.String()
		}
		fmt.Fprintf(table, "Z-%04d\t%s\t%d\t%s\t%s\n", z.Number, z.Day, z.Own.Sales.Count, z.Own.Sales.Sum, difference)
	}
	return table.Flush()
}

type cashCmd struct {
	Amount rupiah   `arg:"" help:"In rupiah: 50000 or 50.000."`
	Why    []string `arg:"" help:"The reason."`
	keyFlag
	dataFlag
}

type cashInCmd struct{ cashCmd }

// Run puts money into the drawer.
func (c *cashInCmd) Run(sh *shell) error { return c.move(sh, 1) }

type cashOutCmd struct{ cashCmd }

// Run takes money out of the drawer.
func (c *cashOutCmd) Run(sh *shell) error { return c.move(sh, -1) }

func (c *cashCmd) move(sh *shell, sign pos.Rupiah) error {
	_, err := house.Do(sh.ctx, c.Data, "cash", house.Args{Amount: sign * pos.Rupiah(c.Amount), Text: strings.Join(c.Why, " "), Key: c.Key})
	return err
}
