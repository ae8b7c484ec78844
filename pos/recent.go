package pos

import (
	"cmp"
	"slices"
	"strings"
)

// recent is the part of the state that the file does not have yet: the values
// that the entries since the last checkpoint changed.
type recent struct {
	runs  [][]changed // each sorted by key and never changed again; the newest last
	loose []changed   // what the running decision changed, the newest last
}

// changed is a value of the state, by bucket and key. A key that was
// removed has no value.
type changed struct {
	key   string
	value []byte
}

// recentKey is a key in its bucket's run of keys.
func recentKey(bucket, key []byte) string { return string(bucket) + "/" + string(key) }

func byRecentKey(a, b changed) int { return cmp.Compare(a.key, b.key) }

// set changes a value, nil for a key that is removed. It is copied, with room
// for the checksum it gets in the file.
func (r *recent) set(bucket, key, value []byte) {
	if value != nil {
		value = append(make([]byte, 0, len(value)+sumSize), value...)
	}
	r.loose = append(r.loose, changed{recentKey(bucket, key), value})
}

// get gives a changed value, nil for a removed key, and whether there is one.
func (r *recent) get(bucket, key []byte) (value []byte, known bool) {
	if len(r.runs) == 0 && len(r.loose) == 0 {
		return nil, false
	}
	wanted := changed{key: recentKey(bucket, key)}
	for _, c := range slices.Backward(r.loose) {
		if c.key == wanted.key {
			return c.value, true
		}
	}
	for _, run := range slices.Backward(r.runs) {
		if at, found := slices.BinarySearchFunc(run, wanted, byRecentKey); found {
			return run[at].value, true
		}
	}
	return nil, false
}

// seal makes a run of what a decision changed. Each run is at least twice as
// long as the next newer one, so that there are few.
func (r *recent) seal() {
	run := sorted(r.loose)
	r.loose = r.loose[:0]
	if len(run) == 0 {
		return
	}
	for n := len(r.runs); n > 0 && len(r.runs[n-1]) < 2*len(run); n-- {
		run, r.runs = merged(r.runs[n-1], run), r.runs[:n-1]
	}
	r.runs = append(r.runs, run)
}

// sorted gives changes by key, the newest of each.
func sorted(changes []changed) []changed {
	run := slices.Clone(changes)
	slices.Reverse(run)
	slices.SortStableFunc(run, byRecentKey)
	return slices.CompactFunc(run, func(a, b changed) bool { return a.key == b.key })
}

// merged gives two runs as one, in which the newer stands for the older.
func merged(older, newer []changed) []changed {
	run := make([]changed, 0, len(older)+len(newer))
	for len(older) > 0 && len(newer) > 0 {
		switch strings.Compare(older[0].key, newer[0].key) {
		case -1:
			run, older = append(run, older[0]), older[1:]
		case 0:
			older = older[1:]
		case 1:
			run, newer = append(run, newer[0]), newer[1:]
		}
	}
	return append(append(run, older...), newer...)
}

// all gives the runs and, as the newest, what is loose.
func (r *recent) all() [][]changed {
	if len(r.loose) == 0 {
		return r.runs
	}
	return append(slices.Clip(r.runs), sorted(r.loose))
}

// size is how many changes there are.
func (r *recent) size() (n int) {
	for _, run := range r.runs {
		n += len(run)
	}
	return n
}

// snapshot is what was recent at a head.
type snapshot struct {
	at     Cursor
	recent recent
}

// snapshot is what readers of the next commit need.
func (x *txn) snapshot() snapshot {
	return snapshot{x.head.Cursor, recent{runs: slices.Clone(x.recent.runs)}}
}

// viewOf gives the state at the head of a reading transaction. There is none
// when newer commits came between the transaction's begin and the call.
func (t *Till) viewOf(v view) (_ view, found bool, err error) {
	at, err := v.newest()
	for _, s := range *t.snapshots.Load() {
		if s.at == at.Cursor {
			v.recent = s.recent
			return v, true, err
		}
	}
	return v, false, err
}
