package pos

import (
	"slices"
	"time"
)

// BankMatch is what came of comparing days with the bank.
type BankMatch struct {
	At        time.Time `json:"at,omitzero"`
	Actor     string    `json:"actor,omitempty"`
	From      Day       `json:"from"`
	To        Day       `json:"to"`
	Expected  Tally     `json:"expected"`         // of the till, before the acquirer's share
	Net       Rupiah    `json:"net"`              // what should arrive
	Stated    *Rupiah   `json:"stated,omitempty"` // the number that was typed in
	List      string    `json:"list,omitempty"`   // hex SHA-256 of the acquirer's list
	Matched   Tally     `json:"matched,omitzero"`
	Strays    Tally     `json:"at_bank_only,omitzero"`
	Lacking   Tally     `json:"in_till_only,omitzero"`
	ByHand    Tally     `json:"by_hand,omitzero"` // of Lacking, where only persons vouch for the money
	Lost      Tally     `json:"lost_batches,omitzero"`
	Differing Tally     `json:"different,omitzero"` // the sum is of the differences
	Agrees    bool      `json:"agrees"`
}

// settlementChanged carries an acquirer's rule as it is from now on, or says that
// there is none any more.
type settlementChanged struct {
	ofShop
	Settlement Settlement `json:"settlement"`
	Dropped    bool       `json:"dropped,omitempty"`
}

func (*settlementChanged) kind() Kind { return KindSettlement }
func (f *settlementChanged) apply(x *txn, _ Entry) error {
	return x.changeShop(func(s *shopState) {
		if !f.Dropped {
			s.putSettlement(f.Settlement)
			return
		}
		s.Settlements = slices.DeleteFunc(s.Settlements, func(known Settlement) bool { return known.Acquirer == f.Settlement.Acquirer })
	})
}

// putSettlement stores a rule in the place of the acquirer's last one. The
// columns of its lists are kept unless it brings others.
func (s *shopState) putSettlement(rule Settlement) {
	at := slices.IndexFunc(s.Settlements, func(known Settlement) bool { return known.Acquirer == rule.Acquirer })
	if at < 0 {
		s.Settlements = append(s.Settlements, rule)
		return
	}
	if rule.Columns == nil {
		rule.Columns = s.Settlements[at].Columns
	}
	s.Settlements[at] = rule
}

// bankCompared says that days were compared with the bank, and how far they
// agree. It changes nothing that was paid.
type bankCompared struct {
	ofShop
	Acquirer string    `json:"acquirer"`
	Match    BankMatch `json:"match"`
	Columns  *Columns  `json:"columns,omitempty"`  // with which the list was read, where they are new
	Payments []ID      `json:"payments,omitempty"` // that are or may be lacking at the bank, at most 200
}

func (*bankCompared) kind() Kind { return KindBankCompared }
func (f *bankCompared) apply(x *txn, e Entry) error {
	match := f.Match
	match.At, match.Actor = e.At, e.Actor
	for day := match.From; day <= match.To; day = day.Plus(1) {
		err := x.roll(day, func(s *Summary) {
			if s.Bank == nil {
				s.Bank = map[string]BankMatch{}
			}
			s.Bank[f.Acquirer] = match
		})
		if err != nil {
			return err
		}
	}
	if f.Columns == nil {
		return nil
	}
	return x.changeShop(func(s *shopState) {
		rule := s.settlement(f.Acquirer)
		if rule == nil {
			fresh := s.settlementFresh()
			rule = &fresh
		}
		changed := *rule
		changed.Columns = f.Columns
		s.putSettlement(changed)
	})
}
