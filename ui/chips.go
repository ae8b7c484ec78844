package ui

// chipRow is one thing to choose: what it is, and the choices beside each other.
type chipRow struct {
	p     *page
	head  *label
	tiles []*tile
}

// chip is one of the choices.
type chip struct {
	code string
	do   func()
}

func newChipRow(p *page, chips ...chip) *chipRow {
	r := &chipRow{p: p, head: p.label(colorQuiet, false)}
	r.head.lines = 2
	for _, c := range chips {
		r.tiles = append(r.tiles, p.tile(c.code, asButton, c.do))
	}
	return r
}

// fill takes the words of the row, and which choice is made; -1 is none.
func (r *chipRow) fill(head string, chosen int, words ...string) {
	r.head.say(head)
	for i, t := range r.tiles {
		choose(t, words[i], i == chosen)
	}
}

// place lays the choices beside the head, or under it on an upright screen. All
// chips of a page are as wide as if there were most of them.
func (r *chipRow) place(b box, most int) {
	m := r.p.a.m
	space := max(m.of(gap), m.mm(2))
	if m.Portrait {
		r.head.at(atBottom)
		r.p.words(r.head, b.top(m.line(textBody)*1.2), textBody)
		b.top(m.of(gap) / 2)
	} else {
		r.p.words(r.head, b.left(b.w*columnHead), textBody)
	}
	for i, cell := range b.columns(max(most, len(r.tiles)), space)[:len(r.tiles)] {
		r.p.button(r.tiles[i], cell, textBody)
	}
}
