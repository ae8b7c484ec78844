package ui

import "fyne.io/fyne/v2"

// framedCode is a code that is no payment code: it has a frame and a head that
// says so, and words under it.
type framedCode struct {
	p          *page
	white      *panel
	code       *code
	head, foot *label
}

func newFramedCode(p *page) *framedCode {
	f := &framedCode{p: p, white: p.panel(colorTile, colorWaiting), code: newCode()}
	p.all.Add(f.code)
	f.head, f.foot = p.text(colorTileInk, true, 2), p.text(colorTileQuiet, false, 2)
	f.head.align, f.foot.align, f.head.stand = fyne.TextAlignCenter, fyne.TextAlignCenter, centred
	return f
}

func (f *framedCode) fill(head, foot, payload string) {
	f.head.say(head)
	f.foot.say(foot)
	f.code.show(payload)
}

// place lays the code on the left of an area, at the top of an upright one, and
// gives what is left.
func (f *framedCode) place(b box) box {
	m := f.p.a.m
	var side box
	if m.Portrait {
		side = b.top(b.h * 0.58)
		b.top(m.of(gap))
	} else {
		side = b.left(b.w * 0.55)
		b.left(m.of(margin))
	}
	f.p.rect(f.white, side, radius, strokeFrame)
	inside := side.inset(m.of(gap)*1.5, m.of(gap)*1.5)
	f.p.words(f.head, inside.top(m.line(textStrong)*1.6), textStrong)
	f.p.words(f.foot, inside.bottom(m.line(textBody)*2), textBody)
	f.code.wanted = min(inside.w, inside.h)
	f.p.put(f.code, inside)
	return b
}
