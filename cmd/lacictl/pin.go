package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

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
	args.PIN = os.Getenv("LACI_PIN")
	if pin.PinStdin {
		line, err := bufio.NewReader(sh.in).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return house.Answer{}, fmt.Errorf("%w: %w", errInput, err)
		}
		args.PIN = strings.TrimSpace(line)
	}
	answer, err := house.Do(sh.ctx, data.Data, verb, args)
	if args.PIN != "" || house.Code(err) != pos.ErrPINNeeded.Code() {
		return answer, err
	}
	asked, ok := sh.askPIN()
	if !ok {
		return answer, err
	}
	args.PIN = asked
	return house.Do(sh.ctx, data.Data, verb, args)
}

// askPIN asks on the terminal without echo; not ok when there is none.
func (sh *shell) askPIN() (string, bool) {
	terminal, ok := sh.in.(*os.File)
	if !ok || !term.IsTerminal(int(terminal.Fd())) {
		return "", false
	}
	fmt.Fprint(sh.err, "PIN: ")
	pin, err := term.ReadPassword(int(terminal.Fd()))
	fmt.Fprintln(sh.err)
	return strings.TrimSpace(string(pin)), err == nil && len(pin) > 0
}
