package ui

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"laci/pos"
)

// historyPage is every order of the till, newest first: by chips, by number or
// by amount, page by page. A cashier without the right to totals sees the last
// few of each chip, and any one by its number.
type historyPage struct {
	*page
	chip   pos.Chip
	amount pos.Rupiah // what is searched for; 0: nothing
	pages  []turned   // the pages up to this one
	orders []pos.Order
	whole  bool // somebody with the right let older ones be seen
	err    error
	loads  uint64 // numbers the loads; an older one never replaces a newer
	shown  int    // of orders, on the page of now

	back, find *tile
	title      *label
	chips      []*tile
	sought     *tile
	none       *label
	rows       []*historyRow
	previous   *tile
	next       *tile
	count      *label
}

// turned is a page that was turned to: it begins before an order (zero: with the
// newest), and so many were seen on the pages before it.
type turned struct {
	before pos.ID
	seen   int
}

// historyChips are the filters.
var historyChips = []pos.Chip{pos.ChipAll, pos.ChipPaid, pos.ChipOpen, pos.ChipCheck, pos.ChipCancelled}

const (
	historyRows    = 14 // rows of one page at most
	cashierHistory = 20 // how many orders a cashier sees
)

func newHistoryPage(a *App) *historyPage {
	h := &historyPage{page: newPage(a), pages: []turned{{}}}
	h.back = h.marked("back", asBare, "back", a.showHome)
	h.find = h.marked("history.find", asButton, "search", h.search)
	h.title, h.none = h.label(colorInk, true), h.page.text(colorQuiet, false, 3)
	h.none.align = fyne.TextAlignCenter
	for _, chip := range historyChips {
		h.chips = append(h.chips, h.tile("chip."+string(chip), asButton, func() { h.filter(chip) }))
	}
	h.sought = h.marked("history.all", asChosen, "close", func() { h.look(pos.ChipAll, 0) })
	for i := range historyRows {
		h.rows = append(h.rows, newHistoryRow(h.page, func() { a.order.show(h.orders[i], h.again) }))
	}
	h.previous = h.marked("page.previous", asButton, "previous", h.newer)
	h.next = h.marked("page.next", asButton, "next", h.older)
	h.count = h.label(colorQuiet, false)
	h.count.align = fyne.TextAlignCenter
	return h
}

func (h *historyPage) name() string { return "history" }

// show opens the newest orders.
func (h *historyPage) show() {
	h.whole = h.a.o.Till.May(h.a.actor(), pos.MaySeeTotals) || !h.a.view.shop.HasPIN
	h.a.open(h)
	h.look(pos.ChipAll, 0)
}

// again comes back to the page as it was left, with what changed since.
func (h *historyPage) again() {
	h.a.open(h)
	h.load()
}

// filter shows another chip, of what is searched for.
func (h *historyPage) filter(chip pos.Chip) { h.look(chip, h.amount) }

// look begins with the newest orders of a chip and an amount.
func (h *historyPage) look(chip pos.Chip, amount pos.Rupiah) {
	h.chip, h.amount, h.pages, h.orders = chip, amount, []turned{{}}, nil
	h.load()
}

// load reads a page off the UI goroutine, and one order more to know whether
// older ones follow.
func (h *historyPage) load() {
	h.loads++
	number := h.loads
	wanted := pos.Search{Chip: h.chip, Amount: h.amount, Before: h.now().before, Limit: historyRows + 1}
	h.a.work(func(ctx context.Context) func() {
		orders, err := h.a.o.Till.History(ctx, wanted)
		return func() {
			if number != h.loads {
				return
			}
			h.err = err
			if err == nil {
				h.orders = orders
			}
			if h.a.now == h {
				h.a.render()
			}
		}
	})
	h.a.render()
}

func (h *historyPage) now() turned { return h.pages[len(h.pages)-1] }

// left is how many orders whoever looks may still see on this page.
func (h *historyPage) left() int {
	if h.whole {
		return historyRows
	}
	return max(0, cashierHistory-h.now().seen)
}

// older turns to the orders before those shown; beyond what a cashier sees it
// asks for the PIN of somebody who may see more.
func (h *historyPage) older() {
	if len(h.orders) <= h.shown || h.shown == 0 {
		return
	}
	seen := h.now().seen + h.shown
	if !h.whole && seen >= cashierHistory {
		h.a.allowAlways(pos.MaySeeTotals, h.again, func() {
			before := h.shown
			h.whole = true
			h.a.open(h)
			if h.shown == before { // the page was full
				h.older()
			}
		})
		return
	}
	h.pages = append(h.pages, turned{h.orders[h.shown-1].ID, seen})
	h.load()
}

// newer turns back.
func (h *historyPage) newer() {
	if len(h.pages) > 1 {
		h.pages = h.pages[:len(h.pages)-1]
		h.load()
	}
}

// search asks for a number or an amount.
func (h *historyPage) search() {
	a := h.a
	a.amount.ask(figure{
		screen: "search", title: a.t("history.search"), text: a.t("history.search.text"), plain: true, back: h.again,
		answers: []figureAnswer{
			{"search.number", func(n pos.Rupiah) string { return a.t("history.number", h.number(n)) }, h.byNumber},
			{"search.amount", func(n pos.Rupiah) string { return a.t("history.amount", n) }, h.byAmount},
		},
	})
}

// number writes an order's number of this till.
func (h *historyPage) number(n pos.Rupiah) string {
	return fmt.Sprintf("%s-%04d", h.a.view.shop.Terminal, n)
}

// byAmount shows the orders of an amount, to whoever may see more than the last.
func (h *historyPage) byAmount(amount pos.Rupiah) {
	h.a.open(h)
	h.look(pos.ChipAll, amount)
}

// byNumber opens the order of a number.
func (h *historyPage) byNumber(n pos.Rupiah) { h.openNumber(h.number(n), h.again) }

// openNumber opens an order by its number, from the page that back leads to.
func (h *historyPage) openNumber(number string, back func()) {
	a := h.a
	a.work(func(ctx context.Context) func() {
		o, err := a.o.Till.OrderByNumber(ctx, number)
		return func() {
			if err != nil {
				back()
				a.refuse(err, nil)
				return
			}
			a.order.show(o, back)
		}
	})
}

func (h *historyPage) key(name fyne.KeyName) {
	switch name {
	case fyne.KeyEscape:
		h.a.showHome()
	case fyne.KeyPageDown, fyne.KeyRight:
		h.older()
	case fyne.KeyPageUp, fyne.KeyLeft:
		h.newer()
	}
}
