package main

import (
	"bufio"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"laci/assets"
	"laci/cmd/internal/house"
	"laci/pos"
	"laci/sync/gateway"
)

type gatewayAddCmd struct {
	Name        string            `arg:"" help:"The gateway's name, as it stands in the journal and in the address of its callbacks."`
	System      string            `required:"" enum:"qrisgateway,temanqris,sengo,xendit,singapay" help:"Which system it is: qrisgateway, temanqris, sengo, xendit or singapay."`
	Base        string            `help:"Address of its API. Default: the system's own; any other one needs the owner's PIN." placeholder:"https://HOST"`
	Set         map[string]string `help:"What is no secret: view_name, account_id, qris_id, version, slashes." placeholder:"NAME=VALUE"`
	Credentials string            `help:"File of credentials, a line each: api_key=VALUE; - is standard input, after the PIN. Without it they are asked for on the terminal." placeholder:"FILE"`
	Budget      time.Duration     `help:"The longest a customer waits for its code." placeholder:"2s"`
	Poll        time.Duration     `help:"How long after a code was shown it is first asked about money." placeholder:"2s"`
	Daily       int               `help:"Requests a day that the account allows." placeholder:"N"`
	Beside      bool              `help:"The counter goes on with the codes it has."`
	dataFlag
	pinFlag
}

// Run adds the gateway and prints it.
func (c *gatewayAddCmd) Run(sh *shell) error {
	kind, err := gateway.KindOf(c.System)
	if err != nil {
		return err
	}
	pin, err := sh.ownerPIN(c.pinFlag)
	if err != nil {
		return err
	}
	account := &house.Account{System: c.System, Base: c.Base, Fields: map[string]string{}, Daily: c.Daily,
		Budget: int(c.Budget.Milliseconds()), Poll: int(c.Poll.Milliseconds())}
	for name, value := range c.Set {
		if !slices.Contains(kind.Options, name) && !slices.Contains(kind.Choices, name) {
			return errSecretSaid
		}
		account.Fields[name] = value
	}
	if err := sh.credentials(c.Credentials, kind, account.Fields); err != nil {
		return err
	}
	answer, err := sh.asOwnerWith(c.dataFlag, pin, "gateway add", house.Args{Name: c.Name, Account: account, Beside: c.Beside})
	return sh.gateways(answer, err)
}

// errSecretSaid says that a credential stood among the arguments, or that the
// system has no such option.
var errSecretSaid = &codeError{"gateway_option", "--set is for the system's options alone; credentials never stand among the arguments"}

// credentials reads what must be kept secret: from a file, or asked for without
// echo.
func (sh *shell) credentials(file string, kind gateway.Kind, fields map[string]string) error {
	if file == "" {
		for _, name := range append(slices.Clone(kind.Secrets), kind.Spare...) {
			if value, ok := sh.ask(name + ": "); ok {
				fields[name] = value
			}
		}
		return nil
	}
	lines, err := sh.lineSource(file)
	if err != nil {
		return err
	}
	for lines.Scan() {
		name, value, found := strings.Cut(strings.TrimSpace(lines.Text()), "=")
		if found {
			fields[name] = value
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%w: %w", errInput, err)
	}
	return nil
}

// lineSource gives the lines of a file; of standard input those that were not
// read yet.
func (sh *shell) lineSource(file string) (*bufio.Scanner, error) {
	if file == "-" && sh.lines != nil {
		return bufio.NewScanner(sh.lines), nil
	}
	data, err := sh.bytes(file)
	if err != nil {
		return nil, err
	}
	if data == nil {
		return nil, fmt.Errorf("%w: no file %s", errInput, file)
	}
	return bufio.NewScanner(strings.NewReader(string(data))), nil
}

type gatewayRemoveCmd struct {
	Name string `arg:"" help:"The gateway's name."`
	dataFlag
	pinFlag
}

// Run removes the gateway; it prints nothing.
func (c *gatewayRemoveCmd) Run(sh *shell) error {
	_, err := sh.asOwner(c.dataFlag, c.pinFlag, "gateway remove", house.Args{Name: c.Name})
	return err
}

type gatewayListCmd struct{ dataFlag }

// Run prints a line for each gateway.
func (c *gatewayListCmd) Run(sh *shell) error {
	return sh.gateways(house.Do(sh.ctx, c.Data, "gateway list", house.Args{}))
}

type gatewayTestCmd struct {
	Name string `arg:"" help:"The gateway's name."`
	dataFlag
}

// Run prints "ok", or why the gateway cannot be used.
func (c *gatewayTestCmd) Run(sh *shell) error {
	if _, err := house.Do(sh.ctx, c.Data, "gateway test", house.Args{Name: c.Name}); err != nil {
		return err
	}
	_, err := fmt.Fprintln(sh.out, "ok")
	return err
}

// gateways prints a line each: name, system, address, whom its codes pay, how
// contact goes, and the address to type into the system's own pages.
func (sh *shell) gateways(answer house.Answer, err error) error {
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(sh.out, 0, 0, 2, ' ', 0)
	for _, g := range answer.Gateways {
		payee := "-"
		if g.Payee != nil {
			payee = g.Payee.Name
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", g.Name, g.System, g.Base, payee, sh.contact(g), answer.Addresses[g.Name])
	}
	return table.Flush()
}

// contact says how contact with a gateway goes.
func (sh *shell) contact(g pos.Gateway) string {
	switch {
	case g.Offline:
		return assets.Text(sh.lang, "pill.offline")
	case !g.SilentSince.IsZero():
		return assets.Text(sh.lang, "gateway.silent", g.SilentSince.Local().Format("15:04"))
	case !g.LastHeard.IsZero():
		return assets.Text(sh.lang, "gateway.heard", g.LastHeard.Local().Format("15:04"))
	}
	return assets.Text(sh.lang, "gateway.unheard")
}
