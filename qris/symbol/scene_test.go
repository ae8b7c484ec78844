package symbol

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// interval is a range that a parameter of a picture is drawn from.
type interval [2]float64

func (r interval) draw(rng *rand.Rand) float64 { return r[0] + (r[1]-r[0])*rng.Float64() }

// family is one kind of picture in the test set. What is left out does not
// happen to the picture.
type family struct {
	name        string
	longest     int      // of the picture, in pixels; it is 4:3 or 3:4
	share       interval // symbol's side as a part of the picture's shorter side
	turn        interval // degrees
	perspective interval // how far the far corners come in, as a part of the side
	blur        interval // Gaussian σ in pixels, at 6 pixels a module
	noise       interval // Gaussian σ in shades
	gradient    interval // part of the light lost from one end to the other
	glare       interval // σ of a saturating spot, as a part of the symbol's side
	contrast    interval // part of the 255 shades between ink and paper
	quality     interval // JPEG; PNG where left out
	bow         interval // how far bent paper rises in its middle, as a part of the side
	quiet       interval // white modules around the symbol
	ground      ground   // what is around the symbol
	inverted    bool
}

// ground is what the symbol lies on.
type ground int

const (
	paper  ground = iota // white all over
	poster               // lines of text and coloured bars on white
	desk                 // a white card on a grainy, darker table
)

var full, normal = interval{1, 1}, interval{0.75, 0.95}

// families is the test set: the ranges of every parameter.
var families = []family{
	{name: "crisp", longest: 800, share: interval{0.3, 0.6}, contrast: full, quiet: interval{4, 4}},
	{name: "small", longest: 2400, share: interval{0.08, 0.16}, contrast: normal, noise: interval{0, 4}, quality: interval{70, 90}, quiet: interval{4, 6}, ground: desk},
	{name: "poster", longest: 1500, share: interval{0.3, 0.6}, contrast: full, quality: interval{60, 90}, quiet: interval{4, 4}, ground: poster},
	{name: "dark mode", longest: 1600, share: interval{0.25, 0.6}, contrast: interval{0.6, 1}, quiet: interval{4, 4}, inverted: true},
	{name: "rotated", longest: 1200, share: interval{0.25, 0.6}, turn: interval{0, 360}, contrast: normal, quality: interval{70, 90}, quiet: interval{4, 4}, ground: desk},
	{name: "perspective", longest: 1600, share: interval{0.35, 0.6}, turn: interval{-15, 15}, perspective: interval{0, 0.3}, contrast: normal, quality: interval{70, 90}, quiet: interval{4, 4}, ground: desk},
	{name: "blur", longest: 1000, share: interval{0.3, 0.6}, blur: interval{0, 4}, contrast: normal, quality: interval{70, 90}, quiet: interval{4, 4}, ground: desk},
	{name: "noise", longest: 1000, share: interval{0.3, 0.6}, noise: interval{0, 40}, contrast: normal, quality: interval{70, 90}, quiet: interval{4, 4}, ground: desk},
	{name: "uneven light", longest: 1000, share: interval{0.3, 0.6}, gradient: interval{0.1, 1}, noise: interval{0, 4}, contrast: normal, quality: interval{70, 90}, quiet: interval{4, 4}, ground: desk},
	{name: "glare", longest: 1000, share: interval{0.3, 0.6}, glare: interval{0.03, 0.15}, contrast: normal, quality: interval{70, 90}, quiet: interval{4, 4}, ground: desk},
	{name: "low contrast", longest: 1000, share: interval{0.3, 0.6}, contrast: interval{0.25, 0.6}, noise: interval{0, 4}, quality: interval{70, 90}, quiet: interval{4, 4}, ground: desk},
	{name: "jpeg", longest: 1000, share: interval{0.25, 0.6}, contrast: interval{0.5, 1}, quality: interval{30, 60}, quiet: interval{4, 4}, ground: poster},
	{name: "cropped quiet zone", longest: 1000, share: interval{0.3, 0.6}, contrast: normal, quality: interval{70, 90}, quiet: interval{0, 2}, ground: desk},
	{name: "bent", longest: 1000, share: interval{0.4, 0.6}, turn: interval{-20, 20}, perspective: interval{0, 0.1}, bow: interval{0, 0.07}, contrast: normal, quality: interval{70, 90}, quiet: interval{4, 4}, ground: desk},
	{name: "all at once", longest: 1200, share: interval{0.4, 0.6}, turn: interval{0, 360}, perspective: interval{0, 0.15}, blur: interval{0, 2}, noise: interval{0, 15}, gradient: interval{0.1, 0.6}, contrast: interval{0.5, 0.9}, quality: interval{40, 90}, quiet: interval{2, 4}, ground: desk},
}

// scene is one picture of the test set, as it is before it becomes a file.
type scene struct {
	img     *image.Gray
	quality int // JPEG, or 0 for PNG
}

// file encodes the scene.
func (s scene) file(t testing.TB) []byte {
	var file bytes.Buffer
	if s.quality > 0 {
		require.NoError(t, jpeg.Encode(&file, s.img, &jpeg.Options{Quality: s.quality}))
	} else {
		require.NoError(t, (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&file, s.img))
	}
	return file.Bytes()
}

// take makes the picture of a symbol.
func (f family) take(s *Symbol, rng *rand.Rand) scene {
	w, h := f.longest, f.longest*3/4
	if rng.IntN(2) == 0 {
		w, h = h, w
	}
	side := f.share.draw(rng) * float64(min(w, h))
	to := f.place(s, side, w, h, rng)
	c := canvas{w: w, h: h, light: make([]float32, w*h)}
	c.cover(f.ground, rng)
	c.stick(s, to, f.quiet.draw(rng), f.bow.draw(rng)*side)
	c.soften(f.blur.draw(rng) * side / float64(s.size) / 6)
	c.expose(f, side, to.at(float64(s.size)*rng.Float64(), float64(s.size)*rng.Float64()), rng)
	return scene{c.develop(f.inverted, f.noise.draw(rng), rng), int(f.quality.draw(rng))}
}

// place maps the symbol's modules into the picture: turned, with the corners of
// one side drawn together, somewhere where it is whole.
func (f family) place(s *Symbol, side float64, w, h int, rng *rand.Rand) homography {
	n, p := float64(s.size), f.perspective.draw(rng)
	angle := f.turn.draw(rng) * math.Pi / 180
	corner := [4]point{{p, 0}, {1 - p, 0}, {1, 1}, {0, 1}}
	far := rng.IntN(4)
	var to [4]point
	reach := 0.0
	for i := range to {
		x, y := corner[i].x-0.5, corner[i].y-0.5
		for range far {
			x, y = -y, x
		}
		x, y = x*math.Cos(angle)-y*math.Sin(angle), x*math.Sin(angle)+y*math.Cos(angle)
		to[(i+far)%4] = point{x * side, y * side}
		reach = max(reach, math.Abs(x*side), math.Abs(y*side))
	}
	margin := reach + 2
	shift := point{
		margin + rng.Float64()*max(float64(w)-2*margin, 0),
		margin + rng.Float64()*max(float64(h)-2*margin, 0),
	}
	for i := range to {
		to[i] = to[i].plus(shift)
	}
	m, _ := mapping([4]point{{0, 0}, {n, 0}, {n, n}, {0, n}}, to)
	return m
}

// canvas is a picture under way: the light of each pixel, 0 ink to 1 paper.
type canvas struct {
	w, h  int
	light []float32
}

func (c canvas) cover(g ground, rng *rand.Rand) {
	for i := range c.light {
		c.light[i] = 1
	}
	switch g {
	case poster:
		for range 40 {
			x, y := rng.IntN(c.w), rng.IntN(c.h)
			high := 4 + rng.IntN(20)
			for x < c.w && rng.Float64() > 0.05 {
				wide := 1 + rng.IntN(high)
				if rng.IntN(2) == 0 {
					c.fill(x, y, x+wide, y+high, 0.1)
				}
				x += wide
			}
		}
		for range 4 {
			x, y := rng.IntN(c.w), rng.IntN(c.h)
			c.fill(x, y, x+c.w/3, y+c.h/12, rng.Float32())
		}
	case desk:
		const period = 200
		var wave [period]float32
		for i := range wave {
			wave[i] = 0.1 * float32(math.Sin(2*math.Pi*float64(i)/period))
		}
		for y := range c.h {
			grain := rng.Float32() * 0.1
			for x := range c.w {
				c.light[y*c.w+x] = 0.45 + grain + wave[(x+3*y)%period]
			}
		}
	}
}

func (c canvas) fill(x0, y0, x1, y1 int, v float32) {
	for y := y0; y < min(y1, c.h); y++ {
		for x := x0; x < min(x1, c.w); x++ {
			c.light[y*c.w+x] = v
		}
	}
}

// stick draws the symbol and the white around it, each pixel from a mesh of
// places in it. Its middle columns are bow pixels above the outer ones.
func (c canvas) stick(s *Symbol, to homography, quiet, bow float64) {
	n := float64(s.size)
	back, ok := mapping([4]point{to.at(0, 0), to.at(n, 0), to.at(n, n), to.at(0, n)}, [4]point{{0, 0}, {n, 0}, {n, n}, {0, n}})
	if !ok {
		panic("a symbol without a surface")
	}
	const mesh = 3
	centre, side := to.at(n/2, n/2), to.at(0, n/2).distance(to.at(n, n/2))
	edge := n + quiet + 2
	left, top, right, low := c.w, c.h, 0, 0
	for _, q := range [4]point{to.at(n-edge, n-edge), to.at(edge, n-edge), to.at(edge, edge), to.at(n-edge, edge)} {
		left, right = min(left, int(q.x)), max(right, int(q.x)+1)
		top, low = min(top, int(q.y-2*bow)), max(low, int(q.y+2*bow)+1)
	}
	for y := max(top, 0); y < min(low, c.h); y++ {
		for x := max(left, 0); x < min(right, c.w); x++ {
			part := 2 * (float64(x) - centre.x) / side
			y0 := float64(y) + bow*(1-part*part)
			middle := back.at(float64(x)+0.5, y0+0.5)
			if middle.x < -quiet-2 || middle.y < -quiet-2 || middle.x > n+quiet+2 || middle.y > n+quiet+2 {
				continue
			}
			sum := float32(0)
			for i := range mesh * mesh {
				q := back.at(float64(x)+(float64(i%mesh)+0.5)/mesh, y0+(float64(i/mesh)+0.5)/mesh)
				switch {
				case s.Dark(int(math.Floor(q.x)), int(math.Floor(q.y))):
				case q.x < -quiet || q.y < -quiet || q.x > n+quiet || q.y > n+quiet:
					sum += c.light[y*c.w+x]
				default:
					sum++
				}
			}
			c.light[y*c.w+x] = sum / (mesh * mesh)
		}
	}
}

// soften blurs by a Gaussian of so many pixels.
func (c canvas) soften(sigma float64) {
	if sigma < 0.05 {
		return
	}
	reach := int(math.Ceil(3 * sigma))
	kernel, sum := make([]float32, 2*reach+1), float32(0)
	for i := range kernel {
		d := float64(i - reach)
		kernel[i] = float32(math.Exp(-d * d / (2 * sigma * sigma)))
		sum += kernel[i]
	}
	pass := func(n, lines, along, across int) {
		line := make([]float32, n+2*reach)
		for l := range lines {
			for i := range line {
				line[i] = c.light[l*across+min(max(i-reach, 0), n-1)*along] / sum
			}
			for i := range n {
				v := float32(0)
				for k, weight := range kernel {
					v += weight * line[i+k]
				}
				c.light[l*across+i*along] = v
			}
		}
	}
	pass(c.w, c.h, 1, c.w)
	pass(c.h, c.w, c.w, 1)
}

// expose turns ink and paper into shades: contrast, a fall of light across the
// picture, a spot of glare.
func (c canvas) expose(f family, side float64, spot point, rng *rand.Rand) {
	contrast := f.contrast.draw(rng)
	black := rng.Float64() * (1 - contrast)
	angle := rng.Float64() * 2 * math.Pi
	dx, dy := math.Cos(angle), math.Sin(angle)
	length := math.Abs(dx)*float64(c.w) + math.Abs(dy)*float64(c.h)
	lost, sigma := f.gradient.draw(rng), f.glare.draw(rng)*side
	for y := range c.h {
		for x := range c.w {
			v := black + contrast*float64(c.light[y*c.w+x])
			v *= 1 - lost*(0.5+((float64(x)-float64(c.w)/2)*dx+(float64(y)-float64(c.h)/2)*dy)/length)
			if sigma > 0 {
				ax, ay := (float64(x)-spot.x)/sigma, (float64(y)-spot.y)/sigma
				v += 1.5 * math.Exp(-(ax*ax+ay*ay)/2)
			}
			c.light[y*c.w+x] = float32(v)
		}
	}
}

func (c canvas) develop(inverted bool, noise float64, rng *rand.Rand) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, c.w, c.h))
	for i, v := range c.light {
		if inverted {
			v = 1 - v
		}
		shade := float64(v) * 255
		if noise > 0 {
			shade += noise * rng.NormFloat64()
		}
		img.Pix[i] = uint8(min(max(shade, 0), 255) + 0.5)
	}
	return img
}
