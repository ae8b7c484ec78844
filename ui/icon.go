package ui

import (
	"fmt"
	"image/color"
	"regexp"
	"strconv"
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
	return &iconRenderer{widget.NewSimpleRenderer(i.image), i}
}

type iconRenderer struct {
	fyne.WidgetRenderer
	i *icon
}

func (r *iconRenderer) MinSize() fyne.Size { return fyne.Size{} }

// Layout gives the picture its size, and its strokes theirs.
func (r *iconRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.Refresh()
}

var strokeWidth = regexp.MustCompile(`stroke-width="([0-9.]+)"`)

// Refresh writes the colour of now into the picture, and how wide its strokes
// are at this size: Fyne's SVG painter scales paths but not strokes.
func (r *iconRenderer) Refresh() {
	if r.i.name == "" || r.i.Size().Width <= 0 {
		return
	}
	rgb := color.NRGBAModel.Convert(paint(r.i.color)).(color.NRGBA)
	hex := fmt.Sprintf("#%02x%02x%02x", rgb.R, rgb.G, rgb.B)
	grow := min(r.i.Size().Width, r.i.Size().Height) / iconGrid * pixels(r.i)
	if shown := fmt.Sprint(r.i.name, hex, grow); shown != r.i.drawn {
		r.i.drawn = shown
		svg := strings.ReplaceAll(string(assets.Icon(r.i.name)), "currentColor", hex)
		svg = strokeWidth.ReplaceAllStringFunc(svg, func(attribute string) string {
			width, err := strconv.ParseFloat(strokeWidth.FindStringSubmatch(attribute)[1], 32)
			if err != nil {
				return attribute
			}
			return fmt.Sprintf(`stroke-width="%.2f"`, float32(width)*grow)
		})
		r.i.image.Resource = fyne.NewStaticResource(shown+".svg", []byte(svg))
		r.i.image.Refresh()
	}
}

// pixels is how many real pixels a unit has where an object is shown.
func pixels(o fyne.CanvasObject) float32 {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil {
		return c.Scale()
	}
	return 1
}
