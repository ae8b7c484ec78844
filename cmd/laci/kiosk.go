package main

import (
	"context"
	"fmt"
	"image"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"laci/cmd/internal/house"
	"laci/pos"
	slips "laci/pos/receipt"
	"laci/ui"
)

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
	awake  *awake
	prefs  ui.Prefs

	screens  []image.Rectangle // of the desktop, as they were last seen; nil before that
	customer fyne.Window       // on the second screen; nil while there is none
	unwatch  func()            // ends the look for one; nil before it began

	ending    sync.Mutex                 // held while the screens end
	asking    sync.WaitGroup             // PINs that are checked on the way out
	restore   *house.Restore             // what is to be put in the till's place once the window is closed; nil for nothing
	restarted bool                       // the machine was started anew since the till last ran
	leaving   atomic.Pointer[time.Timer] // set once the till was told to end

	live     *house.House
	practice *house.House // nil unless it is on the screen
	wallet   *wallet      // pays its codes; nil when it is not
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
	k := &kiosk{flags: f, dir: dir, live: h, trace: trace, app: app.NewWithID("id.laci.kiosk"), sounds: newSpeaker(h.Log), awake: newAwake(h.Log)}
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
			k.leave() // the toolkit ends by the signal too, and may let what is queued fall
			fyne.Do(k.quit)
		case <-ended:
		}
	}()
	k.app.Lifecycle().SetOnStarted(func() {
		k.show(k.live)
		k.watchScreens()
	})
	k.window.SetCloseIntercept(k.askToClose)
	if err := appear(k.window); err != nil {
		return err
	}
	k.awake.allow()
	k.app.Run()
	if leaving := k.leaving.Swap(new(time.Timer)); leaving != nil && !leaving.Stop() {
		select {} // abandon has the till and ends the program
	}
	k.end()
	k.asking.Wait()
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
// that is gone would be lost. Doing it twice is harmless.
func (k *kiosk) quit() {
	k.end()
	k.leave()
	k.app.Quit()
}

// leave gives the toolkit its time to end, from the first call on; once it has
// ended, none.
func (k *kiosk) leave() {
	if leaving := time.AfterFunc(lastEvents, k.abandon); !k.leaving.CompareAndSwap(nil, leaving) {
		leaving.Stop()
	}
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
	if k.restore != nil {
		_ = k.putBack() // the program goes on as another
	}
	os.Exit(0)
}

// end stops the screens and the practice till. Doing it twice is harmless, from
// wherever the toolkit that ends calls it.
func (k *kiosk) end() {
	k.ending.Lock()
	defer k.ending.Unlock()
	if k.unwatch != nil {
		k.unwatch()
		k.unwatch = nil
	}
	if k.screen != nil {
		k.screen.Stop()
		k.screen = nil
	}
	k.customer = nil // it ends with the program
	k.closePractice()
	k.sounds.close()
	k.awake.close()
	k.trace.close()
}

// show puts a till on the window, in place of the one that was there.
func (k *kiosk) show(h *house.House) {
	k.closeCustomer()
	if k.screen != nil {
		k.screen.Stop()
	}
	o := ui.Options{
		Till: h.Till, Window: k.window, Now: time.Now, Do: fyne.Do,
		Prefs: k.prefs, Density: k.density(), Version: version, Folders: folders(),
		Print: h.PrintSale, Text: text(h.Till),
		Check: h.CheckMoney, Showing: h.Shows, Link: h.Link,
		Slip: func(z pos.Z, lang string) []ui.SlipLine { return slip(h.Till.Shop(), z, lang) },
		Paid: func(o pos.Order, here bool) { k.sounds.paid(o, here, k.volume()) },
		Quit: k.quit, Locked: k.restarted, Desk: systems{h},
		TestPrint: func(lang string, then func(error)) {
			h.PrintSlip(slips.Trial(slips.ShopOf(h.Till.Shop(), lang), time.Now()), then)
		},
		Live: k.blanking, Remember: k.remember, Trace: k.trace.write, Log: h.Log,
	}
	if !h.Till.Shop().Practice {
		o.Practice, o.Keeper = k.enterPractice, keeper{k, h}
	} else if h == k.practice {
		o.Leave = k.leavePractice
	}
	k.screen = ui.New(o)
	k.screen.Start(context.Background())
	k.seatCustomer()
	switch {
	case h.KeyErr() != nil:
		k.screen.Notice(house.Code(h.KeyErr()))
	case h.ServerErr() != nil:
		k.screen.Notice("no_server")
	case os.Getenv(noticeName) != "":
		k.screen.Notice(os.Getenv(noticeName))
		_ = os.Unsetenv(noticeName)
	}
}

// volume is how loud the till speaks: as told, or as chosen.
func (k *kiosk) volume() float64 {
	if k.flags.Volume >= 0 {
		return k.flags.Volume
	}
	return k.prefs.Volume()
}

// density is the screen's pixels a millimetre: as told, or as the screen says.
func (k *kiosk) density() float64 {
	if k.flags.Density > 0 {
		return k.flags.Density
	}
	return screenDensity("/sys/class/drm")
}

// blanking keeps the screen awake only while a live code is on it.
func (k *kiosk) blanking(code bool) {
	k.awake.keep(code)
	k.app.Driver().SetDisableScreenBlanking(code) // a desktop's own saver
}

// folders are where pictures of a sticker are likely to be.
func folders() []string {
	home, err := os.UserHomeDir()
	if err != nil {
		return []string{"/media"}
	}
	return []string{filepath.Join(home, "Pictures"), filepath.Join(home, "Downloads"), home, "/media"}
}
