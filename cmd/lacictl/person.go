package main

import (
	"fmt"
	"os"
	"text/tabwriter"

	"laci/assets"
	"laci/cmd/internal/house"
	"laci/pos"
)

type personAddCmd struct {
	Name  string `arg:"" help:"The name, as it stands in the journal; it is never given to anybody else."`
	Role  string `required:"" enum:"owner,supervisor,cashier,admin,staff" help:"owner, supervisor or cashier at the till (PIN); admin or staff through the web (password)."`
	Email string `help:"Of an admin or staff." placeholder:"ADDRESS"`
	dataFlag
	pinFlag
	newPINFlag
}

// Run adds a person and lists everybody.
func (c *personAddCmd) Run(sh *shell) error {
	return sh.withNewSecret(c.dataFlag, c.pinFlag, c.newPINFlag, "person add",
		house.Args{Name: c.Name, Role: pos.Role(c.Role), Email: c.Email})
}

type personPINCmd struct {
	Name string `arg:"" help:"Whose."`
	dataFlag
	pinFlag
	newPINFlag
}

// Run gives a person a new PIN or password.
func (c *personPINCmd) Run(sh *shell) error {
	return sh.withNewSecret(c.dataFlag, c.pinFlag, c.newPINFlag, "person pin", house.Args{Name: c.Name})
}

// withNewSecret runs a verb that takes the owner's PIN and a new one. Their
// lines of standard input come in this order.
func (sh *shell) withNewSecret(data dataFlag, pin pinFlag, fresh newPINFlag, verb string, args house.Args) (err error) {
	owner := os.Getenv("LACI_PIN")
	if pin.PinStdin {
		if owner, err = sh.line(); err != nil {
			return err
		}
	} else if owner == "" {
		owner, _ = sh.ask("PIN: ")
	}
	args.PIN = owner
	if args.Secret, err = sh.newSecret(fresh); err != nil {
		return err
	}
	answer, err := house.Do(sh.ctx, data.Data, verb, args)
	if err != nil {
		return err
	}
	return sh.people(answer.People)
}

type personRetireCmd struct {
	Name string `arg:"" help:"Whom."`
	dataFlag
	pinFlag
}

// Run takes a person out of the shop.
func (c *personRetireCmd) Run(sh *shell) error {
	answer, err := sh.asOwner(c.dataFlag, c.pinFlag, "person retire", house.Args{Name: c.Name})
	if err != nil {
		return err
	}
	return sh.people(answer.People)
}

type personListCmd struct{ dataFlag }

// Run lists everybody.
func (c *personListCmd) Run(sh *shell) error {
	answer, err := house.Do(sh.ctx, c.Data, "person list", house.Args{})
	if err != nil {
		return err
	}
	return sh.people(answer.People)
}

// people prints a line a person: name, role, and what is unusual.
func (sh *shell) people(people []pos.Person) error {
	table := tabwriter.NewWriter(sh.out, 0, 0, 2, ' ', 0)
	for _, p := range people {
		line := p.Name + "\t" + assets.Text(sh.lang, "role."+string(p.Role))
		switch {
		case p.Retired:
			line += "\t" + assets.Text(sh.lang, "person.retired")
		case p.Email != "":
			line += "\t" + p.Email
		}
		fmt.Fprintln(table, line)
	}
	return table.Flush()
}

type pinResetCmd struct {
	dataFlag
	newPINFlag
	Recovery bool `help:"By the recovery code, instead of by the account that owns the till's files."`
	codeFlag
}

// Run gives the owner a new PIN.
func (c *pinResetCmd) Run(sh *shell) error {
	secret, err := sh.newSecret(c.newPINFlag)
	if err != nil {
		return err
	}
	if !c.Recovery {
		_, err = house.Do(sh.ctx, c.Data, "pin reset", house.Args{Secret: secret})
		return err
	}
	code, err := sh.recoveryCode(c.codeFlag)
	if err == nil {
		_, err = house.Do(sh.ctx, c.Data, "pin recover", house.Args{Secret: secret, Recovery: code})
	}
	return err
}
