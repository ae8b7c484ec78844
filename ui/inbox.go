package ui

import (
	"context"
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"laci/pos"
)

// inboxPage is money that waits for a person: each row opens the question whose
// it is, with the facts to decide by.
type inboxPage struct {
	*page
	first int

	back  *tile
	title *label
	none  *label
	mark  *icon
	rows  []*answerTile
	pager *pager
}

func newInboxPage(a *App) *inboxPage {
	i := &inboxPage{page: newPage(a)}
	i.back = i.marked("back", asBare, "back", a.showHome)
	i.title, i.none = i.label(colorInk, true), i.label(colorQuiet, false)
	i.none.align = fyne.TextAlignCenter
	i.mark = i.icon("check", colorPaidInk)
	for range answersMost {
		i.rows = append(i.rows, newAnswerTile(i.page))
	}
	i.pager = newPager(i.page, func(first int) { i.first = first; a.render() })
	return i
}

func (i *inboxPage) name() string { return "inbox" }

// show opens the list.
func (i *inboxPage) show() {
	i.first = 0
	i.a.open(i)
}

func (i *inboxPage) key(name fyne.KeyName) {
	if name == fyne.KeyEscape {
		i.a.showHome()
	}
}

func (i *inboxPage) fill() {
	i.title.say(i.a.t("inbox.title"))
	i.none.say(i.a.t("inbox.none"))
}

func (i *inboxPage) place(area box) {
	m := i.a.m
	b := area.inset(m.of(edge), m.of(gap))
	head := b.top(m.target(pillHeight))
	i.backAt(i.back, &head)
	head.left(m.of(gap) * 1.3)
	i.words(i.title, head, textStrong)
	b.top(m.of(gap))
	waiting := i.a.view.inbox
	if len(waiting) == 0 {
		middle := b.middle(b.w, m.of(badgeSize)+m.line(textPlain)*1.5)
		side := m.of(badgeSize)
		i.put(i.mark, middle.top(side).middle(side, side))
		i.words(i.none, middle, textPlain)
		return
	}
	space, high := max(m.of(gap), m.mm(2)), m.target(menuHeight)
	fit := min(answersMost, max(1, int((b.h+space)/(high+space))))
	if len(waiting) > fit {
		foot := b.bottom(m.target(chipHeight))
		b.bottom(space)
		fit = min(answersMost, max(1, int((b.h+space)/(high+space))))
		i.first = min(i.first, (len(waiting)-1)/fit*fit)
		i.pager.place(foot, i.first, fit, len(waiting))
	} else {
		i.first = 0
	}
	for n := range min(fit, len(waiting)-i.first) {
		i.rows[n].set(i.row(waiting[i.first+n]))
		i.rows[n].fitAnswer(b.top(high))
		b.top(space)
	}
}

// row says what is known of money that waits.
func (i *inboxPage) row(p pos.Payment) answer {
	a := i.a
	note := a.t("inbox.facts", a.clock(p.PaidAt, "15:04"))
	for _, fact := range withoutEmpty([]string{p.App, p.Issuer, p.Payer, p.RRN, p.Source}) {
		note += " · " + fact
	}
	return answer{code: "money." + p.ID.String(), words: p.Amount.String(), note: note, mark: "inbox", do: func() { i.which(p) }}
}

// which asks whose money it is: orders of exactly that amount whose code was
// shown before it came.
func (i *inboxPage) which(p pos.Payment) {
	a := i.a
	a.work(func(ctx context.Context) func() {
		orders, err := i.candidates(ctx, p)
		return func() {
			if err != nil {
				a.refuse(err, nil)
				return
			}
			q := question{screen: "whose", title: a.t("inbox.which", p.Amount), text: i.row(p).note, back: i.show}
			for _, o := range orders {
				q.answers = append(q.answers, answer{
					code: "order." + o.Number, words: a.t("inbox.candidate", o.Number, a.clock(o.FirstShown, "15:04")),
					note: a.t("state." + string(o.State)), mark: "check", do: func() { i.attach(p, o) },
				})
			}
			if len(orders) == 0 {
				q.text += "\n" + a.t("inbox.no_order")
			}
			q.answers = append(q.answers, answer{code: "whose.unknown", words: a.t("inbox.unknown"), mark: "clock", do: i.show})
			a.choice.ask(q)
		}
	})
}

// candidates are the orders the till named, and the open ones of that amount.
func (i *inboxPage) candidates(ctx context.Context, p pos.Payment) ([]pos.Order, error) {
	var orders []pos.Order
	for _, id := range p.Candidates {
		o, err := i.a.o.Till.Order(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("candidate: %w", err)
		}
		orders = append(orders, o)
	}
	open, err := i.a.o.Till.OpenOrders(ctx)
	if err != nil {
		return nil, err
	}
	for _, o := range open {
		known := slices.ContainsFunc(orders, func(other pos.Order) bool { return other.ID == o.ID })
		if !known && o.Payable == p.Amount && o.FirstShown.Before(p.PaidAt.Add(2*time.Minute)) {
			orders = append(orders, o)
		}
	}
	return orders, nil
}

// attach is the person's word whose money it is.
func (i *inboxPage) attach(p pos.Payment, o pos.Order) {
	a := i.a
	actor := a.actor()
	a.work(func(ctx context.Context) func() {
		_, err := a.o.Till.Attach(ctx, p.ID, o.ID, actor)
		return func() {
			i.show()
			if err != nil {
				a.refuse(err, nil)
			}
			a.ask()
		}
	})
}
