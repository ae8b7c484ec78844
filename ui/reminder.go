package ui

import (
	"context"

	"laci/pos"
)

// reminder is what the amber line on the keypad asks for, and what is done when
// it is tapped; no words for nothing.
type reminder struct {
	words string
	do    func()
}

// reminder finds the one thing that waits for the owner, the gravest first.
func (k *keypad) reminder() reminder {
	a := k.a
	switch {
	case a.notice != "":
		return reminder{a.notice, func() { a.notice = ""; a.render() }}
	case a.view.shop.RecoveryDue:
		return reminder{a.t("recovery.due") + " ›", func() { a.newRecovery(a.showHome) }}
	case a.view.shop.TestDue:
		return reminder{a.t("trial.due", a.trialCosts()) + " ›", func() { a.allowAlways(pos.MaySettings, a.showHome, a.showTrial) }}
	}
	if a.backups != "" {
		return reminder{a.t("reminder."+a.backups) + " ›", func() { a.settings.enter(a.showHome, a.settings.backup) }}
	}
	return reminder{do: func() {}}
}

// lookAtBackups reads how the backups stand, off the UI goroutine.
func (a *App) lookAtBackups() {
	a.work(func(ctx context.Context) func() {
		wrong, err := a.o.Till.BackupWarning(ctx)
		if err != nil {
			return nil // what cannot be read is said where it is looked for
		}
		return func() {
			before := a.keypad.reminder().words
			a.backups = wrong
			if a.now == a.keypad && a.keypad.reminder().words != before {
				a.render()
			}
		}
	})
}
