package pos

import (
	"context"
	"encoding/binary"
)

var keyRunning = []byte("running")

// zKey is where the Z of a number is kept.
func zKey(number uint64) []byte { return binary.BigEndian.AppendUint64([]byte("z"), number) }

// running reads the running shift; a new file is in its first.
func (v view) running() (Shift, error) {
	s := Shift{Number: 1}
	_, err := v.load(bucketShifts, keyRunning, &s)
	return s, err
}

// running gives the running shift as the decision knows it, to be read.
func (x *txn) running() (*Shift, error) {
	if x.shift == nil {
		s, err := x.view.running()
		if err != nil {
			return nil, err
		}
		x.shift = &s
	}
	return x.shift, nil
}

// inShift changes the running shift. It is saved with the commit.
func (x *txn) inShift(change func(*Shift)) error {
	s, err := x.running()
	if err != nil {
		return err
	}
	change(s)
	x.shiftChanged = true
	return nil
}

// saveShift saves the running shift when it changed.
func (x *txn) saveShift() error {
	if !x.shiftChanged {
		return nil
	}
	x.shiftChanged = false
	return x.save(bucketShifts, keyRunning, x.shift)
}

// note tells the next Z of a change of trust.
func (x *txn) note(e Entry, what string) error {
	return x.inShift(func(s *Shift) {
		s.Notes = keep(s.Notes, Note{At: e.At, Kind: e.Kind, Actor: e.Actor, What: what}, notesMost)
	})
}

// Shift gives the running shift as it stands.
func (t *Till) Shift(ctx context.Context) (s Shift, err error) {
	err = t.read(ctx, func(v view) error {
		s, err = v.running()
		return err
	})
	return s, err
}

// Z gives a closed shift by its number, or ErrNotFound.
func (t *Till) Z(ctx context.Context, number uint64) (z Z, err error) {
	err = t.read(ctx, func(v view) error {
		found, err := v.load(bucketShifts, zKey(number), &z)
		if err == nil && !found {
			err = ErrNotFound
		}
		return err
	})
	return z, err
}

// Zs gives closed shifts, newest first, at most limit, those before a number
// (0: from the newest).
func (t *Till) Zs(ctx context.Context, before uint64, limit int) (zs []Z, err error) {
	end := zKey(before)
	if before == 0 {
		end = []byte("{") // above every key that starts with z
	}
	err = t.read(ctx, func(v view) error {
		zs = nil
		return v.scanBack(bucketShifts, []byte("z"), end, func(key, _ []byte) (bool, error) {
			var z Z
			if len(zs) == limit {
				return false, nil
			}
			_, err := v.load(bucketShifts, key, &z)
			zs = append(zs, z)
			return true, err
		})
	})
	return zs, err
}
