package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// anchor says where in its box a label's lines stand.
type anchor int

const (
	centred anchor = iota
	atTop
	atBottom
)

// label is words in a colour by name. They break into at most lines lines, and
// shrink down to least when their box is too small for size.
type label struct {
	widget.BaseWidget
	words string
	color fyne.ThemeColorName
	size  float32
	least float32
	bold  bool
	align fyne.TextAlign
	stand anchor
	lines int
	apart bool // words that are new in each sale, drawn character by character: see pieces

	drawn []*canvas.Text
	cut   bool // the words did not fit even at their least size
}

// newLabel makes one line of words.
func newLabel(color fyne.ThemeColorName, bold bool) *label {
	l := &label{color: color, bold: bold, lines: 1}
	l.ExtendBaseWidget(l)
	return l
}

// say changes the words.
func (l *label) say(words string) {
	if words != l.words {
		l.words = words
		l.Refresh()
	}
}

// tint changes the colour.
func (l *label) tint(color fyne.ThemeColorName) {
	if color != l.color {
		l.color = color
		l.Refresh()
	}
}

// heavy makes the words bold, or not.
func (l *label) heavy(bold bool) {
	if bold != l.bold {
		l.bold = bold
		l.Refresh()
	}
}

// at moves the lines within the label's box.
func (l *label) at(stand anchor) {
	if stand != l.stand {
		l.stand = stand
		l.Refresh()
	}
}

// fit places the label on a box with a text size and the least it may shrink to.
func (l *label) fit(b box, size, least float32) {
	changed := l.size != size || l.least != least
	l.size, l.least = size, min(least, size)
	put(l, b)
	if changed {
		l.Refresh()
	}
}

// width gives how wide the words are on one line at size.
func (l *label) width(size float32) float32 { return measure(l.words, size, l.bold) }

func measure(words string, size float32, bold bool) float32 {
	return fyne.MeasureText(words, size, fyne.TextStyle{Bold: bold}).Width
}

// MinSize is nothing: screens give every label its box.
func (l *label) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer makes what draws the lines.
func (l *label) CreateRenderer() fyne.WidgetRenderer { return &labelRenderer{l} }

// arrange breaks the words into lines and puts them into the label's box.
func (l *label) arrange(space fyne.Size) {
	if l.size <= 0 || space.Width <= 0 {
		return
	}
	size, lines := l.broken(space)
	height := size * lineOverSize
	pieces := l.pieces(lines, size, space.Width)
	for len(l.drawn) < len(pieces) {
		l.drawn = append(l.drawn, canvas.NewText("", paint(l.color)))
	}
	y := (space.Height - height*float32(len(lines))) / 2
	switch l.stand {
	case atTop:
		y = 0
	case atBottom:
		y *= 2
	}
	changed := false
	for i, text := range l.drawn {
		was := *text
		if i < len(pieces) {
			p := pieces[i]
			text.Move(fyne.NewPos(p.x, y+float32(p.line)*height))
			text.Resize(fyne.NewSize(p.width, height))
			l.dress(text, p.words, size)
		}
		text.Hidden = i >= len(pieces)
		changed = changed || *text != was
	}
	// The toolkit draws a frame for what is on the canvas already: a piece of
	// text that is new would wait for the next one.
	if changed {
		canvas.Refresh(l)
	}
}

// dress gives a piece of text its words and looks.
func (l *label) dress(text *canvas.Text, words string, size float32) {
	text.Text, text.TextSize, text.Color = words, size, paint(l.color)
	text.TextStyle, text.Alignment = fyne.TextStyle{Bold: l.bold}, l.align
}

// piece is words that are drawn as one.
type piece struct {
	words    string
	line     int
	x, width float32
}

// pieces are the lines, or their characters. The toolkit keeps a picture of each
// text it drew for a minute: of the amounts, numbers and references of a day's
// sales, each once on the screen, that would be very many large ones.
func (l *label) pieces(lines []string, size, width float32) (pieces []piece) {
	for i, words := range lines {
		if !l.apart {
			pieces = append(pieces, piece{words, i, 0, width})
			continue
		}
		first, x := len(pieces), float32(0)
		for _, letter := range words {
			w := measure(string(letter), size, l.bold)
			pieces = append(pieces, piece{string(letter), i, x, w})
			x += w
		}
		left := map[fyne.TextAlign]float32{fyne.TextAlignCenter: (width - x) / 2, fyne.TextAlignTrailing: width - x}[l.align]
		for j := range pieces[first:] {
			pieces[first+j].x += left
		}
	}
	return pieces
}

// broken finds the largest text size at which the words fit, and their lines.
func (l *label) broken(space fyne.Size) (float32, []string) {
	for size := l.size; ; size = max(l.least, size*0.94) {
		lines, whole := wrap(l.words, space.Width, size, l.bold, l.lines)
		fits := whole && float32(len(lines))*size*lineOverSize <= space.Height+1
		if fits || size <= l.least {
			l.cut = !fits
			return size, lines
		}
	}
}

// wrap breaks words into at most most lines of a width; whole is false when
// they did not fit, and the last line then ends in an ellipsis.
func wrap(words string, width, size float32, bold bool, most int) (lines []string, whole bool) {
	for _, paragraph := range strings.Split(words, "\n") {
		line := ""
		for word := range strings.FieldsSeq(paragraph) {
			longer := strings.TrimSpace(line + " " + word)
			if line != "" && measure(longer, size, bold) > width {
				lines, longer = append(lines, line), word
			}
			line = longer
		}
		lines = append(lines, line)
	}
	whole = len(lines) <= max(1, most)
	if !whole {
		lines = lines[:max(1, most)]
		lines[len(lines)-1] += "…"
	}
	for i, line := range lines {
		if measure(line, size, bold) > width+0.5 {
			lines[i], whole = shorten(line, width, size, bold), false
		}
	}
	return lines, whole
}

// shorten cuts a line until it fits with an ellipsis.
func shorten(line string, width, size float32, bold bool) string {
	letters := []rune(strings.TrimSuffix(line, "…"))
	for len(letters) > 0 && measure(string(letters)+"…", size, bold) > width {
		letters = letters[:len(letters)-1]
	}
	return string(letters) + "…"
}

type labelRenderer struct{ l *label }

func (r *labelRenderer) Layout(size fyne.Size) { r.l.arrange(size) }
func (r *labelRenderer) MinSize() fyne.Size    { return fyne.Size{} }
func (r *labelRenderer) Refresh()              { r.l.arrange(r.l.Size()) }
func (r *labelRenderer) Destroy()              {}

func (r *labelRenderer) Objects() []fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, len(r.l.drawn))
	for i, text := range r.l.drawn {
		objects[i] = text
	}
	return objects
}
