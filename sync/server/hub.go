package server

import (
	"context"
	"sync"

	"laci/pos"
)

// hub tells all who stand at the head of the journal what is new, in one pass
// and without waiting for any: each message is made once for all, and whoever
// cannot take it at once goes on alone, from where it stands.
type hub struct {
	lines  *lines
	at     pos.Cursor    // the newest entry told
	closed chan struct{} // once the till is
	mu     sync.Mutex
	feeds  map[*feed]struct{}
}

func newHub(lines *lines) *hub {
	return &hub{lines: lines, at: lines.tail, closed: make(chan struct{}), feeds: map[*feed]struct{}{}}
}

// run tells of every commit until ctx ends or the till is closed.
func (h *hub) run(ctx context.Context, nudges <-chan pos.Cursor) {
	for {
		select {
		case <-ctx.Done():
			return
		case head, open := <-nudges:
			if !open {
				close(h.closed)
				return
			}
			if h.skip(head) {
				continue
			}
		}
		for h.tell(ctx) {
		}
	}
}

// tell tells everybody the next entries; it is false when there were none.
func (h *hub) tell(ctx context.Context) bool {
	fresh, err := h.lines.after(ctx, h.at)
	if err == nil && len(fresh) == 0 {
		return false
	}
	b := batch{from: h.at, lines: fresh}
	for _, l := range fresh {
		b.frames = append(b.frames, l.frame...)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(fresh) > 0 {
		h.at = fresh[len(fresh)-1].cursor
	}
	for f := range h.feeds {
		if err != nil || !f.offer(b) {
			f.nudge() // it looks for itself, and meets the same failure
		}
	}
	return err == nil
}

// batch is what is new since a place in the journal, ready to be written.
type batch struct {
	from   pos.Cursor
	lines  []line
	frames []byte // of all lines, one after the other
}

// revokes tells whether somebody's key is worth nothing any more.
func (b batch) revokes() bool {
	for _, l := range b.lines {
		if l.revokes() {
			return true
		}
	}
	return false
}

// skip goes to a head without reading, when nobody listens.
func (h *hub) skip(head pos.Cursor) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.feeds) > 0 {
		return false
	}
	h.at = head
	h.lines.skip(head)
	return true
}

func (h *hub) join(f *feed) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.feeds[f] = struct{}{}
}

func (h *hub) leave(f *feed) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.feeds, f)
}
