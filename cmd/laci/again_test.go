//go:build linux

package main

import (
	"image"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"laci/pos"
)

// Ensure that an order which is paid again and again while another code is shown,
// and while the next amount is keyed in, never turns the screen green and costs
// no key.
func TestKioskPaidAgain(t *testing.T) {
	t.Parallel()
	times := 20
	if full() {
		times = 200
	}
	data := filepath.Join(t.TempDir(), "data")
	p := newTill(t, data, func(*pos.Settings) {}, func(*pos.Till, *clock) {})
	d := newDesk(t, 1280, 800, "again")
	d.m.manage(t)
	d.start(data)
	d.see("keypad")
	d.sell("18000", "A-0001")
	d.tap("next")
	d.see("keypad", "A-0001")

	green := d.watchGreen()
	mark := d.frames.mark()
	d.sell("25000", "A-0002")
	payload, _ := d.readCode("again-before")
	d.paidAgain(p, times/2, func(int) {})
	still, _ := d.readCode("again-after")
	assert.Equal(t, payload, still, "the code on the screen")
	d.keys("Escape")
	d.see("keypad", "A-0002")
	d.keysWhilePaid(p, times/2)
	assert.False(t, d.frames.seen(mark, func(one traced) bool { return one.Screen == "paid" }))
	assert.Empty(t, green(), "the screen was green")

	d.tap("key.clear")
	d.sell("7000", "A-0003")
	d.reports(p, 7_000, "A-0003", pos.ResultSettled)
	d.see("paid", "A-0003", "Rp7.000")
	d.stop()
}

// paidAgain lets the phone tell of A-0001's money so many times, and does
// something before each.
func (d *desk) paidAgain(p phone, times int, before func(n int)) {
	d.t.Helper()
	for n := range times {
		before(n)
		d.reports(p, 18_000, "A-0001", pos.ResultSettled)
	}
}

// keysWhilePaid keys amounts in, two keys before each word of money, and sees
// each of them on the screen.
func (d *desk) keysWhilePaid(p phone, times int) {
	d.t.Helper()
	const keys = "918273645546372819" // no more digits than an amount may have, two by two
	amount := ""
	d.paidAgain(p, times, func(n int) {
		if len(amount)+2 > 12 {
			d.see("keypad", digitsOf(amount))
			d.tap("key.clear")
			amount = ""
		}
		two := keys[n*2%len(keys):][:2]
		amount += two
		d.keys(strings.Split(two, "")...)
	})
	d.see("keypad", digitsOf(amount))
}

// digitsOf writes an amount as the keypad does.
func digitsOf(amount string) string {
	n, _ := strconv.ParseInt(amount, 10, 64) // none for no digits
	return pos.Rupiah(n).Digits()
}

// watchGreen looks at the lowest lines of the screen all the time, until the
// function it gives is called, which gives the moments at which they were green.
func (d *desk) watchGreen() (seen func() []time.Time) {
	var moments []time.Time
	var watching sync.WaitGroup
	done := make(chan struct{})
	low := image.Rect(0, d.m.size.Y-4, d.m.size.X, d.m.size.Y)
	watching.Go(func() {
		for {
			select {
			case <-done:
				return
			case <-time.After(5 * time.Millisecond):
			}
			if share(d.m.capture(low), paidColour) > 0.5 {
				moments = append(moments, time.Now())
			}
		}
	})
	stop := sync.OnceFunc(func() { close(done); watching.Wait() })
	d.t.Cleanup(stop)
	return func() []time.Time { stop(); return moments }
}
