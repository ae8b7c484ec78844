package pos

// appendTo appends the bytes of an entry, which are stored and hashed. Its body
// was encoded before and is not read again.
func (e *Entry) appendTo(out []byte) ([]byte, error) {
	w := object{out: out}
	w.open()
	w.int("v", int64(e.V))
	w.text("terminal", e.Terminal)
	w.uint("epoch", uint64(e.Epoch))
	w.uint("seq", e.Seq)
	w.time("at", e.At)
	w.text("day", string(e.Day))
	w.text("actor", e.Actor)
	w.text("kind", string(e.Kind))
	w.idIf("order", e.Order)
	w.raw("body", e.Body)
	if len(e.Private) > 0 {
		w.bytes("private", e.Private)
	}
	w.text("prev", e.Prev)
	w.close()
	return w.out, w.err
}
