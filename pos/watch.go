package pos

import "sync"

// watchers are those who want to know that the journal grew.
type watchers struct {
	mutex sync.Mutex
	next  int
	all   map[int]chan Cursor
	ended bool
}

// Watch gives a channel that carries the newest head after each commit, and a
// function that ends it. A slow reader gets only the newest head: the journal
// is read by cursor, never from the channel. The channel is closed with the
// till.
func (t *Till) Watch() (<-chan Cursor, func()) { return t.watchers.add() }

func (w *watchers) add() (<-chan Cursor, func()) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	heads := make(chan Cursor, 1)
	if w.ended {
		close(heads)
		return heads, func() {}
	}
	if w.all == nil {
		w.all = map[int]chan Cursor{}
	}
	id := w.next
	w.next++
	w.all[id] = heads
	return heads, func() {
		w.mutex.Lock()
		defer w.mutex.Unlock()
		if _, ok := w.all[id]; ok {
			delete(w.all, id)
			close(heads)
		}
	}
}

// tell hands the head to everybody; an older head not yet taken is replaced.
func (w *watchers) tell(head Cursor) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	for _, heads := range w.all {
		select {
		case <-heads:
		default:
		}
		heads <- head
	}
}

// end closes every channel.
func (w *watchers) end() {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.ended = true
	for id, heads := range w.all {
		delete(w.all, id)
		close(heads)
	}
}

// nudge tells everybody that the journal grew, after it is durable.
func (t *Till) nudge(h head) {
	t.headNow.Store(&h)
	t.watchers.tell(h.Cursor)
}
