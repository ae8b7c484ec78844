package pos

import "errors"

// qrisProposed stores a code that is used by nothing until it is pinned.
type qrisProposed struct {
	ofShop
	QRIS QRIS `json:"qris"`
}

func (*qrisProposed) kind() Kind { return KindQRISProposed }
func (f *qrisProposed) apply(x *txn, e Entry) error {
	return errors.Join(x.note(e, f.QRIS.named()),
		x.changeShop(func(s *shopState) { s.Codes = append(s.Codes, f.QRIS) }))
}

// qrisPinned makes a stored code a payee: its name, NMID and CRC are fixed. It
// takes the place of the counter's unless it is pinned beside it.
type qrisPinned struct {
	ofShop
	QRIS QRIS `json:"qris"`
}

func (*qrisPinned) kind() Kind { return KindQRISPinned }
func (f *qrisPinned) apply(x *txn, e Entry) error {
	return errors.Join(x.note(e, f.QRIS.named()), x.changeShop(func(s *shopState) {
		for i := range s.Codes {
			if !f.QRIS.Beside && !s.Codes[i].Beside {
				s.Codes[i].Pinned = false // the counter sells with one code
			}
		}
		s.Untried = s.Untried || !f.QRIS.Beside
		if known, ok := s.code(f.QRIS.ID); ok {
			*known = f.QRIS
			return
		}
		s.Codes = append(s.Codes, f.QRIS)
	}))
}

// qrisUnpinned takes a code that was pinned beside the counter's out of use.
type qrisUnpinned struct {
	ofShop
	ID       string `json:"id"`
	Name     string `json:"name"`
	Approved string `json:"approved_by,omitempty"`
}

func (*qrisUnpinned) kind() Kind { return KindQRISUnpinned }
func (f *qrisUnpinned) apply(x *txn, e Entry) error {
	return errors.Join(x.note(e, f.Name), x.changeShop(func(s *shopState) {
		if code, ok := s.code(f.ID); ok {
			code.Pinned = false
		}
	}))
}

// qrisShared says what else can bring money to a stored code.
type qrisShared struct {
	ofShop
	ID         string `json:"id"`
	Name       string `json:"name"`
	Sticker    bool   `json:"sticker"`
	SecondTill bool   `json:"second_till"`
	Approved   string `json:"approved_by,omitempty"`
}

func (*qrisShared) kind() Kind { return KindQRISShared }
func (f *qrisShared) apply(x *txn, e Entry) error {
	return errors.Join(x.note(e, f.Name), x.changeShop(func(s *shopState) {
		if code, ok := s.code(f.ID); ok {
			code.Sticker, code.SecondTill = f.Sticker, f.SecondTill
		}
	}))
}
