package main

import (
	"fmt"

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

type sourceListCmd struct{ dataFlag }

// Run prints a line for each source: its name and since when.
func (c *sourceListCmd) Run(sh *shell) error {
	answer, err := house.Do(sh.ctx, c.Data, "source list", house.Args{})
	for _, s := range answer.Sources {
		fmt.Fprintf(sh.out, "%s\t%s\n", s.Name, s.Added.Format("2006-01-02"))
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
