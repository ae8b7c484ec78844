package ui

import "strings"

// fill takes the amount and the words of now.
func (k *keypad) fill() {
	a := k.a
	k.header.fill()
	k.rp.say("Rp")
	k.amount.say(k.sum.total().Digits())
	k.amount.tint(either(k.sum.total() == 0, colorFaint, colorInk))
	k.fillLine()
	k.restore.say(a.t("keypad.restore", k.cleared.total().Digits()))
	k.remark.say(either(k.note == "", a.t("keypad.note"), brief(k.note, noteShown)))
	k.remark.is(either(k.note == "", asRemark, asChosen))
	k.instead.say(a.t("keypad.instead", k.replaces.Number, k.replaces.Payable))
	k.pad.fill(!k.busy)
	for _, t := range k.quick {
		t.enable(!k.busy)
	}
	k.cash.say(a.t(either(k.waiting, "keypad.leave", "keypad.cash")))
	k.cash.enable(k.ready() || k.waiting && !k.leaving)
	k.show.enable(k.ready())
	k.show.say(a.t(either(k.sum.total() == 0, "keypad.empty", either(k.waiting, "keypad.preparing", "keypad.show"))))
	k.notice.say(k.reminder().words)
	k.unpaid.fill()
}

// fillLine spells the sum out, or says why there will be no code.
func (k *keypad) fillLine() {
	words, color := k.sum.line(), colorQuiet
	switch {
	case k.over():
		words, color = k.a.t("keypad.over", k.a.view.shop.Limit.String()), colorFailed
	case k.refusal != "":
		words, color = k.refusal, colorFailed
	case words == "" && k.sum.total() == 0:
		words = k.a.t("keypad.hint")
	case k.usual.unusual(k.sum.total(), k.a.view.shop.Settings):
		words, color = strings.TrimSpace(words+"\n"+k.a.spell(k.sum.total())), colorWaiting
	}
	k.line.say(words)
	k.line.tint(color)
}

// place lays the amount beside the keys, or above them on an upright screen.
func (k *keypad) place(area box) {
	m := k.a.m
	k.header.place(area.top(m.header()).inset(m.of(edge), 0))
	area.bottom(m.of(edge))
	if m.Portrait {
		k.placeAmount(area.top(area.h*0.43).inset(m.of(margin), 0))
		area.top(m.of(gap) * 1.6)
		k.placeKeys(area.inset(m.of(edge), 0))
		return
	}
	left := area.left(area.w * columnLeft)
	k.placeAmount(box{left.x + m.of(margin), left.y, left.w - m.of(margin)*2.3, left.h})
	area.right(m.of(edge))
	k.placeKeys(area)
}

// placeAmount lays out amount, sum line, quick amounts and unpaid orders.
func (k *keypad) placeAmount(b box) {
	m := k.a.m
	b.top(m.of(gap) * 1.6)
	k.placeFigure(b.top(m.of(textAmount) * 1.3))
	b.top(m.of(gap) / 2)
	size := float32(textSum)
	if k.line.color != colorQuiet {
		size = textSmall // a sentence in two lines
	}
	k.words(k.line, b.top(m.line(textSum)*1.55), size)
	b.top(m.of(gap) * 0.8)
	if !k.replaces.ID.IsZero() {
		width := min(k.instead.label.width(m.text(textSmall))+m.of(margin)*2.5, b.w)
		k.button(k.instead, b.top(m.target(pillHeight)).start(width), textSmall)
		b.top(m.of(gap))
	}
	chips := b.top(m.target(chipHeight))
	if k.restorable() {
		width := k.restore.label.width(m.text(textBody)) + m.of(margin)*2
		k.button(k.restore, chips.left(min(width, chips.w)), textBody)
	} else {
		k.placeQuick(chips)
	}
	if k.notice.label.words != "" {
		width, high := k.notice.label.width(m.text(textSmall))+m.of(margin)*1.5, m.target(pillHeight)
		if width > b.w {
			width, high = b.w, max(high, m.line(textSmall)*2+m.of(gap)) // a sentence in two lines
		}
		b.top(m.of(gap) * 1.5)
		k.button(k.notice, b.top(high).start(width), textSmall)
	}
	k.unpaid.place(b)
}

// placeQuick lays the quick amounts beside each other and the note after them,
// as wide as it needs.
func (k *keypad) placeQuick(b box) {
	m := k.a.m
	size, space := m.text(textBody), m.of(gap)
	wide := func(t *tile) float32 { return max(t.label.width(size)+m.of(chipRim), m.mm(targetMM)) }
	need := min(wide(k.remark), b.w*remarkShare)
	for _, t := range k.quick {
		need += wide(t) + space
	}
	shrink := min(1, b.w/need)
	for _, t := range k.quick {
		k.button(t, b.left(wide(t)*shrink), textBody)
		b.left(space * shrink)
	}
	k.button(k.remark, b.left(min(wide(k.remark), b.w)), textBody)
}

// placeFigure sets "Rp" and the figure on one baseline and shrinks both to fit.
func (k *keypad) placeFigure(b box) {
	m := k.a.m
	size := m.of(textAmount)
	small := func() float32 { return size * 0.385 }
	need := func() float32 { return k.rp.width(small()) + m.of(gap)*1.5 + k.amount.width(size) }
	for need() > b.w && size > m.text(textStrong) {
		size *= 0.96
	}
	// Noto's baseline stands 1.069 of its size below the top of its line.
	const rise = 1.069
	bottom := b.y + b.h - (m.of(textAmount)*1.3-m.of(textAmount)*rise)/1.2
	rp := box{b.x, bottom - small()*rise, k.rp.width(small()) + 2, small() * lineOverSize}
	k.rp.fit(rp, small(), small())
	figure := box{rp.x + rp.w + m.of(gap)*1.5, bottom - size*rise, b.w - rp.w - m.of(gap)*1.5 + 2, size * lineOverSize}
	k.amount.fit(figure, size, size*0.9)
	k.placed[k.rp], k.placed[k.amount] = true, true
}

// placeKeys lays the keys and the action below them in rows of one height.
func (k *keypad) placeKeys(b box) {
	m := k.a.m
	space := max(m.of(gap), m.mm(2))
	action := b.bottom(min(max(m.of(actionHeight), m.mm(targetMM)), b.h/5.5))
	b.bottom(space)
	k.pad.place(b, space)
	third := (action.w - 2*space) / 3
	k.button(k.cash, action.left(third), textAction)
	action.left(space)
	k.button(k.show, action, textAction)
}
