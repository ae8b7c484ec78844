//go:build linux

package main

import (
	"bytes"
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
	d.timedSales(p)
	before := d.cpu()
	time.Sleep(time.Minute) // what a till costs that nobody touches
	idle := d.cpu() - before
	fmt.Printf("idle: %.2f %% of a core over 60 s\n", idle.Seconds()/60*100)
	assert.Less(t, idle, 30*time.Second)
	d.stop()
}

// memoryMost is how much memory the kiosk may have after all its sales, over what
// it had after the hundredth.
const memoryMost = 20 << 20

// timed is how many sales are timed; those after them only follow each other as
// fast as the screen allows.
const timed = 300

// timedSales sells as often as -sales says, one sale after the other, and tells how
// long everything took and what became of the memory.
func (d *desk) timedSales(p phone) {
	d.t.Helper()
	var keys, laid, drawn, green, greenBegun, greenDrawn, changes figures
	var early int64
	for n := 1; n <= *salesFlag; n++ {
		amount := pos.Rupiah(1000 + n)
		if n <= timed {
			keys = append(keys, d.timedKeys(strings.Split(strconv.FormatInt(int64(amount), 10), "")...)...)
			d.see("keypad", amount.Digits())
			a, b := d.timedCode(amount)
			c, e, f := d.timedGreen(p, amount)
			laid, drawn = append(laid, a), append(drawn, b)
			green, greenBegun, greenDrawn = append(green, c), append(greenBegun, e), append(greenDrawn, f)
			changes = append(changes,
				d.timedChange("keypad", func() { d.m.do(d.t, "key Return") }),
				d.timedChange("menu", d.finger("menu")),
				d.timedChange("keypad", func() { d.m.do(d.t, "key Escape") }))
		} else {
			d.quickSale(p, amount)
		}
		if n == 20 || n == 100 || n == timed || n%500 == 0 {
			fmt.Printf("RssAnon after %d sales: %d MB\n", n, d.rssAnon()>>20)
		}
		if n == 100 {
			early = d.rssAnon()
		}
		d.frames.forget()
	}
	fmt.Printf("key pressed → digit on the screen: %s\n", keys)
	fmt.Printf("Tampilkan QRIS → laid out, the commit included: %s\n", laid)
	fmt.Printf("Tampilkan QRIS → pixels on the screen: %s\n", drawn)
	fmt.Printf("LUNAS → keypad → menu → keypad, pixels on the screen: %s\n", changes)
	fmt.Printf("callback sent → green laid out: %s\n", green)
	fmt.Printf("callback sent → the first green on the screen: %s\n", greenBegun)
	fmt.Printf("callback sent → all of the screen green: %s\n", greenDrawn)
	if *salesFlag > 100 {
		assert.Less(d.t, d.rssAnon(), early+memoryMost, "memory grows with the sales")
	}
}

// quickSale sells as fast as keys can be pressed.
func (d *desk) quickSale(p phone, amount pos.Rupiah) {
	d.t.Helper()
	mark := d.frames.mark()
	d.keys(append(strings.Split(strconv.FormatInt(int64(amount), 10), ""), "Return")...)
	one := d.since(mark, "the code", func(one traced) bool {
		_, ok := one.symbol()
		return ok && one.Screen == "code" && one.says(amount.String())
	})
	mark = d.frames.mark()
	d.reports(p, amount, orderNumber.FindString(one.String()), pos.ResultSettled)
	d.since(mark, "green", func(one traced) bool { return one.Screen == "paid" && one.says(amount.String()) })
	d.keys("Return")
	d.since(mark, "the keypad", func(one traced) bool { return one.Screen == "keypad" && one.draws("0") })
}

// timedKeys presses keys on an empty keypad and times each from when it is pressed
// until the figure on the screen is another.
func (d *desk) timedKeys(names ...string) (all figures) {
	d.t.Helper()
	d.see("keypad", words("keypad.empty"))
	d.still(d.line()) // what was shown before may still be going
	figure := d.frames.last().text("0")
	where := image.Rect(int(figure.X), int(figure.Y), int(figure.X+figure.W), int(figure.Y+figure.H))
	for _, key := range names {
		before := d.m.capture(where)
		began := time.Now()
		d.m.do(d.t, "keydown "+key)
		d.m.until(d.t, where, "what the key "+key+" does", func(now *image.RGBA) bool { return !bytes.Equal(now.Pix, before.Pix) })
		all = append(all, time.Since(began))
		time.Sleep(fingerDown)
		d.m.do(d.t, "keyup "+key)
		time.Sleep(fingerUp)
	}
	return all
}

// timedChange does what opens another screen and times it until it is drawn: a
// line down the screen is another.
func (d *desk) timedChange(screen string, do func()) time.Duration {
	d.t.Helper()
	line := d.line()
	before := d.still(line)
	mark := d.frames.mark()
	began := time.Now()
	do()
	d.m.until(d.t, line, "the screen "+screen, func(now *image.RGBA) bool { return !bytes.Equal(now.Pix, before.Pix) })
	took := time.Since(began)
	d.since(mark, "the screen "+screen, func(one traced) bool { return one.Screen == screen })
	return took
}

// line is a line down the screen that every page draws something else on.
func (d *desk) line() image.Rectangle {
	return image.Rect(d.m.size.X*3/10, 0, d.m.size.X*3/10+4, d.m.size.Y)
}

// still waits until a part of the screen has not moved for a while.
func (d *desk) still(where image.Rectangle) *image.RGBA {
	d.t.Helper()
	last, since := d.m.capture(where), time.Now()
	d.m.until(d.t, where, "a screen that stands still", func(now *image.RGBA) bool {
		if !bytes.Equal(now.Pix, last.Pix) {
			last, since = now, time.Now()
		}
		return time.Since(since) > 100*time.Millisecond
	})
	return last
}

// finger puts a finger on a tile, and gives the lifting of it.
func (d *desk) finger(code string) (lift func()) {
	d.t.Helper()
	tile, ok := d.frames.last().tile(code)
	require.True(d.t, ok, code)
	d.m.do(d.t, fmt.Sprintf("mousemove %d %d mousedown 1", int(tile.X+tile.W/2), int(tile.Y+tile.H/2)))
	time.Sleep(fingerDown)
	return func() { d.m.do(d.t, fmt.Sprintf("mouseup 1 mousemove %d %d", d.m.size.X, d.m.size.Y)) }
}

// How long a finger stays on a key, and is on its way to the next one. A tile does
// what it is for when the finger leaves it; a key pressed again sooner is taken
// for one that is held.
const (
	fingerDown = 80 * time.Millisecond
	fingerUp   = 40 * time.Millisecond
)

// timedCode times the code of the amount on the keypad from the end of the touch
// on Tampilkan QRIS.
func (d *desk) timedCode(amount pos.Rupiah) (laid, drawn time.Duration) {
	d.t.Helper()
	mark := d.frames.mark()
	lift := d.finger("show")
	began := time.Now()
	lift()
	one := d.since(mark, "the code", func(one traced) bool {
		_, ok := one.symbol()
		return ok && one.Screen == "code" && one.says(amount.String())
	})
	laid = one.At.Sub(began)
	symbol, _ := one.symbol()
	centre := image.Pt(int(symbol.X+symbol.W/2), int(symbol.Y+symbol.H/2))
	row := image.Rect(int(symbol.X), centre.Y, int(symbol.X+symbol.W), centre.Y+1)
	d.m.until(d.t, row, "the code", func(picture *image.RGBA) bool { return share(picture, color.RGBA{A: 255}) > 0.2 })
	return laid, time.Since(began)
}

// timedGreen lets the phone tell of the money of the code on the screen and times
// the green from the moment the callback was sent: until it is laid out, begins in
// the middle of the screen, and has spread over all of it.
func (d *desk) timedGreen(p phone, amount pos.Rupiah) (laid, begun, drawn time.Duration) {
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
	middle := image.Rect(d.m.size.X/2, 0, d.m.size.X/2+4, d.m.size.Y)
	d.m.until(d.t, middle, "the first green", func(picture *image.RGBA) bool { return share(picture, paidColour) > 0.02 })
	begun = time.Since(began)
	foot := image.Rect(0, d.m.size.Y-4, d.m.size.X, d.m.size.Y)
	d.m.until(d.t, foot, "green", func(picture *image.RGBA) bool { return share(picture, paidColour) > 0.9 })
	drawn = time.Since(began)
	one = d.since(mark, "green", func(one traced) bool { return one.Screen == "paid" && one.says(number) })
	require.Equal(d.t, http.StatusOK, <-answered)
	return one.At.Sub(began), begun, drawn
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
