package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"laci/pos"
)

// bars is the chart of the sales by hour: the hours the shop was open, the
// tallest and the current one with their values, nothing for hours to come.
type bars struct {
	p      *page
	bars   []*panel
	hours  []*label
	values []*label

	tally    [24]pos.Tally
	cutOff   int // the hour the business day begins with
	from, to int // the hours shown, counted from it
	now      int // the running hour; below zero on a day that is over
	tallest  int
}

// barsLeast is how many hours are shown at least.
const barsLeast = 8

func newBars(p *page) *bars {
	b := &bars{p: p}
	for range 24 {
		b.bars = append(b.bars, p.panel(colorBar, colorNone))
		hour, value := p.label(colorQuiet, false), p.label(colorInk, true)
		hour.align, value.align, value.stand = fyne.TextAlignCenter, fyne.TextAlignCenter, atBottom
		b.hours, b.values = append(b.hours, hour), append(b.values, value)
	}
	return b
}

// hourAt is the hour of the clock at a place of the chart: the hours of a night
// that still belong to the day stand last.
func (b *bars) hourAt(place int) int { return (place + b.cutOff) % len(b.tally) }

// fill takes the figures of a business day that begins at the hour cutOff; now is
// the current hour, below zero on a day that is over.
func (b *bars) fill(tally [24]pos.Tally, cutOff, now int) {
	b.tally, b.cutOff, b.now, b.tallest = tally, cutOff, now, max(0, now)
	b.from, b.to = len(tally), -1
	for place := range tally {
		hour := b.hourAt(place)
		if tally[hour].Sum > 0 || hour == now {
			b.from, b.to = min(b.from, place), max(b.to, place)
		}
		if tally[hour].Sum > tally[b.tallest].Sum {
			b.tallest = hour
		}
	}
	if b.to < 0 {
		b.from, b.to = 0, 0
	}
	for b.to-b.from+1 < barsLeast && (b.to < 23 || b.from > 0) {
		if b.to < 23 {
			b.to++
		} else {
			b.from--
		}
	}
}

func (b *bars) place(area box) {
	m := b.p.a.m
	n := b.to - b.from + 1
	every := 1
	space := m.of(gap) * 0.8
	for float32(n)*(measure("00", m.text(textFine), false)+space/2) > area.w*float32(every) {
		every++ // so many hours that only every second or third is named
	}
	hours := area.bottom(m.line(textFine) * 1.3)
	head := m.line(textFine) * 1.1
	if area.h < head*2 {
		return
	}
	cells, names := area.columns(n, space), hours.columns(n, space)
	for i := range n {
		hour := b.hourAt(b.from + i)
		if i%every == 0 {
			b.hours[hour].say(fmt.Sprintf("%02d", hour))
			name := names[i]
			name.x, name.w = name.x-space/2*float32(every), name.w+space*float32(every)
			b.p.words(b.hours[hour], name, textFine)
		}
		if b.tally[hour].Sum > 0 {
			b.placeBar(cells[i], hour, head, space)
		}
	}
}

// placeBar lays out one hour's bar and, for two of them, its value.
func (b *bars) placeBar(cell box, hour int, head, space float32) {
	m := b.p.a.m
	share := float32(b.tally[hour].Sum) / float32(b.tally[b.tallest].Sum)
	bar := cell.bottom(max((cell.h-head)*share, m.of(gap)/2))
	fill := colorBar
	if hour == b.now {
		fill = colorAccent
	}
	b.bars[hour].set(fill, colorNone)
	b.p.rect(b.bars[hour], bar, radiusBar, 0)
	if hour == b.tallest || hour == b.now {
		b.values[hour].say(b.short(b.tally[hour].Sum))
		value := cell.bottom(head)
		if need := b.values[hour].width(m.text(textFine)) + 4; need > value.w {
			value.x, value.w = value.x-(need-value.w)/2, need
		}
		b.p.words(b.values[hour], value, textFine)
	}
}

// short writes an amount as a chart does: "312 rb", "1,2 jt".
func (b *bars) short(amount pos.Rupiah) string {
	a := b.p.a
	if amount < 1_000_000 {
		return a.t("today.thousand", pos.Rupiah((amount+500)/1000).Digits())
	}
	tenths := fmt.Sprintf("%.1f", float64(amount/100_000)/10) // a label, not a sum
	if a.prefs.Lang != "en" {
		tenths = strings.Replace(tenths, ".", ",", 1)
	}
	return a.t("today.million", strings.TrimSuffix(strings.TrimSuffix(tenths, ",0"), ".0"))
}
