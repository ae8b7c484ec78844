package ui

import (
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// What WCAG 2.2 calls large: words that are as easy to read with less contrast.
const (
	largeWords     = 24
	largeBoldWords = 18.66
)

// readable asserts that every word on the screen has the contrast that people
// need against what it stands on, in both looks.
func readable(b *bench, name string) {
	b.Helper()
	for _, look := range []Look{Light, Dark} {
		chosen := b.app.prefs
		chosen.Look = look
		colors, err := Theme(chosen)
		if err != nil {
			b.Fatal(err)
		}
		check := func(l *label, on fyne.ThemeColorName, dead bool) {
			least := forWords
			if size := l.drawnSize(); dead || l.color == colorFaint || size >= largeWords || l.bold && size >= largeBoldWords {
				least = forShapes
			}
			got := contrast(colors.Color(on, theme.VariantLight), colors.Color(l.color, theme.VariantLight))
			if got+0.005 < least {
				b.Errorf("%s: %q is %s on %s, %.2f under %.1f in %s", name, l.words, l.color, on, got, least, look)
			}
		}
		for _, layer := range []*fyne.Container{b.app.band.all, b.app.strip.all, b.app.now.base().all} {
			if layer.Visible() {
				eachWord(layer, check)
			}
		}
	}
}

// eachWord visits the labels of a layer with the colour that each stands on.
func eachWord(layer *fyne.Container, visit func(l *label, on fyne.ThemeColorName, dead bool)) {
	var under []*panel
	for _, o := range layer.Objects {
		if !o.Visible() {
			continue
		}
		switch o := o.(type) {
		case *panel:
			under = append(under, o)
		case *label:
			if o.words != "" {
				visit(o, standsOn(o, under), false)
			}
		case *tile:
			for _, part := range append([]fyne.CanvasObject{o.label}, o.parts...) {
				if l, ok := part.(*label); ok && l.Visible() && l.words != "" {
					visit(l, o.back.fill, o.dead)
				}
			}
		}
	}
}

// standsOn is the fill of the topmost panel under the middle of a label.
func standsOn(l *label, under []*panel) fyne.ThemeColorName {
	x, y := l.Position().X+l.Size().Width/2, l.Position().Y+l.Size().Height/2
	on := colorPaper
	for _, p := range under {
		at, size := p.Position(), p.Size()
		if p.fill != colorNone && x >= at.X && x <= at.X+size.Width && y >= at.Y && y <= at.Y+size.Height {
			on = p.fill
		}
	}
	return on
}

// drawnSize is the size that the label's words are drawn in.
func (l *label) drawnSize() float32 {
	for _, text := range l.drawn {
		if text.Visible() {
			return text.TextSize
		}
	}
	return l.size
}

// largeKeys asserts that on a screen of ten inches and more the digits are as
// high as a thumb is wide.
func largeKeys(b *bench, name string) {
	b.Helper()
	m := b.app.m
	inches := math.Hypot(float64(m.Size.Width), float64(m.Size.Height)) / float64(m.PerMM) / 25.4
	if inches < 10 || b.app.strip.high > 0 || b.app.view.shop.Practice {
		return
	}
	eachObject(b.app, func(o fyne.CanvasObject) {
		t, ok := o.(*tile)
		if !ok || !strings.HasPrefix(t.code, "key.") && !strings.HasPrefix(t.code, "pad.") || t.code == "pad.done" {
			return
		}
		if high := t.Size().Height / m.PerMM; high < keyMM-0.1 {
			b.Errorf("%s: %s is %.1f mm high, under %.0f", name, t.code, high, keyMM)
		}
	})
}
