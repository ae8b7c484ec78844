package pos

import (
	"time"

	"github.com/oklog/ulid/v2"
)

// ID is the identity of an order or a payment: a ULID, made once, never reused.
type ID = ulid.ULID

// State is where an order stands. The moves between states are in moves.go.
type State string

// The states of an order, by the words every interface uses.
const (
	Placed    State = "placed"                // stored, its code not yet on a screen
	Pending   State = "pending"               // its code is on a screen
	Awaiting  State = "awaiting_confirmation" // money may be there, a person must say
	Paid      State = "paid"
	Expired   State = "expired" // only the display closed; a QRIS stays payable
	Cancelled State = "cancelled"
	Failed    State = "failed" // never shown
	Refunded  State = "refunded"
)

// Flag says what is unusual about an order's money.
type Flag string

// The flags of an order.
const (
	FlagLate        Flag = "late"            // paid after its code left the screen
	FlagShort       Flag = "short"           // less money came than asked
	FlagOver        Flag = "over"            // more money came than asked
	FlagDuplicate   Flag = "duplicate"       // a second payment came
	FlagRefundDue   Flag = "refund_due"      // money must go back to the customer
	FlagTimeDoubt   Flag = "time_doubtful"   // the reported payment time was not accepted
	FlagAmountDoubt Flag = "amount_doubtful" // of a payment: the amount told and the one in the text differ
	FlagClaimed     Flag = "claimed"         // the customer says it is paid, the till does not know
	FlagLocalCode   Flag = "local_code"      // a gateway did not answer, confirmation is by hand
	FlagTest        Flag = "test"            // the Rp1.000 of set-up
	FlagReplacement Flag = "replaced"        // another order took its place
)

// Order is one sale. Times are UTC; amounts are whole rupiah.
type Order struct {
	ID       ID       `json:"id"`
	Number   string   `json:"number"` // A-0042
	State    State    `json:"state"`
	Flags    []Flag   `json:"flags,omitempty"`
	Price             // the lines that Amount is the sum of
	Amount   Rupiah   `json:"amount"`             // what the sale comes to
	Off      Rupiah   `json:"off,omitempty"`      // 1 to 99 taken off to make the payable amount its own
	Payable  Rupiah   `json:"payable"`            // what tag 54 of its newest code asks for
	Asked    []Rupiah `json:"asked,omitempty"`    // what earlier codes of it asked for
	Received Rupiah   `json:"received"`           // QRIS money matched to it so far
	Cash     Rupiah   `json:"cash,omitempty"`     // taken in cash
	Tendered Rupiah   `json:"tendered,omitempty"` // the note that was handed over for it
	BackDue  Rupiah   `json:"back_due,omitempty"` // money that must go back to the customer
	Returned Rupiah   `json:"returned,omitempty"` // and that went back

	QRIS    string `json:"qris"`    // id of the stored QRIS it was made from
	Payload string `json:"payload"` // the dynamic code
	Name    string `json:"name"`    // merchant name read from that code
	NMID    string `json:"nmid"`    // NMID read from that code

	Placed     time.Time `json:"placed_at"`
	Day        Day       `json:"day"`             // the business day it was placed on
	Shift      uint64    `json:"shift,omitempty"` // the shift its sale belongs to: that showed its code, or took its cash
	FirstShown time.Time `json:"first_shown_at,omitzero"`
	LastShown  time.Time `json:"last_shown_at,omitzero"` // when its code last left, or will leave, a screen
	ShowUntil  time.Time `json:"show_until,omitzero"`    // the countdown's end
	PaidAt     time.Time `json:"paid_at,omitzero"`       // accepted payment time
	PaidDay    Day       `json:"paid_day,omitempty"`     // the business day its sale counts on
	PaidHour   int       `json:"paid_hour,omitempty"`    // the hour of the shop's clock it counts in
	SettledAt  time.Time `json:"settled_at,omitzero"`    // when the till learned of it
	Claimed    time.Time `json:"claimed_at,omitzero"`    // when the customer said that it is paid

	Printed  time.Time `json:"printed_at,omitzero"` // its first receipt
	Receipts int       `json:"receipts,omitempty"`  // printed so far; all but the first are copies

	Owner *OwnerWord `json:"owner,omitempty"` // asked whether the money is there

	Evidence   Evidence `json:"evidence,omitempty"` // the strongest of its payments
	Source     string   `json:"source,omitempty"`   // and who told of that one
	Payments   []ID     `json:"payments,omitempty"`
	Refunds    []Refund `json:"refunds,omitempty"`
	Replaces   ID       `json:"replaces,omitzero"`    // the order this one took the place of
	ReplacedBy ID       `json:"replaced_by,omitzero"` // the order that took its place
	Cancelled  string   `json:"cancel_reason,omitempty"`
	ExternalID string   `json:"external_id,omitempty"` // the caller's own name for it
	Static     ID       `json:"static,omitzero"`       // the static code whose sale it is; ExternalID and Metadata are that code's
	Metadata   Metadata `json:"metadata,omitempty"`
	Callback   string   `json:"callback,omitempty"` // where the caller wants to be told
	Return     string   `json:"return,omitempty"`   // where the customer goes afterwards
	Code       string   `json:"code,omitempty"`     // of its pay page, which needs no other key; only orders of callers have one
	Note       string   `json:"note,omitempty"`
	Actor      string   `json:"actor"`              // who charged
	Stranger   bool     `json:"stranger,omitempty"` // made without a key: see ChargeStranger
	Address    string   `json:"address,omitempty"`  // hash of where a stranger's came from
	Sequence   uint64   `json:"sequence"`
	Request    string   `json:"request,omitempty"`   // tells a repeated wish from another one
	Suggestion ID       `json:"suggestion,omitzero"` // a payment that waits for a person's yes
	Entries    []string `json:"entries,omitempty"`   // of the journal that tell of it, oldest first: see Timeline

	Gateway      string    `json:"gateway,omitempty"`      // it was asked for a code, and is asked about the money
	GatewayRef   string    `json:"gateway_ref,omitempty"`  // its own name for the code
	GatewayUntil time.Time `json:"gateway_until,omitzero"` // its code cannot be paid later; zero when it did not say
	GatewayTold  bool      `json:"gateway_told,omitempty"` // it has told of money for the order

	Life time.Duration `json:"life,omitempty"` // how long its code is to be shown, when it waits for a gateway and the charge said so
}

// Has tells whether the order carries the flag.
func (o Order) Has(flag Flag) bool {
	for _, f := range o.Flags {
		if f == flag {
			return true
		}
	}
	return false
}

// Unique tells whether the order's payable amount is its own by the 1–99 rule.
func (o Order) Unique() bool { return o.Off > 0 }

// Total is what the customer owes in all: the amount less what was taken off.
func (o Order) Total() Rupiah { return o.Amount - o.Off }

// Owed is what is still missing; below zero when too much came.
func (o Order) Owed() Rupiah { return o.Total() - o.Received - o.Cash }

// Kept is the money that came for the order and did not go back.
func (o Order) Kept() Rupiah { return o.Received + o.Cash - o.Returned }

// Live tells whether the order's code is meant to be on a screen at now.
func (o Order) Live(now time.Time) bool {
	return (o.State == Pending || o.State == Awaiting) && now.Before(o.ShowUntil)
}

// Remaining is the time left on the countdown at now, never below zero.
func (o Order) Remaining(now time.Time) time.Duration {
	return max(0, o.ShowUntil.Sub(now))
}

// Reshowable tells whether the same code may be put on a screen again at now.
func (o Order) Reshowable(now time.Time) bool {
	switch o.State {
	case Pending, Awaiting, Expired:
		return !o.LastShown.IsZero() && now.Before(o.LastShown.Add(reshowFor))
	}
	return false
}

const (
	reshowFor    = 30 * time.Minute // a code may be shown again this long after it left the screen
	matchBefore  = 2 * time.Minute  // money may be stamped this long before its code was shown
	matchAfter   = 30 * time.Minute // money may come this long after its code left the screen
	witnessRange = 10 * time.Minute // two reports of one payment are no further apart
	extension    = 2 * time.Minute  // "Tambah 2 menit"
)
