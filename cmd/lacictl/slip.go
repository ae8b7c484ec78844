package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"laci/assets"
	"laci/cmd/internal/house"
	"laci/pos"
)

// slip is an X or Z as text, as wide as a receipt.
type slip struct {
	lang string
	till house.Status
	z    pos.Z
}

const slipWidth = 42

// print writes the slip.
func (s slip) print(out io.Writer) error {
	var b strings.Builder
	s.head(&b)
	s.sales(&b)
	s.drawer(&b)
	s.people(&b)
	s.tells(&b)
	if s.z.Closed {
		fmt.Fprintf(&b, "\n%s %s\n%s\n%s\n", s.text("z.head"), s.z.Head, s.z.Hash[:32], s.z.Hash[32:])
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func (s slip) text(code string, args ...any) string {
	return assets.Text(s.lang, "z."+strings.TrimPrefix(code, "z."), args...)
}

// row writes a label and, on the right, what it comes to.
func (s slip) row(b *strings.Builder, label, value string) {
	room := slipWidth - len([]rune(label)) - len([]rune(value))
	fmt.Fprintf(b, "%s%s%s\n", label, strings.Repeat(" ", max(1, room)), value)
}

func (s slip) money(b *strings.Builder, label string, amount pos.Rupiah) {
	s.row(b, label, amount.String())
}

// tally writes a count and its rupiah; nothing when there is none.
func (s slip) tally(b *strings.Builder, label string, t pos.Tally) {
	if t != (pos.Tally{}) {
		s.row(b, fmt.Sprintf("%s (%d)", label, t.Count), t.Sum.String())
	}
}

func (s slip) title(b *strings.Builder, code string) { fmt.Fprintf(b, "\n%s\n", s.text(code)) }

// when writes a moment by the clock of the shop.
func (s slip) when(at time.Time) string {
	return at.In(pos.Calendar{Zone: s.till.Zone}.Location()).Format("02-01-2006 15:04")
}

func (s slip) head(b *strings.Builder) {
	fmt.Fprintln(b, s.till.Name)
	if s.till.Practice {
		fmt.Fprintln(b, s.text("practice"))
	}
	if s.z.Closed {
		fmt.Fprintln(b, s.text("title", s.z.Number))
	} else {
		fmt.Fprintln(b, s.text("x_title"))
	}
	if s.z.IsOpen() {
		s.row(b, s.text("opened", s.z.OpenedBy), s.when(s.z.Opened))
	} else {
		fmt.Fprintln(b, s.text("unopened"))
	}
	switch {
	case s.z.Auto:
		s.row(b, s.text("closed_auto"), s.when(s.z.At))
	case s.z.Closed:
		s.row(b, s.text("closed", s.z.By), s.when(s.z.At))
	default:
		s.row(b, s.text("until"), s.when(s.z.At))
	}
	if s.z.Doubt {
		fmt.Fprintln(b, s.text("clock"))
	}
}

func (s slip) sales(b *strings.Builder) {
	s.title(b, "sales")
	s.takings(b, s.z.Own)
	if len(s.z.Days) > 1 {
		for _, d := range s.z.Days {
			s.tally(b, "  "+string(d.Day), d.Own)
		}
	}
	s.tally(b, s.text("refunds"), s.z.Refunds)
	s.tally(b, s.text("voids"), s.z.Voids)
	if len(s.z.LateLines) == 0 && s.z.Late.Received == (pos.Tally{}) {
		return
	}
	s.title(b, "late")
	s.takings(b, s.z.Late)
	for _, line := range s.z.LateLines {
		s.money(b, fmt.Sprintf("  %s Z-%04d %s", line.Order, line.Shift, line.Day), line.Change.Sum)
	}
}

// takings writes sales by how sure the till is.
func (s slip) takings(b *strings.Builder, t pos.Takings) {
	s.row(b, fmt.Sprintf("%s (%d)", s.text("total"), t.Sales.Count), t.Sales.Sum.String())
	for _, e := range slices.Sorted(maps.Keys(t.Evidence)) {
		s.tally(b, "  "+s.evidence(e), t.Evidence[e])
	}
}

func (s slip) evidence(e pos.Evidence) string {
	if name, ok := strings.CutPrefix(string(e), "api:"); ok {
		return assets.Text(s.lang, "evidence.api", name)
	}
	return assets.Text(s.lang, "evidence."+string(e))
}

func (s slip) drawer(b *strings.Builder) {
	s.title(b, "drawer")
	d := s.z.Drawer
	s.money(b, s.text("float"), d.Float)
	s.money(b, s.text("taken"), d.Taken)
	s.money(b, s.text("in"), d.In)
	s.money(b, s.text("out"), -d.Out)
	s.money(b, s.text("back"), -d.Back)
	s.money(b, s.text("expected"), s.z.Expected)
	for _, m := range s.z.Moves {
		s.money(b, "  "+m.Why, m.Amount)
	}
	switch {
	case s.z.WasCounted:
		s.money(b, s.text("counted"), s.z.Counted)
		s.money(b, s.text("difference"), s.z.Difference)
	case s.z.Closed:
		fmt.Fprintln(b, s.text("not_counted"))
	}
}

// people writes what each cashier did.
func (s slip) people(b *strings.Builder) {
	for _, name := range slices.Sorted(maps.Keys(s.z.Hands)) {
		h := s.z.Hands[name]
		fmt.Fprintf(b, "\n%s\n", name)
		s.tally(b, "  "+s.text("total"), h.Sales)
		s.tally(b, "  "+s.text("manual"), h.Manual)
		s.tally(b, "  "+s.text("bare"), h.Bare)
		s.tally(b, "  "+s.text("cancelled"), h.Cancelled)
		s.tally(b, "  "+s.text("attached"), h.Attached)
		s.tally(b, "  "+s.text("returned"), h.Returned)
		s.tally(b, "  "+s.text("reprinted"), h.Reprinted)
	}
	for _, h := range s.z.HandOvers {
		s.row(b, s.text("hand_over", h.From, h.To), s.when(h.At))
	}
}

// tells writes what the owner must know and nothing was kept open for.
func (s slip) tells(b *strings.Builder) {
	if len(s.z.Unpaid) > 0 {
		s.title(b, "unpaid")
		for _, line := range s.z.Unpaid {
			s.money(b, fmt.Sprintf("  %s %s", line.Order, s.when(line.Shown)), line.Amount)
		}
	}
	if len(s.z.Waiting) > 0 {
		s.title(b, "waiting")
		for _, line := range s.z.Waiting {
			s.money(b, fmt.Sprintf("  %s %s", line.Source, s.when(line.At)), line.Amount)
		}
	}
	if len(s.z.Notes) > 0 {
		s.title(b, "notes")
		for _, n := range s.z.Notes {
			fmt.Fprintf(b, "  %s %s: %s (%s)\n", s.when(n.At), s.text("note."+string(n.Kind)), n.What, n.Actor)
		}
	}
}
