package ui

import (
	"context"
	"time"

	"laci/pos"
)

// holdFor is how long the version at the foot of the menu is held down to leave
// the till.
const holdFor = 3 * time.Second

// Close asks whether the till may be left, with the owner's PIN, as a long press
// in the menu does. Without a PIN, or with nothing to leave to, it leaves or
// stays at once. Call it on the UI goroutine: for a window that is to be closed.
func (a *App) Close() {
	if a.o.Quit == nil {
		return
	}
	back := a.backTo(a.now)
	switch {
	case a.locked:
		back = func() { a.askLock(false) }
	case a.now == a.pin && !a.view.order.ID.IsZero():
		back = a.backTo(a.code)
	case a.now == a.pin:
		back = a.showHome
	}
	a.approve(approval{right: pos.MaySettings, text: a.t("quit.text"), back: back, then: a.o.Quit,
		do: func(ctx context.Context, pin string) error {
			if pin == "" {
				return nil // nobody has made a PIN yet
			}
			_, err := a.o.Till.Approve(ctx, pos.MaySettings, "", pin)
			return err
		}})
}
