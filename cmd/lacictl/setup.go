package main

import (
	"errors"
	"fmt"

	"laci/cmd/internal/house"
	"laci/pos"
)

type setupCmd struct {
	Code       string `arg:"" optional:"" help:"The shop's static QRIS: its text, or a picture or text file; left out, the one that was added before."`
	Name       string `help:"The till's name." default:"Kasir A"`
	Zone       string `help:"WIB, WITA or WIT." enum:"WIB,WITA,WIT" default:"WIB"`
	Facing     string `help:"Who faces the screen: cashier, customer, or turned between them." enum:"cashier,customer,turned" default:"customer"`
	Sticker    bool   `help:"A printed code of this QRIS can be paid too." default:"true" negatable:""`
	SecondTill bool   `help:"Another till shows this QRIS too." default:"true" negatable:""`
	dataFlag
	newPINFlag
}

// Run does what the kiosk's first start does, and prints whom the code pays and
// the six words of the recovery code.
func (c *setupCmd) Run(sh *shell) (err error) {
	args := house.Args{Name: c.Name, Zone: c.Zone, Facing: pos.Facing(c.Facing), Sticker: c.Sticker, SecondTill: c.SecondTill}
	if c.Code != "" {
		if args.Text, err = sh.payload(c.Code); err != nil {
			return err
		}
	}
	if args.Secret, err = sh.newSecret(c.newPINFlag); err != nil {
		return err
	}
	answer, err := house.Do(sh.ctx, c.Data, "setup", args)
	if err != nil {
		return err
	}
	if answer.QRIS == nil {
		return errors.New("lacictl: the till named no code")
	}
	_, err = fmt.Fprintf(sh.out, "%s\t%s\n%s\n", answer.QRIS.Name, answer.QRIS.NMID, answer.Secret)
	return err
}
