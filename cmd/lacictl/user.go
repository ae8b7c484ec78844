package main

import (
	"strings"

	"laci/cmd/internal/house"
	"laci/pos"
)

type userAddCmd struct {
	Email string `arg:"" help:"The e-mail to log in with."`
	Role  string `required:"" enum:"admin,staff" help:"admin sees totals and reports; staff charges and looks."`
	Name  string `help:"The name, as it stands in the journal. Default: the e-mail up to the @." placeholder:"NAME"`
	dataFlag
	pinFlag
}

// Run adds somebody who comes through the web and lists everybody. The password
// is a line of standard input, after the owner's PIN with --pin-stdin.
func (c *userAddCmd) Run(sh *shell) error {
	name, _, _ := strings.Cut(c.Email, "@")
	if c.Name != "" {
		name = c.Name
	}
	return sh.withNewSecret(c.dataFlag, c.pinFlag, newPINFlag{NewPINStdin: !sh.terminal()}, "person add",
		house.Args{Name: name, Role: pos.Role(c.Role), Email: c.Email})
}
