package main

import (
	"fmt"
	"strings"

	"laci/cmd/internal/house"
)

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

type keyRevokeCmd struct {
	Name string `arg:"" help:"The key's name."`
	dataFlag
	pinFlag
}

// Run revokes the key; it prints nothing.
func (c *keyRevokeCmd) Run(sh *shell) error {
	_, err := sh.asOwner(c.dataFlag, c.pinFlag, "key revoke", house.Args{Name: c.Name})
	return err
}

type sourceListCmd struct{ dataFlag }

// Run prints a line for each source: its name and since when.
func (c *sourceListCmd) Run(sh *shell) error {
	answer, err := house.Do(sh.ctx, c.Data, "source list", house.Args{})
	for _, s := range answer.Sources {
		fmt.Fprintf(sh.out, "%s\t%s\n", s.Name, s.Added.Format("2006-01-02"))
	}
	return err
}

type keyListCmd struct{ dataFlag }

// Run prints a line for each key: its name, since when, and what it may do.
func (c *keyListCmd) Run(sh *shell) error {
	answer, err := house.Do(sh.ctx, c.Data, "key list", house.Args{})
	for _, k := range answer.Keys {
		fmt.Fprintf(sh.out, "%s\t%s\t%s\n", k.Name, k.Added.Format("2006-01-02"), strings.Join(k.Scopes, ","))
	}
	return err
}

type recoveryNewCmd struct {
	dataFlag
	pinFlag
}

// Run prints the six words and nothing else.
func (c *recoveryNewCmd) Run(sh *shell) error {
	answer, err := sh.asOwner(c.dataFlag, c.pinFlag, "recovery new", house.Args{})
	return sh.secret(answer, err)
}
