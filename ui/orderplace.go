package ui

import (
	"strings"

	"laci/pos"
)

func (p *orderPage) fill() {
	a, o := p.a, p.order
	p.number.say(o.Number)
	words, color := a.standing(o)
	p.state.say(words)
	p.state.tint(color)
	p.amount.say(o.Amount.String())
	p.matter.say(a.matter(o))
	if p.err != nil {
		p.matter.say(a.sentence(p.err))
	}
	p.head.say(a.t("order.events"))
	facts := p.told()
	for i := range p.facts {
		head, value := "", ""
		if i < len(facts) {
			head, value = facts[i][0], facts[i][1]
		}
		p.heads[i].say(head)
		p.facts[i].say(value)
	}
	p.fillActions()
}

// fillActions gives the buttons what can be done; the last one leads to the rest.
func (p *orderPage) fillActions() {
	a, all := p.a, p.possible()
	for i, t := range p.actions {
		t.code = ""
		if i >= len(all) {
			continue
		}
		act := all[i]
		if i == len(p.actions)-1 && len(all) > len(p.actions) {
			act = answer{code: "order.more", words: a.t("code.more"), do: func() {
				a.choice.ask(question{screen: "order.more", title: a.t("more.title", p.order.Number, p.order.Amount), back: p.again, answers: all[i:]})
			}}
		}
		t.code, t.tap = act.code, act.do
		t.say(act.words)
		t.is(either(i == 0 && p.order.State != pos.Paid || act.code == "order.back" && p.order.BackDue > 0, asMain, asButton))
		t.enable(!p.busy)
	}
}

// told are the lines about the order: only those there is something to say in.
func (p *orderPage) told() (lines [][2]string) {
	a, o := p.a, p.order
	add := func(code, value string) {
		if value != "" {
			lines = append(lines, [2]string{a.t(code), value})
		}
	}
	sum := func(r pos.Rupiah) string { return either(r == 0, "", r.String()) }
	for i, money := range p.money {
		if i < 3 {
			add("order.money", a.paidBy(money))
		}
	}
	add("order.cash", either(o.Cash == o.Amount, "", sum(o.Cash)))
	add("order.off", sum(o.Off))
	add("order.due", sum(o.BackDue))
	add("order.returned", sum(o.Returned))
	add("order.note", brief(o.Note, noteShown*2))
	switch {
	case !o.Replaces.IsZero():
		add("order.replaces", p.other)
	case !o.ReplacedBy.IsZero():
		add("order.replaced_by", p.other)
	}
	add("order.cashier", a.person(o.Actor))
	return lines[:min(len(lines), orderFacts)]
}

// paidBy says of money how the till knows of it: "Rp25.000 · Notifikasi HP ·
// GoPay · RRN 000111666".
func (a *App) paidBy(money pos.Payment) string {
	parts := []string{money.Amount.String(), a.evidence(money.Evidence), money.Issuer, money.Payer}
	if money.Evidence == pos.Manual {
		parts = append(parts, a.person(money.Actor), a.t("confirm."+money.SeenAt))
	}
	if money.RRN != "" {
		parts = append(parts, a.t("paid.rrn", money.RRN))
	}
	if money.LastDigits != "" {
		parts = append(parts, a.t("confirm.last4.set", money.LastDigits))
	}
	return strings.Join(withoutEmpty(parts), " · ")
}

// place lays the facts beside the events, or over them on an upright screen, and
// what can be done under both.
func (p *orderPage) place(area box) {
	m := p.a.m
	b := area.inset(m.of(edge), 0)
	b.bottom(m.of(edge))
	head := b.top(m.header())
	p.backAt(p.back, &head)
	head.left(m.of(gap) * 1.3)
	p.words(p.number, head.left(min(p.number.width(m.text(textStrong))+2, head.w*0.5)), textStrong)
	p.words(p.state, head, textBody)
	space := max(m.of(gap), m.mm(2))
	if n := min(len(p.possible()), len(p.actions)); n > 0 {
		for i, cell := range b.bottom(m.target(footHeight)).columns(n, space) {
			p.button(p.actions[i], cell, textBody)
		}
		b.bottom(space)
	}
	var left box
	if m.Portrait {
		left = b.top(b.h * 0.52)
		b.top(m.of(gap) * 1.5)
	} else {
		left = b.left(b.w * 0.5)
		b.left(m.of(gap) * 2)
	}
	p.rect(p.left, left, radius, stroke)
	p.rect(p.right, b, radius, stroke)
	p.placeFacts(left.inset(m.of(edge), m.of(gap)))
	p.placeEvents(b.inset(m.of(edge), m.of(gap)))
}

// placeFacts lays out the amount, what needs a look, and the facts.
func (p *orderPage) placeFacts(b box) {
	m := p.a.m
	p.words(p.amount, b.top(min(m.of(textPage)*lineOverSize, b.h*0.3)), textPage)
	b.top(m.of(gap) / 2)
	if p.matter.words != "" {
		lines, _ := wrap(p.matter.words, b.w-m.of(edge)*1.6, m.text(textBody), true, 3)
		card := b.top(min(m.line(textBody)*float32(len(lines))+m.of(gap)*1.4, b.h*0.4))
		p.rect(p.matterCard, card, radiusSoft, 0)
		p.words(p.matter, card.inset(m.of(edge)*0.8, m.of(gap)/2), textBody)
	}
	b.top(m.of(gap) / 2)
	lines := p.told()
	high := min(m.line(textSmall)*2.1, b.h/float32(max(1, len(lines))))
	for i := range lines {
		row := b.top(high)
		p.words(p.heads[i], row.left(min(p.heads[i].width(m.text(textSmall))+m.of(gap), row.w*0.45)), textSmall)
		p.words(p.facts[i], row, textSmall)
	}
}

// placeEvents lays out what happened, page by page when it was much.
func (p *orderPage) placeEvents(b box) {
	m := p.a.m
	p.words(p.head, b.top(m.line(textSmall)*1.2), textSmall)
	high := (m.line(textSmall) + m.line(textFine)) * 1.12
	n := max(1, min(int(b.h/high), orderEvents))
	if len(p.events) > n {
		foot := b.bottom(m.target(smallHeight))
		b.bottom(m.of(gap) / 2)
		n = max(1, min(int(b.h/high), orderEvents))
		p.first = min(p.first, (len(p.events)-1)/n*n)
		p.pager.place(foot, p.first, n, len(p.events))
	} else {
		p.first = 0
	}
	for i := range min(n, len(p.events)-p.first) {
		p.rows[i].set(p.events[p.first+i])
		p.rows[i].place(b.top(min(high, b.h)))
	}
}
