package ui

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"laci/pos"
)

// recoveryPage shows the six words of the recovery code, this once: the till
// keeps none of them.
type recoveryPage struct {
	*page
	code []string // the words; nil once they are on paper
	then func()   // where it goes on to

	mark         *icon
	title, text  *label
	cards        []*panel
	counts, said []*label
	note         *label
	later, done  *tile
}

// recoveryWords is how many words a recovery code has.
const recoveryWords = 6

func newRecoveryPage(a *App) *recoveryPage {
	r := &recoveryPage{page: newPage(a)}
	r.mark = r.icon("lock", colorAccent)
	r.title, r.text = r.page.text(colorInk, true, 2), r.page.text(colorQuiet, false, 4)
	r.note = r.page.text(colorWaiting, false, 3)
	for range recoveryWords {
		r.cards = append(r.cards, r.panel(colorCard, colorLine))
		r.counts, r.said = append(r.counts, r.label(colorQuiet, false)), append(r.said, r.label(colorInk, true))
	}
	r.later = r.tile("recovery.later", asButton, func() { r.then() })
	r.done = r.tile("recovery.written", asMain, r.written)
	return r
}

func (r *recoveryPage) name() string { return "recovery" }

// show opens the page with a new code; then goes on from it.
func (r *recoveryPage) show(code string, then func()) {
	r.code, r.then = strings.Fields(code), then
	r.a.open(r)
}

// key does nothing: no key that is hit by chance may take the words away.
func (r *recoveryPage) key(fyne.KeyName) {}

// written keeps that the words are on paper, and forgets them.
func (r *recoveryPage) written() {
	a, actor := r.a, r.a.actor()
	a.work(func(ctx context.Context) func() {
		err := a.o.Till.RecoveryWritten(ctx, actor)
		shop := a.o.Till.Shop()
		return func() {
			if err != nil {
				a.refuse(err, r.written)
				return
			}
			r.code, a.view.shop = nil, shop
			r.then()
		}
	})
}

// newRecovery makes another code with the owner's PIN: nobody has the words of
// the last one.
func (a *App) newRecovery(back func()) {
	actor, code := a.actor(), ""
	a.approve(approval{right: pos.MayRestore, text: a.t("recovery.pin"), back: back,
		do: func(ctx context.Context, pin string) (err error) {
			code, err = a.o.Till.NewRecoveryCode(ctx, pin, actor)
			return err
		},
		then: func() { a.recovery.show(code, a.showKeypad) },
	})
}

func (r *recoveryPage) fill() {
	a := r.a
	r.title.say(a.t("recovery.title"))
	r.text.say(a.t("recovery.text"))
	r.note.say(a.t("recovery.note"))
	for i, l := range r.said {
		r.counts[i].say(strconv.Itoa(i + 1))
		if i < len(r.code) {
			l.say(r.code[i])
		}
	}
	r.later.say(a.t("recovery.later"))
	r.done.say(a.t("recovery.written"))
}

func (r *recoveryPage) place(area box) {
	m := r.a.m
	b := area.inset(m.of(air), m.of(margin))
	if m.Portrait {
		b = area.inset(m.of(margin), m.of(air))
	}
	two := b.bottom(m.target(buttonHeight)).columns(2, m.of(gap)*1.3)
	r.button(r.later, two[0], textStrong)
	r.button(r.done, two[1], textStrong)
	b.bottom(m.of(edge))
	side := m.of(iconBig)
	head := b.top(max(side, m.line(textHead)))
	r.put(r.mark, head.left(side).middle(side, side))
	head.left(m.of(gap) * 1.3)
	r.title.at(centred)
	r.words(r.title, head, textHead)
	b.top(m.of(gap) / 2)
	lines, _ := wrap(r.text.words, b.w, m.text(textPlain), false, 4)
	r.words(r.text, b.top(m.line(textPlain)*float32(len(lines))+2), textPlain)
	lines, _ = wrap(r.note.words, b.w, m.text(textBody), false, 3)
	r.words(r.note, b.bottom(m.line(textBody)*float32(len(lines))+2), textBody)
	b.bottom(m.of(gap))
	b.top(m.of(edge) * 0.8)
	columns := 3
	if m.Portrait {
		columns = 2
	}
	rows := b.rows(recoveryWords/columns, m.of(gap))
	for i := range recoveryWords {
		r.placeWord(i, rows[i/columns].columns(columns, m.of(gap))[i%columns])
	}
}

// placeWord lays a word beside its number on a card.
func (r *recoveryPage) placeWord(i int, b box) {
	m := r.a.m
	r.rect(r.cards[i], b, radius, stroke)
	inside := b.inset(m.of(edge)*0.8, 0)
	r.words(r.counts[i], inside.left(m.of(numberWidth)*0.25), textBody)
	r.words(r.said[i], inside, textHead)
}
