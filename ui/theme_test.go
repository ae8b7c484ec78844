package ui

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that every pair of colours that is used has the contrast that people
// need, in both looks and all of the shop's colours.
func TestContrast(t *testing.T) {
	assert.InDelta(t, 21, contrast(color.White, color.Black), 0.001)
	assert.InDelta(t, 4.54, contrast(color.White, color.Gray{0x76}), 0.01) // the known border of 4.5
	require.Equal(t, len(accents), len(accentNames))
	for _, accent := range accentNames {
		for _, look := range []Look{Light, Dark} {
			assert.NoError(t, legible(themed(t, Prefs{Look: look, Accent: accent})), "%s, %s", accent, look)
		}
	}
}

// Ensure that no state is told by a hue alone: what is chosen has a wider outline,
// and the main tile that cannot be pressed is of another brightness. That every
// tile says something in words or a picture is held on the walk through all screens.
func TestNotByColourAlone(t *testing.T) {
	for _, other := range []manner{asButton, asKey, asSign, asRemark} {
		assert.True(t, asChosen.thick && !other.thick)
	}
	for _, accent := range accentNames {
		for _, look := range []Look{Light, Dark} {
			colors := themed(t, Prefs{Look: look, Accent: accent})
			alive, dead := colors.Color(asMain.fill, 0), colors.Color(colorLine, 0)
			assert.Greater(t, contrast(alive, dead), float64(forShapes), "%s, %s", accent, look)
		}
	}
}

// Ensure that a shop's own colours are taken when they can be read, and left out
// with a word why when they cannot or are none.
func TestOwnColours(t *testing.T) {
	test.NewTempApp(t)
	own := Prefs{Colors: map[string][2]string{"accent": {"#005F8A", "7fc8f0"}, "accent-down": {"#00476A", "#A6DAF6"}}}
	colors := themed(t, own)
	assert.Equal(t, opaque(0x005F8A), colors.Color(colorAccent, 0))
	for _, bad := range []map[string][2]string{
		{"accent": {"#FFFF00", "#FFFF00"}}, {"code-module": {"#202020", "#000000"}}, {"accent": {"blue", ""}}, {"akcent": {"#005F8A", "#005F8A"}},
	} {
		got, err := Theme(Prefs{Colors: bad})
		assert.Error(t, err)
		assert.Equal(t, opaque(0x0B6E69), got.Color(colorAccent, 0))
		assert.Equal(t, opaque(0), got.Color(colorModule, 0))
	}
}

func themed(t *testing.T, p Prefs) fyne.Theme {
	t.Helper()
	colors, err := Theme(p)
	require.NoError(t, err)
	return colors
}

// Ensure that the look decides the colours and not the system, and that every
// colour has a value in both looks.
func TestLookDecides(t *testing.T) {
	test.NewTempApp(t)
	for name := range palette {
		for _, look := range []Look{Light, Dark} {
			colors := themed(t, Prefs{Look: look})
			assert.Equal(t, colors.Color(name, theme.VariantLight), colors.Color(name, theme.VariantDark), name)
		}
	}
	assert.NotEqual(t, themed(t, Prefs{}).Color(colorPaper, 0), themed(t, Prefs{Look: Dark}).Color(colorPaper, 0))
	assert.Equal(t, themed(t, Prefs{}).Color(colorPaid, 0), themed(t, Prefs{Look: Dark}).Color(colorPaid, 0))
	assert.Equal(t, cleared(opaque(palette[colorPaper][1])), themed(t, Prefs{Look: Dark}).Color(theme.ColorNameBackground, 0))
}

// Ensure that millimetres become units by the density of the screen, or by the
// assumed one, and that no text gets smaller than its least line.
func TestMetrics(t *testing.T) {
	assumed := NewMetrics(fyne.NewSize(1280, 800), 0, 1, 100)
	assert.InDelta(t, 56.4, assumed.target(10), 0.1)
	assert.InDelta(t, 100, assumed.of(100), 0.01)
	known := NewMetrics(fyne.NewSize(1366, 768), 3.94, 1, 100)
	assert.InDelta(t, 37.8, known.mm(targetMM), 0.1)
	scaled := NewMetrics(fyne.NewSize(1280, 800), 8, 2, 100)
	assert.InDelta(t, 4, scaled.PerMM, 0.001)
	small := NewMetrics(fyne.NewSize(640, 400), 0, 1, 100)
	assert.GreaterOrEqual(t, small.text(textFine)*lineOverSize, small.mm(lineMM)-0.01)
	large := NewMetrics(fyne.NewSize(1280, 800), 0, 1, 150)
	assert.InDelta(t, 1.5*textSmall, large.text(textSmall), 0.01)
	assert.InDelta(t, textHead, large.text(textHead), 0.01, "large words stay as they are")
	assert.True(t, NewMetrics(fyne.NewSize(800, 1280), 0, 1, 100).Portrait)
}
