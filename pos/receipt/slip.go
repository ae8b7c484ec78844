// Package receipt makes slips of paper out of the till's orders and shifts: as
// text, as a picture of black and white dots, as a PDF, and as the bytes that a
// receipt printer takes (ESC/POS).
package receipt

import (
	"strings"
	"time"
	"unicode/utf8"

	"laci/assets"
	"laci/pos"
)

// Slip is a strip of paper, line by line.
type Slip struct {
	Lines []Line
	Code  string // what the QR symbol at its foot says; "" for none
}

// Line is one line of a slip: words on the left, and on the right what they come
// to. Words that are too long go on in the next line.
type Line struct {
	Left, Right string
	Style       Style
}

// Style says how a line looks.
type Style int

// The styles of a line.
const (
	Plain  Style = iota
	Head         // large, in the middle
	Middle       // in the middle
	Strong       // bold
	Sum          // bold and large
	Rule         // a line across, no words
)

// Shop is what every slip says of the shop.
type Shop struct {
	Name, City, NMID string // as they stand in its QRIS
	Terminal         string // the till's name, "Kasir A"
	Zone             string // "WIB", "WITA", "WIT"
	Practice         bool
	Foot             string // the shop's own last line; "" for a thank-you
	Lang             string // "id" or "en"
}

// ShopOf takes from the till what its slips say of the shop, in a language.
func ShopOf(till pos.Shop, lang string) Shop {
	code, _ := till.Pinned()
	return Shop{Name: code.Name, City: code.City, NMID: code.NMID, Terminal: till.TerminalName, Zone: till.Zone,
		Practice: till.Practice, Foot: till.Foot, Lang: lang}
}

func (s Shop) text(code string, args ...any) string { return assets.Text(s.Lang, code, args...) }

// when writes a moment by the clock of the shop.
func (s Shop) when(at time.Time) string {
	return at.In(pos.Calendar{Zone: s.Zone}.Location()).Format("02-01-2006 15:04")
}

// evidence names how the till knew of money.
func (s Shop) evidence(e pos.Evidence) string {
	if program, ok := strings.CutPrefix(string(e), "api:"); ok {
		return s.text("evidence.api", program)
	}
	return s.text("evidence." + string(e))
}

func (s *Slip) add(style Style, left string) { s.Lines = append(s.Lines, Line{left, "", style}) }

func (s *Slip) row(left, right string) { s.Lines = append(s.Lines, Line{left, right, Plain}) }

func (s *Slip) money(left string, amount pos.Rupiah) { s.row(left, amount.String()) }

// some adds a row unless there is no money in it.
func (s *Slip) some(left string, amount pos.Rupiah) {
	if amount != 0 {
		s.money(left, amount)
	}
}

func (s *Slip) rule() { s.add(Rule, "") }

// Text writes the slip in letters of one width, so many of them a line.
func (s Slip) Text(width int) string {
	var b strings.Builder
	for _, l := range s.Lines {
		switch {
		case l.Style == Rule:
			b.WriteString(strings.Repeat("-", width))
		case l.Style == Head || l.Style == Middle:
			room := width - utf8.RuneCountInString(l.Left)
			b.WriteString(strings.Repeat(" ", max(0, room/2)) + l.Left)
		case l.Right == "":
			b.WriteString(l.Left)
		default:
			room := width - utf8.RuneCountInString(l.Left) - utf8.RuneCountInString(l.Right)
			if room < 1 {
				b.WriteString(l.Left + "\n") // the figure stands below
				room = width - utf8.RuneCountInString(l.Right)
			} else {
				b.WriteString(l.Left)
			}
			b.WriteString(strings.Repeat(" ", max(0, room)) + l.Right)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
