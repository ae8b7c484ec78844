package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"laci/cmd/internal/house"
	"laci/pos"
)

// version is stamped in by -ldflags "-X main.version=…".
var version = "dev"

type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run(sh *shell) error {
	_, err := fmt.Fprintln(sh.out, "lacictl "+version)
	return err
}

func (sh *shell) secret(answer house.Answer, err error) error {
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(sh.out, answer.Secret)
	return err
}

type verifyCmd struct {
	Anchor string `help:"Also prove that the journal still holds this entry, as a Z report or status names it." placeholder:"CURSOR:HASH"`
	dataFlag
}

// Run prints "ok" and the head of the journal, or the first difference.
func (c *verifyCmd) Run(sh *shell) error {
	answer, err := house.Do(sh.ctx, c.Data, "verify", house.Args{Anchor: c.Anchor})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(sh.out, "ok\t"+answer.Head)
	return err
}

type statusCmd struct{ dataFlag }

// Run prints the till's status as JSON.
func (c *statusCmd) Run(sh *shell) error {
	answer, err := house.Do(sh.ctx, c.Data, "status", house.Args{})
	if err != nil {
		return err
	}
	if answer.Status == nil {
		return errors.New("lacictl: the till told no status")
	}
	return sh.json(struct {
		*house.Status
		Head string `json:"head"`
	}{answer.Status, answer.Head})
}

type todayCmd struct {
	Day string `help:"Another business day." placeholder:"YYYY-MM-DD"`
	dataFlag
}

// Run prints the day's totals as JSON.
func (c *todayCmd) Run(sh *shell) error {
	answer, err := house.Do(sh.ctx, c.Data, "today", house.Args{Day: pos.Day(c.Day)})
	if err != nil {
		return err
	}
	return sh.json(answer.Summary)
}

// jsonLine prints a value for a program that reads lines.
func (sh *shell) jsonLine(value any) error {
	out := json.NewEncoder(sh.out)
	out.SetEscapeHTML(false)
	return out.Encode(value)
}

func (sh *shell) json(value any) error {
	out := json.NewEncoder(sh.out)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(value)
}
