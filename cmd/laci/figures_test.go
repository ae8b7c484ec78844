//go:build linux

package main

import (
	"fmt"
	"image"
	"image/color"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// figures are durations of one kind.
type figures []time.Duration

// paper is the ground of the light screens.
var paper = color.RGBA{0xF6, 0xF4, 0xEF, 255}

// at gives a quantile, 0 to 1.
func (f figures) at(q float64) time.Duration {
	sorted := slices.Sorted(slices.Values(f))
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))].Round(100 * time.Microsecond)
}

func (f figures) String() string {
	return fmt.Sprintf("p50 %s, p99 %s, worst %s of %d", f.at(0.5), f.at(0.99), f.at(1), len(f))
}

// Ensure that the figures of docs/benchmarks.md can be measured again: they are
// printed, and only what cannot be is a failure.
func TestFigures(t *testing.T) {
	if !*figuresFlag {
		t.Skip("only with -figures")
	}
	data := filepath.Join(t.TempDir(), "data")
	p := newTill(t, data, func(*pos.Settings) {}, func(*pos.Till, *clock) {})
	d := newDesk(t, 1280, 800, "")
	var starts figures
	for range 10 {
		began := time.Now()
		d.start(data)
		d.see("keypad")
		d.m.until(t, image.Rect(0, 0, d.m.size.X, 1), "a keypad", func(row *image.RGBA) bool { return share(row, paper) > 0.9 })
		starts = append(starts, time.Since(began))
		d.stop()
	}
	fmt.Printf("process start → keypad on the screen: %s\n", starts)

	d.start(data)
	d.see("keypad")
	var laid, drawn, green, greenDrawn figures
	for n := 1; n <= 500; n++ {
		a, b := d.timedCode(n)
		c, e := d.timedGreen(p, pos.Rupiah(1000+n))
		laid, drawn, green, greenDrawn = append(laid, a), append(drawn, b), append(green, c), append(greenDrawn, e)
		mark := d.frames.mark()
		d.keys("Return")
		d.since(mark, "the keypad", func(one traced) bool { return one.Screen == "keypad" })
		if slices.Contains([]int{20, 100, 200, 300, 400, 500}, n) {
			fmt.Printf("RssAnon after %d sales: %d MB\n", n, d.rssAnon()>>20)
		}
	}
	fmt.Printf("Tampilkan QRIS → laid out, the commit included: %s\n", laid)
	fmt.Printf("Tampilkan QRIS → pixels on the screen: %s\n", drawn)
	fmt.Printf("callback sent → green laid out: %s\n", green)
	fmt.Printf("callback sent → green pixels on the screen: %s\n", greenDrawn)
	assert.Less(t, d.rssAnon(), int64(400<<20))

	before := d.cpu()
	time.Sleep(time.Minute) // what a till costs that nobody touches
	idle := d.cpu() - before
	fmt.Printf("idle: %.2f %% of a core over 60 s\n", idle.Seconds()/60*100)
	assert.Less(t, idle, 30*time.Second)
	d.stop()
}

// fingerDown is how long a finger stays on a key; the key does what it is for
// when the finger leaves it.
const fingerDown = 80 * time.Millisecond

// timedCode keys an amount in and times its code from the end of the touch on
// Tampilkan QRIS.
func (d *desk) timedCode(n int) (laid, drawn time.Duration) {
	d.t.Helper()
	mark := d.frames.mark()
	d.keys(strings.Split(strconv.Itoa(1000+n), "")...)
	amount := pos.Rupiah(1000 + n)
	d.since(mark, "the amount", func(one traced) bool { return one.Screen == "keypad" && one.says(amount.Digits()) })
	show, ok := d.frames.last().tile("show")
	require.True(d.t, ok)
	mark = d.frames.mark()
	d.m.do(d.t, fmt.Sprintf("mousemove %d %d mousedown 1", int(show.X+show.W/2), int(show.Y+show.H/2)))
	time.Sleep(fingerDown)
	began := time.Now()
	d.m.do(d.t, fmt.Sprintf("mouseup 1 mousemove %d %d", d.m.size.X, d.m.size.Y))
	one := d.since(mark, "the code", func(one traced) bool { _, ok := one.symbol(); return ok && one.Screen == "code" })
	laid = one.At.Sub(began)
	symbol, _ := one.symbol()
	centre := image.Pt(int(symbol.X+symbol.W/2), int(symbol.Y+symbol.H/2))
	row := image.Rect(int(symbol.X), centre.Y, int(symbol.X+symbol.W), centre.Y+1)
	d.m.until(d.t, row, "the code", func(picture *image.RGBA) bool { return share(picture, color.RGBA{A: 255}) > 0.2 })
	return laid, time.Since(began)
}

// timedGreen lets the phone tell of the money of the code on the screen and times
// the green from the moment the callback was sent.
func (d *desk) timedGreen(p phone, amount pos.Rupiah) (laid, drawn time.Duration) {
	d.t.Helper()
	one := d.frames.last()
	number := orderNumber.FindString(one.String())
	mark := d.frames.mark()
	address := d.address()
	began := time.Now()
	answered := make(chan int, 1)
	go func() {
		status, _, err := p.tells(address, amount, number)
		if err != nil {
			status = 0
		}
		answered <- status
	}()
	one = d.since(mark, "green", func(one traced) bool { return one.Screen == "paid" && one.says(number) })
	laid = one.At.Sub(began)
	corner := image.Rect(0, d.m.size.Y-4, d.m.size.X, d.m.size.Y)
	d.m.until(d.t, corner, "green", func(picture *image.RGBA) bool { return share(picture, paidColour) > 0.9 })
	drawn = time.Since(began)
	require.Equal(d.t, http.StatusOK, <-answered)
	return laid, drawn
}

// rssAnon is the kiosk's memory without mapped files, in bytes.
func (d *desk) rssAnon() int64 {
	d.t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", d.run.Process.Pid))
	require.NoError(d.t, err)
	_, after, found := strings.Cut(string(text), "RssAnon:")
	require.True(d.t, found)
	kilobytes, err := strconv.ParseInt(strings.Fields(after)[0], 10, 64)
	require.NoError(d.t, err)
	return kilobytes << 10
}

// cpu is the processor time the kiosk has used, in the ticks of 10 ms that
// /proc counts (proc(5): utime and stime, fields 14 and 15).
func (d *desk) cpu() time.Duration {
	d.t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", d.run.Process.Pid))
	require.NoError(d.t, err)
	_, after, found := strings.Cut(string(text), ") ")
	require.True(d.t, found)
	fields := strings.Fields(after)
	var used time.Duration
	for _, field := range fields[11:13] {
		ticks, err := strconv.ParseInt(field, 10, 64)
		require.NoError(d.t, err)
		used += time.Duration(ticks) * 10 * time.Millisecond
	}
	return used
}
