package xendit

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// xendit is a shop's client, written from the document alone.
type xendit struct{ url, key string }

func (x xendit) call(method, path string, form url.Values) (said map[string]any, err error) {
	request, err := http.NewRequest(method, x.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	request.SetBasicAuth(x.key, "")
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	return said, json.NewDecoder(response.Body).Decode(&said)
}

// Ensure that a client written from the document sells a code and sees it paid.
func TestClient(t *testing.T) {
	s := open(t, true)
	client := xendit{s.url, s.key}
	made, err := client.call("POST", "/qr_codes", url.Values{"external_id": {"pesanan-1"}, "type": {"DYNAMIC"}, "callback_url": {"https://toko.example/callback"}, "amount": {"25000"}})
	require.NoError(t, err)
	assert.Equal(t, s.order(t, "pesanan-1").Payload, made["qr_string"])
	_, err = client.call("POST", "/qr_codes/pesanan-1/payments/simulate", nil)
	require.NoError(t, err)
	found, err := client.call("GET", "/qr_codes/pesanan-1", nil)
	require.NoError(t, err)
	assert.Equal(t, []any{"INACTIVE", 25_000.0}, []any{found["status"], found["amount"]})
}

// module is the npm package that the document's examples are written for.
const module = "xendit-node@1.22.0"

// modules installs the package below out, once, and gives the folder.
func modules(t *testing.T) string {
	t.Helper()
	out, err := filepath.Abs("../../../out")
	require.NoError(t, err)
	dir := filepath.Join(out, module)
	if _, err := os.Stat(dir); err == nil {
		return dir
	}
	require.NoError(t, os.MkdirAll(out, 0o755))
	made, err := os.MkdirTemp(out, "npm-")
	require.NoError(t, err)
	defer func() { _ = os.RemoveAll(made) }()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	npm := exec.CommandContext(ctx, "npm", "install", "--prefix", made, "--ignore-scripts", "--no-save", "--no-audit", "--no-fund", module)
	said, err := npm.CombinedOutput()
	require.NoError(t, err, "npm, which .ci/install test installs: %s", said)
	if err := os.Rename(made, dir); err != nil {
		require.DirExists(t, dir, "%v", err) // another run was faster
	}
	return dir
}

// Ensure that the npm package, unmodified, makes, finds, pays and lists codes of
// both types at this till, and gets the refusals it knows.
func TestNode(t *testing.T) {
	if testing.Short() {
		t.Skip("needs node, npm and the package")
	}
	s := open(t, true)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	node := exec.CommandContext(ctx, "node", "testdata/client.js", modules(t), s.url, s.key)
	var failed bytes.Buffer
	node.Stderr = &failed
	raw, err := node.Output()
	require.NoError(t, err, "%s", failed.String())
	said := map[string]json.RawMessage{}
	require.NoError(t, json.Unmarshal(raw, &said))

	o := s.order(t, "pesanan-1")
	assert.Equal(t, pos.Paid, o.State)
	one := map[string]string{}
	for name, want := range map[string][2]string{
		"missing": {"DATA_NOT_FOUND", "404"}, "low": {"API_VALIDATION_ERROR", "400"}, "twice": {"DUPLICATE_ERROR", "409"}, "again": {"INACTIVE_QR_CODE", "410"},
	} {
		var refusal struct {
			Code   string
			Status json.Number
		}
		require.NoError(t, json.Unmarshal(said[name], &refusal), name)
		assert.Equal(t, want, [2]string{refusal.Code, refusal.Status.String()}, name)
	}
	for _, name := range []string{"made", "found", "done", "sticker"} {
		var read struct{ ID, Status, Type string }
		require.NoError(t, json.Unmarshal(said[name], &read), name)
		one[name] = read.ID + " " + read.Status + " " + read.Type
	}
	assert.Equal(t, codeID(o.ID)+" ACTIVE DYNAMIC", one["made"])
	assert.JSONEq(t, string(said["made"]), string(said["found"]))
	assert.Contains(t, string(said["made"]), `"metadata":{"kasir":"é","meja":7}`)
	assert.Equal(t, codeID(o.ID)+" INACTIVE DYNAMIC", one["done"])
	assert.True(t, strings.HasSuffix(one["sticker"], " ACTIVE STATIC"))

	count := func(name string) int {
		var list []map[string]any
		require.NoError(t, json.Unmarshal(said[name], &list), name)
		return len(list)
	}
	assert.Equal(t, []int{0, 1, 2}, []int{count("none"), count("payments"), count("sold")})
	assert.Contains(t, string(said["paid"]), "qrpy_"+o.Payments[0].String())
	assert.Contains(t, string(said["first"]), `"amount":20000`)
	assert.Contains(t, string(said["second"]), `"amount":5000`)
}
