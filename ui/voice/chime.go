package voice

import "math"

// note is a tone that is struck and dies away, like a bar of a marimba.
type note struct {
	at, hertz, loud float64 // seconds from the start; 1 is as loud as can be
}

// fade is how fast a note dies away: to 37 % after so many seconds.
const fade = 0.16

// Chime is heard when the order on the screen was paid.
func Chime() Sound { return strike(0.75, note{0, 880, 0.5}, note{0.13, 1318.5, 0.55}) }

// otherChime is heard when another order was paid: lower and falling.
func otherChime() Sound { return strike(0.7, note{0, 659.3, 0.4}, note{0.13, 523.3, 0.4}) }

// Click is heard when a cashier said that money came.
func Click() Sound { return strike(0.08, note{0, 440, 0.3}) }

// strike mixes notes into a sound of so many seconds.
func strike(seconds float64, notes ...note) Sound {
	sound := make(Sound, int(seconds*Rate))
	for i := range sound {
		t, sum := float64(i)/Rate, 0.0
		for _, n := range notes {
			if since := t - n.at; since >= 0 {
				body := math.Sin(2*math.Pi*n.hertz*since) + 0.25*math.Sin(2*math.Pi*4*n.hertz*since)*math.Exp(-since/0.03)
				sum += n.loud * body * math.Exp(-since/fade) * min(1, since/0.003)
			}
		}
		left := seconds - t
		sound[i] = int16(math.MaxInt16 * 0.8 * max(-1, min(1, sum*min(1, left/0.02))))
	}
	return sound
}
