package server

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// logbook is where a test reads what was logged.
type logbook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// Ensure that nothing that opens a door, and nothing of what senders say, gets
// into the log, however talkative it is: keys, guesses, codes, tokens, secrets,
// signatures, notifications.
func TestLogKeepsSecrets(t *testing.T) {
	logs := &logbook{}
	h := openWith(t, openTill(t), nil, Options{Log: slog.New(slog.NewTextHandler(logs, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	admin := h.key(t, "kantor", pos.ScopeAdmin)
	order := h.sell(t, "k", 10000)
	body := strings.Replace(paidBody(order), "Pembayaran", "RAHASIA-PEMBELI", 1)
	require.Equal(t, http.StatusOK, h.deliver(t, "msg_1", body).status)
	stale := h.delivery(t, "msg_2", time.Now().Add(time.Hour), body)
	require.Equal(t, http.StatusUnauthorized, do(t, stale).status)
	forged := h.delivery(t, "msg_3", time.Now(), body)
	forged.Header.Set(headerSignature, "v1,TEBAKANSIGNATURE=")
	require.Equal(t, http.StatusUnauthorized, do(t, forged).status)
	require.Equal(t, http.StatusUnauthorized, do(t, h.ask(t, "GET", "/api/v1/orders", "tebakan-kunci", "")).status)
	require.Equal(t, http.StatusForbidden, do(t, h.ask(t, "GET", "/api/v1/keys", h.read, "")).status)
	require.Equal(t, http.StatusBadRequest, h.post(t, "/api/v1/orders", h.charge, `{"note":["RAHASIA-CATATAN"]}`).status)

	code, _, err := h.till.PairingCode(t.Context(), pos.ScopeOwnerConfirm, "", "test")
	require.NoError(t, err)
	require.Equal(t, http.StatusUnauthorized, do(t, h.ask(t, "POST", "/api/v1/devices", "", `{"code":"tebakan-kode","name":"HP"}`)).status)
	a := do(t, h.ask(t, "POST", "/api/v1/devices", "", `{"code":"`+code+`","name":"HP"}`))
	var paired struct{ Token string }
	a.into(t, &paired)
	conn := h.dial(t, "", nil)
	require.NoError(t, conn.Close())
	require.Equal(t, http.StatusNoContent, do(t, h.ask(t, "DELETE", "/api/v1/devices/HP", admin, "")).status)
	require.Eventually(t, func() bool { return strings.Contains(logs.String(), "websocket ended") }, 10*time.Second, time.Millisecond)

	said := logs.String()
	assert.Contains(t, said, "callback taken")
	assert.Contains(t, said, "attempt refused")
	for _, secret := range []string{h.read, h.charge, admin, h.secret, strings.TrimPrefix(h.secret, "whsec_"), paired.Token, code, stale.Header.Get(headerSignature),
		"TEBAKANSIGNATURE", "tebakan-kunci", "tebakan-kode", "RAHASIA-PEMBELI", "RAHASIA-CATATAN"} {
		require.NotEmpty(t, secret)
		assert.NotContains(t, said, secret)
	}
}
