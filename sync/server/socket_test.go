package server

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// Ensure that a client that no longer answers pings is dropped, and one that
// does is kept.
func TestStreamPing(t *testing.T) {
	h := open(t, func(s *Server) {
		s.pace = pace{write: time.Second, ping: 20 * time.Millisecond, pong: 200 * time.Millisecond}
	})
	h.dial(t, "", nil) // does not read, so it does not answer either
	alive := h.dial(t, "", nil)
	pings := make(chan struct{}, 100)
	pong := alive.PingHandler()
	alive.SetPingHandler(func(data string) error {
		select {
		case pings <- struct{}{}:
		default:
		}
		return pong(data)
	})
	messages := make(chan told)
	go func() {
		var message told
		if alive.ReadJSON(&message) == nil {
			messages <- message
		}
		close(messages)
	}()
	require.Eventually(t, func() bool { return len(h.server.slots) == 1 }, 10*time.Second, 5*time.Millisecond)
	for range 20 { // twice as long as silence is borne
		<-pings
	}
	h.sell(t, "k1", 10000)
	assert.Equal(t, pos.KindOrderPlaced, (<-messages).Kind)
}

// Ensure that no more streams are served than there are places, that the next
// is told to wait, and that a client that leaves frees its place.
func TestStreamFull(t *testing.T) {
	h := open(t, func(s *Server) { s.slots = make(chan struct{}, 1) })
	conn := h.dial(t, "", nil)
	_, response, err := h.tryDial(t, "", nil, "Authorization", "Bearer "+h.read)
	require.Error(t, err)
	assert.Equal(t, http.StatusServiceUnavailable, response.StatusCode)
	assert.NotEmpty(t, response.Header.Get("Retry-After"))
	require.NoError(t, conn.Close())
	require.Eventually(t, func() bool { return len(h.server.slots) == 0 }, 10*time.Second, 5*time.Millisecond)
	h.dial(t, "", nil)
}

// Ensure that a server that closes says goodbye to its streams and leaves none.
func TestStreamGoodbye(t *testing.T) {
	h := open(t)
	conn := h.dial(t, "", nil)
	require.NoError(t, h.server.Close())
	require.NoError(t, conn.SetReadDeadline(time.Now().Add(10*time.Second)))
	_, _, err := conn.ReadMessage()
	assert.True(t, websocket.IsCloseError(err, websocket.CloseGoingAway), "%v", err)
}

// Ensure that customers who keep pay pages open take no place of the shop's own
// streams, and are told to wait when theirs are taken.
func TestStreamGuests(t *testing.T) {
	h := open(t, func(s *Server) { s.guests = make(chan struct{}, 1) })
	var order pos.Order
	h.place(t, "k", `{"amount":25000}`).into(t, &order)
	require.NotEmpty(t, order.Code)
	live := func() (*websocket.Conn, *http.Response, error) {
		return websocket.DefaultDialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(h.url, "http")+"/p/"+order.Code+"/live", nil)
	}
	first, _, err := live()
	require.NoError(t, err)
	_, response, err := live()
	require.Error(t, err)
	assert.Equal(t, http.StatusServiceUnavailable, response.StatusCode)
	conn := h.dial(t, "", nil)
	h.sell(t, "k1", 10000)
	assert.Equal(t, pos.KindOrderPlaced, next(t, conn).Kind)
	require.NoError(t, first.Close())
	require.Eventually(t, func() bool { return len(h.server.guests) == 0 }, 10*time.Second, 5*time.Millisecond)
}
