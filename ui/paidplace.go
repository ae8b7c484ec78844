package ui

// place lays the words out in the middle of the green.
func (p *paidPage) place(area box) {
	m := p.a.m
	p.area = area
	b := area.inset(m.of(margin), m.of(margin))
	foot := b.bottom(m.target(footHeight))
	b.bottom(m.of(gap))
	badge := m.of(badgeSize)
	heights := []float32{badge, m.of(gap), m.of(textLunas) * 1.15, m.of(textPaid) * 1.12, m.line(textKey), m.of(gap), m.line(textPlain) * 1.6, 0}
	if p.change.words != "" {
		heights[7] = m.of(textPage) * lineOverSize
	}
	total := float32(0)
	for _, h := range heights {
		total += h
	}
	b = b.middle(b.w, min(total, b.h))
	p.seal = b.top(heights[0]).middle(badge, badge)
	p.placeGreen()
	if p.grown < 1 {
		return
	}
	p.placeButtons(foot)
	b.top(heights[1])
	p.words(p.title, b.top(heights[2]).tight(m.of(textLunas)), textLunas)
	p.words(p.amount, b.top(heights[3]).tight(m.of(textPaid)), textPaid)
	if p.change.words != "" {
		p.words(p.change, b.top(heights[7]), textPage)
	}
	p.words(p.number, b.top(heights[4]), textKey)
	b.top(heights[5])
	p.placeChip(b)
}

// placeChip lays the facts on a dark chip, with a hand when a person is the
// witness.
func (p *paidPage) placeChip(b box) {
	m := p.a.m
	size := m.text(textPlain)
	side := float32(0)
	if !p.order.Evidence.Machine() && !p.practice() {
		side = size * 1.5
	}
	chip := b.middle(min(p.chip.width(size)+m.of(edge)*2+side, b.w), b.h)
	p.rect(p.chipBack, chip, 0, 0)
	p.chipBack.fit(chip, chip.h/2, 0)
	inside := chip.inset(m.of(edge)*0.9, 0)
	if side > 0 {
		p.put(p.hand, inside.left(side).middle(size*1.2, size*1.2))
	}
	p.words(p.chip, inside, textPlain)
}

// placeGreen lays out the green as far as it has spread from its mark, and the
// mark: one surface moves, nothing else.
func (p *paidPage) placeGreen() {
	m := p.a.m
	part := func(from, to float32) float32 { return from + (to-from)*p.grown }
	green := box{part(p.seal.x, p.area.x), part(p.seal.y, p.area.y), part(p.seal.w, p.area.w), part(p.seal.h, p.area.h)}
	p.rect(p.green, green, part(badgeSize/2, 0), 0)
	if p.practice() {
		p.put(p.stripes, p.area)
	}
	p.rect(p.disc, p.seal, badgeSize/2, 0)
	side := m.of(badgeSize) * 0.62
	p.put(p.mark, p.seal.middle(side, side))
}

// placeButtons lays out the receipt and the next sale.
func (p *paidPage) placeButtons(foot box) {
	m := p.a.m
	width := max(m.of(buttonWidth), p.another.label.width(m.text(textStrong))+m.of(edge)*2)
	if !p.a.receipt.offered(p.order) {
		p.button(p.another, foot.middle(min(width, foot.w), foot.h), textStrong)
		return
	}
	space := m.of(gap) * 1.3
	both := foot.middle(min(width*2+space, foot.w), foot.h).columns(2, space)
	p.button(p.receipt, both[0], textStrong)
	p.button(p.another, both[1], textStrong)
}
