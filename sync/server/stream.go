package server

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/gorilla/websocket"

	"laci/pos"
)

const (
	streamsMost = 2000 // open streams at once
	streamRead  = 512  // bytes of a client's message; it has nothing to say
)

// pace is how patient a stream is with its client.
type pace struct {
	write time.Duration // one message may take this long, then the client is dropped
	ping  time.Duration // between two pings
	pong  time.Duration // silence after which the client is gone; longer than ping
}

var defaultPace = pace{write: 5 * time.Second, ping: 20 * time.Second, pong: 50 * time.Second}

// stream sends every journal entry after ?after=1.1200, or from the head on, as
// it is committed. A cursor the journal never issued is answered with 410 and
// the head.
func (s *Server) stream(w http.ResponseWriter, r *http.Request) error {
	if !websocket.IsWebSocketUpgrade(r) {
		return ErrHandshake
	}
	// Watching before looking where the journal stands: nothing falls between.
	nudges, unwatch := s.till.Watch()
	defer unwatch()
	after, err := s.after(r)
	if err != nil {
		return err
	}
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	default:
		return ErrFull
	}
	conn, err := s.upgrader().Upgrade(w, r, nil)
	if err != nil {
		return nil // the upgrader has answered
	}
	secret := secretOf(r)
	f := feed{till: s.till, lines: s.lines, conn: conn, pace: s.pace, nudges: nudges, still: func(ctx context.Context) error {
		_, err := s.whose(ctx, secret)
		return err
	}}
	code := f.run(r.Context(), doorOf(r).ending, after)
	s.log.Debug("stream ended", "caller", callerOf(r).actor, "code", code)
	return nil
}

// after finds the place the client wants to go on from, and that the journal
// knows it.
func (s *Server) after(r *http.Request) (pos.Cursor, error) {
	head := s.till.Head()
	if !r.URL.Query().Has("after") {
		return head, nil
	}
	after, err := pos.ParseCursor(r.URL.Query().Get("after"))
	if err == nil {
		_, err = s.till.Entries(r.Context(), after, 1)
	}
	if errors.Is(err, pos.ErrCursor) {
		return after, &refused{error: err, head: head}
	}
	return after, err
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

// feed is one client of the stream. It keeps no queue: it reads the journal by
// cursor when nudged, so a slow client costs the till nothing but its buffer.
type feed struct {
	till   Till
	lines  *lines
	conn   *websocket.Conn
	pace   pace
	nudges <-chan pos.Cursor
	still  func(context.Context) error // fails once the client's key is worth nothing
}

// run sends until the client leaves, ends being served, or is too slow, and
// gives the websocket code it closed with. Only this goroutine writes.
func (f feed) run(ctx, ending context.Context, after pos.Cursor) int {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		defer cancel()
		f.listen()
	}()
	code := f.send(ctx, ending, after)
	// A client that left or is stuck does not hear this, and need not.
	_ = f.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
	_ = f.conn.Close()
	<-gone
	return code
}

// listen reads what the client sends, which is only pongs, until it is gone.
func (f feed) listen() {
	// Deadlines are the kernel's, so they are of the machine's clock.
	alive := func(string) error { return f.conn.SetReadDeadline(time.Now().Add(f.pace.pong)) }
	f.conn.SetReadLimit(streamRead)
	f.conn.SetPongHandler(alive)
	for err := alive(""); err == nil; {
		_, _, err = f.conn.ReadMessage()
	}
}

// send writes entries as they come, and a ping now and then, and gives the
// close code for why it stopped.
func (f feed) send(ctx, ending context.Context, after pos.Cursor) int {
	pings := time.NewTicker(f.pace.ping)
	defer pings.Stop()
	always := make(chan struct{})
	close(always)
	head := f.till.Head()
	for {
		var behind chan struct{} // ready while there is something to send
		if after.Before(head) {
			behind = always
		}
		select {
		case <-behind:
			var code int
			if after, code = f.sendAfter(ctx, after); code != 0 {
				return code
			}
		case newest, open := <-f.nudges:
			if !open {
				return websocket.CloseGoingAway
			}
			head = newest
		case <-pings.C:
			if f.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(f.pace.write)) != nil {
				return websocket.CloseGoingAway
			}
		case <-ctx.Done():
			return websocket.CloseNormalClosure
		case <-ending.Done():
			return websocket.CloseGoingAway
		}
	}
}

// sendAfter writes one batch of entries and gives the cursor of the last, or
// the code to close with.
func (f feed) sendAfter(ctx context.Context, after pos.Cursor) (pos.Cursor, int) {
	lines, err := f.lines.after(ctx, after)
	if err != nil || len(lines) == 0 {
		return after, websocket.CloseInternalServerErr
	}
	for _, line := range lines {
		_ = f.conn.SetWriteDeadline(time.Now().Add(f.pace.write)) // only fails on a closed connection, as the write then does
		if err := f.conn.WritePreparedMessage(line.message); err != nil {
			return after, websocket.ClosePolicyViolation
		}
		after = line.cursor
		if revokes := line.kind == pos.KindKeyRevoked || line.kind == pos.KindDeviceRevoked; revokes && f.still(ctx) != nil {
			return after, websocket.ClosePolicyViolation
		}
	}
	return after, 0
}
