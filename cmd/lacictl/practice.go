package main

import (
	"errors"
	"fmt"
	"maps"
	"net"
	"os"
	"slices"
	"strings"
	"time"

	"laci/assets"
	"laci/cmd/internal/practice"
	"laci/sync/gateway"
)

type practiceCmd struct {
	Listen string        `help:"Address of the gateway, of this machine alone; port 0 is any free one." placeholder:"HOST:PORT" default:"127.0.0.1:8418"`
	Data   string        `help:"Directory of its till, so that its accounts stay the same. Default: a new one, removed at the end." placeholder:"DIR" type:"path"`
	Rule   string        `help:"What happens to codes: pays, late, short, over, double, never, callback-first, callback-lost, fails or slow." default:"pays" enum:"pays,late,short,over,double,never,callback-first,callback-lost,fails,slow"`
	Delay  time.Duration `help:"Until a code is paid; with slow, until a request is answered." default:"3s"`
	Late   time.Duration `help:"Until a code is paid by the rule late." default:"6m"`
	Tell   string        `help:"Where SingaPay's callbacks go: it takes the address from its own pages, not with a code." placeholder:"URL"`
	JSON   bool          `name:"json" help:"Print the accounts as one line of JSON."`
}

// errLocal refuses an address that others can reach: whoever reaches the gateway
// decides what is paid.
var errLocal = &codeError{"practice_local", "the practice gateway listens on this machine alone"}

// Run runs the practice gateway until a signal comes. It prints how to add each
// of its accounts to a till.
func (c *practiceCmd) Run(sh *shell) (err error) {
	host, _, err := net.SplitHostPort(c.Listen)
	if ip := net.ParseIP(host); err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return errLocal
	}
	if c.Data == "" {
		if c.Data, err = os.MkdirTemp("", "laci-practice-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(c.Data)) }()
	}
	p, err := practice.Open(sh.ctx, practice.Options{Dir: c.Data, Listen: c.Listen, Version: version,
		Plan: practice.Plan{Rule: practice.Rule(c.Rule), Delay: c.Delay, Late: c.Late, Tell: c.Tell}})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	if err := c.tell(sh, p); err != nil {
		return err
	}
	<-sh.ctx.Done()
	return nil
}

// tell prints the accounts.
func (c *practiceCmd) tell(sh *shell, p *practice.Practice) error {
	if c.JSON {
		return sh.jsonLine(struct {
			Address  string             `json:"address"`
			Accounts []practice.Account `json:"accounts"`
		}{p.Address(), p.Accounts()})
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n\nlacictl qris add '%s' --data DIR\n", p.Address(), assets.Sticker())
	for _, a := range p.Accounts() {
		kind, err := gateway.KindOf(a.System)
		if err != nil {
			return err
		}
		fmt.Fprintf(&out, "\nlacictl gateway add %s --system %s --base %s", a.System, a.System, a.Base)
		names := slices.Sorted(maps.Keys(a.Fields))
		for _, name := range names {
			if slices.Contains(kind.Options, name) {
				fmt.Fprintf(&out, " --set '%s=%s'", name, a.Fields[name])
			}
		}
		out.WriteString(" --data DIR --credentials - <<END\n")
		for _, name := range names {
			if !slices.Contains(kind.Options, name) {
				fmt.Fprintf(&out, "%s=%s\n", name, a.Fields[name])
			}
		}
		out.WriteString("END\n")
	}
	_, err := fmt.Fprint(sh.out, out.String())
	return err
}
