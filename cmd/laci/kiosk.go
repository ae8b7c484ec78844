package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"laci/assets"
	"laci/cmd/internal/house"
	"laci/pos"
	"laci/ui"
)

// practiceFolder is the practice till's own data directory, inside the live one's.
const practiceFolder = "practice"

// kiosk is the window and the till that is on it: the live one, or the practice
// till while somebody tries things out. The live till stays open meanwhile, so
// that no money goes unheard.
type kiosk struct {
	flags  flags
	dir    string
	app    fyne.App
	window fyne.Window
	trace  *tracer
	screen *ui.App
	sounds *speaker
	prefs  ui.Prefs

	restarted bool        // the machine was started anew since the till last ran
	leaving   *time.Timer // set once the till was told to end

	live     *house.House
	practice *house.House // nil unless it is on the screen
}

// newKiosk makes the window; nothing is shown before run.
func newKiosk(f flags, dir string, h *house.House) (*kiosk, error) {
	// The screens measure in millimetres themselves; a second scale would lie.
	if os.Getenv("FYNE_SCALE") == "" {
		_ = os.Setenv("FYNE_SCALE", "1")
	}
	makeCache()
	trace, err := newTracer(f.Trace)
	if err != nil {
		return nil, err
	}
	k := &kiosk{flags: f, dir: dir, live: h, trace: trace, app: app.NewWithID("id.laci.kiosk"), sounds: newSpeaker(h.Log)}
	k.prefs = k.chosen()
	k.restarted = restarted(dir, bootFile)
	k.window = k.app.NewWindow("Laci")
	k.window.SetPadded(false)
	if f.Windowed == "" {
		k.window.SetFullScreen(true)
		return k, nil
	}
	var width, height float32
	if _, err := fmt.Sscanf(f.Windowed, "%fx%f", &width, &height); err != nil || width < 320 || height < 320 {
		return nil, fmt.Errorf("--windowed %q: want WIDTHxHEIGHT of at least 320x320", f.Windowed)
	}
	k.window.SetFixedSize(true)
	k.window.Resize(fyne.NewSize(width, height))
	return k, nil
}

// run shows the till and returns when the program is told to end, or says why
// there is no window.
func (k *kiosk) run() error {
	signals, ended := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	defer close(ended)
	go func() {
		select {
		case <-signals:
			fyne.Do(k.quit)
		case <-ended:
		}
	}()
	k.app.Lifecycle().SetOnStarted(func() { k.show(k.live) })
	k.window.SetCloseIntercept(k.askToClose)
	if err := appear(k.window); err != nil {
		return err
	}
	k.app.Run()
	if k.leaving != nil && !k.leaving.Stop() {
		select {} // abandon has the till and ends the program
	}
	k.end()
	return nil
}

// askToClose is what closing the window comes to: a till that fills the screen
// is left only with the owner's PIN.
func (k *kiosk) askToClose() {
	if k.flags.Windowed == "" && k.screen != nil {
		k.screen.Close()
		return
	}
	k.quit()
}

// quit ends the screens first and then the window: what is queued for a window
// that is gone would be lost.
func (k *kiosk) quit() {
	if k.leaving != nil {
		return
	}
	k.end()
	k.leaving = time.AfterFunc(lastEvents, k.abandon)
	k.app.Quit()
}

// lastEvents is how long the toolkit may take to end.
const lastEvents = 3 * time.Second

// abandon closes the till and ends the program although the toolkit has not ended:
// Fyne 2.8.1 now and then loses an event as it stops, and would wait for it for ever.
func (k *kiosk) abandon() {
	k.live.Log.Warn("the window did not end, the till does")
	if err := k.live.Close(); err != nil {
		fmt.Fprintln(os.Stderr, said(err))
		os.Exit(1)
	}
	os.Exit(0)
}

// end stops the screens and the practice till. Doing it twice is harmless.
func (k *kiosk) end() {
	if k.screen != nil {
		k.screen.Stop()
		k.screen = nil
	}
	k.closePractice()
	k.sounds.close()
	k.trace.close()
}

// show puts a till on the window, in place of the one that was there.
func (k *kiosk) show(h *house.House) {
	if k.screen != nil {
		k.screen.Stop()
	}
	o := ui.Options{
		Till: h.Till, Window: k.window, Now: time.Now, Do: fyne.Do,
		Prefs: k.prefs, Density: k.density(), Version: version, Folders: folders(),
		Print: h.PrintSale, Text: text(h.Till),
		Check: h.CheckMoney, Showing: h.Shows, Link: h.Link,
		Slip: func(z pos.Z, lang string) []ui.SlipLine { return slip(h.Till.Shop(), z, lang) },
		Paid: func(o pos.Order, here bool) { k.sounds.paid(o, here, k.flags.Volume) },
		Quit: k.quit, Locked: k.restarted,
		Live: k.blanking, Remember: k.remember, Trace: k.trace.write, Log: h.Log,
	}
	if !h.Till.Shop().Practice {
		o.Practice = k.enterPractice
	} else if h == k.practice {
		o.Leave = k.leavePractice
	}
	k.screen = ui.New(o)
	k.screen.Start(context.Background())
	switch {
	case h.KeyErr() != nil:
		k.screen.Notice(house.Code(h.KeyErr()))
	case h.ServerErr() != nil:
		k.screen.Notice("no_server")
	}
}

// density is the screen's pixels a millimetre: as told, or as the screen says.
func (k *kiosk) density() float64 {
	if k.flags.Density > 0 {
		return k.flags.Density
	}
	return screenDensity("/sys/class/drm")
}

// blanking keeps the screen awake only while a live code is on it.
func (k *kiosk) blanking(code bool) { k.app.Driver().SetDisableScreenBlanking(code) }

// enterPractice opens the practice till, a sample shop in its own directory,
// and puts it on the window.
func (k *kiosk) enterPractice() {
	h, err := openPractice(filepath.Join(k.dir, practiceFolder))
	if err != nil {
		k.live.Log.Error("practice till not opened", "error", err)
		k.screen.Notice("practice_failed")
		return
	}
	k.practice = h
	k.show(h)
}

// openPractice opens the practice till and gives a new one the sample shop. Its
// server takes any free port: the live till keeps its own.
func openPractice(dir string) (*house.House, error) {
	ctx := context.Background()
	h, err := house.Open(ctx, house.Options{Dir: dir, Program: "laci", Version: version, Practice: true, Listen: "127.0.0.1:0", Screen: true})
	if err != nil {
		return nil, err
	}
	if h.Till.Shop().Ready() {
		return h, nil
	}
	if _, err := h.Till.AddQRIS(ctx, pos.AddQRIS{Text: assets.Sticker(), Actor: "practice"}); err != nil {
		_ = h.Close()
		return nil, err
	}
	settings := h.Till.Shop().Settings
	settings.Facing = pos.FacingCashier
	if err := h.Till.Change(ctx, settings, "", "practice"); err != nil {
		_ = h.Close()
		return nil, err
	}
	return h, nil
}

// leavePractice goes back to the live till.
func (k *kiosk) leavePractice() {
	k.show(k.live)
	k.closePractice()
}

func (k *kiosk) closePractice() {
	if k.practice == nil {
		return
	}
	if err := k.practice.Close(); err != nil {
		k.live.Log.Error("practice till not closed", "error", err)
	}
	k.practice = nil
}

// folders are where pictures of a sticker are likely to be.
func folders() []string {
	home, err := os.UserHomeDir()
	if err != nil {
		return []string{"/media"}
	}
	return []string{filepath.Join(home, "Pictures"), filepath.Join(home, "Downloads"), home, "/media"}
}
