// Package webhook tells programs elsewhere what happened at the till. It reads
// the journal by a cursor of its own, so that nothing is lost or skipped while
// the till was off, and tells again, later and later, until it was heard.
package webhook

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/oklog/ulid/v2"

	"laci/pos"
)

// State is where a delivery stands.
type State string

// The states of a delivery.
const (
	Waiting State = "waiting" // it is told at Next
	Held    State = "held"    // its listener is switched off: told when it is on again
	Done    State = "done"    // heard
	Failed  State = "failed"  // told as often as is sensible, never heard
)

// Delivery is one thing that one listener is told. Its body never changes.
type Delivery struct {
	ID       ulid.ULID `json:"id"`              // the same in every attempt; listeners know a repetition by it
	To       string    `json:"to"`              // "hook:NAME" of a subscriber, "api:NAME" of who made the order
	URL      string    `json:"url"`             // where
	Form     string    `json:"form,omitempty"`  // in whose manner; "" is Standard Webhooks
	Cursor   string    `json:"cursor"`          // the journal entry it tells of
	Kind     pos.Kind  `json:"kind"`            // and its kind
	Order    string    `json:"order,omitempty"` // number of the order
	Event    string    `json:"event,omitempty"` // what its form calls it
	Body     []byte    `json:"body"`
	State    State     `json:"state"`
	Attempts int       `json:"attempts"`
	Made     time.Time `json:"made_at"`
	Next     time.Time `json:"next_at,omitzero"` // while it waits
	Last     time.Time `json:"last_at,omitzero"` // of the newest attempt
	Status   int       `json:"status,omitempty"` // what came back; 0 when nothing did
	Said     string    `json:"said,omitempty"`   // the first 200 characters of it, or why there was nothing
}

// Told is what a Form makes a body of.
type Told struct {
	Entry    pos.Entry
	Order    pos.Order
	Payments []pos.Payment
}

// Payment gives the money that the entry tells of, if it tells of any.
func (t Told) Payment() (pos.Payment, bool) {
	var said struct {
		Payment struct {
			ID pos.ID `json:"id"`
		} `json:"payment"`
	}
	if t.Entry.Kind != pos.KindPaymentSettled && t.Entry.Kind != pos.KindPaymentAttached || json.Unmarshal(t.Entry.Body, &said) != nil {
		return pos.Payment{}, false
	}
	for _, p := range t.Payments {
		if p.ID == said.Payment.ID {
			return p, true
		}
	}
	return pos.Payment{}, false
}

// Attempt is one telling, which a Form makes the headers of.
type Attempt struct {
	Client string // the caller's public identifier in its system, if it has one
	Secret []byte
	ID     string // the same in every attempt
	Event  string
	Retry  int // 0 the first time
	At     time.Time
	Body   []byte // as it is sent
}

// Form is the manner in which one system tells its callers of their orders.
type Form interface {
	// Body gives what is told when the entry happened to the order, and what the
	// system calls it; nil when it does not tell of such a thing.
	Body(told Told) (event string, body []byte, err error)
	// Header gives what proves to the listener who tells, made anew for every
	// attempt.
	Header(a Attempt) http.Header
	// Waits are the pauses before each further attempt.
	Waits() []time.Duration
}

// later moves a delivery that was not heard to its next attempt, or gives it up
// when the waits are over. after is how long the listener asked to be left alone.
func (d *Delivery) later(now time.Time, waits []time.Duration, after time.Duration) {
	if d.Attempts > len(waits) {
		d.State, d.Next = Failed, time.Time{}
		return
	}
	wait := waits[d.Attempts-1]
	wait += time.Duration(float64(wait) * (rand.Float64() - 0.5) / 2.5) // ± 20 %: many tills do not come back at once
	d.Next = now.Add(max(wait, min(after, longest)))
}

// longest is how long a listener may ask to be left alone.
const longest = 24 * time.Hour
