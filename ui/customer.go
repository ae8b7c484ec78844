package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"laci/pos"
)

// customer is the window that a customer looks at: the shop's name between
// sales, the code of the order on the counter, and a thank-you. Nothing on it can
// be pressed.
type customer struct {
	a      *App
	m      Metrics
	window fyne.Window
	root   *fyne.Container
	now    screen

	code *codePage
	idle *idlePage
	word *wordPage
	band *band

	paid  pos.Order // thanked for
	until time.Time // the thanks stay so long when no other code comes
}

// FaceCustomer draws the customer's display on a window of its own, until it is
// given nil. The window's keyboard is the counter's: which of the windows has
// the focus is nobody's business at a counter. Call it on the UI goroutine.
func (a *App) FaceCustomer(window fyne.Window) {
	if window == nil {
		a.customer = nil
		return
	}
	c := &customer{a: a, window: window}
	c.code, c.idle, c.word, c.band = newCodePage(pageOn(a, &c.m)), newIdlePage(pageOn(a, &c.m)), newWordPage(pageOn(a, &c.m)), newBand(pageOn(a, &c.m))
	c.code.alone, c.idle.alone = true, true
	c.root = container.New(&customerLayout{c})
	for _, s := range []screen{c.code, c.idle, c.word} {
		s.base().all.Hide()
		c.root.Add(s.base().all)
	}
	c.root.Add(c.band.all)
	a.customer = c
	window.SetPadded(false)
	window.Canvas().SetOnTypedRune(a.wrote)
	window.Canvas().SetOnTypedKey(a.typed)
	window.SetContent(c.root)
	c.render()
}

// render shows what the counter's screen means to the customer.
func (c *customer) render() {
	if c == nil {
		return
	}
	size := c.root.Size()
	if size.Width <= 0 || size.Height <= 0 {
		return
	}
	c.m = NewMetrics(size, 0, c.window.Canvas().Scale(), c.a.prefs.Text)
	area := box{0, 0, size.Width, size.Height}
	c.band.render(&area)
	s := c.wanted()
	if c.now != nil && c.now != s {
		c.now.base().all.Hide()
	}
	c.now = s
	s.base().all.Resize(size)
	s.base().all.Show()
	s.base().render(s, area)
}

// wanted finds what the customer sees now.
func (c *customer) wanted() screen {
	a, o := c.a, c.a.view.order
	switch {
	case a.now == a.trouble:
		c.word.say(saysStop)
		return c.word
	case o.State == pos.Paid:
		c.paid, c.until = o, a.o.Now().Add(paidFor)
		c.word.say(either(o.Has(pos.FlagDuplicate), saysTwice, saysThanks))
		return c.word
	case !o.ID.IsZero():
		return c.code
	case a.o.Now().Before(c.until):
		return c.word
	}
	return c.idle
}

// tick moves the countdown, and ends the thanks.
func (c *customer) tick(now time.Time) {
	if c != nil && (c.now == c.code || c.now == c.word && !now.Before(c.until)) {
		c.render()
	}
}

// customerLayout draws when the window has a new size.
type customerLayout struct{ c *customer }

// Layout renders for the size.
func (l *customerLayout) Layout([]fyne.CanvasObject, fyne.Size) { l.c.render() }

// MinSize lets the window be any size.
func (l *customerLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }
