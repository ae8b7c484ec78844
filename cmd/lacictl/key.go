package main

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"laci/cmd/internal/house"
	"laci/pos"
)

type keyAddCmd struct {
	Name    string   `arg:"" help:"The key's name, as it stands in the journal."`
	Scope   []string `help:"What it may do: read, charge, settle, admin. Default with --dialect: read,charge." placeholder:"SCOPE,…"`
	Dialect string   `help:"Print the credentials of a system the program was written for: gateway, temanqris, xendit, sengo or singapay." placeholder:"SYSTEM"`
	dataFlag
	pinFlag
}

// Run prints the new key and nothing else; with a dialect a line for each
// credential, by the name its document gives it.
func (c *keyAddCmd) Run(sh *shell) error {
	if c.Dialect == "" && len(c.Scope) == 0 {
		return usageError("--scope says what the key may do; only with --dialect it may be left out")
	}
	answer, err := sh.asOwner(c.dataFlag, c.pinFlag, "key add", house.Args{Name: c.Name, Scopes: c.Scope, Dialect: c.Dialect})
	switch {
	case err != nil:
		return err
	case answer.Key == nil:
		return errors.New("lacictl: the till told no key")
	case c.Dialect == "":
		_, err = fmt.Fprintln(sh.out, answer.Key.Key)
		return err
	}
	table := tabwriter.NewWriter(sh.out, 0, 0, 2, ' ', 0)
	for _, field := range credentials(c.Dialect, *answer.Key) {
		fmt.Fprintf(table, "%s\t%s\n", field[0], field[1])
	}
	return table.Flush()
}

// credentials names each credential as the system's document does.
func credentials(dialect string, k pos.KeyShown) [][2]string {
	switch dialect {
	case pos.DialectTemanQRIS:
		return [][2]string{{"X-API-Key", k.Key}, {"data-merchant", k.Client}, {"webhook secret", k.Signing}}
	case pos.DialectXendit:
		return [][2]string{{"secretKey", k.Key}, {"x-callback-token", k.Signing}}
	case pos.DialectSenGo:
		return [][2]string{{"X-Client-Key", k.Client}, {"X-Client-Token", k.Secret}}
	case pos.DialectSingaPay: // one identifier stands for the partner, its client and its account
		return [][2]string{{"X-PARTNER-ID", k.Client}, {"X-CLIENT-ID", k.Client}, {"client_secret", k.Secret}, {"account_id", k.Client}}
	}
	return [][2]string{{"token", k.Key}}
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

type keyListCmd struct{ dataFlag }

// Run prints a line for each key: its name, since when, what it may do, the
// system it speaks and when it was used last since the till was opened.
func (c *keyListCmd) Run(sh *shell) error {
	answer, err := house.Do(sh.ctx, c.Data, "key list", house.Args{})
	for _, k := range answer.Keys {
		fmt.Fprintf(sh.out, "%s\t%s\t%s\t%s\t%s\n", k.Name, k.Added.Format(time.DateOnly), strings.Join(k.Scopes, ","), cmp.Or(k.Dialect, "-"), stamp(k.LastUsed))
	}
	return err
}
