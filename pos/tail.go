package pos

import "slices"

const (
	tailLeast = 256  // entries kept when the tail is cut
	tailMost  = 1024 // before it is cut
)

// tail is the newest entries of the journal, kept as they were made for those
// who follow it: screens, streams, webhooks. One tail never changes; the next
// has more.
type tail struct{ entries []Entry }

// with gives the tail with what came after it.
func (l *tail) with(fresh []Entry) *tail {
	kept := l.entries
	if len(kept)+len(fresh) > tailMost {
		kept = slices.Clone(kept[max(0, len(kept)-tailLeast):])
	}
	return &tail{append(kept, fresh...)} // who has the shorter one does not see beyond its end
}

// after gives at most limit entries that follow a cursor; not ok when the cursor
// is further back than the tail, or no entry's.
func (l *tail) after(c Cursor, limit int) (entries []Entry, ok bool) {
	if len(l.entries) == 0 || c.Before(l.entries[0].Cursor()) {
		return nil, false
	}
	at, found := slices.BinarySearchFunc(l.entries, c, func(e Entry, c Cursor) int {
		switch {
		case e.Cursor().Before(c):
			return -1
		case c.Before(e.Cursor()):
			return 1
		}
		return 0
	})
	if !found {
		return nil, false
	}
	rest := l.entries[at+1:]
	return slices.Clone(rest[:min(len(rest), max(0, limit))]), true
}
