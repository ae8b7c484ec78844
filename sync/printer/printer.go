// Package printer puts slips on paper: a network printer, a device file, or a
// printer of the system. A printer that is off or out of paper costs a slip,
// never a sale.
package printer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"time"

	"laci/pos/receipt"
)

// Errors of printing. Each has a stable code word.
var (
	ErrTarget = &Error{"printer_target", "unknown kind of printer"}
	ErrOff    = &Error{"printer_off", "the printer does not answer"}
	ErrPaper  = &Error{"printer_paper", "the printer is out of paper"}
	ErrBusy   = &Error{"printer_busy", "too many slips wait for the printer"}
)

// Error is an error that a caller can act on.
type Error struct{ code, text string }

// Error gives the text for a log.
func (e *Error) Error() string { return "printer: " + e.text }

// Code gives the stable code word.
func (e *Error) Code() string { return e.code }

// patience is how long a printer may take for a slip.
const patience = 10 * time.Second

// Printer is one printer, by its address. The zero Printer has none.
type Printer struct {
	kind, where string
	dots        int
}

// New reads a printer's address: "tcp://HOST:PORT" (9100 when left out),
// "file:///dev/usb/lp0", or "system:NAME" for a printer that the system prints
// on ("system:" for its usual one). dots is how wide its paper is,
// receipt.Dots58 or receipt.Dots80.
func New(address string, dots int) (Printer, error) {
	if name, ok := strings.CutPrefix(address, "system:"); ok {
		if strings.HasPrefix(name, "-") {
			return Printer{}, fmt.Errorf("%q: %w", address, ErrTarget)
		}
		return Printer{"system", name, dots}, nil
	}
	at, err := url.Parse(address)
	switch {
	case err != nil:
	case at.Scheme == "tcp" && at.Hostname() != "":
		port := at.Port()
		if port == "" {
			port = "9100" // raw printing, as printers on a network offer it
		}
		return Printer{"tcp", net.JoinHostPort(at.Hostname(), port), dots}, nil
	case at.Scheme == "file" && strings.HasPrefix(at.Path, "/"):
		return Printer{"file", at.Path, dots}, nil
	}
	return Printer{}, fmt.Errorf("%q: %w", address, ErrTarget)
}

// Print puts a slip on paper and returns when the printer has taken all of it.
// It fails with ErrOff or ErrPaper where the printer says so, within ten seconds.
func (p Printer) Print(ctx context.Context, slip receipt.Slip) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if p.kind == "system" {
		return p.bySystem(ctx, slip)
	}
	page, err := slip.Picture(p.dots)
	if err != nil {
		return err
	}
	stream := receipt.ESCPOS(page)
	if p.kind == "tcp" {
		return p.overTCP(ctx, stream)
	}
	return p.toFile(ctx, stream)
}

// because names a cause under one of the errors.
func because(err *Error, cause error) error { return fmt.Errorf("%w: %w", err, cause) }

// Status request and answer of ESC/POS: DLE EOT 4 asks about the paper; bits 5
// and 6 of the answer say that there is none.
var (
	askPaper = []byte{0x10, 0x04, 0x04}
	noPaper  = byte(0x60)
)

// paperWait is how long a printer may think about its paper. Many never answer.
const paperWait = 400 * time.Millisecond

func (p Printer) overTCP(ctx context.Context, stream []byte) error {
	to, err := new(net.Dialer).DialContext(ctx, "tcp", p.where)
	if err != nil {
		return because(ErrOff, err)
	}
	defer func() { _ = to.Close() }()
	deadline, _ := ctx.Deadline()
	if empty, err := outOfPaper(to); err != nil || empty {
		if err != nil {
			return because(ErrOff, err)
		}
		return ErrPaper
	}
	if err := to.SetDeadline(deadline); err != nil {
		return because(ErrOff, err)
	}
	if _, err := to.Write(stream); err != nil {
		return because(ErrOff, err)
	}
	// All of it has arrived only when the printer says goodbye, too.
	if half, ok := to.(*net.TCPConn); ok && half.CloseWrite() == nil {
		if _, err := io.Copy(io.Discard, to); err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
			return because(ErrOff, err)
		}
	}
	return nil
}

// outOfPaper asks the printer; one that does not answer is taken to have paper.
func outOfPaper(to net.Conn) (bool, error) {
	if _, err := to.Write(askPaper); err != nil {
		return false, err
	}
	if err := to.SetReadDeadline(time.Now().Add(paperWait)); err != nil {
		return false, err
	}
	var answer [1]byte
	n, err := to.Read(answer[:])
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return false, nil
	}
	return n == 1 && answer[0]&noPaper == noPaper, err
}

// toFile writes to a device; a device that does not take the slip in time is off.
func (p Printer) toFile(ctx context.Context, stream []byte) error {
	done := make(chan error, 1)
	go func() { // a write to a device that is off cannot be called back
		file, err := os.OpenFile(p.where, os.O_WRONLY, 0)
		if err == nil {
			_, err = file.Write(stream)
			err = errors.Join(err, file.Close())
		}
		done <- err
	}()
	select {
	case err := <-done:
		if err != nil {
			return because(ErrOff, err)
		}
		return nil
	case <-ctx.Done():
		return because(ErrOff, ctx.Err())
	}
}

// bySystem hands a PDF to the system's own printing.
func (p Printer) bySystem(ctx context.Context, slip receipt.Slip) error {
	var page bytes.Buffer
	if err := slip.PDF(&page, p.dots); err != nil {
		return err
	}
	args := []string{"-s", "-t", "Laci"}
	if p.where != "" {
		args = append(args, "-d", p.where)
	}
	print := exec.CommandContext(ctx, "lp", args...)
	print.Stdin = &page
	if said, err := print.CombinedOutput(); err != nil {
		return because(ErrOff, fmt.Errorf("lp: %w: %s", err, bytes.TrimSpace(said)))
	}
	return nil
}
