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
}

// What a picture of a sticker may be: phones make less than a third of it.
const (
	pictureBytes = 25 << 20
	pictureTime  = 5 * time.Second
)

// readPicture reads the codes of a picture off the UI goroutine.
func (a *App) readPicture(path string) {
	a.welcome.say(a.t("setup.reading"), true)
	a.work(func(ctx context.Context) func() {
		texts, err := readFile(ctx, path)
		return func() {
			if err != nil {
				a.welcome.say(a.setupSentence(err), false)
				return
			}
			a.found(texts)
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
func (a *App) found(texts []string) {
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
		a.welcome.say(a.setupSentence(refusal), false)
	case 1:
		a.consider(usable[0])
	default:
		a.chooseCode(usable)
	}
}

// chooseCode asks which of several codes is the shop's.
func (a *App) chooseCode(texts []string) {
	q := question{screen: "setup.choose", title: a.t("setup.choose"), back: a.showWelcome}
	for i, text := range texts {
		p, err := read(text)
		if err != nil {
			continue
		}
		q.answers = append(q.answers, answer{
			code: fmt.Sprintf("choose.%d", i+1), words: p.Merchant().Name, note: p.Merchant().City + " · " + p.NMID(),
			mark: "shop", do: func() { a.consider(text) },
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

// paste takes the text from the clipboard.
func (a *App) paste(text string) {
	if strings.TrimSpace(text) == "" {
		a.welcome.say(a.t("clipboard_empty"), false)
		return
	}
	cleaned, _ := qris.Clean(text)
	a.consider(cleaned)
}

// consider shows what a text says, or why it cannot be used.
func (a *App) consider(text string) {
	p, err := read(text)
	if err == nil {
		err = a.view.shop.Suits(p)
	}
	if err != nil {
		a.welcome.say(a.setupSentence(err), false)
		return
	}
	a.check.show(setup{text: text, payload: p, sticker: true, second: true})
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
				a.recovery.show(code)
			case broken(err):
				a.trouble.show(err, func() { a.finish(s) })
			default:
				a.welcome.say(a.sentence(err), false)
			}
		}
	})
}
