package symbol

import (
	"bytes"
	"image/png"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that the picture has four white modules around it, whole pixels a
// module, one bit a pixel, and that the terminal form shows the same modules.
func TestPictureIsExact(t *testing.T) {
	t.Parallel()
	s, err := Draw(vectors(t)[0], M)
	require.NoError(t, err)
	const px = 5
	file, err := s.PNG(px)
	require.NoError(t, err)
	assert.Equal(t, byte(1), file[24], "bits a pixel")
	img, err := png.Decode(bytes.NewReader(file))
	require.NoError(t, err)
	require.Equal(t, (s.Size()+8)*px, img.Bounds().Dx())
	require.Equal(t, (s.Size()+8)*px, img.Bounds().Dy())
	text := []rune(strings.NewReplacer("\x1b[38;5;16;48;5;231m", "", "\x1b[0m\n", "").Replace(s.HalfBlocks()))
	wide := s.Size() + 8
	for y := range wide * px {
		for x := range wide * px {
			r, _, _, _ := img.At(x, y).RGBA()
			dark := s.Dark(x/px-4, y/px-4)
			require.Equal(t, dark, r == 0)
			require.Contains(t, []uint32{0, 0xffff}, r)
			block := text[y/px/2*wide+x/px]
			shown := block == '█' || block == '▀' && y/px%2 == 0 || block == '▄' && y/px%2 == 1
			require.Equal(t, dark, shown)
		}
	}
	assert.False(t, s.Dark(-1, 0))
	assert.False(t, s.Dark(0, s.Size()))
	assert.True(t, s.Dark(0, 0))
}
