package main

import (
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/qris/symbol"
)

// photo is a JPEG as a phone takes it of a code on a counter: turned, seen from
// the side, lit from one corner, grainy.
func photo(t *testing.T, text string, seed uint64) string {
	t.Helper()
	code, err := symbol.Draw(text, symbol.M)
	require.NoError(t, err)
	random := rand.New(rand.NewPCG(seed, 1))
	const width, height = 1200, 900
	picture := image.NewGray(image.Rect(0, 0, width, height))
	sin, cos := math.Sincos(0.3 * (random.Float64() - 0.5))
	unit := 500 / float64(code.Size()+2*symbol.Quiet)
	for y := range height {
		for x := range width {
			dx, dy := float64(x)-width/2, float64(y)-height/2
			far := 1 + 0.0003*dy // the lower edge is nearer
			u := (cos*dx+sin*dy)*far/unit + float64(code.Size())/2
			v := (cos*dy-sin*dx)*far/unit + float64(code.Size())/2
			shade := 215.0
			if code.Dark(int(math.Floor(u)), int(math.Floor(v))) {
				shade = 45
			}
			shade = shade*(1-0.3*float64(x)/width) + 6*random.NormFloat64()
			picture.SetGray(x, y, color.Gray{Y: uint8(min(255, max(0, shade)))})
		}
	}
	path := filepath.Join(t.TempDir(), "photo.jpg")
	file, err := os.Create(path)
	require.NoError(t, err)
	require.NoError(t, jpeg.Encode(file, picture, &jpeg.Options{Quality: 75}))
	require.NoError(t, file.Close())
	return path
}

// Ensure that a photo of a code of every scheme tells the same merchant as its
// text.
func TestInspectPhotos(t *testing.T) {
	type report struct {
		Merchant json.RawMessage `json:"merchant"`
		Accounts json.RawMessage `json:"accounts"`
	}
	inspect := func(what string) (r report) {
		require.NoError(t, json.Unmarshal([]byte(succeeds(t, "qris", "inspect", "--json", what)), &r))
		return r
	}
	schemes := map[string]int{}
	for i, v := range vectors(t, "qris.jsonl") {
		if schemes[v.Scheme]++; schemes[v.Scheme] > 2 {
			continue
		}
		assert.Equal(t, inspect(v.Payload), inspect(photo(t, v.Payload, uint64(i))), "%s, row %d", v.Scheme, i)
	}
	assert.Greater(t, len(schemes), 5)
}
