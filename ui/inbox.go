package ui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"laci/pos"
)

// inboxPage is what waits for a person: money whose order is not clear, and
// orders whose money is not right. Each row has the facts to decide by.
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
	i.a.ask()
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
	waiting := i.waiting()
	if len(waiting) == 0 {
		middle := b.middle(b.w, m.of(badgeSize)+m.line(textPlain)*1.5)
		side := m.of(badgeSize)
		i.put(i.mark, middle.top(side).middle(side, side))
		i.words(i.none, middle, textPlain)
		return
	}
	space, high := max(m.of(gap), m.mm(2)), max(m.target(menuHeight), m.line(textStrong)+m.line(textSmall)*2+m.of(gap)*2)
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
		i.rows[n].set(waiting[i.first+n].answer)
		i.rows[n].fitAnswer(b.top(min(high, b.h)))
		b.top(space)
	}
}

// matter is one thing that waits, and since when.
type matter struct {
	answer
	since time.Time
}

// waiting lists everything that waits, the oldest first.
func (i *inboxPage) waiting() (all []matter) {
	for _, p := range i.a.view.inbox {
		all = append(all, matter{i.money(p), p.PaidAt})
	}
	for _, o := range i.a.view.check {
		all = append(all, matter{i.order(o), o.Placed})
	}
	slices.SortStableFunc(all, func(a, b matter) int { return a.since.Compare(b.since) })
	return all
}

// money says what is known of money that waits.
func (i *inboxPage) money(p pos.Payment) answer {
	return answer{code: "money." + p.ID.String(), words: p.Amount.String(), note: i.a.facts(p), mark: "inbox", do: func() { i.a.showMoney(p, i.show) }}
}

// order says what is not right with an order.
func (i *inboxPage) order(o pos.Order) answer {
	a := i.a
	note := a.matter(o)
	if note == "" {
		note = a.t("state." + string(o.State))
	}
	return answer{code: "order." + o.Number, words: o.Number + " · " + o.Amount.String(), note: note, mark: "warning", do: func() { a.order.show(o, i.show) }}
}
