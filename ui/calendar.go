package ui

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"laci/pos"
)

// calendarPage chooses a business day that is over or runs: a month at a time.
type calendarPage struct {
	*page
	asked  string // what the day is for
	chosen pos.Day
	month  time.Time // its first day
	back   func()
	done   func(day pos.Day)

	leave            *tile
	title, monthName *label
	earlier, later   *tile
	heads            []*label
	days             []*tile
}

const (
	weekDays   = 7
	monthWeeks = 6 // a month touches so many at most
)

func newCalendarPage(a *App) *calendarPage {
	c := &calendarPage{page: newPage(a)}
	c.leave = c.marked("back", asBare, "back", func() { c.back() })
	c.title, c.monthName = c.label(colorInk, true), c.label(colorInk, true)
	c.monthName.align = fyne.TextAlignCenter
	c.earlier = c.marked("month.earlier", asButton, "previous", func() { c.turn(-1) })
	c.later = c.marked("month.later", asButton, "next", func() { c.turn(1) })
	for range weekDays {
		head := c.label(colorQuiet, false)
		head.align = fyne.TextAlignCenter
		c.heads = append(c.heads, head)
	}
	for i := range weekDays * monthWeeks {
		c.days = append(c.days, c.tile("", asKey, func() { c.done(c.dayAt(i)) }))
	}
	return c
}

func (c *calendarPage) name() string { return "calendar" }

// ask opens the page on the month of a day.
func (c *calendarPage) ask(words string, chosen pos.Day, back func(), done func(day pos.Day)) {
	c.asked, c.chosen, c.back, c.done = words, chosen, back, done
	at, err := time.Parse(time.DateOnly, string(chosen))
	if err != nil {
		at = c.a.o.Now()
	}
	c.month = time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC)
	c.a.open(c)
}

func (c *calendarPage) turn(months int) {
	c.month = c.month.AddDate(0, months, 0)
	c.a.render()
}

// dayAt is the day of a tile; the weeks begin on Monday.
func (c *calendarPage) dayAt(i int) pos.Day {
	before := (int(c.month.Weekday()) + weekDays - 1) % weekDays
	return pos.Day(c.month.AddDate(0, 0, i-before).Format(time.DateOnly))
}

func (c *calendarPage) key(name fyne.KeyName) {
	switch name {
	case fyne.KeyEscape:
		c.back()
	case fyne.KeyPageUp, fyne.KeyLeft:
		c.turn(-1)
	case fyne.KeyPageDown, fyne.KeyRight:
		c.later.Tapped(nil)
	}
}

func (c *calendarPage) fill() {
	a, today := c.a, c.a.o.Till.Day()
	c.title.say(c.asked)
	c.monthName.say(a.t("month."+strconv.Itoa(int(c.month.Month()))) + " " + strconv.Itoa(c.month.Year()))
	c.later.enable(pos.Day(c.month.AddDate(0, 1, 0).Format(time.DateOnly)) <= today)
	for i, head := range c.heads {
		head.say(a.t("weekday.short." + strconv.Itoa((i+1)%weekDays)))
	}
	for i, t := range c.days {
		day := c.dayAt(i)
		t.code = "day." + string(day)
		t.say(strconv.Itoa(int(day[8]-'0')*10 + int(day[9]-'0')))
		t.is(either(day == c.chosen, asChosen, asKey))
		t.enable(day <= today)
	}
}

// place lays the days of the month out in weeks; days of other months are left
// out.
func (c *calendarPage) place(area box) {
	m := c.a.m
	b := area.inset(m.of(edge), m.of(gap))
	b.bottom(m.of(gap))
	head := b.top(m.target(pillHeight))
	c.backAt(c.leave, &head)
	head.left(m.of(gap) * 1.3)
	c.words(c.title, head, textStrong)
	b.top(m.of(gap) / 2)
	if m.Portrait {
		b = b.middle(b.w, min(b.h, b.w*1.05))
	}
	line := b.top(m.target(smallHeight))
	wide := min(m.of(arrowWidth), line.w*0.25)
	c.button(c.earlier, line.left(wide), textPlain)
	c.button(c.later, line.right(wide), textPlain)
	c.words(c.monthName, line, textStrong)
	b.top(m.of(gap) / 2)
	space := m.of(gap) / 2
	for i, cell := range b.top(m.line(textSmall)*1.2).columns(weekDays, space) {
		c.words(c.heads[i], cell, textSmall)
	}
	rows := b.rows(monthWeeks, space)
	for i, t := range c.days {
		if string(c.dayAt(i))[:7] == c.month.Format("2006-01") {
			c.button(t, rows[i/weekDays].columns(weekDays, space)[i%weekDays], textBody)
		}
	}
}
