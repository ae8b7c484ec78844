package main

import (
	"fmt"
	"time"

	"laci/cmd/internal/house"
	"laci/pos"
)

type hookAddCmd struct {
	Name string     `arg:"" help:"The listener's name."`
	URL  string     `arg:"" help:"Where it is told: https, or http to a host of the setting lan_services."`
	Kind []pos.Kind `help:"Only of entries of these kinds (payment.settled, order.expired …); without it of all orders, payments and refunds."`
	dataFlag
	pinFlag
}

// Run prints the secret of the new listener and nothing else.
func (c *hookAddCmd) Run(sh *shell) error {
	answer, err := sh.asOwner(c.dataFlag, c.pinFlag, "hook add", house.Args{Name: c.Name, Text: c.URL, Kinds: c.Kind})
	return sh.secret(answer, err)
}

type hookRevokeCmd struct {
	Name string `arg:"" help:"The listener's name."`
	dataFlag
	pinFlag
}

// Run tells the listener nothing more.
func (c *hookRevokeCmd) Run(sh *shell) error {
	_, err := sh.asOwner(c.dataFlag, c.pinFlag, "hook revoke", house.Args{Name: c.Name})
	return err
}

type hookListCmd struct{ dataFlag }

// Run prints a line a listener.
func (c *hookListCmd) Run(sh *shell) error {
	answer, err := house.Do(sh.ctx, c.Data, "hook list", house.Args{})
	if err != nil {
		return err
	}
	for _, hook := range answer.Hooks {
		state := "on"
		if hook.Off {
			state = "off"
		}
		if _, err := fmt.Fprintf(sh.out, "%s\t%s\t%s\n", hook.Name, state, hook.URL); err != nil {
			return err
		}
	}
	return nil
}

type hookLogCmd struct {
	To string `arg:"" optional:"" help:"Only to this listener: hook:NAME, or api:NAME for who made an order."`
	dataFlag
}

// Run prints a line a delivery, the newest first.
func (c *hookLogCmd) Run(sh *shell) error {
	answer, err := house.Do(sh.ctx, c.Data, "hook log", house.Args{Name: c.To})
	if err != nil {
		return err
	}
	for _, d := range answer.Deliveries {
		if _, err := fmt.Fprintf(sh.out, "%s\t%s\t%s\t%s\t%s\t%d\t%d\t%s\n", d.Made.Format(time.RFC3339), d.To, d.Kind, d.Order, d.State, d.Attempts, d.Status, d.Said); err != nil {
			return err
		}
	}
	return nil
}

type hookReplayCmd struct {
	To string `arg:"" help:"hook:NAME, or api:NAME for who made orders."`
	dataFlag
}

// Run switches the listener on again and tells it what it missed.
func (c *hookReplayCmd) Run(sh *shell) error {
	_, err := house.Do(sh.ctx, c.Data, "hook replay", house.Args{Name: c.To})
	return err
}
