package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"laci/pos"
)

// templates lists how notifications are read, and tries one.
func (s *settings) templates(back func()) {
	a := s.a
	again := func() { s.templates(back) }
	q := question{screen: "templates", title: a.t("templates"), text: a.t("templates.text"), back: back, answers: []answer{
		{code: "template.try", words: a.t("template.try"), note: a.t("template.try.note"), mark: "eye", dead: len(a.o.Till.Templates()) == 0, do: func() { s.trySample(again) }},
		{code: "template.add", words: a.t("template.add"), note: a.t("template.add.note"), mark: "plus", do: func() { s.addTemplate(again) }},
	}}
	for i, known := range a.o.Till.Templates() {
		q.answers = append(q.answers, answer{code: fmt.Sprintf("template.%d", i), words: known.App, note: either(known.Pattern == "", a.t("template.own"), known.Pattern), mark: "file", do: func() {
			s.sure(a.t("template.remove", known.App), a.t("template.remove.text"), again, func() {
				s.do(func(ctx context.Context, pin, actor string) error {
					return a.o.Till.RemoveTemplate(ctx, known, pin, actor)
				}, again)
			})
		}})
	}
	s.page(q)
}

const (
	appMost    = 100 // letters of a package's name
	sampleMost = 500 // letters of a sample
)

// addTemplate asks for the app, and for the text if it is one of the shop's own.
func (s *settings) addTemplate(again func()) {
	a := s.a
	s.until = time.Time{}
	a.write.ask(writing{title: a.t("template.app"), hint: a.t("template.app.hint"), most: appMost, need: true, plain: true, back: again, done: func(app string) {
		app = strings.ToLower(app)
		a.write.ask(writing{title: a.t("template.pattern"), hint: a.t("template.pattern.hint"), most: sampleMost, plain: true, back: again, done: func(pattern string) {
			s.do(func(ctx context.Context, pin, actor string) error {
				return a.o.Till.AddTemplate(ctx, pos.Template{App: app, Pattern: pattern}, pin, actor)
			}, again)
		}})
	}})
}

// trySample asks for an app and a notification of it, and says what would be
// read. What was copied on this machine is there already.
func (s *settings) trySample(again func()) {
	a := s.a
	q := question{screen: "template.which", title: a.t("template.which"), back: again}
	var apps []string
	for _, known := range a.o.Till.Templates() {
		if slices.Contains(apps, known.App) {
			continue
		}
		apps = append(apps, known.App)
		q.answers = append(q.answers, answer{code: "app." + known.App, words: known.App, mark: "file", do: func() {
			s.until = time.Time{}
			copied := strings.Join(strings.Fields(fyne.CurrentApp().Clipboard().Content()), " ")
			a.write.ask(writing{title: a.t("template.sample"), hint: a.t("template.sample.hint"), start: first(copied, sampleMost), most: sampleMost, need: true, back: again,
				done: func(text string) { s.readSample(known.App, text, again) }})
		}})
	}
	s.page(q)
}

// first gives the first letters of a text.
func first(text string, most int) string {
	letters := []rune(text)
	return string(letters[:min(len(letters), most)])
}

// readSample says what the till reads in a notification, or why it would not
// count.
func (s *settings) readSample(app, text string, again func()) {
	a := s.a
	r, err := a.o.Till.TrySample(app, text, "")
	if err != nil {
		a.done(a.t("sample.unread"), a.sentence(err), again)
		return
	}
	var parts []string
	for _, part := range [][2]string{{"payer", r.Payer}, {"issuer", r.Issuer}, {"reference", r.Reference}} {
		if part[1] != "" {
			parts = append(parts, a.t("sample."+part[0], part[1]))
		}
	}
	a.done(a.t("sample.read", r.Amount.String()), strings.Join(parts, " · "), again)
}
