// Command lacictl is the till without a screen: it serves, reads and makes
// QRIS codes, and asks a stopped or running till for one thing at a time.
package main

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"laci/cmd/internal/house"
)

// Exit codes.
const (
	fine    = 0
	refused = 1 // one line on standard error that starts with a code word
	usage   = 2
)

// cli is every verb with its flags, as kong reads them.
type cli struct {
	Lang string `help:"Language of the words: id or en. Default: from LC_ALL, LC_MESSAGES or LANG." enum:"id,en," default:"" env:"LACI_LANG"`

	Practice practiceCmd `cmd:"" help:"Run a payment system to try gateways with: no account is needed and no money is real."`

	Serve  serveCmd `cmd:"" help:"Run the till and its server without a screen until SIGINT or SIGTERM."`
	Setup  setupCmd `cmd:"" help:"Set a new till up without a screen: its QRIS, the owner's PIN, the recovery code, which is printed once."`
	QRIS   qrisCmd  `cmd:"" name:"qris" help:"Read, check, make and store QRIS codes."`
	Source struct {
		Add     sourceAddCmd     `cmd:"" help:"Let a program report payments by signed callbacks; prints its secret once."`
		Pair    sourcePairCmd    `cmd:"" help:"Show a code by which a phone that forwards notifications fetches its secret from the running till within two minutes."`
		Trust   sourceTrustCmd   `cmd:"" help:"Say what a source's word does to money that names no order, with the owner's PIN."`
		Replace sourceReplaceCmd `cmd:"" help:"Change phones: pair the new one, test it with Rp1.000, revoke the old one."`
		Try     sourceTryCmd     `cmd:"" help:"Tell what would be read in a notification, or why it would not count."`
		Revoke  sourceRevokeCmd  `cmd:"" help:"Take no word of a source any more."`
		List    sourceListCmd    `cmd:"" help:"Tell who may report payments, what each may do and when it was last heard."`
	} `cmd:"" help:"Who may report payments."`
	Template struct {
		Add    templateAddCmd    `cmd:"" help:"Read the notifications of an app, with the owner's PIN."`
		Remove templateRemoveCmd `cmd:"" help:"Read them so no more."`
		List   templateListCmd   `cmd:"" help:"Tell which apps' notifications are read, and how."`
	} `cmd:"" help:"How the notifications that phones forward are read."`
	Gateway struct {
		Add    gatewayAddCmd    `cmd:"" help:"Let a payment system make the counter's codes and tell what was paid; with the owner's PIN."`
		Remove gatewayRemoveCmd `cmd:"" help:"Make no more codes with a payment system and take no word of it."`
		List   gatewayListCmd   `cmd:"" help:"Tell which payment systems the shop has, and how contact with them goes."`
		Test   gatewayTestCmd   `cmd:"" help:"Ask a payment system whether it knows the credentials."`
	} `cmd:"" help:"Accounts at payment systems."`
	Key struct {
		Add    keyAddCmd    `cmd:"" help:"Let a program use the API; prints its credentials once."`
		Revoke keyRevokeCmd `cmd:"" help:"Take a program's key away; its streams end at once."`
		List   keyListCmd   `cmd:"" help:"Tell which programs may use the API."`
	} `cmd:"" help:"Who may use the API."`
	Device struct {
		Pair   devicePairCmd   `cmd:"" help:"Show a code that pairs one screen or phone with the running till within two minutes."`
		Revoke deviceRevokeCmd `cmd:"" help:"Take a device's token away; its streams end at once."`
		List   deviceListCmd   `cmd:"" help:"Tell which devices are paired."`
	} `cmd:"" help:"Paired screens and phones."`
	Person struct {
		Add    personAddCmd    `cmd:"" help:"Add somebody, or bring a retired person back, with the owner's PIN."`
		PIN    personPINCmd    `cmd:"" name:"pin" help:"Give somebody a new PIN or password, with the owner's PIN."`
		Retire personRetireCmd `cmd:"" help:"Take somebody out of the shop, with the owner's PIN."`
		List   personListCmd   `cmd:"" help:"Everybody who works or worked here."`
	} `cmd:"" help:"Who works with the till."`
	User struct {
		Add userAddCmd `cmd:"" help:"Add a web account; its password is a line of standard input. The owner's PIN must be set."`
	} `cmd:"" help:"Who may log in through the web. Retire them as persons."`
	PIN struct {
		Reset pinResetCmd `cmd:"" help:"Give the owner a new PIN when the old one is forgotten; by the account that owns the till's files, or by the recovery code. It stands on the next Z."`
	} `cmd:"" name:"pin" help:"The owner's PIN."`
	Shift struct {
		Open  shiftOpenCmd  `cmd:"" help:"Open a shift with money for change in the drawer."`
		Hand  shiftHandCmd  `cmd:"" help:"Hand the till over to another cashier, with that person's own PIN; the shift goes on."`
		Close shiftCloseCmd `cmd:"" help:"Close the running shift and print its Z."`
		X     shiftXCmd     `cmd:"" name:"x" help:"Print how the running shift stands; it goes on."`
		Z     shiftZCmd     `cmd:"" name:"z" help:"Print a Z again."`
		List  shiftListCmd  `cmd:"" help:"The newest Zs, a line each."`
	} `cmd:"" help:"Shifts and their reports."`
	Cash struct {
		In  cashInCmd  `cmd:"" help:"Money put into the drawer that is no sale."`
		Out cashOutCmd `cmd:"" help:"Money taken out of the drawer that is no refund."`
	} `cmd:"" help:"The drawer."`
	Recovery struct {
		New recoveryNewCmd `cmd:"" help:"Make the six words that open backups from now on; prints them once."`
	} `cmd:"" help:"The recovery code."`
	Backup   backupCmd  `cmd:"" help:"Backups that only the recovery code opens."`
	Restore  restoreCmd `cmd:"" help:"Put a backup in the place of the till, which must not run."`
	Settings struct {
		Show settingsShowCmd `cmd:"" help:"Print the settings as JSON."`
		Set  settingsSetCmd  `cmd:"" help:"Change settings, with the owner's PIN."`
	} `cmd:"" help:"What the owner chose."`
	Report  reportCmd  `cmd:"" help:"Totals and sales of a business day or of several, as text, CSV, XLSX or a one-page PDF."`
	Receipt receiptCmd `cmd:"" help:"The receipt of an order, as text, PNG or PDF, or on the shop's printer."`
	Bank    struct {
		Compare  bankCompareCmd  `cmd:"" help:"Compare the money of some days with one number or with the acquirer's list. Nothing paid is undone."`
		Expected bankExpectedCmd `cmd:"" help:"Tell what should arrive when of the money of some days."`
		Rule     bankRuleCmd     `cmd:"" help:"Say how an acquirer pays out, with the owner's PIN; without flags print the rules."`
	} `cmd:"" help:"The match with the bank."`
	Hook struct {
		Add    hookAddCmd    `cmd:"" help:"Tell a program elsewhere what happens, by signed webhooks; prints its secret once."`
		Revoke hookRevokeCmd `cmd:"" help:"Tell it nothing more."`
		List   hookListCmd   `cmd:"" help:"Tell who is told, and who was switched off."`
		Log    hookLogCmd    `cmd:"" help:"The newest deliveries and what came back."`
		Replay hookReplayCmd `cmd:"" help:"Switch a listener on again and tell it what it missed."`
	} `cmd:"" help:"Programs elsewhere that are told what happens."`
	Verify  verifyCmd  `cmd:"" help:"Prove that the till agrees with its journal; the first difference otherwise."`
	Reach   reachCmd   `cmd:"" help:"Tell how the running till can be reached, and call its public address."`
	Status  statusCmd  `cmd:"" help:"Tell the till in a few lines."`
	Today   todayCmd   `cmd:"" help:"Totals of a business day."`
	Version versionCmd `cmd:"" help:"Print the version."`
}

// shell is what a verb may use of the world around it.
type shell struct {
	ctx  context.Context
	in   io.Reader
	out  io.Writer
	err  io.Writer
	lang string

	lines *bufio.Reader // of in, once a line was read
}

func main() {
	house.InspectChild()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(shell{ctx: ctx, in: os.Stdin, out: os.Stdout, err: os.Stderr}, os.Args[1:])
	stop()
	os.Exit(code)
}

// run reads the arguments, runs the verb and gives the exit code.
func run(sh shell, args []string) int {
	var c cli
	parser, err := kong.New(&c,
		kong.Name("lacictl"),
		kong.Description("Laci, a QRIS till, from the command line."),
		kong.Writers(sh.out, sh.err),
		kong.UsageOnError(),
	)
	if err != nil {
		panic(err) // the tags above are wrong: the build is broken
	}
	verb, err := parser.Parse(args)
	if err != nil {
		return misused(sh, err)
	}
	sh.lang = language(c.Lang, os.Getenv)
	err = verb.Run(&sh)
	return sh.report(err)
}
