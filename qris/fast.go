package qris

// Dynamic returns the text of the static payload as one that asks for an
// amount, with the same result and the same errors as Parse followed by
// Payload.Dynamic.
func Dynamic(text string, o Options) (string, error) {
	p, err := Parse(text)
	if err != nil {
		return "", err
	}
	return p.Dynamic(o)
}
