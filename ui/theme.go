package ui

import (
	"fmt"
	"image/color"
	"maps"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The colours by meaning. Everything drawn names one of these; their values
// stand in the two tables below and nowhere else.
const (
	colorNone        fyne.ThemeColorName = ""
	colorPaper       fyne.ThemeColorName = "paper"        // background
	colorCard        fyne.ThemeColorName = "card"         // raised surfaces, keys
	colorPressed     fyne.ThemeColorName = "pressed"      // a card under a finger
	colorInk         fyne.ThemeColorName = "ink"          // text
	colorQuiet       fyne.ThemeColorName = "quiet"        // secondary text
	colorFaint       fyne.ThemeColorName = "faint"        // what cannot be pressed now
	colorAccent      fyne.ThemeColorName = "accent"       // the one main action
	colorAccentDown  fyne.ThemeColorName = "accent-down"  // the same under a finger
	colorOnAccent    fyne.ThemeColorName = "on-accent"    // words on it
	colorLine        fyne.ThemeColorName = "line"         // hairlines
	colorTrack       fyne.ThemeColorName = "track"        // what is gone of a countdown
	colorEdge        fyne.ThemeColorName = "edge"         // outline of controls without a fill
	colorTint        fyne.ThemeColorName = "tint"         // pills and chips that are on
	colorTintWaiting fyne.ThemeColorName = "tint-waiting" // amber cards
	colorTintPaid    fyne.ThemeColorName = "tint-paid"    // the strip of money for another order
	colorTintLate    fyne.ThemeColorName = "tint-late"    // the strip of money that came late or twice
	colorBar         fyne.ThemeColorName = "bar"          // past bars of a chart
	colorPaid        fyne.ThemeColorName = "paid"         // LUNAS, the same in both looks
	colorPaidDeep    fyne.ThemeColorName = "paid-deep"    // chips and stripes on it
	colorPaidDown    fyne.ThemeColorName = "paid-down"    // the white button there under a finger
	colorOnPaid      fyne.ThemeColorName = "on-paid"      // words on both
	colorPaidInk     fyne.ThemeColorName = "paid-ink"     // the word "lunas" on paper
	colorWaiting     fyne.ThemeColorName = "waiting"      // needs a look, offline
	colorFailed      fyne.ThemeColorName = "failed"       // cannot save, refused
	colorFailedFill  fyne.ThemeColorName = "failed-fill"  // the red page, the same in both looks
	colorFailedDown  fyne.ThemeColorName = "failed-down"  // a button on it under a finger
	colorFailedPale  fyne.ThemeColorName = "failed-pale"  // the white button on it under a finger
	colorLate        fyne.ThemeColorName = "late"         // money that came late or twice
	colorTile        fyne.ThemeColorName = "code-tile"    // under a symbol: pure white, always
	colorModule      fyne.ThemeColorName = "code-module"  // its modules: pure black, always
	colorTileInk     fyne.ThemeColorName = "code-ink"     // the name under it
	colorTileQuiet   fyne.ThemeColorName = "code-quiet"   // the NMID under it
)

// palette is the table of colours of the two looks: light, dark.
var palette = map[fyne.ThemeColorName][2]uint32{
	colorPaper:       {0xF6F4EF, 0x12181B},
	colorCard:        {0xFFFFFF, 0x1C2529},
	colorPressed:     {0xE7E3D8, 0x2E3C42},
	colorInk:         {0x14212B, 0xEEF2F3},
	colorQuiet:       {0x5B6872, 0x9DADB5},
	colorFaint:       {0x6B767E, 0x8998A0},
	colorAccent:      {0x0B6E69, 0x35B5AD},
	colorAccentDown:  {0x085350, 0x5CCBC4},
	colorOnAccent:    {0xFFFFFF, 0x06201E},
	colorLine:        {0xE4E0D6, 0x2A363B},
	colorTrack:       {0xD8D3C6, 0x34434A},
	colorEdge:        {0x8A8476, 0x64747B},
	colorTint:        {0xE4EFEC, 0x173331},
	colorTintWaiting: {0xFBEFD9, 0x3A2C12},
	colorTintPaid:    {0xDFF0E4, 0x14331F},
	colorTintLate:    {0xE3EBF8, 0x16263F},
	colorBar:         {0x5E9E98, 0x3C7F7A},
	colorPaid:        {0x157A3A, 0x157A3A},
	colorPaidDeep:    {0x0F5C2B, 0x0F5C2B},
	colorPaidDown:    {0xD9EDDF, 0xD9EDDF},
	colorOnPaid:      {0xFFFFFF, 0xFFFFFF},
	colorPaidInk:     {0x157A3A, 0x5CC483},
	colorWaiting:     {0x8F5300, 0xE0A33A},
	colorFailed:      {0xB3261E, 0xF2766B},
	colorFailedFill:  {0xB3261E, 0xB3261E},
	colorFailedDown:  {0x8C1D17, 0x8C1D17},
	colorFailedPale:  {0xF7DEDB, 0xF7DEDB},
	colorLate:        {0x1D4FA8, 0x7FA8F2},
	colorTile:        {0xFFFFFF, 0xFFFFFF},
	colorModule:      {0x000000, 0x000000},
	colorTileInk:     {0x14212B, 0x14212B},
	colorTileQuiet:   {0x5B6872, 0x5B6872},
}

// accentNames are the shop colours one can choose; the first is the house's.
var accentNames = []string{"teal", "blue", "plum", "graphite"}

// accents say what each of them changes in the palette.
var accents = map[string]map[fyne.ThemeColorName][2]uint32{
	"teal": {},
	"blue": {
		colorAccent: {0x1F5FA8, 0x6FA8EE}, colorAccentDown: {0x17477F, 0x93BFF4}, colorOnAccent: {0xFFFFFF, 0x071B33},
		colorTint: {0xE3ECF7, 0x16283E}, colorBar: {0x5F8EC9, 0x46739F},
	},
	"plum": {
		colorAccent: {0x7A3E86, 0xCE94DB}, colorAccentDown: {0x5C2E66, 0xDDB4E6}, colorOnAccent: {0xFFFFFF, 0x2A0F30},
		colorTint: {0xF1E7F3, 0x33203A}, colorBar: {0xA678B0, 0x9A66A6},
	},
	"graphite": {
		colorAccent: {0x33414C, 0xB9C7D0}, colorAccentDown: {0x222D35, 0xD2DCE2}, colorOnAccent: {0xFFFFFF, 0x10181D},
		colorTint: {0xE6EAED, 0x26323A}, colorBar: {0x84929C, 0x6B7C87},
	},
}

// house is the till's Fyne theme: the table above, and Fyne's own for the rest.
type house struct {
	fyne.Theme
	look   Look
	colors map[fyne.ThemeColorName][2]uint32
}

// Theme gives the till's colours for what was chosen. Start sets it; a program
// that shows something of its own before that may set it earlier. Colours of
// the shop's own that are no colours, or that words could not be read on, are
// left out, and the error says which.
func Theme(p Prefs) (fyne.Theme, error) {
	p = p.whole()
	colors := maps.Clone(palette)
	maps.Copy(colors, accents[p.Accent])
	chosen := house{theme.DefaultTheme(), p.Look, colors}
	if len(p.Colors) == 0 {
		return chosen, nil
	}
	own, err := p.own()
	if err != nil {
		return chosen, err
	}
	tried := house{chosen.Theme, p.Look, maps.Clone(colors)}
	maps.Copy(tried.colors, own)
	if err := legible(tried); err != nil {
		return chosen, err
	}
	return tried, nil
}

// own reads the shop's own colours.
func (p Prefs) own() (map[fyne.ThemeColorName][2]uint32, error) {
	own := map[fyne.ThemeColorName][2]uint32{}
	for name, values := range p.Colors {
		was, known := palette[fyne.ThemeColorName(name)]
		if !known {
			return nil, fmt.Errorf("ui: there is no colour %q", name)
		}
		for i, value := range values {
			rgb, err := strconv.ParseUint(strings.TrimPrefix(value, "#"), 16, 24)
			if err != nil {
				return nil, fmt.Errorf("ui: colour %s: %w", name, err)
			}
			was[i] = uint32(rgb)
		}
		own[fyne.ThemeColorName(name)] = was
	}
	return own, nil
}

// Color finds a colour by its meaning; the look decides, not the system.
func (h house) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	variant, column := theme.VariantLight, 0
	if h.look == Dark {
		variant, column = theme.VariantDark, 1
	}
	switch name {
	case theme.ColorNameBackground:
		return cleared(opaque(h.colors[colorPaper][column]))
	case theme.ColorNameForeground:
		name = colorInk
	case theme.ColorNamePrimary:
		name = colorAccent
	}
	if rgb, ok := h.colors[name]; ok {
		return opaque(rgb[column])
	}
	return h.Theme.Color(name, variant)
}

// cleared is a colour as the toolkit's painter wants it to clear the window with.
// Fyne 2.8.1 takes 255×255 for the most a part can be there, not 65535, and would
// clear a shade too bright; a test of the kiosk holds that it comes out right.
type cleared color.NRGBA

// RGBA gives the parts on that scale.
func (c cleared) RGBA() (r, g, b, a uint32) {
	return uint32(c.R) * 255, uint32(c.G) * 255, uint32(c.B) * 255, 0xFFFF
}

func opaque(rgb uint32) color.NRGBA {
	return color.NRGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 0xFF}
}

// paint finds the colour a name has now; no name is no colour.
func paint(name fyne.ThemeColorName) color.Color {
	if name == colorNone {
		return color.Transparent
	}
	return theme.Color(name)
}
