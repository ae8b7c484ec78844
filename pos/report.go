package pos

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Report is somebody's word that money came in.
type Report struct {
	Source     string    // who says so: the name of a source or gateway
	Evidence   Evidence  // how sure its word makes the till
	PaymentID  string    // the source's own id of the payment, when it has one
	RRN        string    // the retrieval reference number, when it has one
	Amount     Rupiah    // above zero
	Currency   string    // "IDR" or ""
	PaidAt     time.Time // when the money moved, zero when not said
	Payee      string    // the NMID the money came to, when it says so
	OrderRef   string    // the order's id or number, when it names one
	Issuer     string
	Payer      string
	App        string // package or name of the app that showed it
	Device     string
	RawText    string // the notification word for word
	DeliveryID string // the delivery's webhook-id: a repeated delivery is one report, two ids may be two payments
	Note       string
	Actor      string // who is written down; the source when empty

	suggests bool   // it settles nothing, whatever it names: see readFor
	flags    []Flag // what is odd about it

	seenAt, lastDigits, approved string // manual confirmation, see Confirm
	wish                         wish   // of cash, see PartCash
}

// Outcome says what a report led to.
type Outcome struct {
	Result  string // settled, suggested, ambiguous, unmatched, witnessed, seen, unread
	Order   ID     // zero when no order is concerned
	Payment ID
}

// The results of a report.
const (
	ResultSettled   = "settled"
	ResultSuggested = "suggested"
	ResultAmbiguous = "ambiguous"
	ResultUnmatched = "unmatched"
	ResultWitnessed = "witnessed"
	ResultSeen      = "seen"   // it was told before: nothing changed
	ResultUnread    = "unread" // no template reads its text, or the text is not of money: nothing changed
)

const (
	sourceManual   = "manual"
	sourcePractice = "practice"
	sourceOwner    = "owner"
	textMost       = 200 // characters of a report's texts
)

// check refuses a report that is none.
func (r Report) check() error {
	switch {
	case r.Amount <= 0:
		return ErrAmount
	case r.Currency != "" && r.Currency != "IDR":
		return ErrCurrency
	case r.Source == "" || r.Evidence == "":
		return ErrReport
	}
	return nil
}

// identities are the names under which this report is known once it was taken:
// the payment id or the RRN; without either what was said word for word, or who
// paid what in which second; and the delivery, for a repeat.
func (r Report) identities() []string {
	var seen []string
	if r.PaymentID != "" {
		seen = append(seen, join("id", r.Source, r.PaymentID))
	}
	if r.RRN != "" {
		seen = append(seen, join("rrn", r.Source, r.RRN))
	}
	if len(seen) == 0 && !r.PaidAt.IsZero() {
		posted := strconv.FormatInt(r.PaidAt.Unix(), 10)
		if r.RawText != "" {
			exact := strconv.FormatInt(r.PaidAt.UnixMilli(), 10)
			seen = append(seen, join("raw", r.Source, r.Device, r.App, r.RawText, exact, r.what()))
		} else {
			seen = append(seen, join("said", r.Source, r.App, posted, r.Payer, r.what()))
		}
	}
	if r.DeliveryID != "" {
		seen = append(seen, join("delivery", r.Source, r.DeliveryID, r.RawText, r.what()))
	}
	return seen
}

// what is the money itself: reports that differ in it are never one report.
func (r Report) what() string { return r.Amount.Digits() + " " + r.OrderRef + " " + r.PaymentID }

// join makes one bounded key of many parts, none of which can run into another.
func join(parts ...string) string {
	hash := sha256.New()
	for _, part := range parts {
		hash.Write([]byte(strconv.Itoa(len(part)) + ":" + part))
	}
	return parts[0] + ":" + hex.EncodeToString(hash.Sum(nil)[:16])
}

// rrnKey is under which the money of an RRN is known, whoever told of it.
func rrnKey(rrn string) string { return join("any-rrn", rrn) }

// payment makes the payment that the report tells of, not yet anybody's.
func (r Report) payment(id ID, payee string, now time.Time) Payment {
	actor := r.Actor
	if actor == "" {
		actor = "source:" + r.Source
	}
	return Payment{
		ID: id, State: Unmatched, Amount: r.Amount, Payee: payee, Evidence: r.Evidence,
		Reported: utc(r.PaidAt), Received: now, PaidAt: now,
		Source: r.Source, PaymentID: cleanText(r.PaymentID, textMost), RRN: cleanText(r.RRN, textMost),
		Issuer: cleanText(r.Issuer, textMost), Payer: cleanText(r.Payer, textMost), App: cleanText(r.App, textMost),
		Device: cleanText(r.Device, textMost), RawText: bounded(r.RawText, rawMost),
		Flags: slices.Clone(r.flags), SeenAt: r.seenAt, LastDigits: r.lastDigits, Approved: r.approved, Note: cleanText(r.Note, textMost), Actor: actor,
	}
}

// utc makes a reported time comparable and storable.
func utc(at time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	return at.UTC().Truncate(time.Millisecond)
}

// bounded keeps the raw words as evidence, as many bytes of them as fit.
func bounded(text string, most int) string {
	if len(text) > most {
		text = text[:most]
	}
	return strings.ToValidUTF8(text, "�")
}
