package ui

import (
	"fmt"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The contrast that people need (WCAG 2.2): words 4.5, what is large or no
// words at all 3, a code's modules all there is.
const (
	forWords   = 4.5
	forShapes  = 3
	forModules = 21
)

// pairing is a colour that stands on another one, and how well it must stand out.
type pairing struct {
	on, what fyne.ThemeColorName
	least    float64
}

// pairings are the colours that stand on each other somewhere, beside those of
// the manners of tiles.
var pairings = []pairing{
	{colorPaper, colorInk, forWords}, {colorPaper, colorQuiet, forWords}, {colorCard, colorInk, forWords}, {colorCard, colorQuiet, forWords},
	{colorPaper, colorFaint, forShapes}, {colorCard, colorFaint, forShapes}, {colorLine, colorFaint, forShapes},
	{colorPaper, colorAccent, forWords}, {colorCard, colorAccent, forWords}, {colorTint, colorQuiet, forWords}, {colorTint, colorInk, forWords},
	{colorPaper, colorFailed, forWords}, {colorCard, colorFailed, forWords}, {colorPaper, colorWaiting, forWords}, {colorTintWaiting, colorWaiting, forWords},
	{colorCard, colorPaidInk, forWords}, {colorPaper, colorPaidInk, forWords}, {colorWaiting, colorPaper, forWords},
	{colorPaid, colorOnPaid, forWords}, {colorPaidDeep, colorOnPaid, forWords}, {colorFailedFill, colorOnPaid, forWords},
	{colorTile, colorTileInk, forWords}, {colorTile, colorTileQuiet, forWords}, {colorTile, colorModule, forModules},
	{colorPaper, colorEdge, forShapes}, {colorCard, colorEdge, forShapes}, {colorCard, colorBar, forShapes}, {colorCard, colorAccent, forShapes},
	{colorPaper, colorLate, forWords}, {colorCard, colorLate, forWords}, {colorTintLate, colorLate, forWords}, {colorCard, colorWaiting, forShapes},
}

// legible tells whether everything can be read in a theme.
func legible(t fyne.Theme) error {
	pairs := pairings
	for _, m := range everyManner() {
		pairs = append(pairs, pairing{m.fill, m.words, forWords})
		if m.down != colorNone {
			pairs = append(pairs, pairing{m.down, m.words, forShapes})
		}
	}
	for _, p := range pairs {
		on, what := t.Color(p.on, theme.VariantLight), t.Color(p.what, theme.VariantLight)
		if got := contrast(on, what); got+0.005 < p.least {
			return fmt.Errorf("ui: %s on %s has a contrast of %.2f, not %.1f", p.what, p.on, got, p.least)
		}
	}
	return nil
}

// contrast is the ratio of two colours' luminance, 1 to 21.
func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		f := float64(v) / 0xFFFF
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}
