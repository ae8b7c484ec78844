package ui

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/pos"
)

// setUp answers the questions of a first start.
func (b *bench) setUp() {
	b.Helper()
	b.app.paste(setup{}, payable(""))
	b.on("setup.check")
	b.tap("check.yes", "next", "facing.cashier", "next")
	b.pin(testPIN)
	b.pin(testPIN)
}

// shown are the six words on the screen.
func (b *bench) shown() string {
	var words []string
	for _, l := range b.app.recovery.said {
		assert.True(b, b.says(l.words))
		words = append(words, l.words)
	}
	return strings.Join(words, " ")
}

// Ensure that set-up ends with the six words that open the backups, that they go
// with no key hit by chance, and are gone once somebody has them on paper.
func TestRecoveryCode(t *testing.T) {
	b := newBench(t, opening{bare: true})
	b.setUp()
	b.on("recovery")
	code := b.shown()
	require.NoError(t, b.till.CheckRecoveryCode(context.Background(), code))
	b.press(fyne.KeyEscape, fyne.KeyReturn, fyne.KeySpace)
	assert.Equal(t, "recovery", b.screen)
	assert.True(t, b.till.Shop().RecoveryDue)
	b.tap("recovery.written", "trial.later")
	b.on("keypad")
	assert.False(t, b.till.Shop().RecoveryDue)
	assert.Nil(t, b.app.recovery.code)
	assert.False(t, b.says(b.app.t("recovery.due")+" ›"))
}

// Ensure that words put off are not forgotten: an amber line stays, over a
// restart too, and leads to new words behind the owner's PIN.
func TestRecoveryCodePutOff(t *testing.T) {
	b := newBench(t, opening{bare: true})
	b.setUp()
	b.on("recovery")
	old := b.shown()
	b.tap("recovery.later", "trial.later")
	b.on("keypad")
	b.sell("5", "000")
	b.app.Stop()
	b.start(opening{})
	b.tap("next")
	assert.True(t, b.says(b.app.t("recovery.due")+" ›"))
	b.tap("notice")
	b.pin("111222")
	b.until("a refusal", func() bool { return b.says(b.app.t("pin_wrong")) })
	b.pin(testPIN)
	b.on("recovery")
	assert.NotEqual(t, old, b.shown())
	assert.ErrorIs(t, b.till.CheckRecoveryCode(context.Background(), old), pos.ErrRecoveryCode)
	b.tap("recovery.written")
	b.on("keypad")
	assert.False(t, b.says(b.app.t("recovery.due")+" ›"))
}

// Ensure that a code which the till could not use is refused where it is looked
// at: the sample shop's on a live till, a real one in practice.
func TestCodeOfTheWrongKind(t *testing.T) {
	for text, practice := range map[string]bool{assets.Sticker(): false, payable(""): true} {
		b := newBench(t, opening{bare: true, practice: practice})
		b.app.paste(setup{}, text)
		want := "sample_code"
		if practice {
			want = "practice_code"
		}
		assert.True(t, b.says(b.app.t(want)), want)
		assert.Equal(t, "setup", b.screen)
	}
}
