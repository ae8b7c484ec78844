//go:build linux

package main

import (
	"image"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"laci/pos"
)

// Ensure that a till facing the cashier comes back on the code that was open, and
// that everything which can become of codes and money is on its screens: over,
// again, parked, offered, paid meanwhile, unclear, given up, not saved.
func TestKioskCounter(t *testing.T) {
	t.Parallel()
	atEachSize(t, func(t *testing.T, d *desk) {
		data := filepath.Join(t.TempDir(), "data")
		p := newTill(t, data, func(s *pos.Settings) { s.Facing = pos.FacingCashier }, func(till *pos.Till, c *clock) { morning(t, till, c) })
		d.start(data)
		d.comesBack()
		d.offered(p)
		d.paidMeanwhile(p)
		d.unclear(p)
		d.givenUp()
		d.refusedAmounts()
		d.notSaved(p)
		d.pages()
		d.otherLooks()
		d.stop()
	})
}

// morning is what the shop sold before, and one code whose time is nearly over.
func morning(t *testing.T, till *pos.Till, c *clock) {
	now := time.Now()
	for i, amount := range []pos.Rupiah{12_000, 45_500, 8_000, 150_000, 27_000, 18_500, 64_000, 31_000, 9_500} {
		sold(t, till, c, now.Add(time.Duration(i-10)*time.Hour), amount, i%3 == 2)
	}
	c.set(now.Add(12*time.Second - 300*time.Second))
	_, err := till.Charge(t.Context(), pos.Charge{Key: ulid.Make().String(), Amount: 21_000, Actor: "Kasir A"})
	require.NoError(t, err)
}

// comesBack sees the open code again, its end, and shows it again.
func (d *desk) comesBack() {
	one := d.see("code", "Rp21.000", "A-0010")
	assert.Regexp(d.t, `\n  00:(0\d|1[012])\n`, one.String()+"\n", "the remaining time of before")
	d.readCode("20-code-nearly-over")
	d.see("code", words("code.expired"), words("code.expired.cashier"))
	d.shot("21-code-over", words("code.expired"), words("code.again"))
	d.tap("again")
	d.see("code", "05:00")
	d.readCode("22-code")
	d.shot("22-code", "Rp21.000", words("code.arrived"), words("code.next"))
	d.tap("extend")
	d.wait("two minutes more", func(one traced) bool { return one.says("06:") || one.says("07:00") })
	d.tap("next")
	d.see("keypad", words("keypad.empty"), "A-0010")
}

// sell keys an amount in and gives the number on its code.
func (d *desk) sell(amount string, number string) {
	d.t.Helper()
	d.enter("key.", amount)
	d.tap("show")
	d.see("code", number)
}

// offered sees money of the right amount offered on the code, since a sticker
// brings money too, and says yes with one tap.
func (d *desk) offered(p phone) {
	d.sell("33000", "A-0011")
	d.reports(p, 33_000, "", "suggested")
	d.see("code", words("strip.suggest.yes"))
	d.shot("23-code-offer", "Rp33.000", words("strip.suggest.yes"))
	d.tap("offer.yes")
	d.see("paid", words("paid.title"), "Rp33.000")
	d.shot("24-paid-forwarded", words("paid.title"), "Rp33.000")
	d.see("keypad") // by itself, after four seconds
}

// paidMeanwhile parks a code and keys in the next amount: the money comes as a
// strip that takes no key and turns nothing green.
func (d *desk) paidMeanwhile(p phone) {
	d.sell("14000", "A-0012")
	d.keys("Escape")
	d.see("keypad", "A-0012")
	d.sell("16000", "A-0013")
	d.tap("next")
	d.see("keypad", "A-0013")
	d.taps("key.5", "key.000")
	d.see("keypad", "5.000")
	d.reports(p, 14_000, "A-0012", "settled")
	d.see("keypad", "5.000", words("strip.paid", "A-0012", "Rp14.000"))
	picture := d.shot("25-keypad-paid-meanwhile", words("strip.paid", "A-0012", "Rp14.000"), "5.000")
	assert.Less(d.t, share(picture, paidColour), 0.2, "green is only for the order on this screen")
	d.keys("7")
	d.see("keypad", "50.007", words("strip.paid", "A-0012", "Rp14.000"))
	d.takeStrip()
	d.reports(p, 16_000, "", "suggested")
	d.see("keypad", words("strip.suggest.yes"))
	d.shot("26-keypad-suggestion", words("strip.suggest.yes"))
	d.tap("strip.yes")
	d.see("keypad", words("strip.paid", "A-0013", "Rp16.000"))
	d.takeStrip()
	d.tap("key.clear")
	d.see("keypad", words("keypad.empty"))
}

// takeStrip takes the strip away and waits until everything under it has moved up.
func (d *desk) takeStrip() {
	d.t.Helper()
	said, _ := d.frames.last().tile("strip")
	d.tap("strip")
	d.wait("the strip gone", func(one traced) bool {
		now, up := one.tile("strip")
		return !up || now.Label != said.Label
	})
}

// unclear sees money that nobody asked for, and money that two orders asked for.
func (d *desk) unclear(p phone) {
	d.reports(p, 77_700, "", "unmatched")
	d.see("keypad", words("strip.inbox", 1))
	d.sell("9000", "A-0014")
	d.tap("next")
	d.see("keypad", "A-0014")
	d.sell("9000", "A-0015")
	d.see("code", words("code.same_amount", "Rp9.000", "A-0014"))
	d.shot("27-code-twin", "Rp9.000", words("code.same_amount", "Rp9.000", "A-0014"))
	d.tap("next")
	d.reports(p, 9_000, "", "ambiguous")
	d.see("keypad", words("strip.inbox", 2))
	d.shot("28-keypad-unclear", words("strip.inbox", 2), "A-0015")
	d.tap("strip")
	d.see("inbox", "Rp77.700", "Rp9.000")
	d.shot("29-inbox", words("inbox.title"), "Rp77.700", "Rp9.000")
	one := d.frames.last()
	row, _ := one.find("Rp9.000")
	d.tap(row.Code)
	d.see("whose", "A-0014", "A-0015")
	d.shot("30-whose", words("inbox.which", pos.Rupiah(9_000)), words("inbox.unknown"))
	d.tap("order.A-0015")
	d.wait("the inbox without it", func(one traced) bool {
		_, there := one.tile(row.Code)
		return one.Screen == "inbox" && one.says("Rp77.700", words("strip.paid", "A-0015", "Rp9.000")) && !there
	})
	d.takeStrip()
	d.tap("back")
	d.see("keypad", words("strip.inbox", 1))
}

// givenUp gives an order up with one tap for the reason.
func (d *desk) givenUp() {
	d.sell("52000", "A-0016")
	d.tap("more")
	d.tap("cancel")
	d.see("choice", words("cancel.title", "A-0016"))
	d.shot("31-cancel", words("cancel.title", "A-0016"), words("cancel.changed_mind"))
	d.tap("reason.changed_mind")
	d.see("keypad", words("keypad.empty"))
}

// refusedAmounts keys in what no code can be made for.
func (d *desk) refusedAmounts() {
	d.enter("key.", "10000001")
	one := d.see("keypad", "10.000.001", words("keypad.over", pos.DefaultLimit))
	show, ok := one.tile("show")
	require.True(d.t, ok)
	assert.False(d.t, show.Enabled)
	d.shot("32-keypad-over", "10.000.001")
	d.keys("Return")
	d.enter("key.", "99999") // the last of them would be the thirteenth digit
	d.tap("key.back")
	d.see("keypad", "10.000.001.999")
	d.tap("key.clear")
	one = d.see("keypad", words("keypad.empty"))
	show, _ = one.tile("show")
	assert.False(d.t, show.Enabled, "nothing to show for 0")
}

// notSaved lets the disk take nothing more while charging: red, no code, and the
// same sale once there is room again.
func (d *desk) notSaved(p phone) {
	t := d.t
	full := func(limit uint64) {
		require.NoError(t, unix.Prlimit(d.run.Process.Pid, unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: limit, Max: unix.RLIM_INFINITY}, nil))
	}
	journal, err := os.Stat(filepath.Join(d.data, "journal.log"))
	require.NoError(t, err)
	mark := d.frames.mark()
	full(uint64(journal.Size()))
	d.enter("key.", "55000")
	d.tap("show")
	d.see("trouble", words("trouble.title"))
	d.shot("33-trouble", words("trouble.title"), words("trouble.text"), words("retry"))
	status, _, err := p.tells(d.address(), 21_000, "A-0010")
	require.NoError(t, err)
	assert.Equal(t, 503, status, "what cannot be saved is not acknowledged")
	assert.False(t, d.frames.seen(mark, func(one traced) bool { return one.Screen == "code" || one.Screen == "paid" }), "no code, nothing paid")
	full(unix.RLIM_INFINITY)
	d.tap("retry")
	d.see("code", "Rp55.000")
	d.readCode("34-code-after-trouble")
	d.tap("next")
	d.see("keypad", "Rp55.000")
}

// pages opens what is one tap away.
func (d *desk) pages() {
	d.tap("pill")
	d.see("choice", words("pill.title"))
	d.shot("35-pill", words("pill.title"))
	d.tap("back")
	d.see("keypad")
	d.tap("unpaid")
	d.see("unpaid", "A-0010")
	d.shot("36-unpaid", words("keypad.unpaid"), "A-0010")
	d.tap("back")
	d.see("keypad")
	d.tap("menu")
	d.see("menu", words("menu.today"))
	d.shot("37-menu", words("menu.title"), words("menu.today"))
	d.tap("menu.today")
	d.enter("pad.", ownerPIN)
	d.see("today", words("today.sales"))
	d.shot("38-today", words("today.sales"))
	d.keys("Escape")
	d.see("keypad")
}

// otherLooks turns the screens dark and English.
func (d *desk) otherLooks() {
	dark := func(p *image.RGBA) bool { return p.Pix[0] < 0x40 && p.Pix[1] < 0x40 && p.Pix[2] < 0x40 }
	d.tap("menu")
	d.see("menu")
	d.tap("menu.looks")
	d.see("looks", words("looks.title"))
	d.tap("look.dark")
	d.shot("39-looks", words("looks.title"), words("looks.look.dark"))
	d.taps("back", "back")
	d.see("keypad")
	d.enter("key.", "125000")
	d.see("keypad", "125.000")
	d.look("40-keypad-dark", "a dark screen", dark)
	d.shot("40-keypad-dark", "125.000", words("keypad.show"))
	d.tap("show")
	d.see("code", "Rp125.000")
	d.readCode("41-code-dark")
	d.shot("41-code-dark", "Rp125.000")
	d.tap("next")
	d.see("keypad")
	d.tap("menu")
	d.tap("menu.today")
	d.enter("pad.", ownerPIN)
	d.see("today", words("today.sales"))
	d.shot("42-today-dark", words("today.sales"))
	d.tap("back")
	d.see("keypad")
	d.tap("menu")
	d.taps("menu.looks", "lang.en")
	d.see("looks", "Language")
	d.taps("back", "back")
	d.see("keypad")
	d.shot("43-keypad-english")
}
