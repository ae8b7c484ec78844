//go:build linux

package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/ui/voice"
)

// ear is a sound card that hands what it is given to the test, a few times faster
// than a real one plays.
type ear struct {
	t     *testing.T
	heard chan float32
}

// speed is how many times faster than real an ear listens.
const speed = 4

// newEar gives the ear and the environment in which a program plays to it.
func newEar(t *testing.T) (ear, string) {
	t.Helper()
	dir := t.TempDir()
	pipe, config := filepath.Join(dir, "card"), filepath.Join(dir, "asound.conf")
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	text := fmt.Sprintf("pcm.nowhere { type null }\npcm.!default { type file file %q format raw slave.pcm nowhere }\nctl.!default { type hw card 0 }\n", pipe)
	require.NoError(t, os.WriteFile(config, []byte(text), 0o600))
	e := ear{t, make(chan float32, 60*voice.Rate)}
	card, err := os.OpenFile(pipe, os.O_RDWR, 0) // a pipe opened both ways never ends
	require.NoError(t, err)
	t.Cleanup(func() { _ = card.Close() })
	go e.listen(card)
	return e, "ALSA_CONFIG_PATH=" + config
}

// listen takes samples at the ear's speed until the card is closed.
func (e ear) listen(card io.Reader) {
	part := make([]byte, 4*voice.Rate/50)
	for {
		if _, err := io.ReadFull(card, part); err != nil {
			return
		}
		for i := 0; i < len(part); i += 4 {
			e.heard <- math.Float32frombits(binary.LittleEndian.Uint32(part[i:]))
		}
		time.Sleep(time.Second / 50 / speed)
	}
}

// hears waits for a sound, whatever silence goes before it, and compares every
// sample.
func (e ear) hears(want voice.Sound) {
	e.t.Helper()
	late := time.After(patience)
	next := func() float32 {
		select {
		case sample := <-e.heard:
			return sample
		case <-late:
			require.FailNow(e.t, "not heard")
		}
		return 0
	}
	for len(want) > 0 && want[0] == 0 {
		want = want[1:]
	}
	sample := next()
	for sample == 0 {
		sample = next()
	}
	for i, wanted := range want {
		if i > 0 {
			sample = next()
		}
		require.InDelta(e.t, float64(wanted)/32768, sample, 1e-4, "sample %d", i)
	}
}

// Ensure that the till says aloud what a machine told of, says the number of an
// order that is not on the screen, only clicks for a person's word, and is heard
// sample by sample as it was made.
func TestKioskSpeaks(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	p := newTill(t, data, func(*pos.Settings) {}, func(*pos.Till, *clock) {})
	d := newDesk(t, 1024, 600, "")
	e, env := newEar(t)
	d.env = []string{env}
	d.start(data, "--volume", "0.9")
	d.see("keypad")
	d.keys("2", "5", "0", "0", "0", "Return")
	d.see("code", "A-0001")
	d.reports(p, 25_000, "A-0001", "settled")
	e.hears(voice.Paid(25_000, false).Volume(0.9))

	d.see("paid")
	d.keys("7", "0", "0", "0", "Return")
	d.see("code", "A-0002")
	d.tap("next")
	d.see("keypad")
	d.reports(p, 7_000, "A-0002", "settled")
	e.hears(voice.Other("A-0002").Volume(0.9))

	d.keys("9", "0", "0", "0", "Return")
	d.see("code", "A-0003")
	d.tap("arrived")
	d.see("confirm")
	d.tap("seen.merchant_app")
	d.tap("confirm.yes")
	e.hears(voice.Click().Volume(0.9))
	d.stop()
}

// Ensure that a till without a sound card sells in silence and says so once.
func TestKioskSilent(t *testing.T) {
	if cards, err := os.ReadFile("/proc/asound/cards"); err == nil && len(cards) > 0 {
		t.Skip("this machine has a sound card")
	}
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	p := newTill(t, data, func(*pos.Settings) {}, func(*pos.Till, *clock) {})
	d := newDesk(t, 1024, 600, "")
	d.start(data)
	for _, number := range []string{"A-0001", "A-0002"} {
		d.see("keypad")
		d.keys("8", "0", "0", "0", "Return")
		d.see("code", number)
		d.reports(p, 8_000, number, "settled")
		d.see("paid")
		d.keys("Escape")
	}
	d.stop()
	assert.Empty(t, d.said.String())
	log, err := os.ReadFile(filepath.Join(data, "log", "laci.log"))
	require.NoError(t, err)
	assert.Equal(t, 1, strings.Count(string(log), "no sound card"))
}
