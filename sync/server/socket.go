package server

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const (
	streamsMost = 2000 // open streams at once
	guestsMost  = 500  // and of those who have no key
	streamRead  = 512  // bytes of a client's message; it has nothing to say
)

// pace is how patient a stream is with its client.
type pace struct {
	write time.Duration // one message may take this long, then the client is dropped
	ping  time.Duration // between two pings
	pong  time.Duration // silence after which the client is gone; longer than ping
}

var defaultPace = pace{write: 5 * time.Second, ping: 20 * time.Second, pong: 50 * time.Second}

// socket is one websocket, of a program or a page that has nothing to say.
type socket struct {
	conn   *websocket.Conn
	pace   pace
	ending context.Context // over when the server closes its door
	mu     sync.Mutex      // held by whoever writes
}

// connect makes the request a websocket, one of a bounded number, and serves it;
// serve gives the code that it closed with.
func (s *Server) connect(w http.ResponseWriter, r *http.Request, serve func(*socket) int) error {
	slots := s.slots
	if callerOf(r).actor == "" {
		slots = s.guests
	}
	select {
	case slots <- struct{}{}:
		defer func() { <-slots }()
	default:
		return ErrFull
	}
	conn, err := s.upgrader().Upgrade(w, r, nil)
	if err != nil {
		return nil // the upgrader has answered
	}
	code := serve(&socket{conn: conn, pace: s.pace, ending: doorOf(r).ending})
	s.log.Debug("websocket ended", "caller", callerOf(r).actor, "code", code)
	return nil
}

// upgrader turns a request into a websocket, for programs and for pages of the
// same host.
func (s *Server) upgrader() *websocket.Upgrader {
	return &websocket.Upgrader{
		HandshakeTimeout: timeHeader,
		ReadBufferSize:   streamRead,
		WriteBufferSize:  4 << 10,
		WriteBufferPool:  &s.buffers,
		Subprotocols:     []string{protocol},
		Error: func(w http.ResponseWriter, r *http.Request, status int, reason error) {
			refusal := ErrHandshake
			if status == http.StatusForbidden {
				refusal = ErrOrigin
			}
			s.fail(w, r, because(refusal, reason))
		},
	}
}

// hold lets send write until the client leaves, ends being served, or is too
// slow, and gives the websocket code it closed with.
func (c *socket) hold(ctx context.Context, send func(context.Context) int) int {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		defer cancel()
		c.listen()
	}()
	code := send(ctx)
	// A client that left or is stuck does not hear this, and need not.
	_ = c.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
	_ = c.conn.Close()
	<-gone
	return code
}

// listen reads what the client sends, which is only pongs, until it is gone.
func (c *socket) listen() {
	// Deadlines are the kernel's, so they are of the machine's clock.
	alive := func(string) error { return c.conn.SetReadDeadline(time.Now().Add(c.pace.pong)) }
	c.conn.SetReadLimit(streamRead)
	c.conn.SetPongHandler(alive)
	c.conn.SetPingHandler(func(data string) error {
		return errors.Join(alive(data), c.control(websocket.PongMessage, []byte(data)))
	})
	c.conn.SetCloseHandler(func(int, string) error { return nil }) // hold says goodbye
	for err := alive(""); err == nil; {
		_, _, err = c.conn.ReadMessage()
	}
}

// control writes a ping or pong between two messages.
func (c *socket) control(kind int, data []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	err := c.conn.WriteControl(kind, data, time.Now().Add(c.pace.write))
	return errors.Join(err, c.conn.NetConn().SetWriteDeadline(time.Time{}))
}

// write writes bytes of a frame whole, or fails when the client takes too long.
// Whoever calls it holds mu.
func (c *socket) write(bytes []byte) error {
	if len(bytes) == 0 {
		return nil
	}
	conn := c.conn.NetConn()
	_ = conn.SetWriteDeadline(time.Now().Add(c.pace.write)) // only fails on a closed connection, as the write then does
	_, err := conn.Write(bytes)
	return errors.Join(err, conn.SetWriteDeadline(time.Time{}))
}
