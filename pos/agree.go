package pos

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"go.etcd.io/bbolt"
)

// agree compares the heads of the two files at open and mends what a crash
// left: bbolt ahead, the file is filled up; the file ahead, its entries are
// replayed; the same sequence with another hash is a fork and stops the till.
func (s *store) agree() error {
	var h head
	err := s.db.View(func(tx *bbolt.Tx) (err error) {
		h, err = view{tx: tx}.newest()
		return err
	})
	if err != nil {
		return err
	}
	good, err := s.lastCommit(h)
	switch {
	case err != nil:
		return err
	case good < h.LogEnd && s.file.size > h.LogEnd:
		return damaged(logName, fmt.Errorf("record at byte %d", good))
	case good < h.LogEnd:
		return s.fillFile(h)
	case s.file.size > h.LogEnd:
		return s.replayTail(h)
	}
	return nil
}

// lastCommit reads bbolt's last commit out of the file and gives the offset up
// to which it stands there whole. Everything before it was synced earlier.
func (s *store) lastCommit(h head) (good int64, err error) {
	good = h.LogStart
	var entry []byte
	for good < h.LogEnd && good < s.file.size {
		next, end, err := s.file.read(good)
		if errors.Is(err, errTorn) {
			return good, nil
		}
		if err != nil {
			return good, err
		}
		entry, good = next, end
	}
	if good == h.LogEnd && hashOf(entry) != h.Hash || good > h.LogEnd {
		return good, fmt.Errorf("%w: entry %s", ErrFork, h.Cursor)
	}
	return good, nil
}

// fillFile appends the entries that bbolt has and the file has not: a crash
// came between the commit and the append.
func (s *store) fillFile(h head) error {
	return s.db.View(func(tx *bbolt.Tx) error {
		v := view{tx: tx}
		missing, start, err := v.entriesBeyond(s.file, h.LogEnd)
		if err != nil {
			return err
		}
		if s.file.size > start {
			if err := s.file.cut(start); err != nil {
				return err
			}
		}
		return s.file.append(missing)
	})
}

// entriesBeyond gives the newest entries that do not stand whole in the file,
// oldest first, and the offset at which they belong.
func (v view) entriesBeyond(file *journalFile, end int64) (missing [][]byte, start int64, err error) {
	cursor := v.tx.Bucket(bucketJournal).Cursor()
	start = end
	for key, stored := cursor.Last(); key != nil; key, stored = cursor.Prev() {
		entry, err := checked(bucketJournal, key, stored)
		if err != nil {
			return nil, 0, err
		}
		if start <= file.size {
			begin := start - frameSize(len(entry))
			copied, _, err := file.read(begin)
			if err == nil && hashOf(copied) == hashOf(entry) {
				break
			}
			if err == nil {
				return nil, 0, fmt.Errorf("%w: entry %s", ErrFork, cursorOf(key))
			}
			if !errors.Is(err, errTorn) {
				return nil, 0, err
			}
		}
		missing = append(missing, append([]byte(nil), entry...))
		start -= frameSize(len(entry))
	}
	for i, j := 0, len(missing)-1; i < j; i, j = i+1, j-1 {
		missing[i], missing[j] = missing[j], missing[i]
	}
	return missing, max(0, start), nil
}

// replayTail folds the entries that the file has beyond bbolt's head into
// bbolt: bbolt was reverted. A torn last record is cut; a bad record with good
// ones after it is damage.
func (s *store) replayTail(h head) error {
	tail, err := s.readFrom(h.LogEnd)
	if err != nil || len(tail) == 0 {
		return err
	}
	return s.db.Update(func(tx *bbolt.Tx) error {
		x, err := catchUp(tx)
		if err != nil {
			return err
		}
		for _, encoded := range tail {
			if err := x.replay(encoded); err != nil {
				return err
			}
		}
		return x.saveWhole()
	})
}

// readFrom reads the whole records from offset on and cuts a torn tail.
func (s *store) readFrom(offset int64) (entries [][]byte, err error) {
	for {
		entry, next, err := s.file.read(offset)
		switch {
		case errors.Is(err, io.EOF):
			return entries, nil
		case errors.Is(err, errTorn):
			if good, err := s.file.wholeAfter(offset); err != nil || good {
				return nil, errors.Join(err, damaged(logName, fmt.Errorf("record at byte %d", offset)))
			}
			return entries, s.file.cut(offset)
		case err != nil:
			return nil, err
		}
		entries = append(entries, entry)
		offset = next
	}
}

// replay appends one stored entry after checking that it belongs there.
func (x *txn) replay(encoded []byte) error {
	e, f, err := x.decode(encoded)
	if err == nil {
		err = x.append(e, f, encoded)
	}
	if err != nil {
		return err
	}
	return x.flush()
}

// refold folds an entry that the file holds into the state.
func (x *txn) refold(encoded []byte) error {
	e, f, err := x.decode(encoded)
	if err == nil {
		err = x.fold(e, f, encoded)
	}
	if err != nil {
		return err
	}
	return x.flush()
}

// decode reads the entry after the head and its fact.
func (x *txn) decode(encoded []byte) (e Entry, f fact, err error) {
	if err := json.Unmarshal(encoded, &e); err != nil {
		return e, nil, fmt.Errorf("%w: entry after %s: %w", ErrDamaged, x.head.Cursor, err)
	}
	if err := x.follows(e); err != nil {
		return e, nil, err
	}
	if f, err = factOf(e.Kind); err != nil {
		return e, nil, err
	}
	if err := json.Unmarshal(e.Body, f); err != nil {
		return e, nil, fmt.Errorf("%w: body of entry %s: %w", ErrDamaged, e.Cursor(), err)
	}
	x.now = e.At
	return e, f, nil
}

// follows checks that an entry is the next one after the head.
func (x *txn) follows(e Entry) error {
	next := Cursor{Epoch: x.head.Epoch, Seq: x.head.Seq + 1}
	if x.head.Seq == 0 {
		next = Cursor{Epoch: e.Epoch, Seq: 1}
	}
	opensEpoch := e.Seq == 1 && e.Epoch > x.head.Epoch
	if e.Cursor() != next && !opensEpoch {
		return fmt.Errorf("%w: entry %s stands where %s belongs", ErrVerify, e.Cursor(), next)
	}
	if e.Prev != x.prev() {
		return fmt.Errorf("%w: entry %s does not name the entry before it", ErrVerify, e.Cursor())
	}
	return nil
}
