package ui

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
)

// writing is what the keyboard page is asked for.
type writing struct {
	title  string
	hint   string // quiet words while nothing is written
	start  string
	most   int  // letters
	need   bool // nothing may not be given
	plain  bool // no capital at the start: the words of a code
	done   func(text string)
	back   func()
	refuse string // why the last text was not taken
}

// writePage is the till's own keyboard, for names and notes on a tablet without
// one; a real keyboard types on it too.
type writePage struct {
	*page
	w    writing
	text []rune
	face int  // which of the keys' faces is up
	held bool // capitals stay
	busy bool // what was written is being looked at

	back         *tile
	title, typed *label
	count, said  *label
	field        *panel
	keys         []*tile
	shift, signs *tile
	space, erase *tile
	stops        []*tile // comma and full stop, beside the space
	done         *tile
}

// faces are what the 26 keys write: small, capitals, figures and signs. They lie
// in rows of ten, nine and seven.
var faces = []string{"qwertyuiopasdfghjklzxcvbnm", "QWERTYUIOPASDFGHJKLZXCVBNM", "1234567890@#&-/():;_='\"!?+"}

const (
	faceSmall = iota
	faceCapital
	faceSigns
)

// keyRows is how many keys there are in each row.
var keyRows = []int{10, 9, 7}

func newWritePage(a *App) *writePage {
	w := &writePage{page: newPage(a)}
	w.back = w.marked("back", asBare, "back", func() { w.w.back() })
	w.title, w.count, w.said = w.label(colorInk, true), w.label(colorQuiet, false), w.label(colorFailed, false)
	w.count.align, w.said.lines = fyne.TextAlignTrailing, 2
	w.field = w.panel(colorCard, colorAccent)
	w.typed = w.label(colorInk, false)
	w.typed.lines = 2
	for i := range faces[faceSmall] {
		w.keys = append(w.keys, w.tile("", asKey, func() { w.write([]rune(faces[w.face])[i]) }))
	}
	w.shift = w.marked("write.shift", asSign, "shift", w.turnCapitals)
	w.signs = w.tile("write.signs", asSign, w.turnSigns)
	w.space = w.tile("write.space", asKey, func() { w.write(' ') })
	for _, stop := range ",." {
		t := w.tile("write."+string(stop), asKey, func() { w.write(stop) })
		t.say(string(stop))
		w.stops = append(w.stops, t)
	}
	w.erase = w.marked("write.back", asSign, "backspace", w.backspace)
	w.done = w.tile("write.done", asMain, w.finish)
	return w
}

func (w *writePage) name() string { return "write" }

// ask opens the keyboard for a text.
func (w *writePage) ask(q writing) {
	w.w, w.text, w.face, w.held, w.busy = q, []rune(q.start), faceSmall, false, false
	w.sentence()
	w.a.open(w)
}

// sentence puts capitals up at the start of a text.
func (w *writePage) sentence() {
	if w.face != faceSigns && !w.held {
		w.face = either(len(w.text) == 0 && !w.w.plain, faceCapital, faceSmall)
	}
}

// write adds a letter, when there is room for it.
func (w *writePage) write(letter rune) {
	if !w.busy && len(w.text) < w.w.most && unicode.IsPrint(letter) {
		w.text = append(w.text, letter)
		w.sentence()
		w.a.render()
	}
}

func (w *writePage) backspace() {
	w.text = w.text[:max(0, len(w.text)-1)]
	w.sentence()
	w.a.render()
}

// turnCapitals turns to capitals for one letter, pressed again for all, and back.
func (w *writePage) turnCapitals() {
	switch {
	case w.face != faceCapital:
		w.face = faceCapital
	case !w.held:
		w.held = true
	default:
		w.face, w.held = faceSmall, false
	}
	w.a.render()
}

func (w *writePage) turnSigns() {
	w.face, w.held = either(w.face == faceSigns, faceSmall, faceSigns), false
	w.a.render()
}

// given is the text as it is handed on: without spaces around it.
func (w *writePage) given() string { return strings.TrimSpace(string(w.text)) }

func (w *writePage) finish() {
	if text := w.given(); !w.busy && (text != "" || !w.w.need) {
		w.w.done(text)
	}
}

func (w *writePage) key(name fyne.KeyName) {
	switch name {
	case fyne.KeyEscape:
		w.w.back()
	case fyne.KeyReturn, fyne.KeyEnter:
		w.finish()
	case fyne.KeyBackspace, fyne.KeyDelete:
		w.backspace()
	}
}

// letter takes what a real keyboard or a scanner writes.
func (w *writePage) letter(r rune) { w.write(r) }
