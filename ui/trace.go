package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
)

// trace reports what is on the screen, when that changed.
func (a *App) trace() {
	if a.o.Trace == nil {
		return
	}
	seen := []TileInfo{{Kind: "screen", Code: a.now.name()}}
	for _, layer := range []*fyne.Container{a.band.all, a.strip.all, a.now.base().all} {
		if !layer.Visible() {
			continue
		}
		for _, o := range layer.Objects {
			if info, ok := report(o); ok && o.Visible() {
				seen = append(seen, info)
			}
		}
	}
	if !slices.Equal(seen, a.traced) {
		a.traced = seen
		a.o.Trace(seen[0].Code, slices.Clone(seen[1:]))
	}
}

// report describes an object of a screen. Layers start in the window's corner,
// so a position within one is a position within the window.
func report(o fyne.CanvasObject) (info TileInfo, ok bool) {
	switch o := o.(type) {
	case *tile:
		info = TileInfo{Kind: "tile", Code: o.code, Label: o.words(), Enabled: !o.dead}
	case *label:
		info = TileInfo{Kind: "text", Label: o.words, Enabled: true}
	case *code:
		info = TileInfo{Kind: "code", Label: o.payload, Enabled: true}
	default:
		return info, false
	}
	at, size := o.Position(), o.Size()
	info.X, info.Y, info.W, info.H = at.X, at.Y, size.Width, size.Height
	return info, info.Label != "" || info.Kind == "tile"
}

// words are everything a tile says.
func (t *tile) words() string {
	said := []string{t.label.words}
	for _, part := range t.parts {
		if l, ok := part.(*label); ok {
			said = append(said, l.words)
		}
	}
	return strings.Join(withoutEmpty(said), " ")
}
