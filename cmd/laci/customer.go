package main

import (
	"context"
	"fmt"
	"image"
	"slices"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/go-gl/glfw/v3.4/glfw"

	"laci/ui"
)

// screensLook is how often the program looks whether a second screen came or went.
const screensLook = time.Second

// watchScreens gives the customer a window as long as there is a second screen,
// until unwatch.
func (k *kiosk) watchScreens() {
	ctx, stop := context.WithCancel(context.Background())
	var watching sync.WaitGroup
	watching.Go(func() { k.lookForScreens(ctx) })
	k.unwatch = func() {
		stop()
		watching.Wait()
	}
}

func (k *kiosk) lookForScreens(ctx context.Context) {
	ticker := time.NewTicker(screensLook)
	defer ticker.Stop()
	for {
		seated := make(chan struct{})
		fyne.Do(func() { defer close(seated); k.seatCustomer() })
		select {
		case <-ctx.Done():
			return
		case <-seated:
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// seatCustomer opens the customer's window when a second screen is there, and
// closes it when the screen is gone: the window would lie on the counter's.
func (k *kiosk) seatCustomer() {
	if k.screen == nil {
		return
	}
	defer pastTheEnd()
	k.takeScreen()
	at, wanted := k.customerPlace()
	switch {
	case wanted && k.customer == nil:
		k.openCustomer(at)
	case !wanted && k.customer != nil:
		k.closeCustomer()
	}
}

// notInitialized is GLFW_NOT_INITIALIZED.
const notInitialized glfw.ErrorCode = 0x00010001

// pastTheEnd, deferred, lets a look at the screens pass that came too late: once
// the toolkit has ended, fyne.Do runs at once, and there are no screens to ask
// for.
func pastTheEnd() {
	caught := recover()
	if e, ok := caught.(*glfw.Error); ok && e.Code == notInitialized {
		return
	}
	if caught != nil {
		panic(caught)
	}
}

// takeScreen gives the counter's window the whole of the first screen again when
// the screens are others than before: a window whose screen went is left as it
// fell.
func (k *kiosk) takeScreen() {
	screens := glfw.GetMonitors()
	var now []image.Rectangle
	for _, screen := range screens {
		if mode := screen.GetVideoMode(); mode != nil { // it went a moment ago
			corner := image.Pt(screen.GetPos())
			now = append(now, image.Rectangle{corner, corner.Add(image.Pt(mode.Width, mode.Height))})
		}
	}
	if len(now) == 0 || slices.Equal(now, k.screens) {
		return
	}
	before := k.screens
	k.screens = now
	if before == nil || k.flags.Windowed != "" {
		return
	}
	k.closeCustomer()
	if window, ok := k.window.(desktop.Window); ok {
		window.RequestPosition(now[0].Min.X, now[0].Min.Y)
	}
	k.window.SetFullScreen(true)
	k.awake.allow()
}

// customerPlace is where on the desktop the customer's window belongs; false when
// there is no place for one. A till in a window has a customer's only where one
// was told.
func (k *kiosk) customerPlace() (at image.Point, there bool) {
	if k.prefs.Customer == ui.CustomerOff {
		return at, false
	}
	second, there := secondScreen()
	if _, err := fmt.Sscanf(k.prefs.Customer, "%d,%d", &at.X, &at.Y); err == nil {
		return at, there || k.flags.Windowed != ""
	}
	return second, there && k.flags.Windowed == ""
}

// secondScreen finds the corner of a screen that is not the first, which is the
// counter's. Screens are told apart by where they are: two may bear one name, and
// one that only mirrors the first is none.
func secondScreen() (at image.Point, there bool) {
	for i, screen := range glfw.GetMonitors() {
		corner := image.Pt(screen.GetPos())
		if i == 0 {
			at = corner
		} else if corner != at {
			return corner, true
		}
	}
	return at, false
}

// openCustomer opens the customer's window at a place, and there over the whole
// of the screen it is on.
func (k *kiosk) openCustomer(at image.Point) {
	k.customer = k.app.NewWindow("Laci: pembeli")
	k.customer.SetCloseIntercept(func() {}) // it goes with its screen
	if window, ok := k.customer.(desktop.Window); ok {
		window.RequestPosition(at.X, at.Y) // first: a window fills the screen it is on
	}
	if k.flags.Windowed == "" {
		k.customer.SetFullScreen(true)
	} else {
		k.customer.SetFixedSize(true)
		k.customer.Resize(k.window.Canvas().Size())
	}
	k.screen.FaceCustomer(k.customer)
	k.customer.Show()
	k.awake.allow()
	k.window.RequestFocus()
}

// closeCustomer takes the customer's window away.
func (k *kiosk) closeCustomer() {
	if k.customer == nil {
		return
	}
	if k.screen != nil {
		k.screen.FaceCustomer(nil)
	}
	k.customer.SetCloseIntercept(nil)
	k.customer.Close()
	k.customer = nil
}
