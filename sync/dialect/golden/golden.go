// Package golden compares what the till answers with the examples of an API
// document, and stands a till and a server up for that. Only tests use it.
package golden

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Same fails the test unless got has the key names, JSON types and nesting of
// the example in file; values may differ. Each element of a list is compared
// with the example's first one. The loose paths, such as "data[].settle_at",
// may also be null or missing: their document says so.
func Same(t testing.TB, file string, got []byte, loose ...string) {
	t.Helper()
	example, err := os.ReadFile(file)
	require.NoError(t, err)
	differences, err := Differences(example, got, loose...)
	require.NoError(t, err)
	require.Empty(t, differences, "%s differs from %s:\n%s", got, file, strings.Join(differences, "\n"))
}

// Differences lists where the form of got is not the example's, by path; none
// when they have the same form. It fails when one of the two is not JSON.
func Differences(example, got []byte, loose ...string) ([]string, error) {
	var want, have any
	if err := json.Unmarshal(example, &want); err != nil {
		return nil, fmt.Errorf("golden: example: %w", err)
	}
	if err := json.Unmarshal(got, &have); err != nil {
		return nil, fmt.Errorf("golden: answer: %w", err)
	}
	return differ("", want, have, loose), nil
}

func differ(path string, want, have any, loose []string) []string {
	if have == nil && slices.Contains(loose, path) {
		return nil
	}
	if kind(want) != kind(have) {
		return []string{fmt.Sprintf("%s is %s, not %s", at(path), kind(have), kind(want))}
	}
	switch want := want.(type) {
	case map[string]any:
		have, _ := have.(map[string]any)
		return differKeys(path, want, have, loose)
	case []any:
		have, _ := have.([]any)
		return differElements(path, want, have, loose)
	}
	return nil
}

func differKeys(path string, want, have map[string]any, loose []string) (found []string) {
	for _, key := range keys(want) {
		below := strings.TrimPrefix(path+"."+key, ".")
		value, ok := have[key]
		if ok {
			found = append(found, differ(below, want[key], value, loose)...)
		} else if !slices.Contains(loose, below) {
			found = append(found, below+" is missing")
		}
	}
	for _, key := range keys(have) {
		if _, ok := want[key]; !ok {
			found = append(found, strings.TrimPrefix(path+"."+key, ".")+" is not in the example")
		}
	}
	return found
}

func differElements(path string, want, have []any, loose []string) (found []string) {
	if len(want) == 0 {
		return nil
	}
	if len(have) == 0 {
		return []string{at(path) + " is empty"}
	}
	for i, element := range have {
		for _, difference := range differ(path+"[]", want[0], element, loose) {
			found = append(found, fmt.Sprintf("%s (element %d)", difference, i))
		}
	}
	return found
}

// kind names the JSON type of a value.
func kind(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case bool:
		return "a boolean"
	case float64:
		return "a number"
	case string:
		return "a string"
	case []any:
		return "a list"
	}
	return "an object"
}

func keys(object map[string]any) []string {
	names := make([]string, 0, len(object))
	for name := range object {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// at names a path, the whole answer being the empty one.
func at(path string) string {
	if path == "" {
		return "the answer"
	}
	return path
}
