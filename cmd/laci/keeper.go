package main

import (
	"context"

	"fyne.io/fyne/v2"

	"laci/cmd/internal/house"
	"laci/pos"
)

// keeper brings backups back to the live till.
type keeper struct {
	*kiosk
	h *house.House
}

// Backups are the files that can be found.
func (k keeper) Backups() []string { return k.h.Backups() }

// Look reads a backup and tells what it holds.
func (k keeper) Look(ctx context.Context, file, code string) (pos.Extent, error) {
	return k.h.LookAt(ctx, file, code)
}

// Restore ends the screens, puts a backup in the till's place and starts the
// program anew. A wrong PIN is told before anything is closed; what goes wrong
// later leaves the till as it was, and is told by the next start.
func (k keeper) Restore(file, code, pin string, take bool, _ string, failed func(error)) {
	k.asking.Go(func() {
		_, err := k.h.Till.Approve(context.Background(), pos.MayRestore, "", pin)
		fyne.Do(func() {
			if err != nil {
				failed(err)
				return
			}
			k.restore = &house.Restore{Dir: k.dir, File: file, Code: code, PIN: pin, Trust: take, Actor: "owner",
				Confirm: func(_, _ pos.Extent) bool { return true }} // it was, on the screen
			k.quit()
		})
	})
}

// putBack restores what was chosen, when the till is closed, and starts anew.
func (k *kiosk) putBack() error {
	said := "restored"
	if _, err := house.RestoreTill(context.Background(), *k.restore); err != nil {
		said = house.Code(err)
	}
	return again(noticeName + "=" + said)
}
