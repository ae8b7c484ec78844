package ui

import (
	"context"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"

	"laci/pos"
)

// Options are what the screens stand on. Till, Window, Now and Do are needed;
// everything else may be left out.
type Options struct {
	Till   Till
	Window fyne.Window      // Start fills it
	Now    func() time.Time // the one clock
	Do     func(func())     // runs a function on the UI goroutine later: fyne.Do

	Prefs           // what was chosen before
	Density float64 // pixels a millimetre of the real screen; 0 when unknown: 149 ppi is assumed

	Folders  []string // where the picture picker starts: the user's home, a memory stick; "" are left out
	Version  string   // shown at the foot of the menu
	Practice func()   // "Coba dulu": called on the UI goroutine, after the owner's PIN once there is one; nil leaves it out
	Leave    func()   // leaves practice; nil leaves it out
	Quit     func()   // ends the program, after a long press and the owner's PIN; nil leaves it out
	Locked   bool     // the machine was started anew: where the owner wants locking, the till starts locked

	Slip      func(z pos.Z, lang string) []SlipLine                               // a shift's report line by line, as it is printed; nil leaves the lines out
	Keeper    Keeper                                                              // brings backups back; nil leaves it out
	Desk      Desk                                                                // knows the payment systems; nil leaves adding and trying gateways out
	TestPrint func(lang string, then func(err error))                             // prints a test slip and tells from any goroutine how it went; nil leaves it out
	Remember  func(p Prefs)                                                       // keeps what somebody chose; may be nil
	Trace     func(screen string, tiles []TileInfo)                               // see TileInfo; may be nil
	Live      func(code bool)                                                     // told when a live code is up (blanking off) and when it is gone; may be nil
	Print     func(id pos.ID, lang, actor string, then func(error))               // prints an order's receipt beside the next sale; then is told once, on any goroutine; nil leaves printing out
	Text      func(ctx context.Context, o pos.Order, lang string) (string, error) // the address that opens a receipt as text on the customer's phone; nil leaves it out
	Link      func(code, source string) string                                    // a pairing code, and where this till is, as one line for a QR code; source is the name of a phone that forwards notifications, "" for other devices; nil leaves it out
	Check     func(order pos.Order)                                               // has the order's gateway asked about its money soon; nil when nobody can be asked
	Paid      func(order pos.Order, here bool)                                    // told once of every order seen paid, for the sound; here: it is the one on this screen; may be nil
	Showing   func(order pos.ID)                                                  // told which order is on the screen, zero for none; may be nil
	Log       *slog.Logger                                                        // may be nil
}

// TileInfo reports one thing on the screen to an end-to-end driver: its code
// word, the words on it and its rectangle in Fyne units from the window's
// upper left corner. It only reports; nothing can be pressed through it.
type TileInfo struct {
	Kind       string // "tile" for what can be pressed, "text" for words, "code" for the QR symbol
	Code       string // stable word of a tile: "key.5", "show", "confirm.yes"; "" for words
	Label      string // what it says; of a symbol, its payload
	X, Y, W, H float32
	Enabled    bool
}

// SlipLine is a line of a printed slip: words, and on the right what they come to.
type SlipLine struct {
	Left, Right string
	Head        bool // it stands over the lines that follow
}
