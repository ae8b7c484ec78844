package server

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/gorilla/websocket"

	"laci/pos"
)

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
	secret := secretOf(r)
	return s.connect(w, r, nudges, func(c socket) int {
		f := feed{socket: c, till: s.till, lines: s.lines, still: func(ctx context.Context) error {
			_, err := s.whose(ctx, secret)
			return err
		}}
		return c.hold(r.Context(), func(ctx context.Context) int { return f.send(ctx, after) })
	})
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

// feed is one client of the stream. It keeps no queue: it reads the journal by
// cursor when nudged, so a slow client costs the till nothing but its buffer.
type feed struct {
	socket
	till  Till
	lines *lines
	still func(context.Context) error // fails once the client's key is worth nothing
}

// send writes entries as they come, and a ping now and then, and gives the
// close code for why it stopped.
func (f feed) send(ctx context.Context, after pos.Cursor) int {
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
		case <-f.ending.Done():
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
