package house

import (
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/pos"
)

// moved is the real clock, put on by what a test adds.
type moved struct {
	mutex sync.Mutex
	ahead time.Duration
}

func (m *moved) now() time.Time {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return time.Now().Add(m.ahead)
}

func (m *moved) add(d time.Duration) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.ahead += d
}

const ownerPIN = "274951"

// withOwner is a house that was set up, with a recovery code.
func withOwner(t *testing.T, dir string, clock *moved) (h *House, code string) {
	t.Helper()
	h = open(t, Options{Dir: dir, Now: clock.now})
	require.NoError(t, h.Till.SetUp(t.Context(), pos.SetUp{QRIS: assets.Sticker(), PIN: ownerPIN, TerminalName: "Kasir A", Zone: "WIB", Actor: "owner"}))
	code, err := h.Till.NewRecoveryCode(t.Context(), ownerPIN, "owner")
	require.NoError(t, err)
	return h, code
}

// backedUp waits until a backup newer than the last was made.
func backedUp(t *testing.T, h *House, last time.Time) pos.BackupMade {
	t.Helper()
	nudges, end := h.Till.Watch()
	defer end()
	late := time.After(30 * time.Second)
	for {
		if made, ok := h.Till.LastBackup(); ok && made.At.After(last) {
			return made
		}
		select {
		case <-nudges:
		case <-late:
			t.Fatal("no backup was made")
		}
	}
}

// Ensure that backups come by themselves: the first once there is a code, the
// next when 20 hours are over and nobody was charged for a minute, and one when
// a shift was closed.
func TestBackupsComeByThemselves(t *testing.T) {
	clock := &moved{}
	h, _ := withOwner(t, t.TempDir(), clock)
	first := backedUp(t, h, time.Time{})
	assert.Empty(t, first.Second)

	clock.add(20*time.Hour + time.Second)
	_, err := h.Till.Charge(t.Context(), pos.Charge{Key: "a", Amount: 10_000, Actor: "test"})
	require.NoError(t, err)
	assert.True(t, h.Till.BackupDue())
	assert.False(t, h.idle(t.Context(), clock.now()), "somebody was charged just now")
	clock.add(time.Minute)
	assert.True(t, h.idle(t.Context(), clock.now()))
	second := backedUp(t, h, first.At)
	assert.Equal(t, "A-0001", second.Extent.LastOrder)
	assert.False(t, h.Till.BackupDue())

	_, err = h.Till.CloseShift(t.Context(), pos.CloseShift{Actor: "owner"})
	require.NoError(t, err)
	closed := h.Till.Head()
	third := backedUp(t, h, second.At)
	assert.Equal(t, closed.String(), third.Extent.Head, "the Z is in it")
}

// Ensure that the second place and the six words are enough on a fresh machine,
// where the gateway's secret can be read again and the till sells on.
func TestRestoreOnFreshMachine(t *testing.T) {
	h, code := withOwner(t, t.TempDir(), &moved{})
	_, err := h.Till.AddSource(t.Context(), "hp", ownerPIN, "owner")
	require.NoError(t, err)
	secret, err := h.Till.SourceSecret(t.Context(), "hp")
	require.NoError(t, err)
	_, err = h.Till.Charge(t.Context(), pos.Charge{Key: "a", Amount: 10_000, Actor: "test"})
	require.NoError(t, err)
	stick := t.TempDir()
	made, err := h.Till.Backup(t.Context(), stick, "owner")
	require.NoError(t, err)
	require.NoError(t, h.Close())

	dir := filepath.Join(t.TempDir(), "new")
	r := Restore{Dir: dir, File: filepath.Join(stick, made.File), Code: "satu", Actor: "test",
		Confirm: func(_, _ pos.Extent) bool { return false }}
	_, err = RestoreTill(t.Context(), r)
	require.ErrorIs(t, err, pos.ErrRecoveryCode)
	r.Code = code
	_, err = RestoreTill(t.Context(), r)
	require.ErrorIs(t, err, ErrUnconfirmed)
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Empty(t, left, "what was refused leaves nothing")

	r.Confirm = func(backup, installed pos.Extent) bool {
		assert.Equal(t, made.Extent, backup)
		assert.Empty(t, installed.Shop)
		return true
	}
	done, err := RestoreTill(t.Context(), r)
	require.NoError(t, err)
	assert.Equal(t, "A-1001", done.Number)
	n := open(t, Options{Dir: dir})
	again, err := n.Till.SourceSecret(t.Context(), "hp")
	require.NoError(t, err)
	assert.Equal(t, secret, again)
	require.NoError(t, n.Till.Verify(t.Context()))
	next, err := n.Till.Charge(t.Context(), pos.Charge{Key: "b", Amount: 10_000, Actor: "test"})
	require.NoError(t, err)
	assert.Equal(t, "A-1001", next.Number)
}

// Ensure that a key that is revoked ends the stream that was opened with it and
// opens none any more.
func TestRevokedKeyEndsStream(t *testing.T) {
	h, _ := withOwner(t, t.TempDir(), &moved{})
	key, err := h.Till.AddKey(t.Context(), pos.NewKey{Name: "dapur", Scopes: []string{pos.ScopeRead}, PIN: ownerPIN, Actor: "owner"})
	require.NoError(t, err)
	dial := func() (*websocket.Conn, *http.Response, error) {
		return websocket.DefaultDialer.Dial("ws://"+h.Address()+"/api/v1/stream", http.Header{"Authorization": {"Bearer " + key.Key}})
	}
	conn, _, err := dial()
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, h.Till.RevokeKey(t.Context(), "dapur", ownerPIN, "owner"))
	require.NoError(t, conn.SetReadDeadline(time.Now().Add(10*time.Second)))
	for err == nil {
		_, _, err = conn.ReadMessage()
	}
	assert.True(t, websocket.IsCloseError(err, websocket.ClosePolicyViolation), "%v", err)
	_, refused, err := dial()
	require.Error(t, err)
	assert.Equal(t, http.StatusUnauthorized, refused.StatusCode)
}

// Ensure that nothing is restored over a till that runs, and that it goes on.
func TestRestoreWhileRunning(t *testing.T) {
	dir := t.TempDir()
	h, code := withOwner(t, dir, &moved{})
	made, err := h.Till.Backup(t.Context(), "", "owner")
	require.NoError(t, err)
	_, err = RestoreTill(t.Context(), Restore{Dir: dir, File: filepath.Join(dir, "backup", made.File), Code: code, PIN: ownerPIN,
		Confirm: func(_, _ pos.Extent) bool { return true }})
	var running *RunningError
	require.ErrorAs(t, err, &running)
	_, err = h.Till.Charge(t.Context(), pos.Charge{Key: "a", Amount: 10_000, Actor: "test"})
	require.NoError(t, err)
}

// Ensure that a restore that was cut off before the files had their places is
// finished by the next start, key and all.
func TestRestoreFinishedByNextStart(t *testing.T) {
	h, code := withOwner(t, t.TempDir(), &moved{})
	_, err := h.Till.AddSource(t.Context(), "hp", ownerPIN, "owner")
	require.NoError(t, err)
	stick := t.TempDir()
	made, err := h.Till.Backup(t.Context(), stick, "owner")
	require.NoError(t, err)
	whole := t.TempDir()
	_, err = RestoreTill(t.Context(), Restore{Dir: whole, File: filepath.Join(stick, made.File), Code: code,
		Confirm: func(_, _ pos.Extent) bool { return true }})
	require.NoError(t, err)

	dir := t.TempDir()
	other := open(t, Options{Dir: dir})
	require.NoError(t, other.Close())
	ready := filepath.Join(dir, "restored-20261120-060000.000")
	require.NoError(t, os.Mkdir(ready, 0o700))
	for _, name := range []string{dataName, keyName} { // the journal has its place already
		require.NoError(t, os.Rename(filepath.Join(whole, name), filepath.Join(ready, name)))
	}
	require.NoError(t, os.Rename(filepath.Join(whole, "journal.log"), filepath.Join(dir, "journal.log")))
	n := open(t, Options{Dir: dir})
	_, err = n.Till.SourceSecret(t.Context(), "hp")
	require.NoError(t, err)
	require.NoError(t, n.Till.Verify(t.Context()))
	assert.NoDirExists(t, ready)
	assert.FileExists(t, filepath.Join(dir, "before-restore-20261120-060000.000", dataName))
}
