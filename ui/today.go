package ui

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"laci/pos"
)

// todayPage is the day so far: what was sold, how it was confirmed, by hour,
// and every order.
type todayPage struct {
	*page
	sum    pos.Summary
	orders []pos.Order
	first  int
	err    error
	loads  uint64 // numbers the loads; an older one never replaces a newer
	ready  bool

	back                 *tile
	title, date          *label
	check                *tile
	left, right          *panel
	salesHead, total     *label
	count, countHead     *label
	average, averageHead *label
	none                 *label
	bars                 *bars
	howHead, ordersHead  *label
	how                  []*evidenceRow
	line                 *panel
	rows                 []*orderRow
	pager                *pager
}

// ordersMost is how many orders are read for the list.
const ordersMost = 500

// evidences in the order of the list.
var evidences = []pos.Evidence{
	pos.GatewayVerified, pos.GatewayReported, pos.ForwarderMatched, pos.OwnerConfirmed, pos.Manual, pos.CashTaken, pos.PracticeMoney,
}

func newTodayPage(a *App) *todayPage {
	t := &todayPage{page: newPage(a)}
	t.back = t.marked("back", asBare, "back", a.showHome)
	t.title, t.date = t.label(colorInk, true), t.label(colorQuiet, false)
	t.check = t.tile("today.check", asAmber, func() { a.inbox.show() })
	t.left, t.right = t.panel(colorCard, colorLine), t.panel(colorCard, colorLine)
	t.salesHead, t.total = t.label(colorQuiet, false), t.label(colorInk, true)
	t.count, t.countHead = t.label(colorInk, true), t.label(colorQuiet, false)
	t.average, t.averageHead = t.label(colorInk, true), t.label(colorQuiet, false)
	t.none = t.page.text(colorQuiet, false, 3)
	t.bars = newBars(t.page)
	t.howHead, t.ordersHead = t.label(colorQuiet, false), t.label(colorQuiet, false)
	for range evidences {
		t.how = append(t.how, newEvidenceRow(t.page))
	}
	t.line = t.panel(colorLine, colorNone)
	for range orderRowsMost {
		t.rows = append(t.rows, newOrderRow(t.page))
	}
	t.pager = newPager(t.page, func(first int) { t.first = first; a.render() })
	return t
}

func (t *todayPage) name() string { return "today" }

// show opens the page and reads the day.
func (t *todayPage) show() {
	t.first = 0
	t.a.open(t)
	t.load()
}

// load reads the day off the UI goroutine.
func (t *todayPage) load() {
	t.loads++
	number := t.loads
	t.a.work(func(ctx context.Context) func() {
		sum, err := t.a.o.Till.Today(ctx)
		var orders []pos.Order
		if err == nil {
			orders, err = t.a.o.Till.DayOrders(ctx, sum.Day, pos.ID{}, ordersMost)
		}
		return func() {
			if number != t.loads {
				return
			}
			t.err, t.ready = err, err == nil
			if err == nil {
				t.sum, t.orders = sum, orders
			}
			if t.a.now == t {
				t.a.render()
			}
		}
	})
}

func (t *todayPage) key(name fyne.KeyName) {
	switch name {
	case fyne.KeyEscape:
		t.a.showHome()
	case fyne.KeyPageDown, fyne.KeyRight:
		t.pager.next.Tapped(nil)
	case fyne.KeyPageUp, fyne.KeyLeft:
		t.pager.previous.Tapped(nil)
	}
}

func (t *todayPage) fill() {
	a := t.a
	t.title.say(a.t("today.title"))
	t.date.say(a.date(a.o.Now()))
	t.check.say(a.t("strip.inbox", len(a.view.inbox)))
	t.salesHead.say(a.t("today.sales"))
	t.total.say(t.sum.Sales.Sum.String())
	t.count.say(strconv.Itoa(t.sum.Sales.Count))
	t.countHead.say(a.t("today.count"))
	t.average.say(average(t.sum.Sales).String())
	t.averageHead.say(a.t("today.average"))
	t.howHead.say(a.t("today.how"))
	t.ordersHead.say(a.t("today.orders"))
	none := ""
	switch {
	case t.err != nil:
		none = a.t("today.unreadable")
	case t.ready && t.sum.Sales.Count == 0:
		none = a.t("today.none")
	}
	t.none.say(none)
	t.bars.fill(t.sum.Hours, t.hour())
}

// hour is the hour of the shop's clock.
func (t *todayPage) hour() int {
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
func (a *App) date(at time.Time) string {
	local := at.In(a.view.shop.Calendar().Location())
	weekday := a.t("weekday." + strconv.Itoa(int(local.Weekday())))
	return a.t("date", weekday, local.Day(), a.t("month."+strconv.Itoa(int(local.Month()))))
}
