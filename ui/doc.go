// Package ui is the till's screens: keypad, code, paid, the day, set-up. It
// draws with Fyne, asks the till through small interfaces, and re-reads the
// store when the till nudges it; it never opens an app, a file of the store or
// a socket.
//
// The program that owns the window wires it so:
//
//	a := ui.New(ui.Options{Till: till, Window: w, Now: time.Now, Do: fyne.Do, …})
//	a.Start(ctx) // on the UI goroutine: content, theme, keys, dropped files
//	…
//	a.Stop() // ends and waits for every goroutine; before the till is closed
//
// Start takes the window's content, its canvas keys and its dropped files, and
// sets the app's theme. To change to another till (into practice and back)
// Stop the one, New and Start the other on the same window.
package ui
