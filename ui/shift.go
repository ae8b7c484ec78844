package ui

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"github.com/oklog/ulid/v2"

	"laci/pos"
)

// shiftPage is the shift as its cashier sees it: the drawer's money, the own
// sales, and what is done with a shift. Totals are there for those who may see
// them; what should lie in the drawer is not, for it is counted blind.
type shiftPage struct {
	*page
	mine  pos.Mine
	shift pos.Shift
	err   error
	ready bool
	loads uint64 // numbers the loads; an older one never replaces a newer
	back  func()

	leave       *tile
	title, said *label
	card        *panel
	head        *label
	rows        []*figureRow
	actions     []*answerTile
}

// shiftRowsMost is how many figures the card holds.
const shiftRowsMost = 6

func newShiftPage(a *App) *shiftPage {
	s := &shiftPage{page: newPage(a)}
	s.leave = s.marked("back", asBare, "back", func() { s.back() })
	s.title = s.label(colorInk, true)
	s.card = s.panel(colorCard, colorLine)
	s.said = s.page.text(colorQuiet, false, 4)
	s.head = s.page.text(colorInk, true, 2)
	for range shiftRowsMost {
		s.rows = append(s.rows, newFigureRow(s.page))
	}
	for range answersMost {
		s.actions = append(s.actions, newAnswerTile(s.page))
	}
	return s
}

func (s *shiftPage) name() string { return "shift" }

// show opens the page; back is where Kembali goes.
func (s *shiftPage) show(back func()) {
	s.back = back
	s.again()
}

// again comes back to the page with fresh figures.
func (s *shiftPage) again() {
	s.a.open(s)
	s.load()
}

// load reads the shift off the UI goroutine.
func (s *shiftPage) load() {
	s.loads++
	number, actor, till := s.loads, s.a.actor(), s.a.o.Till
	s.a.work(func(ctx context.Context) func() {
		mine, err := till.Mine(ctx, actor)
		var shift pos.Shift
		if err == nil {
			shift, err = till.Shift(ctx)
		}
		return func() {
			if number != s.loads {
				return
			}
			s.err, s.ready = err, err == nil
			if err == nil {
				s.mine, s.shift = mine, shift
			}
			if s.a.now == s {
				s.a.render()
			}
		}
	})
}

func (s *shiftPage) key(name fyne.KeyName) {
	if name == fyne.KeyEscape {
		s.back()
	}
}

// do asks the till for something, off the UI goroutine, and then goes on; a
// refusal is said on the page it came from. The key makes a wish asked twice be
// granted once.
func (s *shiftPage) do(ask func(ctx context.Context, key string) error, then func()) {
	a, key := s.a, ulid.Make().String()
	var try func()
	try = func() {
		a.work(func(ctx context.Context) func() {
			err := ask(ctx, key)
			return func() {
				if err != nil {
					s.again()
					a.refuse(err, try)
					return
				}
				a.ask()
				then()
			}
		})
	}
	try()
}

// open asks for the float and opens a shift.
func (s *shiftPage) openShift() {
	a, actor := s.a, s.a.actor()
	a.amount.ask(figure{screen: "shift.float", title: a.t("shift.float"), text: a.t("shift.float.text"), nothing: true, back: s.again,
		answers: []figureAnswer{{code: "shift.open", words: func(pos.Rupiah) string { return a.t("shift.open") }, do: func(float pos.Rupiah) {
			s.do(func(ctx context.Context, key string) error {
				_, err := a.o.Till.OpenShift(ctx, pos.OpenShift{Float: float, Actor: actor, Key: key})
				return err
			}, s.again)
		}}}})
}

// moveCash asks how much went into the drawer or out of it, and why.
func (s *shiftPage) moveCash(sign pos.Rupiah) {
	a := s.a
	code := either(sign > 0, "shift.in", "shift.out")
	a.amount.ask(figure{screen: code, title: a.t(code), text: a.t(code + ".text"), back: s.again,
		answers: []figureAnswer{{code: "next", words: func(pos.Rupiah) string { return a.t("next") }, do: func(amount pos.Rupiah) {
			s.askWhy(code, sign*amount)
		}}}})
}

// askWhy asks for the reason: one of the usual, or one's own words.
func (s *shiftPage) askWhy(code string, amount pos.Rupiah) {
	a := s.a
	q := question{screen: code + ".why", title: a.t(code+".why", max(amount, -amount)), back: func() { s.moveCash(either[pos.Rupiah](amount > 0, 1, -1)) }}
	for _, n := range []string{"1", "2", "3"} {
		words := a.t(code + ".why." + n)
		q.answers = append(q.answers, answer{code: "why." + n, words: words, mark: "cash", do: func() { s.move(amount, words) }})
	}
	q.answers = append(q.answers, answer{code: "why.other", words: a.t("shift.why.other"), mark: "edit", do: func() {
		a.write.ask(writing{title: a.t(code+".why", max(amount, -amount)), hint: a.t("shift.why.hint"), most: noteMost, need: true,
			back: func() { s.askWhy(code, amount) }, done: func(text string) { s.move(amount, text) }})
	}})
	a.choice.ask(q)
}

func (s *shiftPage) move(amount pos.Rupiah, why string) {
	actor := s.a.actor()
	s.do(func(ctx context.Context, key string) error {
		_, err := s.a.o.Till.MoveCash(ctx, pos.MoveCash{Amount: amount, Why: why, Actor: actor, Key: key})
		return err
	}, s.again)
}

// closeShift has the drawer counted, and closes the shift.
func (s *shiftPage) closeShift() {
	a := s.a
	a.count.ask(counting{title: a.t("shift.close"), text: a.t("shift.count.text"), back: s.again, done: s.confirmClose,
		words: a.t("next"), skip: a.t("shift.count.skip")})
}

// confirmClose asks once more: a Z is never changed again.
func (s *shiftPage) confirmClose(count pos.Count) {
	a := s.a
	text := a.t("shift.uncounted")
	if sum, err := count.Sum(); count != nil && err == nil {
		text = a.t("shift.counted", sum)
	}
	a.choice.ask(question{screen: "shift.close", title: a.t("shift.close.sure", s.shift.Number), text: text + " " + a.t("shift.close.text"),
		back: s.again, answers: []answer{
			{code: "close.yes", words: a.t("shift.close"), mark: "check", do: func() { s.close(count) }},
			{code: "close.no", words: a.t("shift.close.no"), mark: "back", do: s.again},
		}})
}

func (s *shiftPage) close(count pos.Count) {
	a, actor := s.a, s.a.actor()
	var z pos.Z
	a.choice.wait(a.t("shift.closing"))
	s.do(func(ctx context.Context, key string) (err error) {
		z, err = a.o.Till.CloseShift(ctx, pos.CloseShift{Count: count, Actor: actor, Key: key})
		return err
	}, func() { a.showZ(z, s.again) })
}

// showX shows how the running shift stands.
func (s *shiftPage) showX() {
	a := s.a
	a.allow(pos.MaySeeTotals, s.again, func() {
		a.work(func(ctx context.Context) func() {
			x, err := a.o.Till.X(ctx)
			return func() {
				if err != nil {
					s.again()
					a.refuse(err, nil)
					return
				}
				a.showZ(x, s.again)
			}
		})
	})
}

// zsMost is how many closed shifts are listed.
const zsMost = 60

// showZs lists the closed shifts.
func (s *shiftPage) showZs() {
	a := s.a
	a.allow(pos.MaySeeTotals, s.again, func() {
		a.work(func(ctx context.Context) func() {
			zs, err := a.o.Till.Zs(ctx, 0, zsMost)
			return func() {
				if err != nil {
					s.again()
					a.refuse(err, nil)
					return
				}
				s.listZs(zs)
			}
		})
	})
}

func (s *shiftPage) listZs(zs []pos.Z) {
	a := s.a
	q := question{screen: "shift.zs", title: a.t("shift.zs"), back: s.again}
	for _, z := range zs {
		difference := a.t("z.not_counted")
		if z.WasCounted {
			difference = a.t("z.difference") + " " + z.Difference.String()
		}
		q.answers = append(q.answers, answer{code: "z." + strconv.FormatUint(z.Number, 10),
			words: a.t("shift.z", z.Number) + " · " + z.Own.Sales.Sum.String(), note: a.date(z.Day) + " · " + difference, mark: "file",
			do: func() { a.showZ(z, func() { s.listZs(zs) }) }})
	}
	if len(zs) == 0 {
		q.text = a.t("shift.zs.none")
	}
	a.choice.ask(q)
}

// showZ shows the report of a shift, line by line as it is printed.
func (a *App) showZ(z pos.Z, back func()) {
	s := sheet{screen: either(z.Closed, "z", "x"), back: back, title: a.t("shift.x")}
	if z.Closed {
		s.title = a.t("shift.z", z.Number)
	}
	if z.Doubt {
		s.bad = a.t("z.clock")
	}
	if a.o.Slip != nil {
		for _, line := range a.o.Slip(z, a.prefs.Lang) {
			if line.Left != "" || line.Right != "" {
				s.rows = append(s.rows, sheetRow{left: line.Left, right: line.Right, head: line.Head})
			}
		}
	}
	a.sheet.show(s)
}
