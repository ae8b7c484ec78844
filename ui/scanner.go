package ui

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
)

// scanner tells what a barcode scanner writes from what a person types: it is
// fast, it ends with Return, and it is longer than an amount.
type scanner struct {
	text  []rune
	start time.Time // of the burst
	last  time.Time // key of it
	undo  sum       // of the keypad or the cash page, before the burst
}

const (
	scanGap    = 100 * time.Millisecond // a longer pause ends a burst
	scanPace   = 30 * time.Millisecond  // a key, on average: no person types so fast
	scanLeast  = 4                      // letters
	scanDigits = 8                      // digits alone: shorter ones may be an amount
)

// orderNumber is an order's number, alone or as the symbol of its receipt has it.
var orderNumber = regexp.MustCompile(`^(?:LACI )?([A-Z]-[0-9]{4,})(?: [0-9A-Z]{26})?$`)

// pressed notes a key; it tells whether a new burst begins with it.
func (s *scanner) pressed(now time.Time) bool {
	fresh := now.Sub(s.last) > scanGap
	if fresh {
		s.text, s.start = nil, now
	}
	s.last = now
	return fresh
}

// wrote notes a letter.
func (s *scanner) wrote(r rune, now time.Time) {
	s.pressed(now)
	s.text = append(s.text, r)
}

// take gives what was scanned when Return ends it; "" when a person typed.
func (s *scanner) take(now time.Time) string {
	text, last := s.text, s.last
	s.text, s.last = nil, time.Time{}
	if len(text) < scanLeast || now.Sub(last) > scanGap || now.Sub(s.start) > time.Duration(len(text)+1)*scanPace {
		return ""
	}
	digits := !slices.ContainsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	held := !slices.ContainsFunc(text, func(r rune) bool { return r != text[0] })
	if held || digits && len(text) < scanDigits {
		return ""
	}
	return strings.TrimSpace(string(text))
}

// scanKey sees every hardware key before the screen of now; it takes the Return
// that ends a scan.
func (a *App) scanKey(name fyne.KeyName) (taken bool) {
	now := a.o.Now()
	if name == fyne.KeyReturn || name == fyne.KeyEnter {
		text := a.scan.take(now)
		return text != "" && a.scanned(text)
	}
	if a.scan.pressed(now) {
		switch a.now {
		case a.keypad:
			a.scan.undo = a.keypad.sum.copy()
		case a.cash:
			a.scan.undo = a.cash.given.copy()
		}
	}
	return false
}

// scanned does what a scanned text is for: the number of an order opens it, a
// QRIS is taken during set-up. Anything else is said, and moves nothing. Where
// text or a number is written it was typed there, and Return is Return.
func (a *App) scanned(text string) bool {
	switch a.now {
	case a.write, a.amount, a.pin:
		return false
	case a.welcome, a.check:
		a.paste(a.hooks(), text)
		return true
	case a.picker:
		if a.picker.w.scan != nil {
			a.picker.w.scan(text)
		}
		return true
	case a.keypad:
		a.keypad.sum = a.scan.undo
	case a.cash:
		a.cash.given = a.scan.undo
	case a.history, a.order, a.inbox:
	default:
		return true
	}
	number := orderNumber.FindStringSubmatch(strings.ToUpper(text))
	if number == nil {
		a.strip.tell(a.t("scan.unknown", brief(text, noteShown)))
		a.render()
		return true
	}
	back := a.backTo(a.now)
	if a.now == a.order {
		back = a.order.leave
	}
	a.history.openNumber(number[1], back)
	return true
}
