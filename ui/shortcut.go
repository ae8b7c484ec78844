package ui

import (
	"fyne.io/fyne/v2"

	"laci/pos"
)

// shortcut does what a function key is for on the screen of now. None of them
// pays, and none works where a customer could press it.
func (a *App) shortcut(name fyne.KeyName) bool {
	switch a.now {
	case a.keypad, a.cash, a.history, a.inbox, a.order:
	case a.code:
		return a.code.forCashier() && a.code.shortcut(name)
	default:
		return false
	}
	switch name {
	case fyne.KeyF1:
		a.help.show()
	case fyne.KeyF2:
		a.keypad.pay()
	case fyne.KeyF3:
		a.allow(pos.MayLook, a.showHome, a.history.show)
	case fyne.KeyF4:
		a.allow(pos.MayAttach, a.showHome, a.inbox.show)
	case fyne.KeyF9:
		if a.lockAfter() > 0 {
			a.lock()
		}
	case fyne.KeyF10:
		a.showMenu()
	default:
		return false
	}
	return true
}

// shortcut does what a function key is for beside a code.
func (c *codePage) shortcut(name fyne.KeyName) bool {
	o := c.a.view.order
	switch name {
	case fyne.KeyF2:
		if c.stage() < stageCancelled {
			c.a.cash.showFor(o, c.backTo)
		}
	case fyne.KeyF5:
		if c.stage() < stageWrong {
			c.do(c.a.o.Till.Extend)
		}
	case fyne.KeyF6:
		if c.stage() < stageCancelled && c.stage() != stageWrong {
			c.a.confirm.show(o, c.backTo)
		}
	default:
		return false
	}
	return true
}
