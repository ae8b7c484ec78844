package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"laci/pos"
)

// orderPage is everything about one order: what it came to, how the till knows
// of its money, what happened to it and what can be done now.
type orderPage struct {
	*page
	order  pos.Order
	money  []pos.Payment
	events []pos.Event
	other  string // number of the order it replaces, or that replaced it
	err    error
	loads  uint64 // numbers the loads; an older one never replaces a newer
	first  int    // event at the top of the page
	leave  func()
	busy   bool

	back           *tile
	number, state  *label
	amount, matter *label
	matterCard     *panel
	left, right    *panel
	heads, facts   []*label
	head           *label
	rows           []*eventRow
	pager          *pager
	actions        []*tile
}

const (
	orderFacts   = 8 // lines about the order
	orderEvents  = 9 // events on one page of them
	orderActions = 3 // buttons; what there is more is behind the last one
)

func newOrderPage(a *App) *orderPage {
	p := &orderPage{page: newPage(a)}
	p.left, p.right = p.panel(colorCard, colorLine), p.panel(colorCard, colorLine)
	p.back = p.marked("back", asBare, "back", func() { p.leave() })
	p.number, p.state = p.label(colorInk, true), p.label(colorQuiet, true)
	p.state.align = fyne.TextAlignTrailing
	p.amount = p.figures(colorInk)
	p.matterCard = p.panel(colorTintWaiting, colorNone)
	p.matter = p.page.text(colorWaiting, true, 3)
	p.matter.stand = centred
	for range orderFacts {
		value := p.label(colorInk, false)
		value.align, value.lines = fyne.TextAlignTrailing, 2
		p.heads, p.facts = append(p.heads, p.label(colorQuiet, false)), append(p.facts, value)
	}
	p.head = p.label(colorQuiet, false)
	for range orderEvents {
		p.rows = append(p.rows, newEventRow(p.page))
	}
	p.pager = newPager(p.page, func(first int) { p.first = first; a.render() })
	for range orderActions {
		p.actions = append(p.actions, p.tile("", asButton, nil))
	}
	return p
}

func (p *orderPage) name() string { return "order" }

// show opens the page of an order; back is where it is left to.
func (p *orderPage) show(o pos.Order, back func()) {
	p.order, p.money, p.events, p.other, p.err = o, nil, nil, "", nil
	p.first, p.leave, p.busy = 0, back, false
	p.a.open(p)
	p.load()
}

// again comes back to the page.
func (p *orderPage) again() {
	p.a.open(p)
	p.load()
}

// load reads the order, its money and its events off the UI goroutine.
func (p *orderPage) load() {
	p.loads++
	number, id := p.loads, p.order.ID
	p.a.work(func(ctx context.Context) func() {
		fresh := orderPage{order: pos.Order{ID: id}}
		err := fresh.read(ctx, p.a.o.Till)
		return func() {
			if number != p.loads {
				return
			}
			p.err = err
			if err == nil {
				p.order, p.money, p.events, p.other = fresh.order, fresh.money, fresh.events, fresh.other
			}
			if p.a.now == p {
				p.a.render()
			}
		}
	})
}

// read fills in what the store says of the order.
func (p *orderPage) read(ctx context.Context, till Till) (err error) {
	if p.order, err = till.Order(ctx, p.order.ID); err != nil {
		return err
	}
	for _, id := range p.order.Payments {
		money, err := till.Payment(ctx, id)
		if err != nil {
			return err
		}
		p.money = append(p.money, money)
	}
	for _, id := range []pos.ID{p.order.Replaces, p.order.ReplacedBy} {
		if id.IsZero() {
			continue
		}
		other, err := till.Order(ctx, id)
		if err != nil {
			return err
		}
		p.other = other.Number
	}
	p.events, err = till.Timeline(ctx, p.order.ID)
	return err
}

func (p *orderPage) key(name fyne.KeyName) {
	switch name {
	case fyne.KeyEscape:
		p.leave()
	case fyne.KeyPageDown, fyne.KeyRight:
		p.pager.next.Tapped(nil)
	case fyne.KeyPageUp, fyne.KeyLeft:
		p.pager.previous.Tapped(nil)
	}
}

// do asks the till for something about the order and shows what came of it.
func (p *orderPage) do(what func(ctx context.Context, id pos.ID, actor string) (pos.Order, error), then func(o pos.Order)) {
	if p.busy {
		return
	}
	p.busy = true
	id, actor := p.order.ID, p.a.actor()
	p.a.work(func(ctx context.Context) func() {
		o, err := what(ctx, id, actor)
		return func() {
			p.busy = false
			switch {
			case err != nil:
				p.again()
				p.a.refuse(err, nil)
			case id == p.order.ID:
				then(o)
			}
		}
	})
	p.a.render()
}
