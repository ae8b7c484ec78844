package cmd

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// house is the one table of who may import whom. A name ending in /* stands for
// the rooms below it.
var house = map[string][]string{
	"qris":                  {},
	"qris/symbol":           {},
	"assets":                {},
	"pos":                   {"qris"},
	"pos/receipt":           {"pos", "qris/symbol", "assets"},
	"sync/printer":          {"pos", "pos/receipt"},
	"sync/webhook":          {"pos"},
	"sync/gateway":          {"pos", "qris"},
	"sync/server":           {"pos", "qris", "qris/symbol", "sync/dialect", "sync/dialect/*", "sync/gateway", "assets"},
	"ui":                    {"pos", "qris", "qris/symbol", "assets", "ui/voice"},
	"ui/voice":              {"assets"},
	"cmd/internal/house":    {"pos", "pos/receipt", "qris", "qris/symbol", "assets", "sync/*"},
	"cmd/internal/practice": {"pos", "assets", "sync/gateway", "cmd/internal/house"},
	"cmd/lacictl":           {"pos", "pos/receipt", "qris", "qris/symbol", "assets", "sync/*", "cmd/internal/house", "cmd/internal/practice"},
	"cmd/laci":              {"pos", "pos/receipt", "qris", "qris/symbol", "assets", "sync/*", "cmd/internal/house", "cmd/internal/practice", "ui", "ui/*"},

	"sync/dialect":             {"pos"},
	"sync/dialect/golden":      {"pos", "qris", "sync/dialect", "sync/server", "assets"},
	"sync/dialect/qrisgateway": {"pos", "qris", "sync/dialect"},
	"sync/dialect/sengo":       {"pos", "qris/symbol", "sync/dialect"},
	"sync/dialect/singapay":    {"pos", "sync/dialect"},
	"sync/dialect/temanqris":   {"pos", "qris", "qris/symbol", "sync/dialect"},
	"sync/dialect/xendit":      {"pos", "sync/dialect"},
}

// forbidden are the foreign packages a room must not import itself.
var forbidden = map[string][]string{
	"ui":   {"fyne.io/fyne/v2/app", "net/http", "go.etcd.io/bbolt", "C"},
	"qris": {"github.com/*", "golang.org/*", "fyne.io/*", "go.etcd.io/*"},
}

type room struct {
	ImportPath   string
	Imports      []string
	GoFiles      []string
	TestGoFiles  []string
	XTestGoFiles []string
}

func rooms(t *testing.T) map[string]room {
	t.Helper()
	out, err := exec.Command("go", "list", "-e", "-json=ImportPath,Imports,GoFiles,TestGoFiles,XTestGoFiles", "laci/...").Output()
	require.NoError(t, err)
	found := map[string]room{}
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var r room
		err := decoder.Decode(&r)
		if errors.Is(err, io.EOF) {
			return found
		}
		require.NoError(t, err)
		if len(r.GoFiles) > 0 {
			found[strings.TrimPrefix(r.ImportPath, "laci/")] = r
		}
	}
}

func allowed(list []string, path string) bool {
	for _, entry := range list {
		if entry == path || strings.HasSuffix(entry, "/*") && strings.HasPrefix(path, strings.TrimSuffix(entry, "*")) {
			return true
		}
	}
	return false
}

// Ensure that arrows point down only: every import of ours stands in the table.
func TestArrows(t *testing.T) {
	for name, r := range rooms(t) {
		row, ok := house[name]
		if !assert.True(t, ok, "%s is not in the table", name) {
			continue
		}
		for _, path := range r.Imports {
			if own, ok := strings.CutPrefix(path, "laci/"); ok {
				assert.True(t, allowed(row, own), "%s may not import %s", name, own)
			}
			assert.False(t, allowed(forbidden[name], path), "%s may not import %s", name, path)
		}
	}
}

// Ensure that the table has no dead rows: each room exists, holds code, and
// somebody uses it.
func TestRoomsAreUsed(t *testing.T) {
	found := rooms(t)
	for name := range house {
		_, exists := found[name]
		assert.True(t, exists, "%s is in the table and not in the house", name)
		if strings.HasPrefix(name, "cmd/laci") {
			continue // programs are used by people
		}
		if strings.HasSuffix(name, "/golden") {
			continue // and golden by tests
		}
		used := false
		for other, r := range found {
			used = used || other != name && allowed(r.Imports, "laci/"+name)
		}
		assert.True(t, used, "nobody uses %s", name)
	}
}

// Ensure that sync holds no Go file of its own, so that nothing shadows the
// standard library's.
func TestSyncIsEmpty(t *testing.T) {
	_, ok := rooms(t)["sync"]
	assert.False(t, ok)
}
