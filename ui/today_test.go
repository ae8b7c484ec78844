package ui

import (
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// Ensure that the day shows what was sold, beside the same weekday until this
// hour, what needs a hand first, and any earlier day as it was.
func TestToday(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.staffed()
	b.sellDay(1, 3, 4)
	before, err := b.till.Today(context.Background())
	require.NoError(t, err)
	b.tap("menu", "menu.today")
	b.until("the first day", func() bool { return b.app.today.ready })
	_, there := b.find("today.check")
	assert.False(t, there, "nothing needs a hand")
	b.tap("back")
	b.tick(7*24*time.Hour - 3*time.Hour)
	b.sellDay(2, 3)
	now, err := b.till.Today(context.Background())
	require.NoError(t, err)
	b.tap("menu", "menu.today")
	b.until("the day", func() bool { return b.app.today.ready })
	for _, words := range []string{
		now.Sales.Sum.String(), "5", average(now.Sales).String(), "Jumat, 27 November ▾", "dibanding Jumat lalu, sampai jam ini",
		"Notifikasi HP", "Sari", boss, now.Hands["Sari"].Sales.Sum.String(),
	} {
		assert.True(t, b.says(words), words)
	}
	until := before.Hours[13].Sum + before.Hours[14].Sum
	assert.True(t, b.says(change(now.Sales.Sum, until)), "against %s", until)
	require.True(t, b.says("1 perlu dicek"))
	require.True(t, b.says(b.app.t("backup.warning.no_code")), "a week without a backup")
	b.tap("today.check")
	b.on("pin")
	b.tap("back")
	b.until("the day again", func() bool { return b.app.today.ready })

	_, err = b.till.Settle(context.Background(), pos.Report{Source: "hp", Evidence: pos.ForwarderMatched, PaymentID: "stray", Amount: 77_700, PaidAt: b.now()})
	require.NoError(t, err)
	b.until("the money", func() bool { return b.says("2 perlu dicek") })
	b.tap("today.before")
	b.until("yesterday", func() bool { return b.says("Kamis, 26 November ▾") && b.says(b.app.t("today.none.past")) })
	b.tap("today.date", "day.2026-11-20")
	b.until("that day", func() bool { return b.says(before.Sales.Sum.String()) })
	_, there = b.find("today.shift")
	assert.False(t, there, "a day that is over has no shift to close")
	b.press(fyne.KeyRight)
	b.until("the next", func() bool { return b.says("Sabtu, 21 November ▾") })
	b.tap("today.date", "day.2026-11-27")
	b.until("today", func() bool { return b.says(now.Sales.Sum.String()) })
	_, there = b.find("today.after")
	assert.False(t, there, "nothing is after today")
	b.press(fyne.KeyEscape)
	assert.Equal(t, "keypad", b.screen)
}

// Ensure that a change is told in whole hundredths, rounded, with its sign.
func TestChange(t *testing.T) {
	for want, sums := range map[string][2]pos.Rupiah{
		"+13%": {267_000, 236_500}, "0%": {100_000, 100_000}, "−50%": {50_000, 100_000}, "+100%": {200_000, 100_000}, "−100%": {0, 80_000},
		"+1%": {100_500, 100_000},
	} {
		assert.Equal(t, want, change(sums[0], sums[1]))
	}
}

// Ensure that a day is chosen month by month and never one to come.
func TestCalendar(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	var chosen pos.Day
	b.app.calendar.ask("?", "2026-11-20", b.app.showHome, func(day pos.Day) { chosen = day })
	b.drain()
	tomorrow, _ := b.find("day.2026-11-21")
	assert.False(t, tomorrow.Enabled)
	later, _ := b.find("month.later")
	assert.False(t, later.Enabled)
	first, _ := b.find("day.2026-11-01")
	monday, _ := b.find("day.2026-11-02")
	assert.Greater(t, first.X, monday.X, "the first of November is a Sunday")
	b.tap("month.earlier", "month.earlier")
	assert.True(t, b.says("September 2026"))
	_, there := b.find("day.2026-08-31")
	assert.False(t, there, "only days of the month")
	b.tap("day.2026-09-30")
	assert.Equal(t, pos.Day("2026-09-30"), chosen)
}

// Ensure that the day is saved where somebody says, whole or not at all.
func TestSaveDay(t *testing.T) {
	dir := t.TempDir()
	b := newBench(t, opening{facing: pos.FacingCashier, folders: []string{dir}})
	b.staffed()
	b.sellDay(3)
	b.tap("menu", "menu.today")
	b.until("the day", func() bool { return b.app.today.ready })
	b.tap("today.save", "save.csv", "folder."+filepath.Base(dir))
	b.until("the report", func() bool { return b.says(b.app.t("save.done")) })
	path := filepath.Join(dir, "laci-2026-11-20.csv")
	assert.True(t, b.says(path))
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff"))).ReadAll()
	require.NoError(t, err)
	assert.Len(t, rows, 4)
	b.tap("ok")
	b.on("today")

	require.NoError(t, os.RemoveAll(dir))
	b.tap("today.save", "save.pdf")
	assert.True(t, b.says(b.app.t("save.nowhere")))
	b.app.save(dir, "2026-11-20", pos.FormatPDF, b.app.backTo(b.app.today))
	b.until("the failure", func() bool { return b.says(b.app.t("save.failed")) })
	b.tap("ok")
	b.on("today")
}

// Ensure that amounts over a bar are short and right.
func TestShortAmounts(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	for amount, short := range map[pos.Rupiah]string{
		312_400: "312 rb", 999_400: "999 rb", 1_000_000: "1 jt", 1_240_000: "1,2 jt", 12_000_000: "12 jt", 700: "1 rb",
	} {
		assert.Equal(t, short, b.app.today.bars.short(amount))
	}
}

// Ensure that the hours of a night that still belong to the day stand last.
func TestBarsAfterMidnight(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	var hours [24]pos.Tally
	hours[22], hours[1] = pos.Tally{Count: 1, Sum: 10_000}, pos.Tally{Count: 2, Sum: 40_000}
	bars := b.app.today.bars
	bars.fill(hours, 3, -1)
	var order []int
	for place := bars.from; place <= bars.to; place++ {
		order = append(order, bars.hourAt(place))
	}
	assert.Equal(t, []int{19, 20, 21, 22, 23, 0, 1, 2}, order)
	assert.Equal(t, 1, bars.tallest)
}
