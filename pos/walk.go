package pos

import (
	"slices"
	"strings"

	"go.etcd.io/bbolt"
)

// walk goes through the keys of a bucket in one direction, as the state has
// them: those of the file, with what is recent on top.
type walk struct {
	bucket []byte
	back   bool

	file   *bbolt.Cursor
	key    []byte // the next one in the file, nil at the end
	stored []byte

	prefix string    // of the bucket's keys in the runs
	runs   []runWalk // the newest last
}

// runWalk is a place in a run, at a key of the bucket.
type runWalk struct {
	run []changed
	at  int
	key string
}

// rising walks up from the first key not below from.
func (v view) rising(bucket, from []byte) *walk {
	w := v.walk(bucket, from, false)
	w.key, w.stored = w.file.Seek(from)
	return w
}

// falling walks down from the last key below the one given.
func (v view) falling(bucket, below []byte) *walk {
	w := v.walk(bucket, below, true)
	if above, _ := w.file.Seek(below); above == nil {
		w.key, w.stored = w.file.Last()
	} else {
		w.key, w.stored = w.file.Prev()
	}
	return w
}

// walk stands, in every run that has one, at the first key of the walk.
func (v view) walk(bucket, from []byte, back bool) *walk {
	w := &walk{bucket: bucket, back: back, prefix: recentKey(bucket, nil), file: v.tx.Bucket(bucket).Cursor()}
	first := changed{key: recentKey(bucket, from)}
	for _, run := range v.recent.all() {
		at, _ := slices.BinarySearchFunc(run, first, byRecentKey)
		if back {
			at--
		}
		if r := (runWalk{run: run, at: at}); r.look(w.prefix) {
			w.runs = append(w.runs, r)
		}
	}
	return w
}

// look reads the key a run stands at, if it is one of the bucket.
func (r *runWalk) look(prefix string) (there bool) {
	if r.at < 0 || r.at == len(r.run) {
		return false
	}
	r.key, there = strings.CutPrefix(r.run[r.at].key, prefix)
	return there
}

// next gives the next key and its checked value, and a nil key at the end. Of
// the values of one key the newest counts.
func (w *walk) next() (key, value []byte, err error) {
	for {
		newest, from := w.newest()
		if from == nil {
			return w.ofFile()
		}
		value := from.run[from.at].value
		w.pass(newest)
		if value != nil {
			return []byte(newest), value, nil
		}
	}
}

// newest finds the run that the next key stands in, the newest of several; nil
// when the file's key comes first.
func (w *walk) newest() (next string, from *runWalk) {
	for i := range w.runs {
		if key := w.runs[i].key; from == nil || !w.before(next, key) {
			next, from = key, &w.runs[i]
		}
	}
	if from != nil && w.key != nil && w.before(string(w.key), next) {
		return "", nil
	}
	return next, from
}

// before tells which of two keys comes first on the walk.
func (w *walk) before(a, b string) bool { return a != b && (a < b) != w.back }

// pass moves everything on that stands at a key. A run that ends is left out.
func (w *walk) pass(key string) {
	step := 1
	if w.back {
		step = -1
	}
	kept := w.runs[:0]
	for _, r := range w.runs {
		there := true
		if r.key == key {
			r.at += step
			there = r.look(w.prefix)
		}
		if there {
			kept = append(kept, r)
		}
	}
	w.runs = kept
	if string(w.key) == key {
		w.step()
	}
}

// ofFile gives the file's next key.
func (w *walk) ofFile() (key, value []byte, err error) {
	if key = w.key; key == nil {
		return nil, nil, nil
	}
	value, err = checked(w.bucket, key, w.stored)
	w.step()
	return key, value, err
}

// step moves on in the file.
func (w *walk) step() {
	if w.back {
		w.key, w.stored = w.file.Prev()
	} else {
		w.key, w.stored = w.file.Next()
	}
}

// scan walks the keys that start with prefix, from the first not below from, in
// rising order, until yield says no.
func (v view) scan(bucket, prefix, from []byte, yield func(key, value []byte) (bool, error)) error {
	return v.rising(bucket, from).each(prefix, yield)
}

// scanBack walks the keys that start with prefix, from the last one below from,
// in falling order, until yield says no.
func (v view) scanBack(bucket, prefix, from []byte, yield func(key, value []byte) (bool, error)) error {
	return v.falling(bucket, from).each(prefix, yield)
}

func (w *walk) each(prefix []byte, yield func(key, value []byte) (bool, error)) error {
	for {
		key, value, err := w.next()
		if err != nil || key == nil || !hasPrefix(key, prefix) {
			return err
		}
		if more, err := yield(key, value); err != nil || !more {
			return err
		}
	}
}

func hasPrefix(key, prefix []byte) bool {
	return len(key) >= len(prefix) && string(key[:len(prefix)]) == string(prefix)
}
