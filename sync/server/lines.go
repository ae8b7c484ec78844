package server

import (
	"context"
	"encoding/binary"
	"sync"

	"laci/pos"
	"laci/sync/dialect"
)

const linesKept = 256 // entries read at a time, and kept encoded

// line is one message of the stream: an entry with its cursor.
type line struct {
	cursor pos.Cursor
	kind   pos.Kind
	frame  []byte // a whole text frame of a websocket, as a server sends it
}

// revokes tells whether the entry takes somebody's key away.
func (l line) revokes() bool { return l.kind == pos.KindKeyRevoked || l.kind == pos.KindDeviceRevoked }

// textFrame frames a text as RFC 6455 says, section 5.2: whole, and not masked.
func textFrame(text []byte) []byte {
	frame := make([]byte, 0, len(text)+10)
	switch n := len(text); {
	case n < 126:
		frame = append(frame, 0x81, byte(n))
	case n < 1<<16:
		frame = binary.BigEndian.AppendUint16(append(frame, 0x81, 126), uint16(n))
	default:
		frame = binary.BigEndian.AppendUint64(append(frame, 0x81, 127), uint64(n))
	}
	return append(frame, text...)
}

// lines reads the journal for the stream. The newest entries are read and
// encoded once for all who stand at the head together; whoever is further back
// reads the journal alone.
type lines struct {
	journal Journal
	mu      sync.Mutex
	tail    pos.Cursor // the newest entry read for everybody
	newest  []line     // ends with tail; elements are never changed
}

func newLines(journal Journal) *lines { return &lines{journal: journal, tail: journal.Head()} }

// after gives the lines that follow a cursor, oldest first, at most linesKept;
// none when the cursor is the head.
func (l *lines) after(ctx context.Context, cursor pos.Cursor) ([]line, error) {
	if shared, ok, err := l.shared(ctx, cursor); ok {
		return shared, err
	}
	return l.read(ctx, cursor)
}

// skip goes to a head without reading what lies before it.
func (l *lines) skip(head pos.Cursor) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.tail.Before(head) {
		l.tail, l.newest = head, nil
	}
}

// shared serves those at the head: who comes first reads for the others. It is
// not ok for a cursor further back than what is kept.
func (l *lines) shared(ctx context.Context, cursor pos.Cursor) (after []line, ok bool, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if cursor == l.tail {
		fresh, err := l.read(ctx, cursor)
		if len(fresh) > 0 {
			l.newest = append(l.newest, fresh...)
			l.newest = l.newest[max(0, len(l.newest)-linesKept):]
			l.tail = fresh[len(fresh)-1].cursor
		}
		return fresh, true, err
	}
	for i, known := range l.newest {
		if known.cursor == cursor {
			return l.newest[i+1:], true, nil
		}
	}
	return nil, false, nil
}

// read takes entries from the journal and makes them ready to send.
func (l *lines) read(ctx context.Context, after pos.Cursor) ([]line, error) {
	entries, err := l.journal.Entries(ctx, after, linesKept)
	if err != nil {
		return nil, err
	}
	read := make([]line, 0, len(entries))
	for _, entry := range entries {
		body, err := dialect.JSON(viewEntry(entry))
		if err != nil {
			return nil, err
		}
		read = append(read, line{entry.Cursor(), entry.Kind, textFrame(body)})
	}
	return read, nil
}
