package main

import (
	"errors"
	"fmt"

	"laci/cmd/internal/house"
	"laci/pos"
)

type qrisAddCmd struct {
	dataFlag
	pinFlag
	Sticker    bool `help:"A printed code of this QRIS can be paid too." default:"true" negatable:""`
	Beside     bool `help:"Pin it beside the counter's code, for programs to choose, instead of in its place."`
	SecondTill bool `help:"Another till shows this QRIS too." default:"true" negatable:""`
	sourceArg
}

// Run stores the code and prints whether it is pinned, and whom it pays.
func (c *qrisAddCmd) Run(sh *shell) error {
	if c.PinStdin && c.Code == "-" {
		return usageError("--pin-stdin and a code from standard input exclude each other")
	}
	text, err := sh.payload(c.Code)
	if err != nil {
		return err
	}
	answer, err := sh.asOwner(c.dataFlag, c.pinFlag, "qris add", house.Args{
		Text: text, Sticker: c.Sticker, SecondTill: c.SecondTill, Beside: c.Beside,
	})
	if err != nil {
		return err
	}
	if answer.QRIS == nil {
		return errors.New("lacictl: the till named no code")
	}
	_, err = fmt.Fprintf(sh.out, "%s\t%s\t%s\n", use(*answer.QRIS), answer.QRIS.Name, answer.QRIS.NMID)
	return err
}

// use says what a stored code is used for.
func use(q pos.QRIS) string {
	switch {
	case !q.Pinned:
		return "proposed"
	case q.Beside:
		return "beside"
	}
	return "pinned"
}

type qrisListCmd struct{ dataFlag }

// Run prints a line for each stored code.
func (c *qrisListCmd) Run(sh *shell) error {
	answer, err := house.Do(sh.ctx, c.Data, "qris list", house.Args{})
	return sh.codes(answer, err)
}

type qrisPinCmd struct {
	Number uint64 `arg:"" help:"The code's number in the list."`
	dataFlag
	pinFlag
}

// Run pins the code and prints all.
func (c *qrisPinCmd) Run(sh *shell) error {
	answer, err := sh.asOwner(c.dataFlag, c.pinFlag, "qris pin", house.Args{Number: c.Number})
	return sh.codes(answer, err)
}

type qrisUnpinCmd struct {
	Number uint64 `arg:"" help:"The code's number in the list."`
	dataFlag
	pinFlag
}

// Run takes the code out of use and prints all.
func (c *qrisUnpinCmd) Run(sh *shell) error {
	answer, err := sh.asOwner(c.dataFlag, c.pinFlag, "qris unpin", house.Args{Number: c.Number})
	return sh.codes(answer, err)
}

type qrisShareCmd struct {
	Number     uint64 `arg:"" help:"The code's number in the list."`
	Sticker    bool   `help:"A printed code of it can be paid too. Left out: none can."`
	SecondTill bool   `help:"Another till shows it too. Left out: none does."`
	dataFlag
	pinFlag
}

// Run changes it and prints all codes.
func (c *qrisShareCmd) Run(sh *shell) error {
	answer, err := sh.asOwner(c.dataFlag, c.pinFlag, "qris share", house.Args{Number: c.Number, Sticker: c.Sticker, SecondTill: c.SecondTill})
	return sh.codes(answer, err)
}

func (sh *shell) codes(answer house.Answer, err error) error {
	if err != nil {
		return err
	}
	for _, q := range answer.Codes {
		if _, err := fmt.Fprintf(sh.out, "%d\t%s\t%s\t%s\t%s\n", q.Ref, use(q), q.Name, q.NMID, q.ID); err != nil {
			return err
		}
	}
	return nil
}
