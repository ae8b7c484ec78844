package dialect

import (
	"net/http"
	"time"

	"laci/pos"
)

// Hook is how the callers of a dialect are told of a change of their order, in
// the words of its document.
type Hook struct {
	// Body tells of the order as it stands after an entry of a kind that was
	// written at a time. An empty event: the document tells nobody of this.
	Body func(kind pos.Kind, at time.Time, o pos.Order) (event string, body []byte)
	// Headers are the headers of a delivery: its signature made with the
	// caller's signing secret (pos.Till.KeySecrets), and what the document says
	// else. Retry is 0 the first time.
	Headers func(signing []byte, event string, retry int, body []byte) http.Header
}

// Pays tells whether an entry of a kind may have been what paid the order. Money
// that comes for a paid order again is such an entry too: whoever is told must
// take the same order twice for once.
func Pays(kind pos.Kind, o pos.Order) bool {
	switch kind {
	case pos.KindPaymentSettled, pos.KindPaymentAttached, pos.KindOrderKept:
		return o.State == pos.Paid
	}
	return false
}
