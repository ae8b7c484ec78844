package pos

import (
	"encoding/binary"
	"fmt"
	"time"
)

// head is the newest entry of the journal, as the file knows it.
type head struct {
	Cursor
	Hash   [32]byte // of that entry's bytes
	At     time.Time
	Day    Day
	Orders uint64 // how many orders were numbered so far

	LogStart int64 // length of the journal file before the entry's commit
	LogEnd   int64 // and once the entry is in it
}

var keyHead = []byte("head")

const headSize = 12 + 32 + 4*8 + len(time.DateOnly)

// heads reads the newest head, and the one that the state in the file stands
// at; a new file has neither.
func (v view) heads() (newest, stands head, err error) {
	value, err := v.get(bucketMeta, keyHead)
	switch {
	case err != nil || value == nil:
		return newest, stands, err
	case len(value) == headSize: // of a file whose state was written with every entry
		newest = decodeHead(value)
		return newest, newest, nil
	case len(value) != 2*headSize:
		return newest, stands, fmt.Errorf("head: %w", ErrDamaged)
	}
	return decodeHead(value[:headSize]), decodeHead(value[headSize:]), nil
}

// newest reads the newest head.
func (v view) newest() (head, error) {
	newest, _, err := v.heads()
	return newest, err
}

// saveHeads writes both heads, once a commit.
func (x *txn) saveHeads() error {
	return x.write(bucketMeta, keyHead, x.stands.encode(x.head.encode(nil)))
}

func (h head) encode(out []byte) []byte {
	out = append(append(out, h.key()...), h.Hash[:]...)
	out = binary.BigEndian.AppendUint64(out, uint64(h.At.UnixMilli()))
	out = binary.BigEndian.AppendUint64(out, h.Orders)
	out = binary.BigEndian.AppendUint64(out, uint64(h.LogStart))
	out = binary.BigEndian.AppendUint64(out, uint64(h.LogEnd))
	return append(out, h.Day...)
}

func decodeHead(value []byte) (h head) {
	h.Cursor = cursorOf(value[:12])
	copy(h.Hash[:], value[12:44])
	h.At = time.UnixMilli(int64(binary.BigEndian.Uint64(value[44:]))).UTC()
	h.Orders = binary.BigEndian.Uint64(value[52:])
	h.LogStart = int64(binary.BigEndian.Uint64(value[60:]))
	h.LogEnd = int64(binary.BigEndian.Uint64(value[68:]))
	h.Day = Day(value[76:])
	return h
}
