package pos

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Template tells how the notifications of one app are read. A pattern is the
// whole text with places in it: {amount}, which every pattern has once, {payer},
// {issuer}, {reference} and {any}. Letters are large or small, a run of spaces
// or lines is one space. Without a pattern the till's own wordings are tried.
type Template struct {
	App     string `json:"app"` // the package that shows it: "id.example.merchant"
	Pattern string `json:"pattern,omitempty"`
}

// String is the template as a person knows it.
func (t Template) String() string { return strings.TrimSpace(t.App + " " + t.Pattern) }

const (
	patternMost   = 300 // characters
	patternWords  = 4   // letters of a pattern that are not in a place
	templatesMost = 50
	appMost       = 100 // characters
)

var (
	appName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_-]+)+$`)
	places  = regexp.MustCompile(`\{[^{}]*\}`)
)

// placeText is the expression of what may stand at a place of a pattern.
func placeText(place string) (expression string, known bool) {
	switch place {
	case "{amount}":
		return `(?P<amount>(?:(?:Rp|IDR)\.? ?)?(?:[0-9]{1,3}(?:\.[0-9]{3})+(?:,00)?|[0-9]{1,3}(?:,[0-9]{3})+(?:\.00)?|[0-9]{1,13}(?:[.,]00)?))`, true
	case "{payer}", "{issuer}":
		return `(?P<` + place[1:len(place)-1] + `>.{1,60}?)`, true
	case "{reference}":
		return `(?P<reference>[0-9A-Za-z./-]{4,40})`, true
	case "{any}":
		return `(.{0,200}?)`, true
	}
	return "", false
}

// compile makes the pattern an expression that matches a whole text, or fails
// with ErrTemplate.
func compile(pattern string) (*regexp.Regexp, error) {
	pattern = cleanText(pattern, patternMost+1)
	found := places.FindAllStringIndex(pattern, -1)
	var out, words strings.Builder
	out.WriteString(`(?i)\A`)
	used, end := map[string]int{}, 0
	for i, at := range found {
		literal, place := pattern[end:at[0]], pattern[at[0]:at[1]]
		expression, known := placeText(place)
		if used[place]++; !known || used[place] > 1 && place != "{any}" || i > 0 && literal == "" {
			return nil, fmt.Errorf("place %q: %w", place, ErrTemplate)
		}
		out.WriteString(regexp.QuoteMeta(literal) + expression)
		words.WriteString(literal + " ")
		end = at[1]
	}
	out.WriteString(regexp.QuoteMeta(pattern[end:]) + `\z`)
	words.WriteString(pattern[end:])
	switch letters := strings.Map(onlyLetters, words.String()); {
	case used["{amount}"] != 1, len([]rune(letters)) < patternWords, len([]rune(pattern)) > patternMost:
		return nil, fmt.Errorf("pattern %.40q: %w", pattern, ErrTemplate)
	case notMoney.MatchString(words.String()):
		return nil, fmt.Errorf("pattern %.40q: %w", pattern, ErrNotMoney)
	}
	expression, err := regexp.Compile(out.String())
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrTemplate, err)
	}
	return expression, nil
}

func onlyLetters(r rune) rune {
	if unicode.IsLetter(r) {
		return r
	}
	return -1
}

// Templates gives how notifications are read, in the order they were added.
func (t *Till) Templates() []Template { return slices.Clone(t.shop.Load().Templates) }

// AddTemplate says how an app's notifications are read, with the owner's PIN
// once one is set. It returns ErrApp for what is no package name, ErrTemplate or
// ErrNotMoney for a pattern that cannot be one, and ErrName when it is there.
func (t *Till) AddTemplate(ctx context.Context, w Template, pin, actor string) error {
	w.Pattern = cleanText(w.Pattern, patternMost+1)
	if err := w.check(); err != nil {
		return err
	}
	by, err := t.Approve(ctx, MayKeys, "", pin)
	if err != nil {
		return err
	}
	return t.decide(ctx, func(x *txn) error {
		if slices.Contains(x.shop.Templates, w) || len(x.shop.Templates) >= templatesMost {
			return fmt.Errorf("template of %s: %w", w.App, ErrName)
		}
		return x.record(actor, &templateAdded{Template: w, Approved: by})
	})
}

func (t Template) check() error {
	if !appName.MatchString(t.App) || len(t.App) > appMost {
		return fmt.Errorf("app %.40q: %w", t.App, ErrApp)
	}
	if t.Pattern == "" {
		return nil
	}
	_, err := compile(t.Pattern)
	return err
}

// RemoveTemplate takes a template away, with the owner's PIN. Doing so twice is
// ErrNotFound.
func (t *Till) RemoveTemplate(ctx context.Context, w Template, pin, actor string) error {
	w.Pattern = cleanText(w.Pattern, patternMost+1)
	by, err := t.Approve(ctx, MayKeys, "", pin)
	if err != nil {
		return err
	}
	return t.decide(ctx, func(x *txn) error {
		if !slices.Contains(x.shop.Templates, w) {
			return fmt.Errorf("template of %s: %w", w.App, ErrNotFound)
		}
		return x.record(actor, &templateRemoved{Template: w, Approved: by})
	})
}
