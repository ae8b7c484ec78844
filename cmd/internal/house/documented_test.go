package house

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var testName = regexp.MustCompile("`(Test[A-Za-z0-9]+)`")

// Ensure that every path the server answers has a row in docs/api.md with a test,
// and that each test named there exists.
func TestEveryPathIsDocumented(t *testing.T) {
	raw, err := os.ReadFile("../../../docs/api.md")
	require.NoError(t, err)
	tests := allTests(t)
	rows := strings.Split(string(raw), "\n")
	for _, match := range testName.FindAllStringSubmatch(string(raw), -1) {
		assert.True(t, tests[match[1]], "%s is in docs/api.md and nowhere else", match[1])
	}
	h := open(t, Options{Dir: t.TempDir()})
	for _, route := range h.server.Routes() {
		found := false
		for _, row := range rows {
			named := strings.HasPrefix(row, "| `"+route.Method+" "+route.Path+"`") || strings.HasPrefix(row, "| `"+route.Method+" "+route.Path+" ")
			found = found || named && testName.MatchString(row)
		}
		assert.True(t, found, "%s %s has no row with a test", route.Method, route.Path)
	}
}

// allTests are the names of the tests of the server's rooms.
func allTests(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	declared := regexp.MustCompile(`(?m)^func (Test[A-Za-z0-9]+)\(`)
	for _, room := range []string{"../../../sync", "../../../pos", ".."} {
		require.NoError(t, filepath.WalkDir(room, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := os.ReadFile(path)
			for _, match := range declared.FindAllSubmatch(source, -1) {
				names[string(match[1])] = true
			}
			return err
		}))
	}
	return names
}
