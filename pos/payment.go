package pos

import "time"

// Evidence says how the till knows of money; it is shown and kept apart in
// every total. Nothing manual is ever called verified.
type Evidence string

// The evidence of a payment, strongest first. "api:<key>" stands for a program
// that settled with its own key.
const (
	GatewayVerified  Evidence = "gateway_verified"  // the till asked the gateway itself
	GatewayReported  Evidence = "gateway_reported"  // a gateway repeats what it was told
	ForwarderMatched Evidence = "forwarder_matched" // a phone forwarded the notification
	OwnerConfirmed   Evidence = "owner_confirmed"
	Manual           Evidence = "manual" // a cashier saw it
	CashTaken        Evidence = "cash"
	PracticeMoney    Evidence = "practice"
)

// Machine tells whether a machine, not a person, is the witness. Only then does
// the voice speak.
func (e Evidence) Machine() bool {
	return e == GatewayVerified || e == GatewayReported || e == ForwarderMatched
}

// rank orders evidence by strength; a further witness may only raise it.
func (e Evidence) rank() int {
	for i, known := range []Evidence{CashTaken, Manual, OwnerConfirmed, ForwarderMatched, GatewayReported, GatewayVerified} {
		if e == known {
			return i
		}
	}
	return 1 // api:<key> and practice stand beside manual
}

// PaymentState is what became of money that was reported.
type PaymentState string

// The states of a payment.
const (
	Matched   PaymentState = "matched"
	Ambiguous PaymentState = "ambiguous" // a person chooses from its candidates
	Unmatched PaymentState = "unmatched"
	Returned  PaymentState = "returned"
	NotOurs   PaymentState = "not_ours"
	Voided    PaymentState = "voided"  // manual, taken back by a supervisor
	Witnessed PaymentState = "witness" // a report that turned out to tell of another payment
)

// Payment is money that came in, as far as the till was told.
type Payment struct {
	ID       ID           `json:"id"`
	State    PaymentState `json:"state"`
	Order    ID           `json:"order,omitzero"`
	Amount   Rupiah       `json:"amount"`
	Payee    string       `json:"payee,omitempty"` // NMID, or id of the stored QRIS without one
	Evidence Evidence     `json:"evidence"`
	Reported time.Time    `json:"reported_at,omitzero"` // the payment time the source gave
	Received time.Time    `json:"received_at"`          // when the till was told
	PaidAt   time.Time    `json:"paid_at"`              // the accepted payment time
	Day      Day          `json:"day"`                  // its business day

	Source     string    `json:"source"`
	PaymentID  string    `json:"payment_id,omitempty"` // the source's own id
	RRN        string    `json:"rrn,omitempty"`
	Issuer     string    `json:"issuer,omitempty"`
	Payer      string    `json:"payer,omitempty"`
	App        string    `json:"app,omitempty"`
	Device     string    `json:"device,omitempty"`
	RawText    string    `json:"raw_text,omitempty"` // as it was said, bounded
	SeenAt     string    `json:"seen_at,omitempty"`  // manual: where the cashier saw it
	Tendered   Rupiah    `json:"tendered,omitempty"` // cash: the note handed over
	LastDigits string    `json:"last_digits,omitempty"`
	Note       string    `json:"note,omitempty"`
	Actor      string    `json:"actor"`
	Candidates []ID      `json:"candidates,omitempty"`
	Witnesses  []Witness `json:"witnesses,omitempty"`
	Flags      []Flag    `json:"flags,omitempty"`
	AttachedBy string    `json:"attached_by,omitempty"` // the person who said whose money it is
	Approved   string    `json:"approved_by,omitempty"` // whose PIN a confirmation above the limits had

	MaybeWitness bool   `json:"maybe_witness,omitempty"` // it may tell of money already counted
	WitnessOf    ID     `json:"witness_of,omitzero"`
	Teller       string `json:"teller,omitempty"`    // the witness whose word raised the evidence
	OrderRef     string `json:"order_ref,omitempty"` // a name the report gave that we do not know
}

// teller is whose word the evidence rests on.
func (p Payment) teller() string {
	if p.Teller != "" {
		return p.Teller
	}
	return p.Source
}

// Witness is a source's word for a payment.
type Witness struct {
	Source    string    `json:"source"`
	PaymentID string    `json:"payment_id,omitempty"`
	Evidence  Evidence  `json:"evidence"`
	PaidAt    time.Time `json:"paid_at"`
}
