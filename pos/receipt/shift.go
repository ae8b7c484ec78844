package receipt

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"laci/assets"
	"laci/pos"
)

// shift is a slip of an X or a Z on its way to be made.
type shift struct {
	Slip
	shop Shop
	z    pos.Z
}

// Shift makes the slip of a shift: an X while it runs, a Z once it is closed.
func Shift(shop Shop, z pos.Z) Slip {
	s := &shift{shop: shop, z: z}
	s.head()
	s.sales()
	s.drawer()
	s.people()
	s.tells()
	if z.Closed {
		s.blank()
		s.row(s.text("z.head"), z.Head)
		half := len(z.Hash) / 2
		s.add(Plain, z.Hash[:half])
		s.add(Plain, z.Hash[half:])
	}
	return s.Slip
}

func (s *shift) text(code string, args ...any) string { return s.shop.text(code, args...) }

func (s *shift) person(name string) string { return assets.Actor(s.shop.Lang, name) }

func (s *shift) blank() { s.add(Plain, "") }

func (s *shift) title(code string) {
	s.blank()
	s.add(Strong, s.text(code))
}

// tally adds a count and its rupiah; nothing when there is none.
func (s *shift) tally(label string, t pos.Tally) {
	if t != (pos.Tally{}) {
		s.money(fmt.Sprintf("%s (%d)", label, t.Count), t.Sum)
	}
}

func (s *shift) head() {
	s.add(Plain, s.shop.Name)
	if s.shop.Practice {
		s.add(Plain, s.text("z.practice"))
	}
	if s.z.Closed {
		s.add(Plain, s.text("z.title", s.z.Number))
	} else {
		s.add(Plain, s.text("z.x_title"))
	}
	if s.z.IsOpen() {
		s.row(s.text("z.opened", s.person(s.z.OpenedBy)), s.shop.when(s.z.Opened))
	} else {
		s.add(Plain, s.text("z.unopened"))
	}
	switch {
	case s.z.Auto:
		s.row(s.text("z.closed_auto"), s.shop.when(s.z.At))
	case s.z.Closed:
		s.row(s.text("z.closed", s.person(s.z.By)), s.shop.when(s.z.At))
	default:
		s.row(s.text("z.until"), s.shop.when(s.z.At))
	}
	if s.z.Doubt {
		s.add(Plain, s.text("z.clock"))
	}
	if s.z.Backup != "" {
		s.add(Plain, s.text("backup.warning."+s.z.Backup))
	}
}

func (s *shift) sales() {
	s.title("z.sales")
	s.takings(s.z.Own)
	if len(s.z.Days) > 1 {
		for _, d := range s.z.Days {
			s.tally("  "+string(d.Day), d.Own)
		}
	}
	s.tally(s.text("z.refunds"), s.z.Refunds)
	s.tally(s.text("z.voids"), s.z.Voids)
	if len(s.z.LateLines) == 0 && s.z.Late.Received == (pos.Tally{}) {
		return
	}
	s.title("z.late")
	s.takings(s.z.Late)
	for _, line := range s.z.LateLines {
		s.money(fmt.Sprintf("  %s Z-%04d %s", line.Order, line.Shift, line.Day), line.Change.Sum)
	}
}

// takings writes sales by how sure the till is.
func (s *shift) takings(t pos.Takings) {
	s.row(fmt.Sprintf("%s (%d)", s.text("z.total"), t.Sales.Count), t.Sales.Sum.String())
	for _, e := range slices.Sorted(maps.Keys(t.Evidence)) {
		s.tally("  "+s.shop.evidence(e), t.Evidence[e])
	}
}

func (s *shift) drawer() {
	s.title("z.drawer")
	d := s.z.Drawer
	s.money(s.text("z.float"), d.Float)
	s.money(s.text("z.taken"), d.Taken)
	s.money(s.text("z.in"), d.In)
	s.money(s.text("z.out"), -d.Out)
	s.money(s.text("z.back"), -d.Back)
	s.money(s.text("z.expected"), s.z.Expected)
	for _, m := range s.z.Moves {
		s.money("  "+m.Why, m.Amount)
	}
	switch {
	case s.z.WasCounted:
		s.money(s.text("z.counted"), s.z.Counted)
		s.money(s.text("z.difference"), s.z.Difference)
	case s.z.Closed:
		s.add(Plain, s.text("z.not_counted"))
	}
}

// people writes what each cashier did.
func (s *shift) people() {
	for _, name := range slices.Sorted(maps.Keys(s.z.Hands)) {
		h := s.z.Hands[name]
		s.blank()
		s.add(Plain, name)
		s.tally("  "+s.text("z.total"), h.Sales)
		s.tally("  "+s.text("z.manual"), h.Manual)
		s.tally("  "+s.text("z.bare"), h.Bare)
		s.tally("  "+s.text("z.cancelled"), h.Cancelled)
		s.tally("  "+s.text("z.attached"), h.Attached)
		s.tally("  "+s.text("z.returned"), h.Returned)
		s.tally("  "+s.text("z.reprinted"), h.Reprinted)
	}
	for _, h := range s.z.HandOvers {
		s.row(s.text("z.hand_over", cmp.Or(s.person(h.From), "–"), cmp.Or(s.person(h.To), "–")), s.shop.when(h.At))
		s.tally("  "+s.text("z.total"), h.Sales)
		s.money("  "+s.text("z.expected"), h.Expected)
		if h.Counted != nil {
			s.money("  "+s.text("z.counted"), *h.Counted)
			s.money("  "+s.text("z.difference"), *h.Counted-h.Expected)
		}
	}
}

// tells writes what the owner must know and nothing was kept open for.
func (s *shift) tells() {
	if len(s.z.Unpaid) > 0 {
		s.title("z.unpaid")
		for _, line := range s.z.Unpaid {
			s.money(fmt.Sprintf("  %s %s", line.Order, s.shop.when(line.Shown)), line.Amount)
		}
	}
	if len(s.z.Waiting) > 0 {
		s.title("z.waiting")
		for _, line := range s.z.Waiting {
			s.money(fmt.Sprintf("  %s %s", line.Source, s.shop.when(line.At)), line.Amount)
		}
	}
	if len(s.z.Notes) > 0 {
		s.title("z.notes")
		for _, n := range s.z.Notes {
			what := s.text("z.note." + string(n.Kind))
			switch {
			case n.Kind == pos.KindPINReset:
				what += ": " + s.text("z.note.pin.reset."+n.What)
			case n.What != "":
				what += ": " + n.What
			}
			s.add(Plain, fmt.Sprintf("  %s %s (%s)", s.shop.when(n.At), what, s.person(n.Actor)))
		}
	}
}
