package ui

import "fyne.io/fyne/v2"

// The sizes of the design, in units of a 1280 × 800 screen (800 × 1280 upright).
// Metrics turns them into the units of the screen at hand.
const (
	gap         = 12  // between tiles
	edge        = 28  // from the rim of the screen
	margin      = 36  // from the rim of a column
	air         = 64  // from the rim of a page with a question
	radius      = 18  // corners of tiles
	radiusBar   = 6   // of a bar in a chart
	radiusSoft  = 12  // corners of chips and small cards
	stroke      = 1.2 // hairlines and edges
	strokeFrame = 6   // of a code that is no payment
	strokeBold  = 2   // edges of what matters more

	headerHeight   = 70
	pillHeight     = 56
	chipHeight     = 72
	rowHeight      = 72
	actionHeight   = 114
	buttonHeight   = 96
	stripHeight    = 82
	bandHeight     = 36
	listHeight     = 68
	menuHeight     = 104
	fileHeight     = 84
	seenHeight     = 88
	footHeight     = 84
	nextHeight     = 80
	smallHeight    = 64
	payeeHeight    = 330
	troubleHeight  = 460
	evidenceHeight = 44
	writeHeight    = 92
	fieldHeight    = 96

	answerWidth   = 760
	questionWidth = 820
	buttonWidth   = 300
	pairWidth     = 640
	arrowWidth    = 120
	numberWidth   = 130
	headWidth     = 190
	chipRim       = 46
	padWidth      = 480
	padWide       = 560
	padHeight     = 620
	padWords      = 360

	textFine   = 18 // the smallest there is
	textSmall  = 20
	textBody   = 22
	textPlain  = 24
	textStrong = 27
	textAction = 33
	textKey    = 40
	textHead   = 46
	textCount  = 44
	textPage   = 62
	textSum    = 26
	textAmount = 120
	textPrice  = 96
	textLunas  = 88
	textPaid   = 104
	textTotal  = 88
	textChange = 72

	columnLeft  = 0.545 // of the width: amount and unpaid orders, beside the keys
	columnCode  = 0.625 // of the width: the code, beside what belongs to it
	remarkShare = 0.4   // of the row of quick amounts: a long note
	columnHead  = 0.24  // of the width: what is chosen, beside the choices
	columnToday = 0.6   // of the width: the figures, beside the lists
	columnShift = 0.4   // of the width: the drawer, beside what can be done
	columnCount = 0.5   // of the width: notes and coins, beside the keys

	iconGrid    = 24 // units an icon is drawn on
	iconSmall   = 26
	iconPlain   = 36
	iconBig     = 46
	ringSize    = 84
	ringCutout  = 0.78 // inner over outer radius
	badgeSize   = 132
	dotSize     = 22
	stripeShare = 9 // stripes along the short edge

	keyMM      = 16.0 // a key on a screen of 10" and more
	targetMM   = 9.6  // nothing that is pressed is smaller: Parhi, Karlson and Bederson 2006
	rowMM      = 12.0 // an unpaid order
	stripMM    = 14.0 // a strip across the top
	lineMM     = 3.4  // no line of text is lower
	codeMM     = 90.0 // side of a symbol without its quiet zone
	codeShare  = 0.70 // or this much of the short edge
	quietShare = 1.17 // a symbol with its quiet zone, over the symbol: 57 modules of 49
	assumedPPM = 5.87 // pixels a millimetre when nobody knows: 149 ppi, 10.1" of 1280 × 800

	lineOverSize = 1.362 // line height of Noto Sans over its size
)

// Metrics turns sizes of the design and millimetres into Fyne units.
type Metrics struct {
	Size     fyne.Size
	Portrait bool
	PerMM    float32 // units a millimetre
	grow     float32 // units a unit of the design
	words    float32 // how much larger than in the design small words are
}

// NewMetrics measures a screen of size (Fyne units) with density real pixels a
// millimetre (0: unknown, 149 ppi is assumed) and scale pixels a unit; small
// words are percent of what the design says.
func NewMetrics(size fyne.Size, density float64, scale float32, percent int) Metrics {
	m := Metrics{Size: size, Portrait: size.Height > size.Width, PerMM: assumedPPM, words: float32(percent) / 100}
	if density > 0 && scale > 0 {
		m.PerMM = float32(density) / scale
	}
	long, short := max(size.Width, size.Height), min(size.Width, size.Height)
	m.grow = min(long/1280, short/800)
	return m
}

// of gives a size of the design in units of this screen.
func (m Metrics) of(design float32) float32 { return design * m.grow }

// mm gives millimetres in units.
func (m Metrics) mm(millimetres float32) float32 { return millimetres * m.PerMM }

// target gives a height of the design, but never under what a finger hits.
func (m Metrics) target(design float32) float32 { return max(m.of(design), m.mm(targetMM)) }

// text gives a text size of the design as large as somebody wants words, but
// never under the smallest line. Words that are large anyway grow less.
func (m Metrics) text(design float32) float32 {
	share := min(max((textHead-design)/(textHead-textStrong), 0), 1)
	return max(m.of(design)*(1+(m.words-1)*share), m.least())
}

// least is the smallest text size on this screen.
func (m Metrics) least() float32 { return m.mm(lineMM) / lineOverSize }

// header gives the height of the line over a page: its pills and some air.
func (m Metrics) header() float32 {
	return max(m.of(headerHeight), m.mm(targetMM)+m.of(gap))
}

// line gives the height of a line of text of a size of the design.
func (m Metrics) line(design float32) float32 { return m.text(design) * lineOverSize }
