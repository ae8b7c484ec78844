package server

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that a client that was being written to when the hub passed by is told
// all the same.
func TestHubPassesBy(t *testing.T) {
	h := open(t)
	conn := h.dial(t, "", nil)
	hub := h.server.hub
	var f *feed
	require.Eventually(t, func() bool {
		hub.mu.Lock()
		defer hub.mu.Unlock()
		for f = range hub.feeds {
			f.mu.Lock()
			defer f.mu.Unlock()
			return f.live
		}
		return false
	}, 10*time.Second, time.Millisecond)
	f.mu.Lock()
	order := h.sell(t, "k1", 10000)
	require.Eventually(t, func() bool {
		hub.mu.Lock()
		defer hub.mu.Unlock()
		return hub.at == h.till.Head()
	}, 10*time.Second, time.Millisecond)
	f.mu.Unlock()
	assert.Equal(t, order.ID, next(t, conn).Order)
	assert.Equal(t, order.ID, next(t, conn).Order)
	assert.Equal(t, h.sell(t, "k2", 10000).ID, next(t, conn).Order)
}

// Ensure that many clients, while many sell, are each told every entry once and
// in order, those who come in the middle too.
func TestStreamMany(t *testing.T) {
	h := open(t)
	const clients, sellers, sales = 60, 4, 40
	entries := 2 * sellers * sales
	first := h.till.Head()
	var listening, selling sync.WaitGroup
	listen := func() {
		conn := h.dial(t, "?after="+first.String(), nil)
		listening.Go(func() {
			for i := range entries {
				if assert.NoError(t, conn.SetReadDeadline(time.Now().Add(20*time.Second))) {
					_, message, err := conn.ReadMessage()
					if !assert.NoError(t, err) || !assert.Contains(t, string(message), `"seq":`+strconv.FormatUint(first.Seq+uint64(i)+1, 10)+",") {
						return
					}
				}
			}
		})
	}
	for range clients / 2 {
		listen()
	}
	for seller := range sellers {
		selling.Go(func() {
			for sale := range sales {
				h.sell(t, strconv.Itoa(seller)+"-"+strconv.Itoa(sale), 10000)
			}
		})
	}
	for range clients / 2 {
		listen()
	}
	selling.Wait()
	listening.Wait()
}

// Ensure that texts of every length are framed so that a client reads them.
func TestTextFrame(t *testing.T) {
	near, far := net.Pipe()
	dialer := websocket.Dialer{NetDialContext: func(context.Context, string, string) (net.Conn, error) { return near, nil }}
	go func() { // a server that only shakes hands
		asked, err := http.ReadRequest(bufio.NewReader(far))
		if err == nil {
			sum := sha1.Sum([]byte(asked.Header.Get("Sec-Websocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
			_, _ = fmt.Fprintf(far, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n", base64.StdEncoding.EncodeToString(sum[:]))
		}
	}()
	conn, _, err := dialer.DialContext(t.Context(), "ws://till/", nil)
	require.NoError(t, err)
	defer conn.Close()
	for _, n := range []int{0, 1, 125, 126, 65535, 65536, 70000} {
		text := bytes.Repeat([]byte("x"), n)
		go func() { _, _ = far.Write(textFrame(text)) }()
		kind, got, err := conn.ReadMessage()
		require.NoError(t, err, n)
		assert.Equal(t, websocket.TextMessage, kind)
		assert.True(t, bytes.Equal(text, got), n)
	}
}
