package house

import (
	"errors"
	"fmt"

	"laci/pos"
)

// Error is a refusal or failure of the house, with a stable Code. The words a
// person reads for it live in assets.
type Error struct{ code, text string }

// Error gives the English line for logs.
func (e *Error) Error() string { return "house: " + e.text }

// Code gives the stable code word, such as "till_missing".
func (e *Error) Code() string { return e.code }

// What the house itself refuses or fails with; everything else is pos's.
var (
	ErrDir       = &Error{"directory_unusable", "the data directory cannot be used"}
	ErrStopped   = &Error{"not_running", "only a running till can do this"}
	ErrNoTill    = &Error{"till_missing", "there is no till in this directory"}
	ErrKey       = &Error{"key_file_damaged", "the key file is not 32 bytes"}
	ErrKeyLost   = &Error{"key_file_lost", "laci.key is gone or another machine's: sealed secrets cannot be read"}
	ErrSocket    = &Error{"socket_failed", "the running till did not answer"}
	ErrVerb      = &Error{"verb_unknown", "the running till does not know this verb"}
	ErrNoPrinter = &Error{"printer_none", "no printer was set"}
)

// RunningError says who holds the till that was to be opened. It is
// pos.ErrHeld with a name.
type RunningError struct{ Run Run }

// Error names the running program as far as its run file tells.
func (e *RunningError) Error() string {
	switch {
	case e.Run.Program == "":
		return "house: another program holds this till"
	case e.Run.Address == "":
		return fmt.Sprintf("house: %s (process %d) holds this till", e.Run.Program, e.Run.PID)
	}
	return fmt.Sprintf("house: %s (process %d, http://%s) holds this till", e.Run.Program, e.Run.PID, e.Run.Address)
}

// Code is the code of pos.ErrHeld, "already_running".
func (e *RunningError) Code() string { return pos.ErrHeld.Code() }

// Unwrap makes errors.Is(err, pos.ErrHeld) true.
func (e *RunningError) Unwrap() error { return pos.ErrHeld }

// named turns pos.ErrHeld into a RunningError and leaves every other error as
// it is.
func named(dir string, err error) error {
	if !errors.Is(err, pos.ErrHeld) {
		return err
	}
	run, _ := readRun(dir) // without a run file the holder stays unnamed
	return &RunningError{run}
}
