package server

import (
	"context"
	"syscall"
	"time"

	"github.com/gorilla/websocket"

	"laci/pos"
)

// feed is one client of the stream. It keeps no queue: what the hub could not
// give it at once it reads from the journal, so a slow client costs the till
// nothing but its buffer.
type feed struct {
	*socket
	hub   *hub
	still func(context.Context) error // fails once the client's key is worth nothing
	raw   syscall.RawConn             // to write without waiting; nil when that cannot be
	wake  chan struct{}               // holds one when there is something to look at

	at   pos.Cursor // the newest entry that was sent, or whose sending was begun
	rest []byte     // of a message that was begun
	live bool       // it stands at the head and the hub may write to it
}

// send sends what the hub leaves to it, and a ping now and then, and gives the
// close code for why it stopped.
func (f *feed) send(ctx context.Context) int {
	if plain, ok := f.conn.NetConn().(syscall.Conn); ok {
		f.raw, _ = plain.SyscallConn() // without it the hub leaves the client to its own
	}
	f.hub.join(f)
	defer f.hub.leave(f)
	pings := time.NewTicker(f.pace.ping)
	defer pings.Stop()
	for {
		if code := f.catchUp(ctx); code != 0 {
			return code
		}
		select {
		case <-f.wake:
		case <-pings.C:
			if f.control(websocket.PingMessage, nil) != nil {
				return websocket.CloseGoingAway
			}
		case <-f.hub.closed:
			return websocket.CloseGoingAway
		case <-ctx.Done():
			return websocket.CloseNormalClosure
		case <-f.ending.Done():
			return websocket.CloseGoingAway
		}
	}
}

// nudge makes the feed look for itself.
func (f *feed) nudge() {
	select {
	case f.wake <- struct{}{}:
	default: // it will anyway
	}
}

// offer writes a batch without waiting, if the client stands where it begins. It
// is false when the feed must go on by itself.
func (f *feed) offer(b batch) bool {
	if !f.mu.TryLock() {
		return false
	}
	defer f.mu.Unlock()
	if !f.live || f.at != b.from || b.revokes() || len(b.frames) == 0 {
		f.live = false
		return false
	}
	var written int
	var failed error
	err := f.raw.Write(func(fd uintptr) bool {
		written, failed = syscall.Write(int(fd), b.frames)
		return true
	})
	if err != nil || failed != nil || written <= 0 {
		f.live = false // nothing was sent
		return false
	}
	f.at = b.lines[len(b.lines)-1].cursor
	if written < len(b.frames) {
		f.rest, f.live = b.frames[written:], false
	}
	return f.live
}

// catchUp sends what is left of a message that was begun, and what follows in
// the journal, until the client stands at its head, or gives the code to close
// with.
func (f *feed) catchUp(ctx context.Context) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.live = false // the hub may have passed by while this was writing
	if f.write(f.rest) != nil {
		return websocket.ClosePolicyViolation
	}
	f.rest = nil
	for {
		lines, err := f.hub.lines.after(ctx, f.at)
		switch {
		case ctx.Err() != nil:
			return websocket.CloseNormalClosure
		case f.ending.Err() != nil:
			return websocket.CloseGoingAway
		case err != nil:
			return websocket.CloseInternalServerErr
		case len(lines) == 0:
			f.live = f.raw != nil
			return 0
		}
		for _, l := range lines {
			if f.write(l.frame) != nil {
				return websocket.ClosePolicyViolation
			}
			if f.at = l.cursor; l.revokes() && f.still(ctx) != nil {
				return websocket.ClosePolicyViolation
			}
		}
	}
}
