package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// manner is how a kind of tile is dressed, by names of colours.
type manner struct {
	fill, down, line, words fyne.ThemeColorName
	bold, thick             bool // bold words, a thick outline
	pill                    bool // ends are half circles
	still                   bool // does not show that it is pressed
	left                    bool // words start at the left
}

// The manners of tiles.
var (
	asKey          = manner{fill: colorCard, down: colorPressed, line: colorLine, words: colorInk, bold: true}
	asSecret       = manner{fill: colorCard, line: colorLine, words: colorInk, bold: true, still: true}
	asSecretSign   = manner{fill: colorPaper, line: colorEdge, words: colorQuiet, bold: true, still: true}
	asSign         = manner{fill: colorPaper, down: colorPressed, line: colorEdge, words: colorQuiet, bold: true}
	asMain         = manner{fill: colorAccent, down: colorAccentDown, words: colorOnAccent, bold: true}
	asButton       = manner{fill: colorCard, down: colorPressed, line: colorEdge, words: colorInk, bold: true}
	asStrong       = manner{fill: colorCard, down: colorPressed, line: colorInk, words: colorInk, bold: true, thick: true}
	asChosen       = manner{fill: colorTint, down: colorPressed, line: colorAccent, words: colorAccent, bold: true, thick: true}
	asQuiet        = manner{fill: colorPaper, down: colorPressed, line: colorEdge, words: colorQuiet, bold: true}
	asPill         = manner{fill: colorTint, down: colorPressed, words: colorAccent, bold: true, pill: true}
	asDull         = manner{fill: colorCard, down: colorPressed, line: colorLine, words: colorQuiet, bold: true, pill: true}
	asAmber        = manner{fill: colorTintWaiting, down: colorPressed, words: colorWaiting, bold: true, pill: true}
	asCheck        = manner{fill: colorTintWaiting, down: colorPressed, line: colorWaiting, words: colorWaiting, bold: true, thick: true}
	asBare         = manner{fill: colorPaper, down: colorPressed, words: colorInk, bold: true}
	asAnswer       = manner{fill: colorCard, down: colorPressed, line: colorLine, words: colorInk, bold: true}
	asRow          = manner{fill: colorPaper, down: colorPressed, words: colorInk, left: true}
	asLink         = manner{fill: colorCard, down: colorPressed, words: colorInk, left: true}
	asPale         = manner{fill: colorCard, down: colorPressed, line: colorLine, words: colorInk, bold: true, pill: true}
	asPaid         = manner{fill: colorTintPaid, down: colorPressed, words: colorPaidInk, bold: true}
	asLate         = manner{fill: colorTintLate, down: colorPressed, words: colorLate, bold: true}
	asRemark       = manner{fill: colorCard, down: colorPressed, line: colorLine, words: colorQuiet}
	asSecond       = manner{fill: colorPaper, down: colorPressed, line: colorAccent, words: colorAccent, bold: true, thick: true}
	asOnPaidQuiet  = manner{fill: colorPaid, down: colorPaidDeep, line: colorOnPaid, words: colorOnPaid, bold: true, thick: true}
	asOffer        = manner{fill: colorTintWaiting, down: colorPressed, words: colorWaiting, bold: true}
	asFoot         = manner{fill: colorPaper, words: colorQuiet, left: true}
	asWay          = manner{fill: colorPaper, down: colorPressed, words: colorAccent, bold: true}
	asStripButton  = manner{fill: colorPaper, down: colorPressed, line: colorEdge, words: colorInk, bold: true}
	asRefusal      = manner{fill: colorCard, down: colorPressed, line: colorFailed, words: colorFailed, bold: true}
	asOnPaid       = manner{fill: colorOnPaid, down: colorPaidDown, words: colorPaid, bold: true}
	asOnFaultQuiet = manner{fill: colorFailedFill, down: colorFailedDown, line: colorOnPaid, words: colorOnPaid, bold: true, thick: true}
	asOnFault      = manner{fill: colorOnPaid, down: colorFailedPale, words: colorFailedFill, bold: true}
)

// everyManner lists them.
func everyManner() []manner {
	return []manner{
		asKey, asSecret, asSecretSign, asSign, asMain, asButton, asStrong, asChosen, asQuiet, asPill, asDull, asAmber, asCheck, asBare,
		asAnswer, asRow, asLink, asPale, asPaid, asOffer, asLate, asFoot, asWay, asStripButton, asRefusal, asRemark, asSecond, asOnPaid, asOnPaidQuiet, asOnFaultQuiet, asOnFault,
	}
}

// tile is what is pressed on a screen. It can be tapped and never takes the
// keyboard's focus, so that hardware keys always reach the screen.
type tile struct {
	widget.BaseWidget
	code   string // stable word for traces: "key.5"
	manner manner
	tap    func()
	dead   bool // cannot be pressed now
	round  float32
	width  float32
	size   float32 // of the words
	least  float32

	back  *panel
	label *label
	mark  *icon               // before the words, or alone; nil for none
	big   float32             // side of the mark
	lines int                 // its words may take; two when one would make them small
	parts []fyne.CanvasObject // more on the tile
	lay   func(b box)         // places parts; nil when there are none
	down  bool

	a    *App      // once it was placed
	held func()    // what a long press does; nil for nothing
	at   time.Time // when it was pressed down
}

// nearly is how much words may shrink before they break into two lines.
const nearly = 0.85

// newTile makes a tile with a code word that does tap.
func newTile(code string, m manner, tap func()) *tile {
	t := &tile{code: code, manner: m, tap: tap, lines: 1, back: newPanel(m.fill, m.line), label: newLabel(m.words, m.bold)}
	t.label.align = fyne.TextAlignCenter
	t.ExtendBaseWidget(t)
	return t
}

// withMark puts an icon before the words, or in their place.
func (t *tile) withMark(name string) *tile {
	t.mark = newIcon(name, t.manner.words)
	return t
}

// say changes the words.
func (t *tile) say(words string) { t.label.say(words); t.place() }

// is changes the manner.
func (t *tile) is(m manner) {
	if m != t.manner {
		t.manner = m
		t.Refresh()
	}
}

// enable makes the tile pressable, or not.
func (t *tile) enable(can bool) {
	if t.dead == can {
		t.dead, t.down = !can, false
		t.Refresh()
	}
}

// fit places the tile with words of a size.
func (t *tile) fit(m Metrics, b box, size float32) {
	t.size, t.least = m.text(size), m.least()
	t.round, t.width = m.of(radius), m.of(stroke)
	if t.manner.thick {
		t.width = m.of(strokeBold)
	}
	if t.manner.pill {
		t.round = b.h / 2
	}
	t.big = max(m.of(iconPlain), t.size)
	put(t, b)
	t.place()
}

// Tapped does what the tile is for, unless it is dead.
func (t *tile) Tapped(*fyne.PointEvent) {
	if t.dead {
		return
	}
	at := t.at
	t.at = time.Time{}
	if t.a != nil {
		t.a.touch()
		t.a.scan = scanner{} // no scanner taps
		if t.held != nil && !at.IsZero() && t.a.o.Now().Sub(at) >= holdFor {
			t.held()
			return
		}
	}
	if t.tap != nil {
		t.tap()
	}
}

// MouseDown shows that the tile is pressed; a finger is a mouse here.
func (t *tile) MouseDown(*desktop.MouseEvent) {
	if t.a != nil {
		t.at = t.a.o.Now()
		t.a.ground.press(true)
	}
	t.press(!t.dead && !t.manner.still)
}

// MouseUp shows that it is not.
func (t *tile) MouseUp(*desktop.MouseEvent) {
	if t.a != nil {
		t.a.ground.press(false)
	}
	t.press(false)
}

// MouseIn is needed for MouseOut.
func (t *tile) MouseIn(*desktop.MouseEvent) {}

// MouseMoved is needed for MouseOut.
func (t *tile) MouseMoved(*desktop.MouseEvent) {}

// MouseOut lets go of a tile that a finger slid away from.
func (t *tile) MouseOut() { t.press(false) }

func (t *tile) press(down bool) {
	if down != t.down {
		t.down = down
		t.Refresh()
	}
}

// MinSize is nothing: screens give every tile its box.
func (t *tile) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer makes what draws the tile.
func (t *tile) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{t.back, t.label}
	if t.mark != nil {
		objects = append(objects, t.mark)
	}
	objects = append(objects, t.parts...)
	return &tileRenderer{t, objects}
}

// dress gives the parts the colours of the tile's state.
func (t *tile) dress() {
	fill, words, line := t.manner.fill, t.manner.words, t.manner.line
	switch {
	case t.dead:
		words = colorFaint
		if fill == colorAccent {
			fill, line = colorLine, colorNone
		}
	case t.down && t.manner.down != colorNone:
		fill = t.manner.down
	}
	t.back.set(fill, line)
	t.label.bold = t.manner.bold
	t.label.tint(words)
	if t.mark != nil {
		t.mark.set(t.mark.name, words)
	}
}

// place puts background, mark and words into the tile.
func (t *tile) place() {
	size := t.Size()
	if size.Width <= 0 {
		return
	}
	b := box{0, 0, size.Width, size.Height}
	t.back.fit(b, t.round, t.width)
	if t.lay != nil {
		t.lay(b)
		return
	}
	inside := b.inset(min(t.size*0.5, size.Width*0.08), 0)
	if t.manner.left {
		t.label.align = fyne.TextAlignLeading
	}
	if t.mark == nil {
		t.label.lines = either(t.label.width(t.size*nearly) > inside.w, 2, t.lines)
		t.label.fit(inside, t.size, t.least)
		return
	}
	if t.label.words == "" {
		put(t.mark, b.middle(t.big, t.big))
		return
	}
	t.placeBoth(inside)
}

// placeBoth puts mark and words side by side in the middle, or at the left.
func (t *tile) placeBoth(inside box) {
	between := t.size * 0.4
	width := min(t.label.width(t.size), inside.w-t.big-between)
	line := inside.middle(t.big+between+width, inside.h)
	if t.manner.left {
		line.x = inside.x
	}
	put(t.mark, line.left(t.big).middle(t.big, t.big))
	line.left(between)
	line.w += 1
	t.label.fit(line, t.size, t.least)
}

type tileRenderer struct {
	t       *tile
	objects []fyne.CanvasObject
}

func (r *tileRenderer) Layout(fyne.Size)             { r.t.place() }
func (r *tileRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *tileRenderer) Destroy()                     {}
func (r *tileRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *tileRenderer) Refresh() {
	r.t.dress()
	for _, o := range r.objects {
		o.Refresh()
	}
}
