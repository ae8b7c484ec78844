package ui

import (
	"strings"

	"fyne.io/fyne/v2"
)

// digitPad are the keys an amount is keyed in with, in rows of three, and a row
// of signs under them.
type digitPad struct {
	p     *page
	keys  []*tile
	signs []*tile
}

// digitNames are the keys as on a calculator; as on a telephone the first and
// the third row change places.
var digitNames = []string{"7", "8", "9", "4", "5", "6", "1", "2", "3", "0", "00", "000"}

// newDigitPad makes the keys and the signs, of "plus", "back" and "clear"; press
// is told the name of what was pressed.
func newDigitPad(p *page, press func(name string), signs ...string) *digitPad {
	d := &digitPad{p: p}
	for _, name := range digitNames {
		t := p.tile("key."+name, asKey, func() { press(name) })
		t.say(name)
		d.keys = append(d.keys, t)
	}
	for _, name := range signs {
		tap := func() { press(name) }
		if name == "back" {
			d.signs = append(d.signs, p.marked("key.back", asSign, "backspace", tap))
			continue
		}
		d.signs = append(d.signs, p.tile("key."+name, asSign, tap))
	}
	return d
}

// fill takes the words of now, and whether anything can be pressed.
func (d *digitPad) fill(can bool) {
	for _, t := range d.keys {
		t.enable(can)
	}
	for _, t := range d.signs {
		t.enable(can)
		if t.mark == nil {
			t.say(d.p.a.t(t.code))
		}
	}
}

// place lays the keys out in rows of one height.
func (d *digitPad) place(b box, space float32) {
	rows := b.rows(len(digitNames)/3+1, space)
	for i, t := range d.keys {
		row := i / 3
		if d.p.a.prefs.OneOnTop && row < 3 {
			row = 2 - row
		}
		d.p.button(t, rows[row].columns(3, space)[i%3], textKey)
	}
	for i, cell := range rows[len(rows)-1].columns(len(d.signs), space) {
		d.p.button(d.signs[i], cell, textKey)
	}
}

// digitKey tells which key of the pad a hardware key is; "" for none. Digits come
// as keys whether or not NumLock is on.
func digitKey(name fyne.KeyName) string {
	switch name {
	case fyne.KeyBackspace, fyne.KeyDelete:
		return "back"
	case fyne.KeyPlus, fyne.KeyEqual:
		return "plus"
	}
	if len(name) == 1 && strings.Contains("0123456789", string(name)) {
		return string(name)
	}
	return ""
}
