package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// told is a message as a client of the stream reads it.
type told struct {
	Cursor  string          `json:"cursor"`
	Seq     uint64          `json:"seq"`
	Kind    pos.Kind        `json:"kind"`
	Order   pos.ID          `json:"order"`
	Body    json.RawMessage `json:"body"`
	Private json.RawMessage `json:"private"`
}

// next reads the next message, or fails the test after ten seconds.
func next(t testing.TB, conn *websocket.Conn) told {
	t.Helper()
	require.NoError(t, conn.SetReadDeadline(time.Now().Add(10*time.Second)))
	var message told
	require.NoError(t, conn.ReadJSON(&message))
	return message
}

// Ensure that what is committed comes at once, with its cursor, from the head on.
func TestStreamFromHead(t *testing.T) {
	h := open(t)
	h.sell(t, "before", 10000)
	head := h.till.Head()
	conn := h.dial(t, "", nil)
	order := h.sell(t, "k1", 25000)
	first := next(t, conn)
	assert.Equal(t, pos.KindOrderPlaced, first.Kind)
	assert.Equal(t, order.ID, first.Order)
	assert.Equal(t, pos.Cursor{Epoch: head.Epoch, Seq: head.Seq + 1}.String(), first.Cursor)
	assert.Equal(t, pos.KindOrderShown, next(t, conn).Kind)

	require.Equal(t, http.StatusOK, h.deliver(t, "msg_1", paidBody(order)).status)
	assert.Equal(t, pos.KindPaymentSettled, next(t, conn).Kind)
}

// Ensure that a client that comes back with its last cursor, again and again
// while others sell, reads every entry of the journal once and in order.
func TestStreamResumes(t *testing.T) {
	h := open(t)
	const sellers, sales = 4, 25
	var selling sync.WaitGroup
	for seller := range sellers {
		selling.Go(func() {
			for sale := range sales {
				_, err := h.till.Charge(context.Background(), pos.Charge{Key: fmt.Sprintf("%d-%d", seller, sale), Amount: 10000, Actor: "test"})
				assert.NoError(t, err)
			}
		})
	}
	var got []told
	cursor := "0"
	read := func(count int) {
		conn := h.dial(t, "?after="+cursor, nil)
		defer func() { _ = conn.Close() }()
		for range count {
			message := next(t, conn)
			got, cursor = append(got, message), message.Cursor
		}
	}
	for len(got)+7 <= sellers*sales*2 { // each sale is two entries
		read(7)
	}
	selling.Wait()
	entries, err := h.till.Entries(t.Context(), pos.Cursor{}, 1000)
	require.NoError(t, err)
	read(len(entries) - len(got))
	for i, entry := range entries {
		require.Equal(t, entry.Cursor().String(), got[i].Cursor)
		require.Equal(t, entry.Kind, got[i].Kind)
		require.JSONEq(t, string(entry.Body), string(got[i].Body))
	}
}

// Ensure that a cursor the journal never issued gets 410 and the head.
func TestStreamUnknownCursor(t *testing.T) {
	h := open(t)
	head := h.till.Head()
	for _, after := range []string{fmt.Sprintf("%d.%d", head.Epoch, head.Seq+1), "9.1", "1.99999999999999999999", "abc", "1", "-1.1"} {
		_, response, err := h.tryDial(t, "?after="+after, nil, "Authorization", "Bearer "+h.read)
		require.Error(t, err, after)
		require.Equal(t, http.StatusGone, response.StatusCode, after)
		var p problem
		require.NoError(t, json.NewDecoder(response.Body).Decode(&p))
		assert.Equal(t, "cursor_unknown", p.Code)
		assert.Equal(t, head.String(), p.Head)
	}
	conn := h.dial(t, "?after="+head.String(), nil)
	h.sell(t, "k1", 10000)
	assert.Equal(t, pos.KindOrderPlaced, next(t, conn).Kind)
}

// Ensure that nobody listens without a key with scope read, and that a page may
// bring it as a subprotocol.
func TestStreamKey(t *testing.T) {
	h := open(t)
	for _, refused := range []struct {
		status  int
		headers []string
	}{
		{http.StatusUnauthorized, nil},
		{http.StatusUnauthorized, []string{"Authorization", "Bearer guess"}},
		{http.StatusUnauthorized, []string{"Authorization", "Basic " + h.read}},
		{http.StatusForbidden, []string{"Authorization", "Bearer " + h.charge}},
	} {
		_, response, err := h.tryDial(t, "", nil, refused.headers...)
		require.Error(t, err)
		assert.Equal(t, refused.status, response.StatusCode, "%v", refused.headers)
	}
	_, response, err := h.tryDial(t, "?key="+h.read, nil)
	require.Error(t, err)
	assert.Equal(t, http.StatusUnauthorized, response.StatusCode, "an address is no place for a key")

	conn, response, err := h.tryDial(t, "", &websocket.Dialer{Subprotocols: []string{protocol, protocolKey + h.read}}, "Origin", h.url)
	require.NoError(t, err)
	assert.Equal(t, protocol, response.Header.Get("Sec-WebSocket-Protocol"), "the key is not sent back")
	h.sell(t, "k1", 10000)
	assert.Equal(t, pos.KindOrderPlaced, next(t, conn).Kind)
}

// Ensure that pages of other hosts, and plain requests, get no stream.
func TestStreamOrigin(t *testing.T) {
	h := open(t)
	for _, origin := range []string{"https://evil.example", "null", "http://127.0.0.1:1", "file://"} {
		_, response, err := h.tryDial(t, "", nil, "Authorization", "Bearer "+h.read, "Origin", origin)
		require.Error(t, err, origin)
		assert.Equal(t, http.StatusForbidden, response.StatusCode, origin)
		assert.Contains(t, response.Header.Get("Content-Type"), "problem+json")
	}
	a := h.get(t, "/api/v1/stream")
	assert.Equal(t, http.StatusBadRequest, a.status)
	assert.Equal(t, "websocket_needed", a.problem(t).Code)
}

// Ensure that secrets stay in the till: neither keys nor their hashes nor the
// sealed secrets of sources are in any message.
func TestStreamKeepsSecrets(t *testing.T) {
	h := open(t)
	conn := h.dial(t, "?after=0", nil)
	head := h.till.Head()
	secrets := 0
	for message := (told{}); message.Cursor != head.String(); {
		message = next(t, conn)
		assert.Empty(t, message.Private)
		if message.Kind == pos.KindKeyAdded || message.Kind == pos.KindSourceAdded {
			secrets++
		}
		for _, secret := range []string{h.read, h.charge, h.secret} {
			assert.NotContains(t, string(message.Body), secret)
		}
	}
	assert.Equal(t, 3, secrets)
}

// fatTill has entries that fill a connection's buffers quickly.
type fatTill struct{ *pos.Till }

func (t fatTill) Entries(ctx context.Context, after pos.Cursor, limit int) ([]pos.Entry, error) {
	entries, err := t.Till.Entries(ctx, after, min(limit, 2))
	for i := range entries {
		entries[i].Body = json.RawMessage(`"` + strings.Repeat("x", 256<<10) + `"`)
	}
	return entries, err
}

// Ensure that a client that does not read is dropped, its place is free again,
// and another beside it hears everything meanwhile.
func TestStreamSlowClient(t *testing.T) {
	till := openTill(t)
	h := openWith(t, till, fatTill{till}, Options{}, func(s *Server) {
		s.pace = pace{write: 100 * time.Millisecond, ping: time.Hour, pong: 2 * time.Hour}
	})
	narrow := &websocket.Dialer{NetDialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, addr)
		if err == nil {
			err = conn.(*net.TCPConn).SetReadBuffer(4 << 10)
		}
		return conn, err
	}}
	h.dial(t, "?after=0", narrow) // and never reads
	quick := h.dial(t, "", nil)
	for i := range 20 { // 10 MB, more than a socket holds
		order := h.sell(t, "k"+strconv.Itoa(i), 10000)
		require.Equal(t, order.ID, next(t, quick).Order)
		require.Equal(t, order.ID, next(t, quick).Order)
	}
	require.Eventually(t, func() bool { return len(h.server.slots) == 1 }, 10*time.Second, 10*time.Millisecond)
}

// revokingTill revokes every key with its next entry.
type revokingTill struct {
	*pos.Till
	revoked *atomic.Bool
}

func (t revokingTill) Entries(ctx context.Context, after pos.Cursor, limit int) ([]pos.Entry, error) {
	entries, err := t.Till.Entries(ctx, after, limit)
	for i := range entries {
		entries[i].Kind = pos.KindKeyRevoked
		t.revoked.Store(true)
	}
	return entries, err
}

func (t revokingTill) Key(ctx context.Context, secret string) (pos.APIKey, error) {
	if t.revoked.Load() {
		return pos.APIKey{}, pos.ErrKeyUnknown
	}
	return t.Till.Key(ctx, secret)
}

// Ensure that a stream ends with the key it was opened with.
func TestStreamRevokedKey(t *testing.T) {
	till := openTill(t)
	h := openWith(t, till, revokingTill{till, new(atomic.Bool)}, Options{})
	conn := h.dial(t, "", nil)
	h.sell(t, "k1", 10000)
	assert.Equal(t, pos.KindKeyRevoked, next(t, conn).Kind)
	_, _, err := conn.ReadMessage()
	assert.True(t, websocket.IsCloseError(err, websocket.ClosePolicyViolation), "%v", err)
}

// Ensure that a client far back and those at the head read the same journal
// when more was sold than is kept ready.
func TestStreamFarBack(t *testing.T) {
	h := open(t)
	ahead := h.dial(t, "", nil)
	for i := range linesKept { // two entries each
		h.sell(t, "k"+strconv.Itoa(i), 10000)
	}
	head := h.till.Head()
	back := h.dial(t, "?after=0", nil)
	var seq uint64
	for seq < head.Seq {
		seq++
		require.Equal(t, seq, next(t, back).Seq)
	}
	for range 2 * linesKept {
		next(t, ahead)
	}
	assert.LessOrEqual(t, len(h.server.hub.lines.newest), linesKept)
	assert.Equal(t, head, h.server.hub.lines.tail)
	h.sell(t, "last", 10000)
	assert.Equal(t, next(t, ahead), next(t, back))
}
