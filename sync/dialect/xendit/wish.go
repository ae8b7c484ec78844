package xendit

import (
	"encoding/json"
	"fmt"
	"net/http"

	"laci/pos"
	"laci/sync/dialect"
)

// The document's bounds, and one of ours.
const (
	amountLeast   = 1_500
	amountMost    = 10_000_000
	metadataMost  = 50
	metadataName  = 40  // characters
	metadataValue = 500 // characters
	externalMost  = 255 // characters, ours
)

// wish is the body of a request to create a code or to simulate a payment.
type wish struct {
	External string          `json:"external_id"`
	Type     string          `json:"type"`
	Callback string          `json:"callback_url"`
	Amount   json.RawMessage `json:"amount"` // of a STATIC code it is ignored, whatever it is
	Metadata metadata        `json:"metadata"`
}

// wishOf reads a body, JSON or form-encoded.
func wishOf(r *http.Request) (w wish, err error) {
	raw, err := dialect.Body(r)
	if err != nil {
		return w, err
	}
	return w, dialect.Decode(r.Header.Get("Content-Type"), raw, &w)
}

// amount is what the body asks for, 0 when it names none.
func (w wish) amount() (pos.Rupiah, error) {
	if w.amountless() {
		return 0, nil
	}
	var asked dialect.Amount
	if err := json.Unmarshal(w.Amount, &asked); err != nil || asked.Rupiah < amountLeast || asked.Rupiah > amountMost {
		return 0, invalid(fmt.Sprintf("Amount must be within range [%d, %d]", amountLeast, amountMost))
	}
	return asked.Rupiah, nil
}

func (w wish) amountless() bool { return len(w.Amount) == 0 || string(w.Amount) == "null" }

// check refuses what the document does of a code to be made.
func (w wish) check() error {
	switch {
	case w.External == "":
		return invalid("external_id is required")
	case len([]rune(w.External)) > externalMost:
		return invalid(fmt.Sprintf("external_id must have at most %d characters", externalMost))
	case w.Type != dynamic && w.Type != static:
		return invalid("type must be DYNAMIC or STATIC")
	case w.Callback == "":
		return invalid("callback_url is required")
	}
	if w.Type == dynamic && w.amountless() {
		return invalid("amount is required for a DYNAMIC QR code")
	}
	return w.Metadata.check()
}

// check holds metadata to the document's bounds.
func (m metadata) check() error {
	if len(m) > metadataMost {
		return invalid(fmt.Sprintf("metadata must have at most %d keys", metadataMost))
	}
	for name, value := range m {
		if n := len([]rune(name)); n == 0 || n > metadataName {
			return invalid(fmt.Sprintf("metadata key names must have 1 to %d characters", metadataName))
		}
		if len([]rune(value)) > metadataValue {
			return invalid(fmt.Sprintf("metadata values must have at most %d characters", metadataValue))
		}
	}
	return nil
}
