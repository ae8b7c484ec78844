package pos

import (
	"context"
	"errors"
	"os"
	"path/filepath"
)

// repeat says what doing a thing again does.
type repeat int

const (
	harmless repeat = iota // nothing
	some                   // what was left over: it is many decisions
	another                // the same once more: it is a button
)

// act does one thing, now and then on a failing disk. After a failure nothing
// is acknowledged; what was asked for is there wholly or not at all. Then it is
// asked for again. whole tells that the failed one was there.
func (s *sim) act(twice repeat, do func() error) (whole bool, err error) {
	if s.oneIn(20) {
		s.fail = pick(s, []string{"commit", "append"})
	}
	err = do()
	s.fail = ""
	if !s.fired {
		return false, err
	}
	s.fired = false
	s.must(errors.Is(err, ErrStorage), "the disk failed and the answer was %v", err)
	s.note("the disk failed")
	if s.oneIn(3) {
		s.reopen()
	}
	now := s.look()
	whole = now.head != s.pic.head
	if whole && twice == another {
		s.reopen()
		return true, nil
	}
	err = do()
	if whole && twice == harmless {
		s.must(err == nil, "done on a failing disk, then refused: %v", err)
		s.must(s.same(now, s.look()), "done on a failing disk, and once more after it")
	}
	return whole, err
}

// again does a thing once more that must change nothing then.
func (s *sim) again(twice repeat, what string, do func() error) {
	if twice != harmless || !s.oneIn(4) {
		return
	}
	before := s.look()
	err := do()
	s.must(err == nil, "%s again: %v", what, err)
	s.must(s.same(before, s.look()), "%s again changed something", what)
}

func (s *sim) open() {
	till, err := Open(context.Background(), s.o)
	s.must(err == nil, "open: %v", err)
	s.till = till
}

// reopen closes the till and opens it again.
func (s *sim) reopen() {
	s.must(s.till.Close() == nil, "close")
	s.till = nil
	s.open()
}

// restart is the power switch used well: everything is as it was.
func (s *sim) restart() {
	before := s.look()
	s.reopen()
	s.note("restart")
	s.must(s.same(before, s.look()), "a restart changed something")
}

// keep sets the bbolt file aside, for a crash that reverts it.
func (s *sim) keep() {
	kept, err := os.ReadFile(s.till.store.path())
	s.must(err == nil, "copy: %v", err)
	s.kept, s.keptAt = kept, s.look().head
}

// crash stops the till where one of the two files is ahead of the other:
// everything that was acknowledged is still there.
func (s *sim) crash() {
	if s.till.store.broken {
		s.reopen() // a failed save is mended by the next one, or so
	}
	before, head := s.look(), *s.till.headNow.Load()
	db, journal := s.till.store.path(), filepath.Join(s.o.Dir, "journal.log")
	s.must(s.till.Close() == nil, "close")
	s.till = nil
	whole := true
	switch {
	case s.kept != nil && s.oneIn(2):
		s.note("crash: bbolt is back at %s", s.keptAt)
		s.must(os.WriteFile(db, s.kept, 0o600) == nil, "write")
	case head.LogEnd > head.LogStart:
		keep := head.LogStart + s.rng.Int64N(head.LogEnd-head.LogStart)
		s.note("crash: the journal file ends %d bytes early", head.LogEnd-keep)
		s.must(os.Truncate(journal, keep) == nil, "truncate")
		whole = false
	}
	if whole && s.oneIn(4) && s.torn(journal) {
		s.note("and its last record is torn")
	}
	if s.oneIn(5) { // the mark of a till that was not closed: the files are inspected
		s.must(os.WriteFile(filepath.Join(s.o.Dir, markName), nil, 0o600) == nil, "write")
	}
	s.open()
	s.must(s.same(before, s.look()), "a crash changed something")
}

// torn adds the beginning of a record that was never acknowledged.
func (s *sim) torn(journal string) bool {
	content, err := os.ReadFile(journal)
	s.must(err == nil, "read: %v", err)
	if len(content) < 40 {
		return false
	}
	content = append(content, content[:9+s.rng.IntN(30)]...) // the head of the first record and a bit of it
	s.must(os.WriteFile(journal, content, 0o600) == nil, "write")
	return true
}
