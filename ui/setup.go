package ui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"laci/pos"
	"laci/qris"
	"laci/qris/symbol"
)

// setup is what the first start has been told so far.
type setup struct {
	text    string // the payload; "" keeps the one that is pinned already
	payload qris.Payload
	sticker bool
	second  bool
	name    string
	zone    string
	facing  pos.Facing
	pin     string

	// Of a code that takes the place of another one: where to go on with it, and
	// where to go back to. At the first start both are nil.
	then  func(s setup)
	leave func()
}

// next goes on from the questions about a code: to those about the till at the
// first start.
func (s setup) next(a *App) {
	if s.then != nil {
		s.then(s)
		return
	}
	a.details.show(s)
}

// What a picture of a sticker may be: phones make less than a third of it.
const (
	pictureBytes = 25 << 20
	pictureTime  = 5 * time.Second
)

// readPicture reads the codes of a picture off the UI goroutine.
func (a *App) readPicture(path string) { a.readFor(setup{}, path) }

// pickQRIS finds a picture for a code that takes the place of another one.
func (a *App) pickQRIS(s setup) {
	a.picker.choose(picking{title: a.t("picker.title"), none: a.t("picker.empty"), mark: "picture", endings: pictureEndings, back: s.leave,
		done: func(path string) { a.readFor(s, path) }, scan: func(text string) { a.paste(s, text) }})
}

// hooks are where a code on the page of now goes on to: one that takes the place
// of another is no first start.
func (a *App) hooks() setup {
	if a.now == a.check {
		return setup{then: a.check.s.then, leave: a.check.s.leave}
	}
	return setup{}
}

// leaveCode goes back to where codes come from.
func (a *App) leaveCode(s setup) {
	if s.leave != nil {
		s.leave()
		return
	}
	a.showWelcome()
}

// refuseCode says why a picture or text cannot be used.
func (a *App) refuseCode(s setup, words string) {
	if s.leave != nil {
		a.done(a.t("qris.refused"), words, s.leave)
		return
	}
	a.welcome.say(words, false)
}

// readFor reads the codes of a picture.
func (a *App) readFor(s setup, path string) {
	if s.leave != nil {
		a.choice.wait(a.t("setup.reading"))
	} else {
		a.welcome.say(a.t("setup.reading"), true)
	}
	a.work(func(ctx context.Context) func() {
		texts, err := readFile(ctx, path)
		return func() {
			if err != nil {
				a.refuseCode(s, a.setupSentence(err))
				return
			}
			a.found(s, texts)
		}
	})
}

// errFile says that a picture's file could not be opened or read.
var errFile = errors.New("ui: picture cannot be opened")

// readFile gives the text of every code in a picture: at most 25 MB, at most
// five seconds, and a decoder that panics refuses the picture.
func readFile(ctx context.Context, path string) (texts []string, err error) {
	defer func() {
		if r := recover(); r != nil {
			texts, err = nil, fmt.Errorf("%w: decoder: %v", symbol.ErrNotAPicture, r)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, pictureTime)
	defer cancel()
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(errFile, err)
	}
	if info.Size() > pictureBytes {
		return nil, symbol.ErrTooLarge
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, errors.Join(errFile, err)
	}
	defer file.Close()
	return symbol.Read(ctx, file, symbol.Limits{Bytes: pictureBytes})
}

// found goes on with the codes of a picture: the one that can be used, or a
// question when several can.
func (a *App) found(s setup, texts []string) {
	var usable []string
	var refusal error = symbol.ErrNoCode
	for _, text := range texts {
		if _, err := read(text); err != nil {
			refusal = err
			continue
		}
		usable = append(usable, text)
	}
	switch len(usable) {
	case 0:
		a.refuseCode(s, a.setupSentence(refusal))
	case 1:
		a.consider(s, usable[0])
	default:
		a.chooseCode(s, usable)
	}
}

// chooseCode asks which of several codes is the shop's.
func (a *App) chooseCode(s setup, texts []string) {
	q := question{screen: "setup.choose", title: a.t("setup.choose"), back: func() { a.leaveCode(s) }}
	for i, text := range texts {
		p, err := read(text)
		if err != nil {
			continue
		}
		q.answers = append(q.answers, answer{
			code: fmt.Sprintf("choose.%d", i+1), words: p.Merchant().Name, note: p.Merchant().City + " · " + p.NMID(),
			mark: "shop", do: func() { a.consider(s, text) },
		})
	}
	a.choice.ask(q)
}

// read takes a text apart and says why it cannot be the shop's code.
func read(text string) (qris.Payload, error) {
	p, err := qris.Parse(text)
	if err == nil {
		err = p.Convertible()
	}
	return p, err
}

// paste takes a text that was copied or scanned.
func (a *App) paste(s setup, text string) {
	if strings.TrimSpace(text) == "" {
		a.refuseCode(s, a.t("clipboard_empty"))
		return
	}
	cleaned, _ := qris.Clean(text)
	a.consider(s, cleaned)
}

// consider shows what a text says, or why it cannot be used.
func (a *App) consider(s setup, text string) {
	p, err := read(text)
	if err == nil {
		err = a.view.shop.Suits(p)
	}
	if err != nil {
		a.refuseCode(s, a.setupSentence(err))
		return
	}
	s.text, s.payload, s.sticker, s.second = text, p, true, true
	a.check.show(s)
}

// setupSentence finds the words for why a picture or text cannot be used.
func (a *App) setupSentence(err error) string {
	if errors.Is(err, errFile) {
		return a.t("file_unreadable")
	}
	return a.sentence(err)
}

// askPIN lets the owner make a PIN, and then stores it all.
func (a *App) askPIN(s setup) {
	a.newPIN("", func() { a.details.show(s) }, func(pin string) {
		s.pin = pin
		a.finish(s)
	})
}

// finish stores the set-up off the UI goroutine and shows the recovery code. The
// code comes first: a till that stops in between asks for all of it again, and
// none is ever without one.
func (a *App) finish(s setup) {
	a.pin.busy = true
	a.render()
	a.work(func(ctx context.Context) func() {
		code, err := a.o.Till.NewRecoveryCode(ctx, "", "owner")
		if err == nil {
			err = a.o.Till.SetUp(ctx, pos.SetUp{
				QRIS: s.text, Sticker: s.sticker, SecondTill: s.second, PIN: s.pin,
				TerminalName: s.name, Zone: s.zone, Facing: s.facing, Actor: "owner",
			})
		}
		shop := a.o.Till.Shop()
		return func() {
			a.pin.busy = false
			switch {
			case err == nil:
				a.view.shop = shop
				a.recovery.show(code, a.showTrial)
			case broken(err):
				a.trouble.show(err, func() { a.finish(s) })
			default:
				a.welcome.say(a.sentence(err), false)
			}
		}
	})
}
