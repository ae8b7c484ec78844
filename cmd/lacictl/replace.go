package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"laci/cmd/internal/house"
	"laci/pos"
)

type sourceReplaceCmd struct {
	Old      string        `arg:"" help:"The phone that goes."`
	New      string        `arg:"" help:"The phone that comes; it is paired first if it is not there yet."`
	Untested bool          `help:"Do not wait for the money of a test order."`
	Wait     time.Duration `help:"How long to wait for the money of the test order." default:"10m"`
	dataFlag
	pinFlag
}

// lookEvery is how often a wait looks whether the phone was paired, or told.
const lookEvery = 300 * time.Millisecond

// errNotPaired says that nobody used the code.
var errNotPaired = &codeError{"not_paired", "the phone was not paired within two minutes"}

// Run changes phones: it shows a code for the new one, waits until it was
// paired, makes a test order of Rp1.000, waits until the new phone told of its
// money, and revokes the old one.
func (c *sourceReplaceCmd) Run(sh *shell) error {
	pin, err := sh.ownerPIN(c.pinFlag)
	if err != nil {
		return err
	}
	if err := c.pair(sh, pin); err != nil {
		return err
	}
	args := house.Args{Name: c.Old, To: c.New}
	if c.Untested {
		_, err := sh.asOwnerWith(c.dataFlag, pin, "source replace", args)
		return err
	}
	answer, err := house.Do(sh.ctx, c.Data, "source test", house.Args{})
	switch {
	case err != nil:
		return err
	case answer.Order == nil:
		return errors.New("lacictl: the till told no order")
	}
	args.Order = answer.Order.Number
	if err := sh.said("order\t%s\namount\t%d\ncode\t%s\n", answer.Order.Number, int64(answer.Order.Payable), answer.Order.Payload); err != nil {
		return err
	}
	return c.until(sh, c.Wait, func() (bool, error) {
		_, err := sh.asOwnerWith(c.dataFlag, pin, "source replace", args)
		return house.Code(err) != pos.ErrUntested.Code(), err
	})
}

// pair pairs the new phone, if it is not there yet.
func (c *sourceReplaceCmd) pair(sh *shell, pin string) error {
	there := func() (bool, error) {
		answer, err := house.Do(sh.ctx, c.Data, "source list", house.Args{})
		for _, s := range answer.Sources {
			if s.Name == c.New {
				return true, err
			}
		}
		return false, errors.Join(err, errNotPaired)
	}
	if known, err := there(); known {
		return err
	}
	answer, err := sh.asOwnerWith(c.dataFlag, pin, "source pair", house.Args{Name: c.New})
	if err != nil {
		return err
	}
	if err := sh.pairing(answer); err != nil {
		return err
	}
	return c.until(sh, time.Until(answer.Pairing.Until), there)
}

// until asks again and again until it is done or the wait is over, and then
// gives the last error.
func (c *sourceReplaceCmd) until(sh *shell, wait time.Duration, done func() (bool, error)) error {
	ctx, cancel := context.WithTimeout(sh.ctx, wait)
	defer cancel()
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for {
		is, err := done()
		if is {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-ticker.C:
		}
	}
}

// said prints a line at once.
func (sh *shell) said(format string, args ...any) error {
	_, err := fmt.Fprintf(sh.out, format, args...)
	return err
}
