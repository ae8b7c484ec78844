package ui

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"laci/pos"
)

// todayPage is one business day as its owner looks at it: what needs a hand
// first, what was sold, beside the same weekday a week before, how it was
// confirmed, by hour, by cashier, and how it agreed with the bank.
type todayPage struct {
	*page
	day   pos.Day // the one looked at; "" is the running one
	o     pos.Overview
	bank  pos.Summary // of the day whose match with the bank is shown
	saved string      // why the owner should look at the backups; "" when all is well
	err   error
	loads uint64 // numbers the loads; an older one never replaces a newer
	ready bool

	back                 *tile
	title                *label
	date                 *tile
	before, after        *tile
	amber                *panel
	checkHead, checkWhat *label
	checkGo              *tile
	left, right          *panel
	salesHead, total     *label
	stats                [3][2]*label // a figure over what it is
	none                 *label
	bars                 *bars
	howHead, handsHead   *label
	how                  []*evidenceRow
	hands                []*figureRow
	between              *panel
	match                *linkRow
	all                  *linkRow
	save, shift          *tile
}

// evidences in the order of the list.
var evidences = []pos.Evidence{
	pos.GatewayVerified, pos.GatewayReported, pos.ForwarderMatched, pos.OwnerConfirmed, pos.Manual, pos.CashTaken, pos.PracticeMoney,
}

func newTodayPage(a *App) *todayPage {
	t := &todayPage{page: newPage(a)}
	t.back = t.marked("back", asBare, "back", a.showHome)
	t.title = t.label(colorInk, true)
	t.date = t.tile("today.date", asBare, t.pick)
	t.before = t.tile("today.before", asPale, func() { t.turn(-1) })
	t.after = t.tile("today.after", asPale, func() { t.turn(1) })
	t.amber = t.panel(colorTintWaiting, colorNone)
	t.checkHead, t.checkWhat = t.label(colorWaiting, true), t.page.text(colorWaiting, false, 2)
	t.checkWhat.stand = centred
	t.checkGo = t.tile("today.check", asCheck, t.check)
	t.left, t.right = t.panel(colorCard, colorLine), t.panel(colorCard, colorLine)
	t.salesHead, t.total = t.label(colorQuiet, false), t.figures(colorInk)
	for i := range t.stats {
		t.stats[i] = [2]*label{t.figures(colorInk), t.label(colorQuiet, false)}
		t.stats[i][1].lines = 2
	}
	t.none = t.page.text(colorQuiet, false, 3)
	t.bars = newBars(t.page)
	t.howHead, t.handsHead = t.label(colorQuiet, false), t.label(colorQuiet, false)
	for range evidences {
		t.how = append(t.how, newEvidenceRow(t.page))
	}
	for range handsMost {
		t.hands = append(t.hands, newFigureRow(t.page))
	}
	t.between = t.panel(colorLine, colorNone)
	t.match = newLinkRow(t.page, "today.bank", func() { a.bank.show(t.bank.Day, t.again) })
	t.all = newLinkRow(t.page, "today.all", t.showAll)
	t.save = t.tile("today.save", asButton, t.saveDay)
	t.shift = t.tile("today.shift", asMain, func() { a.shift.show(t.again) })
	return t
}

func (t *todayPage) name() string { return "today" }

// show opens the page on the running day and reads it.
func (t *todayPage) show() { t.open("") }

// open opens the page on a day, "" for the running one.
func (t *todayPage) open(day pos.Day) {
	t.day, t.ready, t.err = day, false, nil
	t.again()
}

// again comes back to the page, with fresh figures.
func (t *todayPage) again() {
	t.a.open(t)
	t.load()
}

// running tells whether the day looked at is the one that runs.
func (t *todayPage) running() bool { return t.day == "" || t.day == t.a.o.Till.Day() }

// turn looks at a day before or after the one on the page.
func (t *todayPage) turn(days int) {
	day := t.day
	if day == "" {
		day = t.a.o.Till.Day()
	}
	t.goTo(day.Plus(days))
}

// goTo looks at a day, which is never one to come.
func (t *todayPage) goTo(day pos.Day) {
	t.open(either(day >= t.a.o.Till.Day(), "", day))
}

// pick chooses any earlier day.
func (t *todayPage) pick() {
	t.a.calendar.ask(t.a.t("today.pick"), t.o.From, t.again, t.goTo)
}

// load reads the day off the UI goroutine.
func (t *todayPage) load() {
	t.loads++
	number, day := t.loads, t.day
	till := t.a.o.Till
	t.a.work(func(ctx context.Context) func() {
		o, err := till.Overview(ctx, day, day)
		var bank pos.Summary
		if err == nil {
			// The money of a running day is not at the bank yet.
			bank, err = till.Summary(ctx, either(day == "" || day == till.Day(), o.From.Plus(-1), o.From))
		}
		saved := ""
		if err == nil {
			saved, err = till.BackupWarning(ctx)
		}
		return func() {
			if number != t.loads {
				return
			}
			t.err, t.ready = err, err == nil
			if err == nil {
				t.o, t.bank, t.saved = o, bank, saved
			}
			if t.a.now == t {
				t.a.render()
			}
		}
	})
}

// check opens what needs a hand: money and sales first, then the backups.
func (t *todayPage) check() {
	if len(t.a.view.inbox)+len(t.a.view.check) > 0 {
		t.a.inbox.show()
		return
	}
	t.a.settings.enter(t.again, t.a.settings.backup)
}

func (t *todayPage) key(name fyne.KeyName) {
	switch name {
	case fyne.KeyEscape:
		t.a.showHome()
	case fyne.KeyPageUp, fyne.KeyLeft:
		t.before.Tapped(nil)
	case fyne.KeyPageDown, fyne.KeyRight:
		t.after.Tapped(nil)
	}
}

// hour is the hour of the shop's clock on the running day; none of another.
func (t *todayPage) hour() int {
	if !t.running() {
		return -1
	}
	return t.a.o.Now().In(t.a.view.shop.Calendar().Location()).Hour()
}

// average is what a sale came to, in whole rupiah.
func average(t pos.Tally) pos.Rupiah {
	if t.Count == 0 {
		return 0
	}
	return t.Sum / pos.Rupiah(t.Count)
}

// date writes a day as people say it: "Jumat, 20 November".
func (a *App) date(day pos.Day) string {
	at, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		return string(day)
	}
	return a.t("date", a.weekday(day), at.Day(), a.t("month."+strconv.Itoa(int(at.Month()))))
}

// weekday names the day of the week.
func (a *App) weekday(day pos.Day) string {
	at, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		return ""
	}
	return a.t("weekday." + strconv.Itoa(int(at.Weekday())))
}
