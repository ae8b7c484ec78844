package house

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/pos"
)

// open opens a house on a free port and closes it with the test.
func open(t *testing.T, o Options) *House {
	t.Helper()
	if o.Listen == "" {
		o.Listen = "127.0.0.1:0"
	}
	o.Program = "lacictl"
	h, err := Open(t.Context(), o)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, h.Close()) })
	return h
}

// Ensure that an open house names itself, listens on a socket for this account
// alone, answers by HTTP, and leaves no trace of running when it is closed.
func TestOpenAndClose(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	h, err := Open(t.Context(), Options{Dir: dir, Program: "laci", Listen: "127.0.0.1:0"})
	require.NoError(t, err)
	require.NoError(t, h.ServerErr())

	text, err := os.ReadFile(filepath.Join(dir, "laci.run"))
	require.NoError(t, err)
	var run map[string]any
	require.NoError(t, json.Unmarshal(text, &run))
	assert.Equal(t, map[string]any{"pid": float64(os.Getpid()), "program": "laci", "address": h.Address()}, run)
	for name, mode := range map[string]os.FileMode{
		"":          os.ModeDir | 0o700,
		"laci.run":  0o600,
		"laci.key":  0o600,
		"laci.db":   0o600,
		"laci.sock": os.ModeSocket | 0o600,
	} {
		info, err := os.Stat(filepath.Join(dir, name))
		require.NoError(t, err)
		assert.Equal(t, mode, info.Mode(), name)
	}
	response, err := http.Get("http://" + h.Address() + "/healthz")
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	assert.Equal(t, http.StatusOK, response.StatusCode)

	address := h.Address()
	require.NoError(t, h.Close())
	assert.NoFileExists(t, filepath.Join(dir, "laci.run"))
	assert.NoFileExists(t, filepath.Join(dir, "laci.sock"))
	_, err = net.Dial("tcp", address)
	assert.Error(t, err)
	assert.FileExists(t, filepath.Join(dir, "log", "laci.log"))
	open(t, Options{Dir: dir}) // and the till is free
}

// Ensure that a taken port leaves a till that sells and says why the server is
// not up.
func TestPortTaken(t *testing.T) {
	first := open(t, Options{Dir: t.TempDir()})
	second := open(t, Options{Dir: t.TempDir(), Listen: first.Address()})
	assert.Equal(t, "listen_failed", pos.Code(second.ServerErr()))
	assert.Empty(t, second.Address())
	_, err := second.Till.AddQRIS(t.Context(), pos.AddQRIS{Text: assets.Sticker(), Actor: "test"})
	require.NoError(t, err)
	order, err := second.Till.Charge(t.Context(), pos.Charge{Key: "k", Amount: 25_000, Actor: "test"})
	require.NoError(t, err)
	assert.Equal(t, pos.Pending, order.State)
}

// Ensure that a second start is told which program runs, and disturbs nothing.
func TestSecondStart(t *testing.T) {
	dir := t.TempDir()
	first := open(t, Options{Dir: dir})
	_, err := Open(t.Context(), Options{Dir: dir, Program: "laci", Listen: "127.0.0.1:0"})
	var running *RunningError
	require.ErrorAs(t, err, &running)
	assert.Equal(t, Run{PID: os.Getpid(), Program: "lacictl", Address: first.Address()}, running.Run)
	assert.ErrorIs(t, err, pos.ErrHeld)
	assert.Equal(t, "already_running", Code(err))
	answer, err := Do(t.Context(), dir, "status", Args{})
	require.NoError(t, err)
	assert.True(t, answer.Status.Running)
}

// Ensure that what a killed program left behind, its socket and its run file,
// is taken over.
func TestStaleFilesAreTakenOver(t *testing.T) {
	dir := t.TempDir()
	stale, err := listenSocket(dir)
	require.NoError(t, err)
	require.NoError(t, stale.Close()) // keeps the name, as a kill does
	require.FileExists(t, filepath.Join(dir, socketName))
	require.NoError(t, Run{PID: 1, Program: "laci", Address: "127.0.0.1:1"}.write(dir))

	answer, err := Do(t.Context(), dir, "source add", Args{Name: "hp"})
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(answer.Secret, "whsec_"))

	h := open(t, Options{Dir: dir})
	run, err := readRun(dir)
	require.NoError(t, err)
	assert.Equal(t, h.Address(), run.Address)
	answer, err = Do(t.Context(), dir, "status", Args{})
	require.NoError(t, err)
	assert.True(t, answer.Status.Running)
}

// Ensure that a data directory with a name too long for a socket address works
// like any other.
func TestLongDirectory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), strings.Repeat("toko/", 30))
	open(t, Options{Dir: dir})
	answer, err := Do(t.Context(), dir, "status", Args{})
	require.NoError(t, err)
	assert.True(t, answer.Status.Running)
}

// Ensure that the house lets codes expire without being asked.
func TestTicks(t *testing.T) {
	var mutex sync.Mutex
	ahead := time.Duration(0)
	now := func() time.Time {
		mutex.Lock()
		defer mutex.Unlock()
		return time.Now().Add(ahead)
	}
	h := open(t, Options{Dir: t.TempDir(), Now: now})
	_, err := h.Till.AddQRIS(t.Context(), pos.AddQRIS{Text: assets.Sticker(), Actor: "test"})
	require.NoError(t, err)
	order, err := h.Till.Charge(t.Context(), pos.Charge{Key: "k", Amount: 1000, Actor: "test"})
	require.NoError(t, err)
	nudges, end := h.Till.Watch()
	defer end()
	mutex.Lock()
	ahead = time.Hour
	mutex.Unlock()
	select {
	case <-nudges:
	case <-time.After(10 * time.Second):
		t.Fatal("nothing expired")
	}
	order, err = h.Till.Order(t.Context(), order.ID)
	require.NoError(t, err)
	assert.Equal(t, pos.Expired, order.State)
}

// Ensure that a live till is never opened as practice, that a practice till
// stays one, and that a refused opening leaves the till free.
func TestPracticeWall(t *testing.T) {
	live := t.TempDir()
	h, err := Open(t.Context(), Options{Dir: live, Listen: "127.0.0.1:0"})
	require.NoError(t, err)
	require.NoError(t, h.Close())
	_, err = Open(t.Context(), Options{Dir: live, Listen: "127.0.0.1:0", Practice: true})
	assert.ErrorIs(t, err, pos.ErrLive)
	open(t, Options{Dir: live})

	practice := t.TempDir()
	h, err = Open(t.Context(), Options{Dir: practice, Listen: "127.0.0.1:0", Practice: true})
	require.NoError(t, err)
	require.NoError(t, h.Close())
	assert.True(t, open(t, Options{Dir: practice}).Till.Shop().Practice)
}

// Ensure that a verb's answer, code word and text are the same whether the till
// runs or not.
func TestVerbsAnswerAlike(t *testing.T) {
	dir := t.TempDir()
	_, err := Do(t.Context(), dir, "verify", Args{})
	require.ErrorIs(t, err, ErrNoTill)
	assert.NoFileExists(t, filepath.Join(dir, dataName))
	_, err = Do(t.Context(), dir, "qris add", Args{Text: assets.Sticker()})
	require.NoError(t, err)

	type question struct {
		verb string
		args Args
	}
	questions := []question{
		{"verify", Args{}},
		{"today", Args{}},
		{"today", Args{Day: "2026-01-01"}},
		{"qris add", Args{Text: "000201"}},
		{"qris add", Args{Text: assets.Sticker()}},
		{"source add", Args{}},
		{"key add", Args{Name: "ci", Scopes: []string{"everything"}}},
		{"fly", Args{}},
	}
	ask := func() (answers, said []string) {
		for _, q := range questions {
			answer, err := Do(t.Context(), dir, q.verb, q.args)
			printed, e := json.Marshal(answer)
			require.NoError(t, e)
			answers = append(answers, string(printed))
			text := "ok"
			if err != nil {
				text = Code(err) + ": " + err.Error()
			}
			said = append(said, text)
		}
		return answers, said
	}
	answersStopped, saidStopped := ask()
	h := open(t, Options{Dir: dir})
	answersRunning, saidRunning := ask()
	assert.Equal(t, answersStopped, answersRunning)
	assert.Equal(t, saidStopped, saidRunning)
	assert.Equal(t, "ok", saidStopped[0])
	for _, said := range saidStopped[3:] {
		assert.NotContains(t, said, "failed: ")
		assert.NotEqual(t, "ok", said)
	}
	assert.NoError(t, h.Till.Verify(context.Background()))
}
