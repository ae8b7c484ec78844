package ui

import "strconv"

func (w *writePage) fill() {
	a := w.a
	w.title.say(w.w.title)
	w.count.say(strconv.Itoa(len(w.text)) + "/" + strconv.Itoa(w.w.most))
	w.said.say(w.w.refuse)
	w.typed.say(either(len(w.text) == 0, w.w.hint, string(w.text)+"|"))
	w.typed.tint(either(len(w.text) == 0, colorQuiet, colorInk))
	for i, letter := range []rune(faces[w.face]) {
		w.keys[i].code = "write." + string(letter)
		w.keys[i].say(string(letter))
	}
	w.shift.is(either(w.held, asChosen, asSign))
	w.shift.enable(w.face != faceSigns)
	w.signs.say(a.t(either(w.face == faceSigns, "write.letters", "write.signs")))
	w.space.say(a.t("write.space"))
	w.done.say(a.t(either(w.busy, "pin.checking", "pin.done")))
	w.done.enable(!w.busy && (w.given() != "" || !w.w.need))
}

// place lays the field over the keyboard, which takes the lower part.
func (w *writePage) place(area box) {
	m := w.a.m
	b := area.inset(m.of(edge), m.of(gap))
	head := b.top(m.target(pillHeight))
	w.backAt(w.back, &head)
	head.left(m.of(gap))
	w.words(w.count, head.right(m.of(arrowWidth)), textSmall)
	w.words(w.title, head, textStrong)
	b.bottom(m.of(gap))
	space := max(m.of(gap)/2, m.mm(1))
	rows := len(keyRows) + 1
	keys := b.bottom(min(float32(rows)*(m.target(writeHeight)+space), b.h*0.72))
	b.bottom(m.of(gap))
	b.top(m.of(gap))
	if w.w.refuse != "" {
		w.words(w.said, b.bottom(min(m.line(textBody)*1.4, b.h*0.3)), textBody)
	}
	line := b.middle(b.w, min(b.h, m.of(fieldHeight)))
	done := line.right(max(m.of(arrowWidth)*1.4, w.done.label.width(m.text(textStrong))+m.of(edge)*2))
	line.right(m.of(gap))
	w.button(w.done, done, textStrong)
	w.rect(w.field, line, radiusSoft, strokeBold)
	w.words(w.typed, line.inset(m.of(edge)*0.8, m.of(gap)/2), textStrong)
	w.placeKeys(keys, rows, space)
}

// placeKeys lays the rows out, keys of one width in all of them.
func (w *writePage) placeKeys(b box, count int, space float32) {
	rows := b.rows(count, space)
	wide := rows[0].columns(keyRows[0], space)[0].w
	next := 0
	for i, n := range keyRows {
		row := rows[i].middle(float32(n)*(wide+space)-space, rows[i].h)
		for _, cell := range row.columns(n, space) {
			w.button(w.keys[next], cell, textAction)
			next++
		}
	}
	side := (rows[2].w - float32(keyRows[2])*(wide+space) - space) / 2
	third := rows[2]
	w.button(w.shift, third.left(side), textStrong)
	w.button(w.erase, third.right(side), textStrong)
	last := rows[count-1]
	w.button(w.signs, last.left(side), textBody)
	last.left(space)
	stops := last.right(2*wide+space).columns(len(w.stops), space)
	for i, t := range w.stops {
		w.button(t, stops[i], textAction)
	}
	last.right(space)
	w.button(w.space, last, textBody)
}
