package qris

import (
	"fmt"
	"strings"
)

// Options say what a dynamic code asks for.
type Options struct {
	// Amount in whole rupiah, 1 to MaxAmount.
	Amount int64
	// Tip to ask for; the zero Tip asks for none.
	Tip Tip
	// Additional fields for tag 62, tags 01 to 08, 1 to 25 printable ASCII
	// characters each. One that the code has already is kept as it is and the
	// one given here is left out. No acquirer is known to echo a field added
	// to its static code, and some wallets may mind: leave it nil unless asked.
	Additional []Field
}

// check returns why the options cannot be carried out, or nil.
func (o Options) check() error {
	switch {
	case !validAmount(o.Amount):
		return ErrAmountInvalid
	case !o.Tip.valid():
		return ErrTipInvalid
	case !validAdditional(o.Additional):
		return ErrAdditionalInvalid
	}
	return nil
}

// Dynamic returns the text of the static payload as one that asks for an
// amount: tag 01 becomes 12, tags 54 to 57 are replaced and stand right after
// tag 53, the checksum is made anew and every other byte is kept. It refuses
// with the first refusal of the payload (see Convertible) and then with
// ErrAmountInvalid, ErrTipInvalid or ErrAdditionalInvalid for the options. The
// result was read back and compared before it is returned.
func (p Payload) Dynamic(o Options) (string, error) {
	if err := p.Convertible(); err != nil {
		return "", err
	}
	if err := o.check(); err != nil {
		return "", err
	}
	want, err := p.change(o)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, f := range want {
		b.WriteString(f.String())
	}
	b.WriteString("6304")
	crc := formatCRC(Checksum(b.String()))
	b.Write(crc[:])
	text := b.String()
	if err := confirm(text, want); err != nil {
		return "", err
	}
	return text, nil
}

// change returns the fields of the dynamic payload without its checksum.
func (p Payload) change(o Options) ([]Field, error) {
	_, hasMethod := p.Field("01")
	_, hasAdditional := p.Field("62")
	var out []Field
	for _, f := range p.Fields() {
		switch f.Tag {
		case "00":
			out = append(out, f)
			if !hasMethod {
				out = append(out, Field{"01", "12"})
			}
		case "01":
			out = append(out, Field{"01", "12"})
		case "53":
			out = append(out, f, Field{"54", formatAmount(o.Amount)})
			out = append(out, o.Tip.fields()...)
		case "54", "55", "56", "57", "63":
		case "62":
			out = append(out, Field{"62", mergeAdditional(f.Value, o.Additional)})
		default:
			out = append(out, f)
		}
	}
	if !hasAdditional && len(o.Additional) > 0 {
		out = append(out, Field{"62", mergeAdditional("", o.Additional)})
	}
	for _, f := range out {
		if f.Tag == "62" && count(f.Value) > 99 {
			return nil, fmt.Errorf("%w: tag 62 would be longer than 99 characters", ErrAdditionalInvalid)
		}
	}
	return out, nil
}

// confirm reads a finished payload back and compares it with what was meant.
func confirm(text string, want []Field) error {
	q, err := Parse(text)
	if err != nil {
		return err
	}
	got := q.Fields()
	if !crcFits(text) || len(got) != len(want)+1 {
		return ErrChanged
	}
	for i := range want {
		if got[i] != want[i] {
			return ErrChanged
		}
	}
	return nil
}
