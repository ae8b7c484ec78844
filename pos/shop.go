package pos

import (
	"time"

	"laci/qris"
)

// Facing says who can touch the till's screen.
type Facing string

// Who faces the screen. FacingUnknown is treated as if the customer could.
const (
	FacingUnknown  Facing = ""
	FacingCashier  Facing = "cashier"
	FacingCustomer Facing = "customer"
	FacingTurned   Facing = "turned"
)

// CustomerCanTouch tells whether the cashier's buttons hide behind a PIN.
func (f Facing) CustomerCanTouch() bool { return f != FacingCashier }

// QRIS is a stored static code. Name, NMID and CRC are pinned with it: only a
// pinned payee is ever drawn.
type QRIS struct {
	ID         string    `json:"id"`
	Ref        int       `json:"ref,omitempty"` // 1, 2, … in the order they were stored, for systems that name codes by number
	Text       string    `json:"text"`          // the static payload, byte for byte
	Name       string    `json:"name"`
	City       string    `json:"city"`
	NMID       string    `json:"nmid"`
	CRC        string    `json:"crc"`
	Pinned     bool      `json:"pinned"`           // false: proposed, used by nothing
	Beside     bool      `json:"beside,omitempty"` // not the counter's: callers may choose it
	Sticker    bool      `json:"sticker"`          // a printed code of it can be paid too
	SecondTill bool      `json:"second_till"`      // another till shows it too
	Added      time.Time `json:"added_at"`
}

// named is how a person tells the code from another.
func (q QRIS) named() string { return q.Name + " " + q.NMID }

// Settings are what the owner chose.
type Settings struct {
	TerminalName string `json:"terminal_name"` // "Kasir A"
	Zone         string `json:"zone"`          // WIB, WITA or WIT
	CutOff       int    `json:"cut_off"`       // hours after midnight, 0 to 6
	Facing       Facing `json:"facing"`
	Limit        Rupiah `json:"limit"`      // most for one sale
	ShowSeconds  int    `json:"show_for_s"` // countdown of a code

	BackupDays int    `json:"backup_days,omitempty"` // days that backups are kept; 0 is 14
	BackupTo   string `json:"backup_to,omitempty"`   // a second folder for backups; "" is none

	Unique       bool   `json:"unique,omitempty"`        // take 1 to 99 rupiah off, so that each payable amount is its own
	FeeFixed     Rupiah `json:"fee_fixed,omitempty"`     // added to each sale; off unless the owner turned it on
	FeeBasis     int    `json:"fee_basis,omitempty"`     // the same as a share, in hundredths of a percent
	DiscountFree Rupiah `json:"discount_free,omitempty"` // a discount above it needs a supervisor's or the owner's PIN

	// Limits of what a cashier confirms by hand; 0 is no limit. Above them a
	// supervisor or the owner.
	ManualOrder Rupiah `json:"manual_order,omitempty"` // for one order
	ManualShift Rupiah `json:"manual_shift,omitempty"` // in one shift, together
	ManualBare  Rupiah `json:"manual_bare,omitempty"`  // for one order without the digits of a reference

	CashierTotals bool `json:"cashier_totals,omitempty"` // cashiers see totals

	Printer   string `json:"printer,omitempty"`        // address of the receipt printer; "" is none
	PaperMM   int    `json:"paper_mm,omitempty"`       // width of its paper, 58 or 80; 0 is 58
	Foot      string `json:"foot,omitempty"`           // last line of a receipt; "" is a thank-you
	Unusual   Rupiah `json:"unusual,omitempty"`        // from here on an amount is spelled in words too; 0: from five times what is usual
	LockAfter int    `json:"lock_after_min,omitempty"` // minutes without a touch until the screen is locked; 0: never

	// Who can reach the till's server, and whom it calls.
	LAN            bool   `json:"lan,omitempty"`             // other machines may connect, by TLS
	Names          List   `json:"names,omitempty"`           // by which clients call this till, besides its addresses
	PublicAddress  string `json:"public_address,omitempty"`  // "https://kasir.toko.example", as seen from the internet
	TrustedProxies List   `json:"trusted_proxies,omitempty"` // addresses and ranges whose word for who asks is believed
	CertFile       string `json:"cert_file,omitempty"`       // own certificate instead of a self-made one
	CertKeyFile    string `json:"cert_key_file,omitempty"`
	Origins        List   `json:"origins,omitempty"`        // foreign pages that may show the pay button
	CallbackHosts  List   `json:"callback_hosts,omitempty"` // hosts that callers may ask to be told at, by https
	LANServices    List   `json:"lan_services,omitempty"`   // of them those in the shop's own network
	KeyRate        int    `json:"key_rate,omitempty"`       // requests a second of one key; 0 is 100

	Gateway string `json:"gateway,omitempty"` // the counter's codes come from it; "" for the shop's own
}

// defaults are the settings of a till nobody has set up.
func defaults() Settings {
	return Settings{TerminalName: "Kasir A", Zone: "WIB", Limit: DefaultLimit, ShowSeconds: 300}
}

// Shop is what the till knows of its shop and itself.
type Shop struct {
	Settings
	Terminal string // the letter of its order numbers: A
	Practice bool   // a practice till takes no real money and says so everywhere
	HasPIN   bool   // the owner's PIN is set
	Cashier  string // who is signed in; "" when nobody is
	Codes    []QRIS // all that are stored, pinned or not, oldest first

	RecoveryDue bool // nobody said yet that the words of the recovery code are on paper
	TestDue     bool // the QRIS, the counter's gateway or a source of money is new and no test order was paid since
}

// Ready tells whether the till can sell: it has a pinned code.
func (s Shop) Ready() bool {
	_, ok := s.Pinned()
	return ok
}

// Pinned gives the code that the counter sells with.
func (s Shop) Pinned() (QRIS, bool) {
	for _, q := range s.Codes {
		if q.Pinned && !q.Beside {
			return q, true
		}
	}
	return QRIS{}, false
}

// PinnedCode gives one of the pinned codes by its id, the counter's for "".
func (s Shop) PinnedCode(id string) (QRIS, bool) {
	if id == "" {
		return s.Pinned()
	}
	for _, q := range s.Codes {
		if q.Pinned && q.ID == id {
			return q, true
		}
	}
	return QRIS{}, false
}

// Suits tells whether a payload may be the code of this till at its screen:
// ErrPracticeCode for a real one in practice, ErrSampleCode for one that nobody
// can pay on a live till.
func (s Shop) Suits(p qris.Payload) error {
	switch sample := unpayable(p); {
	case s.Practice && !sample:
		return ErrPracticeCode
	case !s.Practice && sample:
		return ErrSampleCode
	}
	return nil
}

// Calendar gives the shop's business days.
func (s Shop) Calendar() Calendar { return Calendar{Zone: s.Zone, CutOff: s.CutOff} }
