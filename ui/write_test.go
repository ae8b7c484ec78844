package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"

	"laci/pos"
)

// Ensure that a name is written with the till's own keys and with a keyboard:
// capitals at the start and when held, signs, spaces, and no more than fits.
func TestWriting(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	var given []string
	ask := func(most int, need bool) {
		b.app.write.ask(writing{title: "x", most: most, need: need, done: func(text string) { given = append(given, text) }, back: b.app.showMenu})
	}
	ask(12, true)
	done, _ := b.find("write.done")
	assert.False(t, done.Enabled, "a name is needed")
	b.tap("write.B", "write.u", "write.space", "write.shift", "write.T", "write.i", "write.n", "write.i")
	assert.True(t, b.says("Bu Tini|"))
	b.tap("write.shift", "write.shift", "write.A", "write.B", "write.shift", "write.signs", "write.&", "write.1", "write.2")
	assert.True(t, b.says("Bu TiniAB&12|"), "the thirteenth letter finds no room")
	b.tap("write.back", "write.back", "write.back")
	b.app.wrote('é')
	b.app.wrote('\n')
	b.press(fyne.KeyBackspace)
	b.tap("write.done")
	assert.Equal(t, []string{"Bu TiniAB"}, given)

	ask(40, false)
	b.tap("write.space")
	b.press(fyne.KeyReturn)
	assert.Equal(t, []string{"Bu TiniAB", ""}, given)
	b.press(fyne.KeyEscape)
	b.on("menu")
}

// Ensure that keys can stand as on a telephone.
func TestOneOnTop(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	one, _ := b.find("key.1")
	seven, _ := b.find("key.7")
	assert.Greater(t, one.Y, seven.Y)
	b.tap("menu", "menu.looks", "keys.123", "back", "back")
	one, _ = b.find("key.1")
	seven, _ = b.find("key.7")
	assert.Less(t, one.Y, seven.Y)
	b.sell("1", "2", "000")
}
