package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"laci/assets"
	"laci/cmd/internal/house"
	"laci/pos"
)

// dataFlag names the till.
type dataFlag struct {
	Data string `required:"" help:"The till's data directory." placeholder:"DIR" type:"path"`
}

// pinFlag says where the owner's PIN comes from. It is never an argument: those
// can be read by everybody on the machine.
type pinFlag struct {
	PinStdin bool `help:"Read the owner's PIN from the first line of standard input."`
}

// asOwner runs a verb that asks for the owner's PIN once one is set: the one
// given by --pin-stdin or LACI_PIN, else asked for on a terminal.
func (sh *shell) asOwner(data dataFlag, pin pinFlag, verb string, args house.Args) (house.Answer, error) {
	known, err := sh.ownerPIN(pin)
	if err != nil {
		return house.Answer{}, err
	}
	return sh.asOwnerWith(data, known, verb, args)
}

// asOwnerWith does the same with a PIN that is known already, if it is not "".
func (sh *shell) asOwnerWith(data dataFlag, pin, verb string, args house.Args) (house.Answer, error) {
	args.PIN = pin
	answer, err := house.Do(sh.ctx, data.Data, verb, args)
	if args.PIN != "" || house.Code(err) != pos.ErrPINNeeded.Code() {
		return answer, err
	}
	asked, ok := sh.ask("PIN: ")
	if !ok {
		return answer, err
	}
	args.PIN = asked
	return house.Do(sh.ctx, data.Data, verb, args)
}

// ownerPIN gives the owner's PIN of --pin-stdin or LACI_PIN, "" without either.
func (sh *shell) ownerPIN(pin pinFlag) (string, error) {
	if pin.PinStdin {
		return sh.line()
	}
	return os.Getenv("LACI_PIN"), nil
}

// line reads the next line of standard input.
func (sh *shell) line() (string, error) {
	if sh.lines == nil {
		sh.lines = bufio.NewReader(sh.in)
	}
	line, err := sh.lines.ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("%w: %w", errInput, err)
	}
	return strings.TrimSpace(line), nil
}

// newPINFlag says where a new PIN comes from; like any PIN never an argument.
type newPINFlag struct {
	NewPINStdin bool `name:"new-pin-stdin" help:"Read the new PIN or password from the next line of standard input, after the owner's PIN."`
}

// newSecret gives the new PIN or password: from the next line of standard input,
// LACI_NEW_PIN, or asked for twice on a terminal.
func (sh *shell) newSecret(flag newPINFlag) (string, error) {
	if flag.NewPINStdin {
		return sh.line()
	}
	if secret := os.Getenv("LACI_NEW_PIN"); secret != "" {
		return secret, nil
	}
	first, ok := sh.ask(assets.Text(sh.lang, "ctl.new_pin"))
	if !ok {
		return "", pos.ErrPINNeeded
	}
	if again, _ := sh.ask(assets.Text(sh.lang, "ctl.new_pin_again")); again != first {
		return "", errNotSame
	}
	return first, nil
}

// errNotSame says that a new PIN was typed in two ways.
var errNotSame = &codeError{"pin_differs", "the two new PINs differ"}

// terminal tells whether somebody sits at standard input.
func (sh *shell) terminal() bool {
	file, ok := sh.in.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// ask asks on the terminal without echo; not ok when there is none.
func (sh *shell) ask(prompt string) (string, bool) {
	if !sh.terminal() {
		return "", false
	}
	terminal := sh.in.(*os.File)
	fmt.Fprint(sh.err, prompt)
	pin, err := term.ReadPassword(int(terminal.Fd()))
	fmt.Fprintln(sh.err)
	return strings.TrimSpace(string(pin)), err == nil && len(pin) > 0
}
