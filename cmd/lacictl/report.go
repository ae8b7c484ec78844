package main

import (
	"errors"
	"fmt"
	"strings"

	"laci/assets"
	"laci/cmd/internal/house"
)

// usageError is a wish that the flags cannot express together.
type usageError string

func (e usageError) Error() string { return string(e) }

// misused says what was wrong with the command line.
func misused(sh shell, err error) int {
	fmt.Fprintf(sh.err, "usage: %s (lacictl --help)\n", oneLine(err.Error()))
	return usage
}

// report gives the exit code of err and writes its one line: the code word,
// the words for it, and in brackets what exactly happened.
func (sh *shell) report(err error) int {
	var wrong usageError
	switch {
	case err == nil:
		return fine
	case errors.As(err, &wrong):
		return misused(*sh, err)
	}
	code := house.Code(err)
	line := oneLine(err.Error())
	if assets.Has(sh.lang, code) {
		line = fmt.Sprintf("%s (%s)", oneLine(assets.Text(sh.lang, code)), line)
	}
	fmt.Fprintf(sh.err, "%s: %s\n", code, line)
	return refused
}

// oneLine puts a text on one line.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// language is the wanted one, else the one the environment names, else English.
func language(wanted string, env func(string) string) string {
	if wanted != "" {
		return wanted
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := env(name); value != "" {
			if strings.HasPrefix(value, "id") {
				return "id"
			}
			break
		}
	}
	return "en"
}
