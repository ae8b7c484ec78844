package ui

import (
	"fmt"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"laci/assets"
)

// icon is a picture from assets in a colour by name.
type icon struct {
	widget.BaseWidget
	name  string
	color fyne.ThemeColorName

	image *canvas.Image
	drawn string // what the image shows now
}

func newIcon(name string, color fyne.ThemeColorName) *icon {
	i := &icon{name: name, color: color, image: &canvas.Image{FillMode: canvas.ImageFillContain}}
	i.ExtendBaseWidget(i)
	return i
}

// set changes picture and colour.
func (i *icon) set(name string, color fyne.ThemeColorName) {
	if name != i.name || color != i.color {
		i.name, i.color = name, color
		i.Refresh()
	}
}

// MinSize is nothing: screens give every icon its box.
func (i *icon) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer makes what draws the picture.
func (i *icon) CreateRenderer() fyne.WidgetRenderer {
	r := &iconRenderer{widget.NewSimpleRenderer(i.image), i}
	r.Refresh()
	return r
}

type iconRenderer struct {
	fyne.WidgetRenderer
	i *icon
}

func (r *iconRenderer) MinSize() fyne.Size { return fyne.Size{} }

// Refresh writes the colour of now into the picture.
func (r *iconRenderer) Refresh() {
	rgb := color.NRGBAModel.Convert(paint(r.i.color)).(color.NRGBA)
	hex := fmt.Sprintf("#%02x%02x%02x", rgb.R, rgb.G, rgb.B)
	if shown := r.i.name + hex; shown != r.i.drawn {
		r.i.drawn = shown
		svg := strings.ReplaceAll(string(assets.Icon(r.i.name)), "currentColor", hex)
		r.i.image.Resource = fyne.NewStaticResource(shown+".svg", []byte(svg))
		r.i.image.Refresh()
	}
}
