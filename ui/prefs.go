package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"laci/assets"
)

// Look is the colours of the screens.
type Look string

// The looks a till has.
const (
	Light Look = "light"
	Dark  Look = "dark"
)

// Prefs are what somebody chose for these screens. They are no secret and no
// money: the program keeps them beside the till, and losing them costs a minute.
type Prefs struct {
	Lang     string `json:"lang,omitempty"`       // "id" (also when empty) or "en"
	Look     Look   `json:"look,omitempty"`       // Light when empty
	Text     int    `json:"text,omitempty"`       // size of words in percent, 100 to 150; 100 when 0
	Accent   string `json:"accent,omitempty"`     // name of the shop's colour; the house's when empty
	OneOnTop bool   `json:"one_on_top,omitempty"` // keys stand as on a telephone: 1 2 3 on top

	Sound    string  `json:"sound,omitempty"`    // how loud the till speaks: one of sounds, the first when empty
	PerMM    float64 `json:"per_mm,omitempty"`   // pixels a millimetre, measured with a bank card; 0: as the screen says
	Customer string  `json:"customer,omitempty"` // the customer's display: on a second screen when there is one (also when empty), CustomerOff, or "X,Y", a place on it

	// Colors are the shop's own: a colour's name to its value by light and by
	// dark, "#0b6e69". Where words could not be read on them they are left out.
	Colors map[string][2]string `json:"colors,omitempty"`
}

// CustomerOff keeps the second screen free.
const CustomerOff = "off"

// sounds are how loud the till can be.
var sounds = []string{"loud", "middle", "soft", "off"}

// loudness is how loud each of them is, 0 to 1.
var loudness = map[string]float64{"loud": 0.8, "middle": 0.5, "soft": 0.25, "off": 0}

// Volume is how loud the till speaks, 0 (mute) to 1.
func (p Prefs) Volume() float64 { return loudness[p.whole().Sound] }

// textSizes are the sizes of words one can choose, in percent.
var textSizes = []int{100, 125, 150}

// whole fills in what nobody chose, and brings what a file may say into bounds.
func (p Prefs) whole() Prefs {
	if p.Lang == "" {
		p.Lang = assets.Languages()[0]
	}
	if p.Look != Dark {
		p.Look = Light
	}
	if _, known := accents[p.Accent]; !known {
		p.Accent = accentNames[0]
	}
	if !slices.Contains(sounds, p.Sound) {
		p.Sound = sounds[0]
	}
	if p.PerMM < leastPerMM || p.PerMM > mostPerMM {
		p.PerMM = 0
	}
	p.Text = min(max(p.Text, textSizes[0]), textSizes[len(textSizes)-1])
	return p
}

// prefer takes a choice over on every screen at once and has it kept.
func (a *App) prefer(p Prefs) {
	a.prefs = p.whole()
	a.dress()
	if a.o.Remember != nil {
		a.o.Remember(a.prefs)
	}
	a.render()
}

// dress puts the chosen colours on every screen.
func (a *App) dress() {
	colors, err := Theme(a.prefs)
	if err != nil {
		a.o.Log.Warn("the shop's own colours are left out", "error", err)
	}
	fyne.CurrentApp().Settings().SetTheme(colors)
	a.root.Refresh()
	a.customer.render()
}
