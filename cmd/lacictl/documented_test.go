package main

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
)

// written is a lacictl command as a page writes it, in a line of its own or in
// the middle of a sentence.
var written = regexp.MustCompile("(?m)^(lacictl [^\n]*?) *(?:#.*)?$|`(lacictl [^`]+)`")

// onScreen are the words that a page says are on a screen or a slip.
var onScreen = regexp.MustCompile(`(?:^|[^*])\*([^*\n]+)\*(?:[^*]|$)`)

// Ensure that every command of the owner's pages is one that this program takes,
// and that every word they say is on a screen is there.
func TestPagesNameWhatExists(t *testing.T) {
	page, err := os.ReadFile("../../docs/day.md")
	require.NoError(t, err)
	said := screenWords()
	words := onScreen.FindAllStringSubmatch(string(page), -1)
	require.Greater(t, len(words), 40)
	for _, found := range words {
		for word := range strings.SplitSeq(found[1], " › ") {
			assert.True(t, slices.ContainsFunc(said, func(text string) bool { return strings.Contains(text, strings.ToLower(word)) }), "on no screen: %q", word)
		}
	}
	t.Chdir(t.TempDir())
	for _, name := range []string{"daftar.csv", "daftar.xlsx"} {
		require.NoError(t, os.WriteFile(filepath.Join(".", name), nil, 0o600))
	}
	commands := written.FindAllStringSubmatch(string(page), -1)
	require.Greater(t, len(commands), 50)
	for _, found := range commands {
		line := found[1] + found[2]
		assert.NoError(t, takes(t, fields(line)[1:]), line)
	}
	assert.Error(t, takes(t, []string{"shift", "opens"}), "the test can fail")
}

// screenWords are all words of the Indonesian catalogue, small, with a sample
// where a number or name stands.
func screenWords() (said []string) {
	for _, code := range assets.Codes() {
		said = append(said, strings.ToLower(assets.Text("id", code, 1, 1, 1, 1)))
	}
	return said
}

// takes tells whether the program takes the arguments; nothing is run.
func takes(t *testing.T, args []string) error {
	parser, err := kong.New(&cli{}, kong.Writers(io.Discard, io.Discard), kong.Exit(func(int) {}))
	require.NoError(t, err)
	named := slices.ContainsFunc(args, func(arg string) bool { return arg == "--data" })
	if _, err = parser.Parse(args); err != nil && !named {
		_, err = parser.Parse(append(args, "--data", "."))
	}
	return err
}

// fields splits a command like a shell: quoted text stays together.
func fields(line string) (out []string) {
	var word strings.Builder
	quote := rune(0)
	for _, r := range line + " " {
		switch {
		case r == quote:
			quote = 0
		case quote == 0 && (r == '"' || r == '\''):
			quote = r
		case quote == 0 && r == ' ':
			if word.Len() > 0 {
				out = append(out, word.String())
				word.Reset()
			}
		default:
			word.WriteRune(r)
		}
	}
	return out
}
