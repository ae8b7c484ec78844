package ui

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"github.com/stretchr/testify/assert"
)

// luminance is the relative luminance of WCAG 2.2.
func luminance(c color.Color) float64 {
	rgb := color.NRGBAModel.Convert(c).(color.NRGBA)
	linear := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(rgb.R) + 0.7152*linear(rgb.G) + 0.0722*linear(rgb.B)
}

func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// manners are every way a tile is dressed.
var manners = map[string]manner{
	"key": asKey, "secret": asSecret, "secret sign": asSecretSign, "sign": asSign, "main": asMain, "button": asButton,
	"strong": asStrong, "chosen": asChosen, "quiet": asQuiet, "pill": asPill, "dull": asDull, "amber": asAmber,
	"check": asCheck, "bare": asBare, "answer": asAnswer, "row": asRow, "paid": asPaid, "offer": asOffer,
	"refusal": asRefusal, "on paid": asOnPaid, "on fault": asOnFault, "quiet on fault": asOnFaultQuiet,
}

// Ensure that every pair of colours that is used has the contrast that people
// need: 4.5 for words, 3 for the outlines of controls and for bars.
func TestContrast(t *testing.T) {
	type pair struct {
		on, what fyne.ThemeColorName
		least    float64
	}
	words := 4.5
	pairs := []pair{
		{colorPaper, colorInk, words}, {colorPaper, colorQuiet, words}, {colorCard, colorInk, words}, {colorCard, colorQuiet, words},
		{colorPaper, colorFaint, 3}, {colorCard, colorFaint, 3}, {colorLine, colorFaint, 3},
		{colorPaper, colorAccent, words}, {colorCard, colorAccent, words}, {colorTint, colorQuiet, words},
		{colorPaper, colorFailed, words}, {colorPaper, colorWaiting, words}, {colorTintWaiting, colorWaiting, words},
		{colorCard, colorPaidInk, words}, {colorPaper, colorPaidInk, words}, {colorWaiting, colorPaper, words},
		{colorPaid, colorOnPaid, words}, {colorPaidDeep, colorOnPaid, words}, {colorFailedFill, colorOnPaid, words},
		{colorTile, colorTileInk, words}, {colorTile, colorTileQuiet, words}, {colorTile, colorModule, 21},
		{colorPaper, colorEdge, 3}, {colorCard, colorEdge, 3}, {colorCard, colorBar, 3}, {colorCard, colorAccent, 3},
		{colorPaper, colorLate, words}, {colorCard, colorWaiting, 3},
	}
	for name, m := range manners {
		pairs = append(pairs, pair{m.fill, m.words, words})
		if m.down != colorNone {
			pairs = append(pairs, pair{m.down, m.words, 3})
		}
		_ = name
	}
	for _, look := range []Look{Light, Dark} {
		colors := Theme(look)
		for _, p := range pairs {
			on, what := colors.Color(p.on, theme.VariantLight), colors.Color(p.what, theme.VariantLight)
			assert.GreaterOrEqual(t, contrast(on, what)+0.005, p.least, "%s on %s, %s", p.what, p.on, look)
		}
	}
}

// Ensure that the look decides the colours and not the system, and that every
// colour has a value in both looks.
func TestLookDecides(t *testing.T) {
	test.NewTempApp(t)
	for name := range palette {
		for _, look := range []Look{Light, Dark} {
			colors := Theme(look)
			assert.Equal(t, colors.Color(name, theme.VariantLight), colors.Color(name, theme.VariantDark), name)
		}
	}
	assert.NotEqual(t, Theme(Light).Color(colorPaper, 0), Theme(Dark).Color(colorPaper, 0))
	assert.Equal(t, Theme(Light).Color(colorPaid, 0), Theme(Dark).Color(colorPaid, 0))
	assert.Equal(t, Theme(Dark).Color(colorPaper, 0), Theme(Dark).Color(theme.ColorNameBackground, 0))
}

// Ensure that millimetres become units by the density of the screen, or by the
// assumed one, and that no text gets smaller than its least line.
func TestMetrics(t *testing.T) {
	assumed := NewMetrics(fyne.NewSize(1280, 800), 0, 1)
	assert.InDelta(t, 56.4, assumed.target(10), 0.1)
	assert.InDelta(t, 100, assumed.of(100), 0.01)
	known := NewMetrics(fyne.NewSize(1366, 768), 3.94, 1)
	assert.InDelta(t, 37.8, known.mm(targetMM), 0.1)
	scaled := NewMetrics(fyne.NewSize(1280, 800), 8, 2)
	assert.InDelta(t, 4, scaled.PerMM, 0.001)
	small := NewMetrics(fyne.NewSize(640, 400), 0, 1)
	assert.GreaterOrEqual(t, small.text(textFine)*lineOverSize, small.mm(lineMM)-0.01)
	assert.True(t, NewMetrics(fyne.NewSize(800, 1280), 0, 1).Portrait)
}
