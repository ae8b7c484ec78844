package main

import "laci/cmd/internal/house"

type recoveryNewCmd struct {
	dataFlag
	pinFlag
}

// Run prints the six words and nothing else.
func (c *recoveryNewCmd) Run(sh *shell) error {
	answer, err := sh.asOwner(c.dataFlag, c.pinFlag, "recovery new", house.Args{})
	return sh.secret(answer, err)
}
