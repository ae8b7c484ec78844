package ui

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"laci/pos"
)

// strip is the line across the top that speaks of other orders: paid meanwhile,
// money that needs a yes, a refusal. It stays until it is touched, never covers
// a code and never takes a key.
type strip struct {
	*page
	told    []news // of orders that were not on the screen, oldest first
	refusal string
	until   time.Time // a refusal goes by itself then
	high    float32   // of the strip as it is shown now; 0 when it is not
	busy    bool

	line *tile
	yes  *tile
}

// refusalFor is how long a refusal stays when nobody touches it.
const refusalFor = 8 * time.Second

func newStrip(a *App) *strip {
	s := &strip{page: newPage(a)}
	s.line = s.marked("strip", asPaid, "check", s.touch)
	s.yes = s.tile("strip.yes", asCheck, s.accept)
	return s
}

// news tells of money for an order that is not on the screen, and of what a
// person must look at in any.
func (s *strip) news(n news, here bool) {
	if !here || s.a.matter(n.order) != "" && !n.order.PaidAt.IsZero() {
		s.told = append(slices.DeleteFunc(s.told, func(old news) bool { return old.order.ID == n.order.ID }), n)
	}
}

// tell shows why something pressed was not done.
func (s *strip) tell(refusal string) {
	s.refusal, s.until = refusal, s.a.o.Now().Add(refusalFor)
}

func (s *strip) tick(now time.Time) {
	if s.refusal != "" && now.After(s.until) {
		s.refusal = ""
		s.a.render()
	}
}

// offer finds money that may belong to an order that is not on the screen.
func (s *strip) offer() (offer, bool) {
	for _, o := range s.a.view.offers {
		if o.order.ID != s.a.view.order.ID {
			return o, true
		}
	}
	return offer{}, false
}

// touch takes the line away, or opens what it speaks of.
func (s *strip) touch() {
	switch {
	case s.refusal != "":
		s.refusal = ""
	case len(s.told) > 0:
		s.told = s.told[1:]
	default:
		if _, offered := s.offer(); !offered {
			s.a.allow(pos.MayAttach, s.a.backTo(s.a.now), s.a.inbox.show)
		}
	}
	s.a.render()
}

// accept opens the order of the news, or says yes to offered money; behind the
// PIN where a customer can touch.
func (s *strip) accept() {
	if s.refusal == "" && len(s.told) > 0 {
		o, was := s.told[0].order, s.a.now
		s.a.allow(pos.MayAttach, s.a.backTo(was), func() {
			s.told = s.told[1:]
			s.a.order.show(o, s.a.backTo(was))
		})
		return
	}
	offer, ok := s.offer()
	if !ok || s.busy {
		return
	}
	was := s.a.now
	s.a.allow(pos.MayAttach, s.a.backTo(was), func() {
		s.busy = true
		s.a.open(was)
		actor := s.a.actor()
		s.a.work(func(ctx context.Context) func() {
			_, err := s.a.o.Till.Attach(ctx, offer.money.ID, offer.order.ID, actor)
			return func() {
				s.busy = false
				if err != nil {
					s.a.refuse(err, s.accept)
				}
				s.a.ask()
			}
		})
	})
}

// say finds what the strip has to say now, and how it looks.
func (s *strip) say() (words string, m manner, mark string, ask bool) {
	a := s.a
	switch {
	case !s.wanted():
		return "", asPaid, "", false
	case s.refusal != "":
		return s.refusal, asRefusal, "warning", false
	case len(s.told) > 0:
		words, m, mark = s.tellNews(s.told[0].order)
		if more := len(s.told) - 1; more > 0 {
			words += " · " + a.t("keypad.more", more)
		}
		return words, m, mark, true
	}
	if o, ok := s.offer(); ok {
		return a.t("strip.suggest", o.money.Amount, a.clock(o.money.PaidAt, "15:04"), o.order.Number), asOffer, "warning", true
	}
	if a.now == a.keypad {
		switch money, orders := a.view.unclear(), len(a.view.check); {
		case orders > 0:
			return a.t("strip.check_all", money+orders) + " · " + a.t("strip.check") + " ›", asOffer, "warning", false
		case money > 0:
			return a.t("strip.inbox", money) + " · " + a.t("strip.check") + " ›", asOffer, "warning", false
		}
	}
	return "", asPaid, "", false
}

// tellNews puts what money did to an order into words.
func (s *strip) tellNews(o pos.Order) (words string, m manner, mark string) {
	a := s.a
	switch {
	case a.matter(o) != "":
		words = a.matter(o)
		if o.BackDue == 0 {
			words = o.Number + ": " + words
		}
		return words, asLate, "warning"
	case o.Has(pos.FlagLate):
		return a.t("strip.late", o.Number, o.Amount, a.minutesLate(o)), asLate, "clock"
	case o.State == pos.Paid:
		return a.t("strip.paid", o.Number, o.Amount), asPaid, "check"
	}
	return a.t("strip.part", o.Number, o.Received+o.Cash), asOffer, "warning"
}

// minutesLate is how long after its code left the screen an order was paid.
func (a *App) minutesLate(o pos.Order) int {
	return max(1, int((o.PaidAt.Sub(o.ShowUntil)+time.Minute-1)/time.Minute))
}

// wanted tells whether the screen of now has a strip at all.
func (s *strip) wanted() bool {
	if s.a.locked {
		return s.refusal != ""
	}
	switch s.a.now {
	case s.a.keypad, s.a.code, s.a.confirm, s.a.choice, s.a.today, s.a.inbox, s.a.idle, s.a.cash, s.a.history, s.a.order:
		return true
	}
	return s.refusal != ""
}

// render shows the strip and takes its height off the area; beside a code it
// stands over the column, so that the code keeps its size.
func (s *strip) render(area *box) {
	m := s.a.m
	words, manner, mark, ask := s.say()
	s.high = 0
	clear(s.placed)
	if words != "" {
		s.line.say(words)
		s.line.is(manner)
		s.line.mark.set(mark, manner.words)
		s.yes.say(s.a.t(either(len(s.told) > 0, "strip.look", "strip.suggest.yes")))
		s.yes.is(either(len(s.told) > 0, asStripButton, asCheck))
		s.yes.enable(!s.busy)
		s.all.Resize(m.Size)
		s.high = max(m.of(stripHeight), m.mm(targetMM)+m.of(gap))
		s.lay(s.where(area), ask)
	}
	for _, o := range s.all.Objects {
		if !s.placed[o] {
			o.Hide()
		}
	}
}

// where finds the strip's box.
func (s *strip) where(area *box) box {
	m := s.a.m
	if s.a.now != s.a.code {
		return area.top(s.high).inset(m.of(gap), m.of(gap)/2)
	}
	if m.Portrait {
		return area.bottom(s.high).inset(m.of(gap), m.of(gap)/2)
	}
	beside := *area
	beside.left(area.w * columnCode)
	return beside.top(s.high).inset(m.of(gap), m.of(gap)/2)
}

// beside is the height the code's column leaves free for the strip.
func (s *strip) beside() float32 { return s.high }

func (s *strip) lay(b box, ask bool) {
	m := s.a.m
	if ask {
		width := min(s.yes.label.width(m.text(textSmall))+m.of(edge)*2, b.w*0.4)
		s.button(s.yes, b.right(width), textSmall)
		b.right(m.of(gap) / 2)
	}
	s.button(s.line, b, textBody)
}

// band is the line that says LATIHAN over every screen of a practice till.
type band struct {
	*page
	back *panel
	text *label
}

func newBand(p *page) *band {
	b := &band{page: p}
	b.back = b.panel(colorWaiting, colorNone)
	b.text = b.label(colorPaper, true)
	b.text.align = fyne.TextAlignCenter
	return b
}

// render shows the band and takes its height off the area.
func (b *band) render(area *box) {
	b.all.Hidden = !b.a.view.shop.Practice
	if b.all.Hidden {
		return
	}
	line := area.top(max(b.m.of(bandHeight), b.m.line(textFine)))
	b.all.Resize(b.m.Size)
	b.text.say(b.a.t("practice.band"))
	b.rect(b.back, line, 0, 0)
	b.words(b.text, line, textFine)
}
