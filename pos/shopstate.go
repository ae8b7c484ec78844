package pos

import (
	"slices"
	"time"
)

// shopState is what the file keeps of the shop and of whom it trusts. Secrets
// in it are sealed.
type shopState struct {
	Terminal string   `json:"terminal"`
	Practice bool     `json:"practice"`
	Settings Settings `json:"settings"`
	Codes    []QRIS   `json:"codes,omitempty"`
	People   []Person `json:"people,omitempty"`
	Device   pinState `json:"device,omitzero"`   // wrong PINs given at this till
	Cashier  string   `json:"cashier,omitempty"` // who is signed in
	Keys     []APIKey `json:"keys,omitempty"`
	Tokens   []token  `json:"tokens,omitempty"` // of web accounts, in the order they were given
	Sources  []Source `json:"sources,omitempty"`
	Devices  []Device `json:"devices,omitempty"`
	Hooks    []Hook   `json:"hooks,omitempty"`

	Gateways  []Gateway  `json:"gateways,omitempty"`
	Templates []Template `json:"templates,omitempty"` // how phones' notifications are read

	Recovery  []byte      `json:"recovery,omitempty"`  // sealed: who backups are made for
	Unwritten bool        `json:"unwritten,omitempty"` // nobody said yet that its words are on paper
	Backup    *BackupMade `json:"backup,omitempty"`    // the last good one

	Untried bool `json:"untried,omitempty"` // nobody paid a test since where the money goes, or who tells of it, changed

	Settlements []Settlement `json:"settlements,omitempty"` // how acquirers pay out
}

var keyShop = []byte("shop")

// calendar gives the shop's business days.
func (s *shopState) calendar() Calendar {
	return Calendar{Zone: s.Settings.Zone, CutOff: s.Settings.CutOff}
}

// public gives what anybody in the shop may know.
func (s *shopState) public() Shop {
	codes := slices.Clone(s.Codes)
	for i := range codes {
		codes[i].Ref = i + 1
	}
	return Shop{Settings: s.Settings, Terminal: s.Terminal, Practice: s.Practice,
		HasPIN: s.hasPIN(), Cashier: s.Cashier, RecoveryDue: s.Unwritten, TestDue: s.Untried && !s.Practice, Codes: codes}
}

// code finds a stored QRIS by its id.
func (s *shopState) code(id string) (*QRIS, bool) {
	at := slices.IndexFunc(s.Codes, func(q QRIS) bool { return q.ID == id })
	if at < 0 {
		return nil, false
	}
	return &s.Codes[at], true
}

// payee is the account that the counter's code pays to.
func (s *shopState) payee() string {
	code, ok := s.public().Pinned()
	if !ok {
		return ""
	}
	return Order{NMID: code.NMID, QRIS: code.ID}.payee()
}

// pinned are the codes that may be drawn.
func (s *shopState) pinned() []QRIS {
	return slices.DeleteFunc(slices.Clone(s.Codes), func(q QRIS) bool { return !q.Pinned })
}

// payees are the accounts that money may come to: the one a report names, else
// those of all pinned codes.
func (s *shopState) payees(r Report) (payees []string) {
	if r.Payee != "" {
		return []string{r.Payee}
	}
	for _, code := range s.pinned() {
		if payee := (Order{NMID: code.NMID, QRIS: code.ID}).payee(); !slices.Contains(payees, payee) {
			payees = append(payees, payee)
		}
	}
	return payees
}

// hour is the hour of the shop's clock at a moment.
func (x *txn) hour(at time.Time) int { return at.In(x.shop.calendar().Location()).Hour() }

// shopState reads the shop; a new file has the defaults.
func (v view) shopState() (*shopState, error) {
	shop := &shopState{Settings: defaults()}
	_, err := v.load(bucketShop, keyShop, shop)
	return shop, err
}

// changeShop folds a change of trust into the shop. What the till keeps in
// memory is never changed in place.
func (x *txn) changeShop(change func(*shopState)) error {
	shop := *x.shop
	shop.Codes, shop.Keys, shop.Sources = slices.Clone(shop.Codes), slices.Clone(shop.Keys), slices.Clone(shop.Sources)
	shop.People, shop.Settlements = slices.Clone(shop.People), slices.Clone(shop.Settlements)
	shop.Tokens, shop.Devices, shop.Gateways = slices.Clone(shop.Tokens), slices.Clone(shop.Devices), slices.Clone(shop.Gateways)
	shop.Hooks, shop.Templates = slices.Clone(shop.Hooks), slices.Clone(shop.Templates)
	change(&shop)
	x.shop = &shop
	return x.save(bucketShop, keyShop, x.shop)
}
