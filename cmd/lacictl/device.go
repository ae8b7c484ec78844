package main

import (
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"laci/cmd/internal/house"
)

type devicePairCmd struct {
	Scope string `arg:"" enum:"display,owner-read,owner-confirm,owner-backup" help:"What the device may do: display, owner-read, owner-confirm or owner-backup."`
	dataFlag
	pinFlag
}

// Run prints the code, how long it is good, where the device finds the till, the
// pin of the till's key, and all of it as one line for a QR code.
func (c *devicePairCmd) Run(sh *shell) error {
	answer, err := sh.asOwner(c.dataFlag, c.pinFlag, "device pair", house.Args{Scopes: []string{c.Scope}})
	if err != nil {
		return err
	}
	return sh.pairing(answer)
}

// pairing prints the code, how long it is good, where the till is found, the pin
// of the till's key, and all of it as one line for a QR code.
func (sh *shell) pairing(answer house.Answer) error {
	p := answer.Pairing
	if p == nil {
		return errors.New("lacictl: the till told no code")
	}
	table := tabwriter.NewWriter(sh.out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "code\t%s\nuntil\t%s\n", p.Code, p.Until.UTC().Format(time.RFC3339))
	for _, address := range p.Addresses {
		fmt.Fprintf(table, "address\t%s\n", address)
	}
	if p.Pin != "" {
		fmt.Fprintf(table, "pin\tsha256/%s\n", p.Pin)
	}
	fmt.Fprintf(table, "link\t%s\n", p.Link())
	return table.Flush()
}

type deviceListCmd struct{ dataFlag }

// Run prints a line for each device: its name, since when, what it may do, and
// when it was last seen since the till was opened.
func (c *deviceListCmd) Run(sh *shell) error {
	answer, err := house.Do(sh.ctx, c.Data, "device list", house.Args{})
	for _, d := range answer.Devices {
		fmt.Fprintf(sh.out, "%s\t%s\t%s\t%s\n", d.Name, d.Added.Format(time.DateOnly), d.Scope, stamp(d.LastSeen))
	}
	return err
}

type deviceRevokeCmd struct {
	Name string `arg:"" help:"The device's name."`
	dataFlag
	pinFlag
}

// Run revokes the device; it prints nothing.
func (c *deviceRevokeCmd) Run(sh *shell) error {
	_, err := sh.asOwner(c.dataFlag, c.pinFlag, "device revoke", house.Args{Name: c.Name})
	return err
}

type reachCmd struct{ dataFlag }

// Run prints as JSON how the running till can be reached, after calling its
// public address, if it has one.
func (c *reachCmd) Run(sh *shell) error {
	answer, err := house.Do(sh.ctx, c.Data, "reach", house.Args{})
	if err != nil {
		return err
	}
	return sh.json(answer.Reach)
}
