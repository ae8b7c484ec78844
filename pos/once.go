package pos

import "encoding/json"

// wish is the key that a caller made before asking, with what was asked. It
// stands in the fact that granted it, so that a replay knows it too: the same
// wish asked twice, because an answer was lost, is granted once.
type wish struct {
	Key     string `json:"key,omitempty"` // caller and the caller's key; "" when none was given
	Request string `json:"request,omitempty"`
}

// granted is what the index keeps of a wish.
type granted struct {
	Request string `json:"request"`
	Number  uint64 `json:"number,omitempty"` // of the shift that was closed by it
}

// newWish makes the wish of a caller. A caller without a key has none, and each
// of its wishes is a new one.
func newWish(actor, key string, asked any) (wish, error) {
	switch {
	case key == "":
		return wish{}, nil
	case len(key) > keyMost:
		return wish{}, ErrKeyMissing
	}
	return wish{actor + "\x00" + key, request(asked)}, nil
}

// request is what makes two wishes the same wish.
func request(asked any) string {
	said, _ := json.Marshal(asked) // strings, numbers and maps of them: never fails
	return join("request", string(said))
}

func (w wish) index() []byte { return indexKey(byWish, []byte(w.Key)) }

// knows finds what a wish was granted with. The same key with another wish is
// ErrKeyReused.
func (v view) knows(w wish) (g granted, found bool, err error) {
	if w.Key == "" {
		return g, false, nil
	}
	found, err = v.load(bucketIndex, w.index(), &g)
	if err == nil && found && g.Request != w.Request {
		err = ErrKeyReused
	}
	return g, found, err
}

// grant keeps the wish of a fact.
func (x *txn) grant(w wish, number uint64) error {
	if w.Key == "" {
		return nil
	}
	return x.save(bucketIndex, w.index(), granted{w.Request, number})
}
